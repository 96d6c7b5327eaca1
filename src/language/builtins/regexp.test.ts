/**
 * Matching gives what V8 gives, for patterns made at random and for a list of traps; code points and
 * limits are ours.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Account } from '../evaluate/account.js';
import { enter, leave } from '../evaluate/activation.js';
import { ArrayObject } from '../evaluate/array.js';
import { FunctionObject, type ClassObject } from '../evaluate/function.js';
import { ownLimits, tenantLimits } from '../evaluate/limits.js';
import { getMember } from '../evaluate/member.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { propertyRanges } from './regexp-property.js';
import { setMember } from '../evaluate/property.js';
import { LimitError, ScriptError } from '../evaluate/script-error.js';
import type { Value } from '../evaluate/value.js';
import { builtins } from './index.js';
import { RegExpObject } from './regexp.js';
import { slowness } from '../../testing/pace.js';
import { runText } from '../../testing/run-text.js';

const RegExpClass = builtins.find(({ name }) => name === 'RegExp')!.value as ClassObject;

function within<T>(run: () => T, limits = ownLimits, astral = true): T {
  const account = new Account(limits);
  account.astral = astral;
  const outer = enter(account, null);
  try {
    return run();
  } finally {
    leave(outer);
  }
}

const call = (self: Value, name: string, ...args: Value[]): Value => (getMember(self, name) as FunctionObject).apply(args);
const make = (source: string, flags = ''): Value => RegExpClass.construct([source, flags]);

/** A result as V8 would have it. */
function toHost(value: Value): unknown {
  if (value instanceof ArrayObject) {
    const list = value.elements.map(toHost);
    return value.hasOwn('index') ? { list, index: value.getOwn('index'), groups: toHost(value.getOwn('groups')) } : list;
  }
  if (value instanceof PlainObject) return Object.fromEntries(value.ownKeys().map((key) => [key, toHost(value.getOwn(key))]));
  return value;
}

function plain(match: RegExpMatchArray | string[] | null): unknown {
  if (match === null || !('index' in match) || match.index === undefined) return match === null ? null : [...match];
  return { list: [...match], index: match.index, groups: match.groups === undefined ? undefined : { ...match.groups } };
}

function ofV8(source: string, flags: string, text: string): unknown {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, flags);
  } catch {
    return 'SyntaxError';
  }
  const exec = plain(pattern.exec(text));
  const { lastIndex } = pattern;
  return { exec, lastIndex, again: plain(pattern.exec(text)), match: plain(text.match(pattern)), replace: text.replace(pattern, '<$&|$1|$`>'), search: text.search(pattern), split: text.split(pattern), source: pattern.source, flags: pattern.flags };
}

function ofOurs(source: string, flags: string, text: string, astral: boolean): unknown {
  return within(
    () => {
      let pattern: Value;
      try {
        pattern = make(source, flags);
      } catch (error) {
        return (error as ScriptError).errorName;
      }
      const exec = toHost(call(pattern, 'exec', text));
      const lastIndex = getMember(pattern, 'lastIndex');
      return { exec, lastIndex, again: toHost(call(pattern, 'exec', text)), match: toHost(call(text, 'match', pattern)), replace: call(text, 'replace', pattern, '<$&|$1|$`>'), search: call(text, 'search', pattern), split: toHost(call(text, 'split', pattern)), source: getMember(pattern, 'source'), flags: getMember(pattern, 'flags') };
    },
    ownLimits,
    astral,
  );
}

function sameAsV8(source: string, flags: string, text: string): void {
  const wanted = ofV8(source, flags, text);
  for (const astral of [false, true]) {
    const given = ofOurs(source, flags, text, astral);
    if (!isDeepStrictEqual(given, wanted)) expect({ source, flags, text, given }).toEqual({ source, flags, text, given: wanted });
  }
}

const traps = [
  '', 'a', 'a|b', '(a)|b', '(?:a|ab)(?:c|bcd)(?:d*)', 'a*', 'a*?', 'a+?b', '(a*)*', '(a*)+', '(a*?)*?', '(?:a*)*?b', '(a|b)*c', '((a)|(b))*', '(z)((a+)?(b+)?(c))*', '(a?)?', '(a*)?', '(?:a?){3}', '(a|){3}', 'a{2}', 'a{2,}', 'a{0}', 'a{1,2}?b',
  '^a', 'a$', '^$', '\\ba', 'a\\b', '\\Bb', '\\B', '.', '.*', '[ab]', '[^ab]', '[]', '[^]', '[a-c]+', '[\\d-x]', '[a-]', '[-a]', '[\\]\\\\]', '[\\b]', '[^\\W]', '\\d+', '\\D', '\\w+', '\\W', '\\s', '\\S+',
  '(?=a)', '(?=(a))\\1', '(?!a)b', '(?=(a*))a*\\1', '(?!(a))b\\1', '(?<=a)b', '(?<!a)b', '(?<=(a)(b))', '(?<=(\\w){2})c', '(?<=([ab]+)([bc]+))$', '(?<=\\1(a))b', '(?<=a|bc)b', '(?=a)*b', '(?=a){2}a',
  '(a)\\1', '\\1(a)', '(a)(b)\\2\\1', '(?<x>a)(?<y>b)?\\k<x>', '\\k<x>(?<x>a)', '(?<x>a)|(?<y>b)', '\\k', '\\k<x>', '(?<x>a)\\k<z>',
  'a{', 'a{1', 'a{,2}', 'a{x}', '{', '}', ']', '{1}', 'x{1}{2}', '\\0', '\\1', '\\8', '\\12', '\\08', '\\c', '\\cA', '\\ca', '[\\c]', '[\\c1]', '\\x41', '\\x4', '\\u0041', '\\u004', '\\u{61}', '\\a', '\\-', '[\\-]', '\\/', '/', '[/]', '\n', '\\\n',
  '(', ')', '[', '\\', '*', 'a**', 'a{2,1}', '(?', '(?a)', '(?<', '(?<1>a)', '(?<x>a)(?<x>b)', '[b-a]', '[a-\\d]', '+', '?', 'a???', '(?<=a)*', '(?:)', '(?:', 'a|*', '|', 'a||b',
];

const texts = ['', 'a', 'b', 'ab', 'aab', 'abab', 'abcd', 'zaacbbbcac', 'bca', 'a\nb', 'A1 _-x', '\\', ']', 'xa{', 'aaab', '\u00e9\u00c9k', 'a{1', '/'];

test('traps', () => {
  for (const source of traps) for (const flags of ['', 'g', 'i', 'u', 'iu', 'gy', 'ms']) for (const text of texts) sameAsV8(source, flags, text);
});

test('flags', () => {
  for (const flags of ['x', 'gg', 'dgimsuy', 'yusmigd', 'G', ' ']) sameAsV8('a', flags, 'ba');
});

const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '\\1', '\\2');
const pattern = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?')).map(([a, q]) => `(${a})${q}`),
    fc.tuple(fc.constantFrom('a', '[bc]', '.'), fc.constantFrom('*', '+', '?', '{2,}', '{1,2}')).map(([a, q]) => a + q),
    fc.tuple(fc.constantFrom('(', '(?:', '(?=', '(?!', '(?<=', '(?<!'), tie('node')).map(([open, a]) => `${open}${a})`),
  ),
})).node;

test('patterns and texts at random', () => {
  fc.assert(
    fc.property(pattern, fc.constantFrom('', 'g', 'i', 'y', 'm', 'u'), fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '\n'), maxLength: 9 }), (source, flags, text) => {
      sameAsV8(source, flags, text);
    }),
    { numRuns: 3000 },
  );
});

test('letters of other alphabets, with flag i', () => {
  const letters = ['a', 'K', '\u212a', 's', '\u017f', '\u00df', '\u1e9e', '\u00b5', '\u03bc', '\u03c3', '\u03c2', '\u03a3', '\u0130', '\u0131', '\u00e5', '\u212b', '\u0434', '\u0414', '\u01c5', '\u01c4', '\ufb01'];
  for (const letter of letters) for (const other of letters) for (const flags of ['i', 'iu']) for (const source of [letter, `[${letter}]`, `[^${letter}]`]) sameAsV8(source, flags, other);
});

test('properties of code points', () => {
  for (const name of ['L', 'Lu', 'gc=Nd', 'General_Category=Decimal_Number', 'Script=Greek', 'scx=Han', 'Alphabetic', 'Any', 'Cs', 'Nope', 'Script=Nope', '__proto__']) {
    for (const source of [`\\p{${name}}+`, `[\\P{${name}}]`]) for (const text of ['a1', '\u03b1', '\u4e00 ', '\u0663', '\ud800']) sameAsV8(source, 'u', text);
  }
});

test.each(['Any', 'Cn', 'Co', 'Cs', 'Noncharacter_Code_Point', 'Default_Ignorable_Code_Point', 'Grapheme_Base', 'Script=Unknown', 'Script_Extensions=Han'])('all code points of %s', (name) => {
  const ranges = propertyRanges(name);
  if (ranges === undefined) throw new Error('not known');
  const has = new RegExp(`^\\p{${name}}$`, 'u');
  const wrong: number[] = [];
  for (let point = 0, at = 0; point <= 0x10ffff; point++) {
    while (at < ranges.length && ranges[at + 1] < point) at += 2;
    if (has.test(String.fromCodePoint(point)) !== (at < ranges.length && ranges[at] <= point)) wrong.push(point);
  }
  expect(wrong).toEqual([]);
});

test('a code point is one character, with and without flag u', () => {
  within(() => {
    for (const flags of ['', 'u']) {
      expect(toHost(call(make('^.(.)$', flags), 'exec', '\u{1f600}a'))).toEqual({ list: ['\u{1f600}a', 'a'], index: 0, groups: undefined });
      expect(call('\u{1f600}\u{1f601}a', 'search', make('a', flags))).toBe(2);
      expect(call(make('\ud83d', flags), 'test', '\u{1f600}')).toBe(false);
      expect(call(make('[\u{1f600}-\u{1f602}]{2}', flags), 'test', '\u{1f600}\u{1f601}')).toBe(true);
      expect(toHost(call('\u{1f600}a\u{1f600}', 'split', make('', flags)))).toEqual(['\u{1f600}', 'a', '\u{1f600}']);
      expect(call('\u{1f600}b', 'replace', make('(?<=.)', `g${flags}`), '-')).toBe('\u{1f600}-b-');
      const global = make('a', `g${flags}`);
      call(global, 'exec', '\u{1f600}a');
      expect(getMember(global, 'lastIndex')).toBe(2);
    }
  });
});

test('replacers get groups, place, text and names; lastIndex may be set; results have their members', () => {
  within(() => {
    const seen: unknown[][] = [];
    class Replacer extends FunctionObject {
      override readonly name = '';
      override readonly length = 0;
      override call(): Value {
        return undefined;
      }
      override apply(args: readonly Value[]): Value {
        seen.push(args.map(toHost));
        return '!';
      }
    }
    expect(call('xaby', 'replace', make('(?<n>a)(z)?b'), new Replacer())).toBe('x!y');
    expect(seen).toEqual([['ab', 'a', undefined, 1, 'xaby', { n: 'a' }]]);
    const sticky = make('a', 'y');
    setMember(sticky, 'lastIndex', '1');
    expect([call(sticky, 'test', 'ba'), getMember(sticky, 'lastIndex')]).toEqual([true, 2]);
    const indexed = call(make('(a)(b)?', 'd'), 'exec', 'xa') as ArrayObject;
    expect(toHost(indexed.getOwn('indices'))).toEqual([[1, 2], [1, 2], undefined]);
    expect(call('aXbX', 'replaceAll', make('x', 'gi'), '$$')).toBe('a$b$');
    expect(() => call('a', 'replaceAll', make('a'), '')).toThrow(ScriptError);
    expect(() => call('a', 'startsWith', make('a'))).toThrow(ScriptError);
    expect(toHost(call('a1b2', 'matchAll', make('[a-z](\\d)', 'g')))).toEqual([
      { list: ['a1', '1'], index: 0, groups: undefined },
      { list: ['b2', '2'], index: 2, groups: undefined },
    ]);
    const copy = RegExpClass.construct([make('a/b', 'g')]);
    expect(call(copy, 'toString')).toBe('/a\\/b/g');
    expect(copy instanceof RegExpObject && RegExpClass.apply([copy]) === copy).toBe(true);
  });
});

test.each([
  ['nested repetition', '^(a+)+$', `${'a'.repeat(40)}b`],
  ['the same alternative twice', '(a|a)*b', 'a'.repeat(40)],
  ['any text, repeated', '(.*)*x', 'a'.repeat(40)],
  ['overlapping words', '^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(60)],
  ['blanks before the end', '\\s+$', `${' '.repeat(100_000)}x`],
  ['a backreference', '(x+x+)+y', 'x'.repeat(60)],
  ['a lookahead', '(?=(a+))\\1*b', 'a'.repeat(20_000)],
])('%s ends by a limit, soon', (_, source, text) => {
  const started = performance.now();
  let limit = '';
  try {
    within(() => call(make(source), 'test', text), tenantLimits, false);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    limit = error.limit;
  }
  expect(['REGEX', 'CPU_STEPS']).toContain(limit);
  expect((performance.now() - started) / slowness()).toBeLessThan(1000);
});

test('deep and large patterns are refused or harmless', () => {
  within(() => {
    expect(() => make(`${'('.repeat(1000)}${')'.repeat(1000)}`)).toThrow(ScriptError);
    expect(call(make('(?:a{1,1000}){1,1000}$'), 'test', 'a'.repeat(50))).toBe(true);
    expect(call(make(Array.from({ length: 10_000 }, (_, i) => `x${i}`).join('|')), 'test', 'x9999')).toBe(true);
    expect(call(make('(a)'.repeat(5_000)), 'test', 'a'.repeat(5_000))).toBe(true);
  });
});

test('what a pattern costs does not tell whether somebody has made it before', () => {
  for (const source of ['[\\\\p{Lu}\\\\P{Nd}]', 'a|b', '(?:']) {
    const [first, second] = [0, 1].map(() => runText(`new RegExp('${source}', 'u')`).fuel);
    expect([source, second]).toEqual([source, first]);
  }
});
