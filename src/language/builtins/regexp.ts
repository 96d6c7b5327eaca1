/** `RegExp` (ECMA-262 22.2): the class; patterns are parsed, planned and matched in the `regexp-…` files. */
import { ArrayObject } from '../evaluate/array.js';
import type { ClassDescriptor } from '../evaluate/class.js';
import { toInteger, toText } from '../evaluate/convert.js';
import { FunctionObject } from '../evaluate/function.js';
import type { HeapWalk } from '../evaluate/heap-walk.js';
import { allocate, charge, sizes } from '../evaluate/meter.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { cut, nextUnit, textIndex, textLength, textUnit } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { payArray, payElements, payLonger, payReading, payText } from './cost.js';
import { accessor, costing, defineClass, describeClass, method } from './define.js';
import { objectClass } from './object.js';
import { PatternObject, patterns } from './pattern.js';
import { findMatch, type Places } from './regexp-match.js';
import type { Flags } from './regexp-node.js';
import { parsePattern, propertyCost } from './regexp-parse.js';
import { compilePattern, type Program } from './regexp-program.js';
import { expandTemplate } from './string-template.js';

/** What V8 takes for the tests of code points in a program, by units of its source. */
const unitBytes = 16;

export class RegExpObject extends PatternObject {
  /** Where the next match of a global or sticky one is looked for: whatever a script put there. */
  lastIndex: Value = 0;

  constructor(
    readonly source: string,
    readonly program: Program,
  ) {
    super();
  }

  override get class(): ClassDescriptor {
    return regExpClass;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.key(this.source);
    walk.add(this.source.length * unitBytes);
    walk.host(this.program);
    this.lastIndex = walk.value(this.lastIndex);
  }

  override get global(): boolean {
    return this.program.flags.global;
  }

  get flags(): string {
    return this.program.flags.text;
  }

  /** RegExpBuiltinExec: a match from `lastIndex` on, which a global or sticky one moves. */
  exec(text: string): Places | null {
    const { global, sticky } = this.program.flags;
    const moves = global || sticky;
    const last = Math.max(0, toInteger(this.lastIndex));
    payReading(text.length);
    const places = moves && last > textLength(text) ? null : findMatch(this.program, text, moves ? textUnit(text, last) : 0, sticky);
    if (moves) this.lastIndex = places === null ? 0 : textIndex(text, places[1]);
    return places;
  }

  override match(text: string): Value {
    if (!this.global) return this.result(text, this.exec(text));
    payArray(0);
    const found: Value[] = [];
    this.eachMatch(text, (places) => {
      payElements(found.length, 1);
      found.push(cut(text, places[0], places[1]));
    });
    return found.length === 0 ? null : new ArrayObject(found);
  }

  override matchAll(text: string): Value {
    payArray(0);
    const found: Value[] = [];
    this.eachMatch(text, (places) => {
      payElements(found.length, 1);
      found.push(this.result(text, places));
    });
    return new ArrayObject(found);
  }

  override replace(text: string, replacement: Value): string {
    const call = replacement instanceof FunctionObject ? replacement : null;
    const template = call === null ? toText(replacement) : '';
    const matches: Places[] = [];
    const keep = (places: Places): void => {
      allocate(sizes.array + places.length * sizes.element);
      matches.push(places);
    };
    if (this.global) this.eachMatch(text, keep);
    else {
      const places = this.exec(text);
      if (places !== null) keep(places);
    }
    let result = '';
    let end = 0;
    for (const places of matches) {
      const instead = call === null ? this.expand(text, places, template) : toText(call.apply(this.replacerArguments(text, places)));
      payLonger(result.length + places[0] - end, instead.length);
      result += cut(text, end, places[0]) + instead;
      end = places[1]!;
    }
    return end === 0 && matches.length === 0 ? text : result + cut(text, end, text.length);
  }

  override search(text: string): number {
    payReading(text.length);
    const places = findMatch(this.program, text, 0, this.program.flags.sticky);
    return places === null ? -1 : textIndex(text, places[0]);
  }

  override split(text: string, limit: number): Value {
    payArray(0);
    const parts: Value[] = [];
    const add = (part: Value): boolean => {
      payElements(parts.length, 1);
      return parts.push(part) >= limit;
    };
    if (limit === 0) return new ArrayObject(parts);
    payReading(text.length);
    if (text === '') return new ArrayObject(findMatch(this.program, text, 0, true) === null ? [text] : []);
    let start = 0;
    for (let from = 0; from < text.length; ) {
      const places = findMatch(this.program, text, from, false);
      if (places === null || places[0] >= text.length) break;
      const [at, end] = places as [number, number];
      if (end === start) {
        from = nextUnit(text, at);
        continue;
      }
      if (add(cut(text, start, at))) return new ArrayObject(parts);
      for (const group of this.groups(text, places)) if (add(group)) return new ArrayObject(parts);
      // A match of nothing must not be found again.
      from = end === at ? nextUnit(text, end) : end;
      start = end;
    }
    add(cut(text, start, text.length));
    return new ArrayObject(parts);
  }

  /** The array that `exec` gives: the match and its groups, with `index`, `input`, `groups`. */
  result(text: string, places: Places | null): Value {
    if (places === null) return null;
    const groups = this.groups(text, places);
    payArray(groups.length + 1);
    const result = new ArrayObject([cut(text, places[0], places[1]), ...groups]);
    allocate(sizes.object);
    result.setWritten('index', textIndex(text, places[0]));
    result.setWritten('input', text);
    result.setWritten('groups', this.named(groups));
    if (this.program.flags.hasIndices) result.setWritten('indices', this.indices(text, places));
    return result;
  }

  /** What a global one matches, one after another from the beginning. */
  private eachMatch(text: string, visit: (places: Places) => void): void {
    const { sticky } = this.program.flags;
    this.lastIndex = 0;
    payReading(text.length);
    for (let from = 0; from <= text.length; ) {
      charge(1);
      const places = findMatch(this.program, text, from, sticky);
      if (places === null) break;
      visit(places);
      const end = places[1];
      from = end > places[0] ? end : end < text.length ? nextUnit(text, end) : end + 1;
    }
  }

  private groups(text: string, places: Places): (string | undefined)[] {
    payArray(places.length >> 1);
    const groups: (string | undefined)[] = [];
    for (let i = 2; i < places.length; i += 2) groups.push(places[i] < 0 ? undefined : cut(text, places[i], places[i + 1]));
    return groups;
  }

  private named(values: readonly Value[]): Value {
    const { names } = this.program;
    if (names.length === 0) return undefined;
    charge(names.length);
    allocate(sizes.object + names.length * sizes.entry);
    const object = new PlainObject();
    for (const [name, index] of names) object.setOwn(name, values[index - 1]);
    return object;
  }

  private indices(text: string, places: Places): Value {
    charge(places.length);
    allocate(places.length * (sizes.array + 3 * sizes.element));
    const pairs: Value[] = [];
    for (let i = 0; i < places.length; i += 2) {
      const found = places[i] >= 0;
      pairs.push(found ? new ArrayObject([textIndex(text, places[i]), textIndex(text, places[i + 1])]) : undefined);
    }
    const indices = new ArrayObject(pairs);
    indices.setWritten('groups', this.named(pairs.slice(1)));
    return indices;
  }

  private expand(text: string, places: Places, template: string): string {
    const groups = this.groups(text, places);
    return expandTemplate(template, { text, start: places[0], end: places[1], groups, named: this.named(groups) });
  }

  private replacerArguments(text: string, places: Places): Value[] {
    const groups = this.groups(text, places);
    const named = this.named(groups);
    const args: Value[] = [cut(text, places[0], places[1]), ...groups, textIndex(text, places[0]), text];
    return named === undefined ? args : [...args, named];
  }
}

const flagNames: readonly (readonly [letter: string, name: Exclude<keyof Flags, 'text'>])[] = [
  ['d', 'hasIndices'],
  ['g', 'global'],
  ['i', 'ignoreCase'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['u', 'unicode'],
  ['y', 'sticky'],
];

function readFlags(text: string): Flags {
  const letters = new Set(text);
  for (const letter of letters) if (!flagNames.some(([known]) => known === letter)) fail('SyntaxError', 'PJS456', `unknown flag '${letter}'`);
  if (letters.size < text.length) fail('SyntaxError', 'PJS456', `a flag twice: '${text}'`);
  const given = (letter: string): boolean => letters.has(letter);
  return {
    text: flagNames.map(([letter]) => letter).filter(given).join(''),
    hasIndices: given('d'),
    global: given('g'),
    ignoreCase: given('i'),
    multiline: given('m'),
    dotAll: given('s'),
    unicode: given('u'),
    sticky: given('y'),
  };
}

/** Programs of short patterns made lately: they belong to no tenant, and charges do not tell. */
const recent = new Map<string, Program>();
const mostRecent = 100;

/** RegExpCreate. */
function make(pattern: Value, flags: string): RegExpObject {
  const source = pattern === undefined ? '' : toText(pattern);
  charge(16 + source.length + flags.length);
  allocate(sizes.object + 64 * source.length);
  const key = `${flags}/${source}`;
  let program = recent.get(key);
  if (program === undefined) {
    const read = readFlags(flags);
    program = compilePattern(parsePattern(source, read), read);
    if (source.length <= 256) {
      if (recent.size >= mostRecent) recent.delete(recent.keys().next().value!);
      recent.set(key, program);
    }
  } else {
    charge(program.propertyCount * propertyCost);
  }
  return new RegExpObject(escapeSource(source), program);
}

patterns.make = make;

/** The pattern as it would stand between slashes (ECMA-262 EscapeRegExpPattern). */
function escapeSource(source: string): string {
  let result = '';
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const character = source.charAt(i);
    if (character === '\\' && i + 1 < source.length) {
      result += character + (lineEscapes.get(source.charAt(i + 1))?.slice(1) ?? source.charAt(i + 1));
      i++;
      continue;
    }
    if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    result += character === '/' && !inClass ? '\\/' : (lineEscapes.get(character) ?? character);
  }
  return result === '' ? '(?:)' : result;
}

const lineEscapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
]);

function construct(args: readonly Value[]): Value {
  const [pattern, flags] = args;
  if (!(pattern instanceof RegExpObject)) return make(pattern, flags === undefined ? '' : toText(flags));
  if (flags === undefined) return new RegExpObject(pattern.source, pattern.program);
  return make(pattern.source === '(?:)' ? '' : pattern.source, toText(flags));
}

function flagAccessor(letter: string, name: Exclude<keyof Flags, 'text'>) {
  return accessor(name, (self) => (self as RegExpObject).program.flags[name], `Whether flag \`${letter}\` is given.`, { since: 'pipyjs' });
}

const regExpClass = describeClass(
  'RegExp',
  [
    ...costing('n', [method('exec', 1, (self, text) => execute(self, text), 'Gives the next match with its groups, or null.')]),
    ...costing('n', [method('test', 1, (self, text) => (self as RegExpObject).exec(toText(text)) !== null, 'Whether there is a match.')]),
    ...costing('n', [method('toString', 0, write, 'Gives the pattern between slashes, and the flags.')]),
    accessor('source', (self) => (self as RegExpObject).source, 'The pattern.'),
    accessor('flags', (self) => (self as RegExpObject).flags, 'The flags, in alphabetical order.', { since: 'pipyjs' }),
    accessor('lastIndex', (self) => (self as RegExpObject).lastIndex, 'Where the next match of a global or sticky one is looked for.', {
      set: (self, value) => {
        (self as RegExpObject).lastIndex = value;
      },
    }),
    ...flagNames.map(([letter, name]) => flagAccessor(letter, name)),
  ],
  { parent: objectClass },
);

function write(self: Value): Value {
  const { source, flags } = self as RegExpObject;
  payText(source.length + flags.length + 2);
  return `/${source}/${flags}`;
}

function execute(self: Value, value: Value): Value {
  const text = toText(value);
  const pattern = self as RegExpObject;
  return pattern.result(text, pattern.exec(text));
}

export const regExp = defineClass({
  name: 'RegExp',
  since: '0.22',
  cost: 'n',
  doc: 'A regular expression, matched by code points.',
  length: 2,
  descriptor: regExpClass,
  construct,
  call: (args) => (args[0] instanceof RegExpObject && args[1] === undefined ? args[0] : construct(args)),
  hasInstance: (value) => value instanceof RegExpObject,
});
