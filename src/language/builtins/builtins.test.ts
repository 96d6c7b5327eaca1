/**
 * What the built-ins give is what ECMA-262 says: each call is made of V8 as well, with the same values.
 * Deviations of ours (code points, errors, frozen classes) have tests of their own below.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Account } from '../evaluate/account.js';
import { enter, leave } from '../evaluate/activation.js';
import { ArrayObject, hole } from '../evaluate/array.js';
import { FunctionObject } from '../evaluate/function.js';
import { ownLimits, tenantLimits } from '../evaluate/limits.js';
import { getMember } from '../evaluate/member.js';
import { hasSurrogate } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { LimitError, ScriptError } from '../evaluate/script-error.js';
import type { Value } from '../evaluate/value.js';
import { BoxedObject } from './boxed.js';
import { builtins } from './index.js';

/** A function of the host as a script's function. */
class TestFunction extends FunctionObject {
  override readonly name = 'test';
  override readonly length = 0;

  constructor(private readonly run: (...args: unknown[]) => unknown) {
    super();
  }

  override call(count: number, a: Value, b: Value, c: Value): Value {
    return this.apply([a, b, c].slice(0, count));
  }

  override apply(args: readonly Value[]): Value {
    return toScript(this.run(...args.map(toHost)));
  }
}

const seen = new Map<unknown, Value>();

function toScript(value: unknown): Value {
  if (typeof value === 'function') return new TestFunction(value as (...args: unknown[]) => unknown);
  if (typeof value !== 'object' || value === null) return value as Value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  let made: ScriptObject;
  if (Array.isArray(value)) {
    made = new ArrayObject(Array.from(value, (item, index) => (index in value ? toScript(item) : hole)));
  } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
    made = new BoxedObject(value.valueOf());
  } else {
    made = new PlainObject();
    for (const [key, item] of Object.entries(value)) made.setOwn(key, toScript(item));
  }
  seen.set(value, made);
  return made;
}

function toHost(value: Value): unknown {
  if (value instanceof ArrayObject) {
    const list = new Array<unknown>(value.elements.length);
    value.elements.forEach((item, index) => {
      if (item !== hole) list[index] = toHost(item);
    });
    return list;
  }
  if (value instanceof BoxedObject) return Object(value.primitive);
  if (value instanceof FunctionObject) return (...args: unknown[]) => toHost(value.apply(args.map(toScript)));
  if (value instanceof ScriptObject) return Object.fromEntries(value.ownKeys().map((key) => [key, toHost(value.getOwn(key))]));
  return value;
}

function within<T>(run: () => T, limits = ownLimits, astral = false): T {
  const account = new Account(limits);
  account.astral = astral;
  const outer = enter(account, null);
  try {
    return run();
  } finally {
    leave(outer);
    seen.clear();
  }
}

/** What a call gives, and what has become of its receiver. */
type Outcome = { result?: unknown; self?: unknown; error?: string };

function ofV8(self: unknown, name: string, args: unknown[]): Outcome {
  try {
    const result = (self as Record<string, (...args: unknown[]) => unknown>)[name](...args);
    return { result: result === self && typeof self === 'object' ? 'self' : result, self };
  } catch (error) {
    return { error: (error as Error).name };
  }
}

function ofOurs(self: unknown, name: string, args: unknown[], astral = true): Outcome {
  const run = (): Outcome => {
    const ours = self === Math || self === JSON || typeof self === 'function' ? globalNamed((self as { name?: string }).name ?? String(self)) : toScript(self);
    try {
      const result = (getMember(ours, name) as FunctionObject).apply(args.map(toScript));
      if (typeof self !== 'object' || self === Math || self === JSON) return { result: toHost(result), self };
      return { result: result === ours ? 'self' : toHost(result), self: toHost(ours) };
    } catch (error) {
      if (error instanceof ScriptError) return { error: error.errorName };
      throw error;
    }
  };
  return within(run, ownLimits, astral);
}

function globalNamed(name: string): Value {
  const wanted = name.startsWith('[object ') ? name.slice(8, -1) : name;
  return builtins.find((definition) => definition.name === wanted)!.value;
}

type Call = [self: () => unknown, name: string, ...args: unknown[]];

/** Makes the call both ways, with and without surrogates about. */
function sameAsV8(call: Call): void {
  const [self, name, ...args] = call;
  const wanted = ofV8(self(), name, args);
  const plain = !hasSurrogate(`${String(self())}${args.map(String).join('')}`);
  for (const astral of plain ? [false, true] : [true]) {
    const given = ofOurs(self(), name, args, astral);
    // Comparing by hand is a hundred times faster than `expect`, which then tells the difference.
    if (!isDeepStrictEqual(given, wanted)) expect({ name, args, astral, ...given }).toStrictEqual({ name, args, astral, ...wanted });
  }
}

const functions = {
  odd: (x: number) => x % 2,
  double: (x: number) => x * 2,
  pair: (x: unknown, i: unknown) => [x, i],
  down: (a: number, b: number) => b - a,
  text: (a: unknown, b: unknown, c: unknown) => `${a}/${b}/${c}`,
  always: () => true,
  never: () => false,
};

const gappy = (): unknown[] => [1, , 3, undefined, 'a', , null];  
const lists: (() => unknown[])[] = [() => [], () => [3, 1, 2], gappy, () => ['b', 'a', 'C', 'a'], () => [[1, [2]], [3, [4, [5]]], 6], () => [10, 9, 1, -1, 0.5], () => [NaN, -0, 0, true]];
const positions = [undefined, 0, 1, 2, 5, -1, -2, -9, 1.7, '1', NaN, Infinity, -Infinity, null, {}];

function* arrayCalls(): Generator<Call> {
  for (const list of lists) {
    for (const name of ['pop', 'shift', 'reverse', 'sort', 'join', 'flat', 'toString', 'slice', 'concat', 'push', 'unshift', 'splice', 'fill', 'copyWithin', 'toReversed', 'toSorted', 'includes', 'indexOf', 'lastIndexOf', 'map', 'reduce', 'valueOf', 'at']) {
      yield [list, name];
    }
    for (const run of Object.values(functions)) {
      for (const name of ['map', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'some', 'every', 'forEach', 'reduce', 'reduceRight', 'flatMap']) yield [list, name, run];
      yield [list, 'reduce', run, 7];
      yield [list, 'reduceRight', run, undefined];
    }
    yield [list, 'sort', functions.down];
    yield [list, 'toSorted', functions.down];
    yield [list, 'sort', 5];
    yield [list, 'map', 'x'];
    for (const depth of [0, 1, 2, Infinity, -1, 'x']) yield [list, 'flat', depth];
    for (const separator of ['', '-', null, 0, undefined]) yield [list, 'join', separator];
    for (const a of positions) {
      yield [list, 'at', a];
      yield [list, 'slice', a];
      yield [list, 'splice', a];
      yield [list, 'fill', 9, a];
      yield [list, 'with', a, 7];
      for (const b of positions) {
        yield [list, 'slice', a, b];
        yield [list, 'splice', a, b];
        yield [list, 'splice', a, b, 7, 8];
        yield [list, 'toSpliced', a, b, 7];
        yield [list, 'fill', 9, a, b];
        yield [list, 'copyWithin', a, b];
        yield [list, 'copyWithin', 0, a, b];
        yield [list, 'copyWithin', 1, a, b];
      }
      for (const value of [1, 'a', undefined, NaN, 0, null]) {
        yield [list, 'includes', value, a];
        yield [list, 'indexOf', value, a];
        yield [list, 'lastIndexOf', value, a];
      }
    }
    yield [list, 'concat', 1, [2, [3]], { length: 1, 0: 'x' }];
    yield [list, 'push', 1, 2];
    yield [list, 'unshift', 1, 2];
  }
  for (const count of [-1, 1.5, 4294967296]) yield [() => Array, 'from', { length: count === -1 ? -1 : 1.5 }, functions.pair];
  for (const value of [undefined, null, 5, 'ab', 'a\u{1f600}', [1, 2], {}, { length: 2, 0: 'x' }]) yield [() => Array, 'from', value];
  yield [() => Array, 'from', 'abc', functions.pair];
  yield [() => Array, 'of', 1, undefined];
  yield [() => Array, 'isArray', []];
  yield [() => Array, 'isArray', { length: 0 }];
}

const texts = ['', 'abc', 'abcabc', '  a b\t\n', 'aXbXXc', '\u00a0é\ufeff', 'ÀÉßﬁΣ', '$1$&', 'a,b,,c'];

function* stringCalls(): Generator<Call> {
  for (const text of texts) {
    const self = () => text;
    for (const name of ['trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'toString', 'valueOf', 'charAt', 'charCodeAt', 'codePointAt', 'slice', 'substring', 'substr', 'split', 'concat', 'indexOf', 'includes', 'startsWith', 'endsWith', 'lastIndexOf', 'at', 'isWellFormed', 'toWellFormed', 'replace', 'repeat', 'padStart']) {
      yield [self, name];
    }
    for (const a of positions) {
      for (const name of ['charAt', 'charCodeAt', 'codePointAt', 'at', 'slice', 'substring', 'substr', 'padStart', 'padEnd', 'repeat']) {
        if (name.startsWith('pad') && a === Infinity) continue;
        yield [self, name, a];
      }
      for (const b of positions) for (const name of ['slice', 'substring', 'substr']) yield [self, name, a, b];
      for (const sought of ['', 'a', 'b', 'bc', 'abc', 'X', 'zz', ',']) {
        for (const name of ['indexOf', 'includes', 'startsWith', 'endsWith', 'lastIndexOf']) yield [self, name, sought, a];
        yield [self, 'split', sought, a];
      }
    }
    for (const pattern of ['', 'a', 'X', 'zz', ',', 1, null]) {
      for (const instead of ['-', '[$&]', "$`|$'", '$$', '$1$2', '$', '$<a>', undefined, functions.text]) {
        yield [self, 'replace', pattern, instead];
        yield [self, 'replaceAll', pattern, instead];
      }
    }
    for (const [length, filler] of [[6, ''], [6, 'xy'], [7, 'xyz'], [-1, 'x'], [20, undefined], [8, 0]]) {
      yield [self, 'padStart', length, filler];
      yield [self, 'padEnd', length, filler];
    }
  }
  yield [() => String, 'fromCharCode', 65, -1, 65.9, '66', 65536 + 67];
  yield [() => String, 'fromCodePoint', 128512, 65];
  for (const bad of [-1, 1114112, 1.5, NaN]) yield [() => String, 'fromCodePoint', bad];
}

const numbers = [0, -0, 1, -1, 0.5, 1.005, 2.5, 8.345, 123.456, 1e21, 1e-7, 5e-324, 255, -255.5, 1234.5678, NaN, Infinity, -Infinity, 2 ** 53];

function* numberCalls(): Generator<Call> {
  for (const number of numbers) {
    for (const name of ['toString', 'toFixed', 'toPrecision', 'toExponential', 'valueOf']) yield [() => number, name];
    for (const digits of [0, 1, 2, 20, 100, 101, -1, '3', NaN, undefined, null]) for (const name of ['toFixed', 'toPrecision', 'toExponential']) yield [() => number, name, digits];
    for (const radix of [2, 3, 16, 36, 1, 37, 10, null]) yield [() => number, 'toString', radix];
    for (const name of ['isFinite', 'isInteger', 'isNaN', 'isSafeInteger']) yield [() => Number, name, number];
    for (const name of Object.getOwnPropertyNames(Math)) {
      if (name === 'random' || typeof Math[name as 'abs'] !== 'function') continue;
      yield [() => Math, name, number];
      yield [() => Math, name, number, 3];
      yield [() => Math, name, number, -2.5, 'x'];
    }
  }
  for (const text of ['12px', 'ff', '0x1f', ' -7 ', '', '1e3', '.5', '-.5e-1x', 'Infinity', '-', 1.9, null]) {
    yield [() => Number, 'parseFloat', text];
    for (const radix of [undefined, 0, 2, 10, 16, 36, 1, 37]) yield [() => Number, 'parseInt', text, radix];
  }
}

function* objectCalls(): Generator<Call> {
  const values = [{ b: 1, 2: 2, a: 3, 1: 4 }, [5, 6], 'ab', 5, true, null, undefined, {}];
  for (const value of values) for (const name of ['keys', 'values', 'entries', 'fromEntries']) yield [() => Object, name, value];
  for (const list of [[['a', 1], ['b', 2], ['a', 3]], [['a']], [5], ['ab'], [{ 0: 'k', 1: 'v' }]]) yield [() => Object, 'fromEntries', list];
  for (const target of [{ a: 1 }, null, undefined]) for (const source of [{ b: 2, a: 3 }, null, 'ab', [7], 5]) yield [() => Object, 'assign', target, source, { z: 1 }];
}

const jsonTexts = ['1', '-0', '"a"', 'null', ' [1, 2.5e3, -7E-2] ', '{"a":{"b":[1,{"c":null}]},"2":2,"1":true}', '"\\u00e9\\n\\"\\/\\ud83d\\ude00"', '[]', '{}', '[[],{}]', '{"a":1,"a":2}', '123456789012345678901234567890', '1e400', '0.1'];
const badJson = ['', ' ', '[1,]', '{"a":}', '{bad', '01', '.5', '1.', '1e', '+1', 'NaN', "'a'", '"\n"', '"\\x41"', '1 2', '[1', '{"a":1', '"', '"\\u12', 'nul', '{"a" 1}', '{1:2}', '[1 2]', '\u00a01', '-', '--1', '{"a":1,}'];

function* jsonCalls(): Generator<Call> {
  for (const text of jsonTexts) {
    yield [() => JSON, 'parse', text];
    yield [() => JSON, 'parse', text, (key: string, value: unknown) => (key === 'a' || value === 1 ? undefined : value)];
    for (const space of [undefined, 2, '--', 99, 'a long text to indent', null]) yield [() => JSON, 'stringify', JSON.parse(text), null, space];
  }
  const values = [undefined, () => 1, NaN, -Infinity, -0, { a: undefined, b: () => 1 }, [undefined, () => 1], new String('x'), new Number(3), new Boolean(false), '\u0000\u001f\u007f"\\\ud83d', '\u{1f600}', gappy(), { toJSON: (key: string) => `key ${key}` }, { x: { toJSON: () => undefined } }];
  for (const value of values) {
    yield [() => JSON, 'stringify', value];
    yield [() => JSON, 'stringify', { v: value, w: [value] }, ['v', 1, 'v'], 1];
    yield [() => JSON, 'stringify', { v: value, w: [value] }, (key: string, item: unknown) => (key === 'w' ? [key, item] : item)];
  }
}

function* uriCalls(): Generator<Call> {
  const call = (name: string, text: string): Call => [() => globalThis, name, text];
  for (const text of ['', 'a b&c=é/?#', '\u{1f600}', '\ud83d', "-_.!~*'()", '%41%2f', '%E4%BD%A0', '%', '%4', '%zz', '%ff', '%c0%80', '%ed%a0%80', '%f0%9f%98%80', '%F4%90%80%80', 'x%23y', '%e4%bd']) {
    for (const name of ['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent']) yield call(name, text);
  }
}

describe('built-ins give what V8 gives', () => {
  test.each([
    ['Array', arrayCalls],
    ['String', stringCalls],
    ['Number and Math', numberCalls],
    ['Object', objectCalls],
    ['JSON', jsonCalls],
  ])('%s', (_, calls) => {
    for (const call of calls()) sameAsV8(call);
  });

  test('URI functions', () => {
    for (const [, name, text] of uriCalls()) {
      let expected: unknown;
      try {
        expected = (globalThis as unknown as Record<string, (text: unknown) => string>)[name](text);
      } catch (error) {
        expected = (error as Error).name;
      }
      const ours = within(() => {
        try {
          return (globalNamed(name) as FunctionObject).apply([text as string]);
        } catch (error) {
          return (error as ScriptError).errorName;
        }
      });
      expect([name, text, ours]).toEqual([name, text, expected]);
    }
  });

  test('any JSON value survives being written and read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(ofOurs(JSON, 'stringify', [value, null, space])).toEqual({ result: text, self: JSON });
        expect(ofOurs(JSON, 'parse', [text])).toEqual({ result: JSON.parse(text), self: JSON });
      }),
    );
  });

  test('any array is sorted as V8 sorts it, and stably', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat())), (list) => {
        sameAsV8([() => list.slice(), 'sort', (a: number[], b: number[]) => a[0] - b[0]]);
        sameAsV8([() => list.map(String), 'sort']);
      }),
    );
  });
});

describe('what differs from V8 on purpose', () => {
  const evaluate = (self: Value, name: string, ...args: Value[]): Value => within(() => (getMember(self, name) as FunctionObject).apply(args));

  test('malformed JSON gives undefined', () => {
    for (const text of badJson) {
      expect(() => JSON.parse(text)).toThrow();
      expect([text, evaluate(globalNamed('JSON'), 'parse', text)]).toEqual([text, undefined]);
    }
  });

  test('strings are sequences of code points', () => {
    const account = new Account(ownLimits);
    account.astral = true;
    const outer = enter(account, null);
    const call = (text: string, name: string, ...args: Value[]) => toHost((getMember(text, name) as FunctionObject).apply(args.map(toScript)));
    try {
      fc.assert(
        fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '\u{1f600}', '\u{1f601}', '\ufffd', '\ud83d', '\ude00'), maxLength: 12 }), fc.string({ unit: fc.constantFrom('a', '\u{1f600}', '\ude00', '\ud83d'), maxLength: 2 }), fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 }), (text, sought, a, b) => {
          const points = [...text];
          const places = points.map((_, i) => i).concat(points.length).filter((i) => [...sought].every((point, k) => points[i + k] === point));
          expect(getMember(text, 'length')).toBe(points.length);
          expect(call(text, 'slice', a, b)).toBe(points.slice(a, b).join(''));
          expect(call(text, 'at', a)).toBe(points.at(a));
          expect(call(text, 'charCodeAt', a)).toBe(points[a]?.codePointAt(0) ?? NaN);
          expect(call(text, 'split', '')).toEqual(points);
          expect(call(text, 'indexOf', sought)).toBe(places[0] ?? -1);
          expect(call(text, 'lastIndexOf', sought)).toBe(places.at(-1) ?? -1);
          expect(call(text, 'includes', sought)).toBe(places.length > 0);
          expect(call(text, 'startsWith', sought)).toBe(places.includes(0));
          expect(call(text, 'endsWith', sought)).toBe(places.includes(points.length - [...sought].length));
          if (!/[\ud800-\udfff]/u.test(text + sought)) {
            expect([...(call(text, 'padStart', 20, sought) as string)].length).toBe(sought === '' ? points.length : 20);
          }
          const order = call(text, 'localeCompare', sought) as number;
          const wanted = points.map((point, i) => point.codePointAt(0)! - ([...sought][i]?.codePointAt(0) ?? -1)).find((difference) => difference !== 0) ?? points.length - [...sought].length;
          expect(order).toBe(Math.sign(wanted));
        }),
      );
    } finally {
      leave(outer);
    }
  });

  test('a class, a namespace and their functions are frozen and have no host members', () => {
    for (const { value } of builtins) {
      if (!(value instanceof ScriptObject)) continue;
      expect(value.frozen).toBe(true);
      for (const name of ['constructor', 'prototype', '__proto__', 'call', 'bind', 'apply']) expect(getMember(value, name)).toBeUndefined();
    }
  });
});

describe('work is paid for before it is done', () => {
  const limited = (run: () => unknown): string => {
    try {
      within(run, tenantLimits);
      return 'done';
    } catch (error) {
      if (error instanceof LimitError) return error.limit;
      throw error;
    }
  };
  const call = (self: Value, name: string, ...args: Value[]) => (getMember(self, name) as FunctionObject).apply(args);
  const long = (length: number) => new ArrayObject(new Array<Value>(length).fill(0));

  test.each<[string, () => unknown, string]>([
    ['a text repeated past the limit', () => call('x', 'repeat', 2 ** 31), 'MEM_SINGLE'],
    ['a text padded past the limit', () => call('x', 'padEnd', 1e15), 'MEM_SINGLE'],
    ['an array made past the limit', () => (globalNamed('Array') as FunctionObject).apply([4294967295]), 'MEM_SINGLE'],
    ['an array of a list that only says it is long', () => call(globalNamed('Array'), 'from', toScript({ length: 1e9 })), 'MEM_SINGLE'],
    ['a separator that makes the join too long', () => call(long(100_000), 'join', 'x'.repeat(1000)), 'MEM_SINGLE'],
    ['a replacement that doubles', () => call('a'.repeat(1_000_000), 'replaceAll', 'a', '$`'), 'CPU_STEPS'],
    ['an array in itself, flattened', () => call(((a: ArrayObject) => (a.elements.push(a), a))(new ArrayObject([])), 'flat', Infinity), 'STACK'],
    ['an array in itself, joined', () => call(((a: ArrayObject) => (a.elements.push(a), a))(new ArrayObject([])), 'join'), 'done'],
    ['an array that doubles, written as JSON', () => call(globalNamed('JSON'), 'stringify', Array.from({ length: 30 }).reduce<Value>((a) => new ArrayObject([a, a]), 'x')), 'CPU_STEPS'],
    ['a loop without an end', () => (globalNamed('repeat') as FunctionObject).apply([new TestFunction(() => true)]), 'CPU_STEPS'],
    ['an array nested deeper than any stack, read', () => call(globalNamed('JSON'), 'parse', '['.repeat(100_000) + ']'.repeat(100_000)), 'done'],
    ['such an array, written', () => call(globalNamed('JSON'), 'stringify', call(globalNamed('JSON'), 'parse', '['.repeat(100_000) + ']'.repeat(100_000))), 'STACK'],
  ])('%s', (_, run, outcome) => {
    expect(limited(run)).toBe(outcome);
  });
});
