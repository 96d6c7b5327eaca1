/**
 * Patterns become trees (ECMA-262 22.2.1, with annex B where flag `u` is not given).
 *
 * A pattern is a sequence of code points with or without `u`. Not there: flag `v`, modifiers of groups.
 */
import { charge } from '../evaluate/meter.js';
import { fail } from './arguments.js';
import type { Flags, GroupSpan, Node, Pattern, Ranges } from './regexp-node.js';
import { propertyRanges } from './regexp-property.js';
import { blanks, complement, contains, digits, foldedWordCharacters, isWordCharacter, normalise, wordCharacters } from './regexp-ranges.js';
import { hexValue } from './uri.js';

/** Groups and lookarounds inside one another. */
const deepest = 100;

/** What reading the set of a property for the first time takes: the same for all, so that nobody learns who came first. */
export const propertyCost = 20_000;

export function parsePattern(source: string, flags: Flags): Pattern {
  return new PatternParser(source, flags).parse();
}

const classEscapes = new Map<string, Ranges>([
  ['d', digits],
  ['D', complement(digits)],
  ['s', blanks],
  ['S', complement(blanks)],
  ['w', wordCharacters],
  ['W', complement(wordCharacters)],
]);

const controlEscapes = new Map([
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
]);

const syntaxCharacters = '^$\\.*+?()[]{}|/';

class PatternParser {
  private at = 0;
  private depth = 0;
  private groupCount = 0;
  private propertyCount = 0;
  private readonly names: [string, number][] = [];
  /** Known before parsing: `\2` before the second group refers to it. */
  private readonly totalGroups: number;
  private readonly hasNames: boolean;
  private readonly points: readonly string[];
  private readonly unicode: boolean;

  constructor(
    source: string,
    private readonly flags: Flags,
  ) {
    this.unicode = flags.unicode;
    this.points = [...source];
    const { groups, named } = countGroups(this.points);
    this.totalGroups = groups;
    this.hasNames = named;
  }

  parse(): Pattern {
    const root = this.parseChoice();
    if (this.peek() === ')') this.fail('unmatched )');
    for (const name of this.wantedNames) if (!this.names.some(([known]) => known === name)) this.fail(`no group <${name}>`);
    return { root: this.resolveNames(root), groupCount: this.groupCount, propertyCount: this.propertyCount, names: this.names };
  }

  private readonly wantedNames: string[] = [];

  /** Backreferences by name get their numbers once all groups are known. */
  private resolveNames(node: Node): Node {
    switch (node.kind) {
      case 'back':
        return node.index >= 0 ? node : { kind: 'back', index: this.names.find(([name]) => name === this.wantedNames[-1 - node.index])![1] };
      case 'sequence':
        return { ...node, items: node.items.map((item) => this.resolveNames(item)) };
      case 'choice':
        return { ...node, options: node.options.map((option) => this.resolveNames(option)) };
      case 'group':
      case 'repeat':
      case 'look':
        return { ...node, body: this.resolveNames(node.body) };
      default:
        return node;
    }
  }

  private parseChoice(): Node {
    if (++this.depth > deepest) this.fail('nested too deep');
    const options = [this.parseSequence()];
    while (this.take('|')) options.push(this.parseSequence());
    this.depth--;
    return options.length === 1 ? options[0] : { kind: 'choice', options };
  }

  private parseSequence(): Node {
    const items: Node[] = [];
    while (this.at < this.points.length && this.peek() !== '|' && this.peek() !== ')') items.push(this.parseTerm());
    if (items.length === 0) return { kind: 'empty' };
    return items.length === 1 ? items[0] : { kind: 'sequence', items };
  }

  private parseTerm(): Node {
    const first = this.groupCount + 1;
    const point = this.next();
    switch (point) {
      case '^':
        return { kind: 'edge', edge: 'start' };
      case '$':
        return { kind: 'edge', edge: 'end' };
      case '(':
        return this.parseGroup(first);
      case '.':
        return this.parseQuantifier({ kind: 'any' }, first);
      case '[':
        return this.parseQuantifier(this.parseClass(), first);
      case '\\':
        return this.parseEscape(first);
      case '*':
      case '+':
      case '?':
        return this.fail('nothing to repeat');
      case '{':
        if (this.unicode || this.readBraces(this.at - 1) !== null) this.fail('nothing to repeat');
        break;
      case '}':
      case ']':
        if (this.unicode) this.fail(`lone ${point}`);
        break;
      default:
        break;
    }
    return this.parseQuantifier({ kind: 'char', code: point.codePointAt(0)! }, first);
  }

  private parseGroup(first: number): Node {
    let index = 0;
    if (this.take('?')) {
      if (this.take('=')) return this.parseLook(first, false, false);
      if (this.take('!')) return this.parseLook(first, false, true);
      if (this.take('<')) {
        if (this.take('=')) return this.parseLook(first, true, false);
        if (this.take('!')) return this.parseLook(first, true, true);
        const name = this.readName();
        if (this.names.some(([known]) => known === name)) this.fail(`two groups <${name}>`);
        index = ++this.groupCount;
        this.names.push([name, index]);
      } else if (!this.take(':')) {
        this.fail('unknown group');
      }
    } else {
      index = ++this.groupCount;
    }
    const body = this.parseChoice();
    this.expect(')');
    return this.parseQuantifier({ kind: 'group', body, index }, first);
  }

  private parseLook(first: number, behind: boolean, negated: boolean): Node {
    const body = this.parseChoice();
    this.expect(')');
    const look: Node = { kind: 'look', body, behind, negated, groups: this.groupsSince(first) };
    // Annex B: a lookahead may be repeated.
    return behind || this.unicode ? this.refuseQuantifier(look) : this.parseQuantifier(look, first);
  }

  private refuseQuantifier(node: Node): Node {
    const next = this.peek();
    if (next !== '' && ('*+?'.includes(next) || (next === '{' && this.readBraces(this.at) !== null))) this.fail('nothing to repeat');
    return node;
  }

  private groupsSince(first: number): GroupSpan {
    return { first, end: this.groupCount + 1 };
  }

  private parseQuantifier(body: Node, first: number): Node {
    const bounds = this.readBounds();
    if (bounds === null) return body;
    const [min, max] = bounds;
    if (min > max) this.fail('numbers out of order in a quantifier');
    const greedy = !this.take('?');
    return { kind: 'repeat', body, min, max, greedy, groups: this.groupsSince(first) };
  }

  private readBounds(): [number, number] | null {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    if (this.peek() !== '{') return null;
    const braces = this.readBraces(this.at);
    if (braces === null) return this.unicode ? this.fail('incomplete quantifier') : null;
    this.at = braces.end;
    return [braces.min, braces.max];
  }

  /** `{2}`, `{2,}` or `{2,3}` at `at`; null when it is none. */
  private readBraces(at: number): { min: number; max: number; end: number } | null {
    const number = (from: number): number => {
      let end = from;
      while (isDigit(this.points[end])) end++;
      return end;
    };
    const minEnd = number(at + 1);
    if (minEnd === at + 1) return null;
    const min = Number(this.points.slice(at + 1, minEnd).join(''));
    if (this.points[minEnd] === '}') return { min, max: min, end: minEnd + 1 };
    if (this.points[minEnd] !== ',') return null;
    const maxEnd = number(minEnd + 1);
    if (this.points[maxEnd] !== '}') return null;
    const max = maxEnd === minEnd + 1 ? Infinity : Number(this.points.slice(minEnd + 1, maxEnd).join(''));
    return { min, max, end: maxEnd + 1 };
  }

  private parseEscape(first: number): Node {
    const point = this.peek();
    if (point === 'b' || point === 'B') {
      this.at++;
      return { kind: 'edge', edge: point === 'b' ? 'word' : 'notWord' };
    }
    const ranges = this.readClassEscape();
    if (ranges !== null) {
      return this.parseQuantifier({ kind: 'class', ranges, negated: false }, first);
    }
    if (point === 'k' && (this.unicode || this.hasNames)) {
      this.at++;
      this.expect('<');
      this.wantedNames.push(this.readName());
      return this.parseQuantifier({ kind: 'back', index: -this.wantedNames.length }, first);
    }
    const index = this.readBackreference();
    if (index > 0) return this.parseQuantifier({ kind: 'back', index }, first);
    return this.parseQuantifier({ kind: 'char', code: this.readCharacterEscape(false) }, first);
  }

  /** The set that the escape after a backslash stands for: `\d`, `\p{L}`; null, with nothing taken, when it is none. */
  private readClassEscape(): Ranges | null {
    const point = this.peek();
    const ranges = classEscapes.get(point);
    if (ranges !== undefined) {
      this.at++;
      if (!this.unicode || !this.flags.ignoreCase || point.toLowerCase() !== 'w') return ranges;
      return point === 'w' ? foldedWordCharacters : complement(foldedWordCharacters);
    }
    if (!this.unicode || (point !== 'p' && point !== 'P')) return null;
    this.at++;
    this.expect('{');
    let name = '';
    while (this.at < this.points.length && this.peek() !== '}') name += this.next();
    this.expect('}');
    this.propertyCount++;
    charge(propertyCost);
    const property = propertyRanges(name) ?? this.fail('unknown property');
    return point === 'p' ? property : complement(property);
  }

  /** The number of a group after a backslash; 0 when what stands there is none. */
  private readBackreference(): number {
    let end = this.at;
    while (isDigit(this.points[end])) end++;
    if (end === this.at || this.points[this.at] === '0') return 0;
    const index = Number(this.points.slice(this.at, end).join(''));
    if (index > this.totalGroups) return this.unicode ? this.fail('no such group') : 0;
    this.at = end;
    return index;
  }

  /** The code point that the escape after a backslash stands for. */
  private readCharacterEscape(inClass: boolean): number {
    if (this.at >= this.points.length) return this.fail('\\ at the end');
    const point = this.next();
    const control = controlEscapes.get(point);
    if (control !== undefined) return control;
    switch (point) {
      case 'c':
        return this.readControl(inClass);
      case 'x':
        return this.readHex(2) ?? this.identity(point);
      case 'u':
        return this.readUnicode() ?? this.identity(point);
      default:
        if (isDigit(point)) return this.readOctal(point);
        return inClass && point === '-' ? 0x2d : this.identity(point);
    }
  }

  private identity(point: string): number {
    if (this.unicode && !syntaxCharacters.includes(point)) this.fail(`unknown escape \\${point}`);
    return point.codePointAt(0)!;
  }

  private readControl(inClass: boolean): number {
    const letter = this.peek();
    const code = letter === '' ? 0 : letter.codePointAt(0)!;
    const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (isLetter || (inClass && !this.unicode && (isDigit(letter) || letter === '_'))) {
      this.at++;
      return code & 31;
    }
    if (this.unicode) this.fail('unknown escape \\c');
    // Annex B: the backslash means itself.
    this.at--;
    return 0x5c;
  }

  private readOctal(first: string): number {
    if (first === '0' && !isDigit(this.peek())) return 0;
    if (this.unicode) return this.fail(`unknown escape \\${first}`);
    if (first > '7') return first.codePointAt(0)!;
    let value = Number(first);
    for (let i = 0; i < 2; i++) {
      const digit = this.peek();
      if (digit < '0' || digit > '7' || digit === '' || value * 8 + Number(digit) > 0o377) break;
      value = value * 8 + Number(digit);
      this.at++;
    }
    return value;
  }

  /** So many hexadecimal digits; undefined, with nothing taken, when they are not there. */
  private readHex(count: number): number | undefined {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const digit = hexValue((this.points[this.at + i] ?? '').charCodeAt(0));
      if (!(digit >= 0)) return this.unicode ? this.fail('not a hexadecimal escape') : undefined;
      value = value * 16 + digit;
    }
    this.at += count;
    return value;
  }

  private readUnicode(): number | undefined {
    if (this.unicode && this.peek() === '{') return this.readBraced();
    const high = this.readHex(4);
    if (high === undefined || high < 0xd800 || high > 0xdbff) return high;
    // A pair is one code point, with or without `u`.
    const after = this.at;
    if (this.take('\\') && this.take('u')) {
      const low = this.isHex(4) ? this.readHex(4) : undefined;
      if (low !== undefined && low >= 0xdc00 && low <= 0xdfff) return (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
    }
    this.at = after;
    return high;
  }

  /** What stands in `\u{…}`. */
  private readBraced(): number {
    this.expect('{');
    let value = 0;
    let count = 0;
    for (; this.peek() !== '}'; count++) {
      const digit = hexValue(this.next().charCodeAt(0));
      value = value * 16 + digit;
      if (!(digit >= 0) || value > 0x10ffff) this.fail('not a code point');
    }
    this.expect('}');
    return count > 0 ? value : this.fail('not a code point');
  }

  private isHex(count: number): boolean {
    return Array.from({ length: count }, (_, i) => hexValue((this.points[this.at + i] ?? '').charCodeAt(0))).every((digit) => digit >= 0);
  }

  private parseClass(): Node {
    const negated = this.take('^');
    const ranges: number[] = [];
    while (!this.take(']')) {
      if (this.at >= this.points.length) this.fail('unterminated class');
      const from = this.readClassAtom();
      ranges.push(...from.ranges);
      if (this.peek() !== '-' || this.at + 1 >= this.points.length || this.points[this.at + 1] === ']') continue;
      this.at++;
      const to = this.readClassAtom();
      if (from.code >= 0 && to.code >= 0) {
        if (from.code > to.code) this.fail('range out of order in a class');
        ranges.push(from.code, to.code);
      } else {
        if (this.unicode) this.fail('a class inside a range');
        ranges.push(0x2d, 0x2d, ...to.ranges);
      }
    }
    return { kind: 'class', ranges: normalise(ranges), negated };
  }

  /** A character, or a class escape, whose `code` is -1. */
  private readClassAtom(): { readonly ranges: Ranges; readonly code: number } {
    let code: number;
    if (this.take('\\')) {
      const ranges = this.readClassEscape();
      if (ranges !== null) return { ranges, code: -1 };
      code = this.take('b') ? 0x08 : this.readCharacterEscape(true);
    } else {
      code = this.next().codePointAt(0)!;
    }
    return { ranges: [code, code], code };
  }

  private readName(): string {
    let name = '';
    while (this.at < this.points.length && this.peek() !== '>') {
      const code = this.readNamePoint();
      if (!canBeInName(code, name === '')) this.fail('not a name of a group');
      name += String.fromCodePoint(code);
    }
    this.expect('>');
    if (name === '') this.fail('not a name of a group');
    return name;
  }

  /** A code point of a group's name, where `\u{…}` can stand with or without the flag `u`. */
  private readNamePoint(): number {
    const point = this.next();
    if (point !== '\\') return point.codePointAt(0)!;
    this.expect('u');
    return (this.peek() === '{' ? this.readBraced() : this.readUnicode()) ?? this.fail('not a name of a group');
  }

  private peek(): string {
    return this.points[this.at] ?? '';
  }

  private next(): string {
    return this.points[this.at++] ?? this.fail('unexpected end');
  }

  private take(point: string): boolean {
    if (this.points[this.at] !== point) return false;
    this.at++;
    return true;
  }

  private expect(point: string): void {
    if (!this.take(point)) this.fail(`${point} expected`);
  }

  private fail(what: string): never {
    return fail('SyntaxError', 'PJS456', what);
  }
}

/** How many groups capture, and whether one has a name: what begins with `(` outside classes and escapes. */
function countGroups(points: readonly string[]): { groups: number; named: boolean } {
  let groups = 0;
  let named = false;
  let inClass = false;
  for (let i = 0; i < points.length; i++) {
    if (points[i] === '\\') i++;
    else if (points[i] === '[') inClass = true;
    else if (points[i] === ']') inClass = false;
    else if (points[i] === '(' && !inClass) {
      const isNamed = points[i + 1] === '?' && points[i + 2] === '<' && points[i + 3] !== '=' && points[i + 3] !== '!';
      if (points[i + 1] !== '?' || isNamed) groups++;
      named ||= isNamed;
    }
  }
  return { groups, named };
}

function isDigit(point: string | undefined): boolean {
  return point !== undefined && point >= '0' && point <= '9' && point.length === 1;
}

/** Whether a name, of a group as of a variable, can have or begin with a code point. */
function canBeInName(code: number, isFirst: boolean): boolean {
  if (code < 0x80) return code === 0x24 || (isWordCharacter(code) && !(isFirst && code < 0x3a));
  return contains(propertyRanges(isFirst ? 'ID_Start' : 'ID_Continue')!, code) || (!isFirst && (code === 0x200c || code === 0x200d));
}
