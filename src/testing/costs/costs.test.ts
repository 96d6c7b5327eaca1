/** Fuel and bytes pay for what is done: of every built-in, for inputs of every kind, and this would notice if they did not. */
import { globalsOf } from '../../host/globals/index.js';
import { costing, defineFunction, method } from '../../language/builtins/define.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import type { Globals } from '../../language/evaluate/plan.js';
import { allocate, charge } from '../../language/evaluate/meter.js';
import { builtIns } from './built-ins.js';
import { calls } from './calls.js';
import { collidingNumbers } from './colliding.js';
import { faultsOf, type Call } from './gauge.js';
import { shapes } from './shapes.js';

test('every built-in has a call that shows what it costs, and no call is of another', () => {
  expect(builtIns.filter(({ call }) => call === null).map(({ name }) => name)).toEqual([]);
  const names = new Set(builtIns.map(({ name }) => name));
  expect(Object.keys(calls).filter((name) => !names.has(name))).toEqual([]);
  expect(builtIns.length).toBeGreaterThan(350);
});

const measured = builtIns.flatMap(({ name, level, cost, call }) => (call === null ? [] : [{ name, level, cost, call }]));

test.each(measured)('$name costs $cost', ({ cost, call, level = '1.5' }) => {
  expect(faultsOf(call, cost, globalsOf(level))).toEqual([]);
});

/** Older releases of Node hash texts of digits by what they say (CVE-2026-21717): nothing that is built on their tables can help that. */
const digits = Array.from({ length: 20_000 }, (_, i) => String(i * 65536));
const hashesDigits = 5 * timeOf(digits.map((text) => `-${text}`)) < timeOf(digits);
if (hashesDigits) process.stderr.write('costs: texts of digits can be chosen to meet in one bucket with this release of Node; shapes of digits are skipped\n');

test.each(shapes.filter(([name]) => !hashesDigits || !name.includes('digits')))('%s: %s', (_, cost, call) => {
  expect(faultsOf(call, cost, globalsOf('1.5'))).toEqual([]);
});

/** Milliseconds that V8 takes to make a table with these keys. */
function timeOf(keys: readonly unknown[]): number {
  const table = new Map<unknown, number>();
  const start = performance.now();
  for (const key of keys) table.set(key, 1);
  return performance.now() - start;
}

test('numbers that are meant to meet in one bucket do so where nothing is done about it', () => {
  const ordinary = Array.from({ length: 20_000 }, (_, i) => i);
  expect(timeOf(collidingNumbers(20_000))).toBeGreaterThan(5 * timeOf(ordinary));
});

/** Built-ins that do not pay as they should, by what is wrong with them. */
const size = (value: unknown): number => (value as ArrayObject).elements.length;
const canaries: Globals = new Map(
  costing('n', [
    method(
      'takesTime',
      1,
      (_, list) => {
        charge(size(list) >> 4);
        const end = performance.now() + size(list) / 1000;
        while (performance.now() < end);
        return undefined;
      },
      'Takes a microsecond for each element, and pays for a sixteenth of one.',
    ),
    method('keepsBytes', 1, (_, list) => (charge(size(list)), allocate(size(list)), new ArrayObject((list as ArrayObject).elements.map(() => new ArrayObject([])))), 'Keeps an array for each element, and pays for a byte.'),
    method('saysTooLittle', 1, (_, list) => (charge(size(list) * size(list)), undefined), 'Pays for a square.'),
    method('saysTooMuch', 1, () => undefined, 'Pays for nothing.'),
  ]).map((run) => [run.name, defineFunction(run).value]),
);

test.each([
  ['takesTime', /^\d+\.\d ms for \d+ units/],
  ['keepsBytes', /^keeps \d+ bytes, of which/],
  ['saysTooLittle', /^declared n, but fuel grew/],
  ['saysTooMuch', /^declared n, but fuel grew/],
])('%s is found out', (name, fault) => {
  const call: Call = { given: 'var list = numbers(n)', call: `${name}(list)` };
  expect(faultsOf(call, 'n', new Map([...globalsOf('1.5'), ...canaries]))[0]).toMatch(fault);
});
