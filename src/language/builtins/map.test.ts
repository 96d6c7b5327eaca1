/** Maps and sets keep what V8's keep, in the same order, whatever is done to them. */
import fc from 'fast-check';
import { runText } from '../../testing/run-text.js';
import { Account } from '../evaluate/account.js';
import { caught, enter, leave } from '../evaluate/activation.js';
import { ArrayObject } from '../evaluate/array.js';
import { FunctionObject, type ClassObject } from '../evaluate/function.js';
import { ownLimits } from '../evaluate/limits.js';
import { getMember } from '../evaluate/member.js';
import { LimitError } from '../evaluate/script-error.js';
import type { Value } from '../evaluate/value.js';
import { map } from './map.js';
import { set } from './set.js';

const call = (self: Value, name: string, ...args: Value[]): Value => (getMember(self, name) as FunctionObject).apply(args);
const toHost = (value: Value): unknown => (value instanceof ArrayObject ? value.elements.map(toHost) : value);

const keys = fc.constantFrom<Value>(0, -0, 1, NaN, '1', 'a', '', true, null, undefined, new ArrayObject([]), new ArrayObject([]));
const steps = fc.array(fc.tuple(fc.constantFrom('set', 'get', 'has', 'delete', 'add', 'clear'), keys, fc.integer({ min: 0, max: 9 })), { maxLength: 40 });

test('any sequence of calls gives what it gives with V8', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const outer = enter(new Account(ownLimits), null);
      const [ourMap, ourSet] = [map, set].map(({ value }) => (value as ClassObject).construct([]));
      const v8Map = new Map<Value, Value>();
      const v8Set = new Set<Value>();
      for (const [name, key, value] of list) {
        if (name === 'set') call(ourMap, 'set', key, value);
        if (name === 'set') v8Map.set(key, value);
        if (name === 'add') call(ourSet, 'add', key);
        if (name === 'add') v8Set.add(key);
        if (name === 'get') expect(call(ourMap, 'get', key)).toBe(v8Map.get(key));
        if (name === 'has') expect([call(ourMap, 'has', key), call(ourSet, 'has', key)]).toEqual([v8Map.has(key), v8Set.has(key)]);
        if (name === 'delete') expect([call(ourMap, 'delete', key), call(ourSet, 'delete', key)]).toEqual([v8Map.delete(key), v8Set.delete(key)]);
        if (name === 'clear' && value === 0) [ourMap, ourSet].forEach((ours) => call(ours, 'clear'));
        if (name === 'clear' && value === 0) [v8Map, v8Set].forEach((theirs) => theirs.clear());
      }
      expect([getMember(ourMap, 'size'), getMember(ourSet, 'size')]).toEqual([v8Map.size, v8Set.size]);
      for (const name of ['keys', 'values', 'entries'] as const) {
        expect(toHost(call(ourMap, name))).toEqual([...v8Map[name]()].map((item) => toHost(Array.isArray(item) ? new ArrayObject(item) : item)));
        expect(toHost(call(ourSet, name))).toEqual([...v8Set[name]()].map((item) => toHost(Array.isArray(item) ? new ArrayObject(item) : item)));
      }
      leave(outer);
    }),
  );
});

test.each([
  ["[...new Map([['a', 1]])].join()", 'a,1'],
  ["Array.from(new Set('aba'), c => c + c).join()", 'aa,bb'],
  ["(([[k, v]]) => k + v)(new Map([['a', 1]]))", 'a1'],
  ["JSON.stringify(Object.fromEntries(new Map([['a', 1], ['b', 2]])))", '{"a":1,"b":2}'],
  ["JSON.stringify([new Map([['a', 1]]), new Set([1])])", '[{},{}]'],
  ['new Map(new Map([[1, 2]])).get(1)', 2],
  ['new Set(new Set([1, 1])).size', 1],
  ['new Map(null).size + new Set(undefined).size', 0],
  ['(m => (m.forEach((v, k, self) => k < 3 && self === m && m.set(k + 1, v)), m.size))(new Map([[0, 0]]))', 4],
  ['(s => (s.forEach(v => s.delete(v + 1)), s.size))(new Set([1, 2, 3]))', 2],
  ['new Map() + "" + new Set()', '[object Map][object Set]'],
  ['new Map() instanceof Map && !(new Map() instanceof Set) && new Set() instanceof Object', true],
])('%s gives %j', (text, result) => {
  expect(runText(text)).toMatchObject({ value: result, error: null });
});

test.each([
  ['Map()', 'PJS414'],
  ['Set()', 'PJS414'],
  ['new Map([5])', 'PJS453'],
  ['new Map(5)', 'PJS407'],
  ['new Set({})', 'PJS407'],
  ['new Map().forEach(1)', 'PJS402'],
  ['(m => m.size = 1)(new Map())', 'PJS404'],
])('%s is a TypeError', (text, code) => {
  expect(runText(text).error).toMatchObject({ code, errorName: 'TypeError' });
});

test.each([
  ['a map that grows', "(m => m.forEach((v, k) => m.set(k + 1, 'x')))(new Map([[0, 0]]))", { memory: 1 << 20 }],
  ['a set that grows', '(s => s.forEach(v => s.add(v + 1)))(new Set([0]))', { memory: 1 << 20 }],
  ['keys that are read again and again', "((k, m) => repeat(() => (m.has(k), true)))('x'.repeat(1e5), new Map())", { fuel: 100000 }],
])('%s meets a limit', (_, text, limits) => {
  expect(runText(text, limits).error).toBeInstanceOf(LimitError);
});

/** V8's words are given here: filling a table to its 16,777,216 entries would take seconds. */
test.each(['Map maximum size exceeded', 'Set maximum size exceeded'])('%s: a full table is a limit, not a fault', (words) => {
  const error = caught(new RangeError(words));
  expect(error).toBeInstanceOf(LimitError);
  expect((error as LimitError).limit).toBe('MEM_SINGLE');
});
