/** What the adapters have Pipy run is a classic script: our own implementation must log the value that it gives itself. */
import { dumpMark, readDump } from '../../conformance/runner/adapters/dump-value.js';
import { classicScript } from '../../conformance/runner/adapters/pipy-classic.js';
import { difference } from '../../conformance/runner/compare-values.js';
import { answerLine } from './testee.js';

const ask = (source: string): Record<string, unknown> => answerLine(JSON.stringify({ id: 0, op: 'evaluate', source, limits: { depth: 1000 } }), '0');

test.each([
  'undefined',
  'null',
  'true',
  '[0, -0, 1, -1, 0.1, 1 / 3, -2.5e-7, 1e21, 123456789.123456789]',
  '[2 ** 53, 2 ** 53 - 1, 1.7976931348623157e308, 2.2250738585072014e-308, 5e-324, 1 / 0, -1 / 0, 0 / 0]',
  "['', 'a', 'é\\n\"', '😀', 'x'.repeat(2000)]",
  '[[], [[]], [1, [2, 3]]]',
  '(a => (a.k = [1], a.l = 2, a))([1, 2])',
  "({ b: 1, a: { c: [] }, 'é': 2 })",
  '[new Date(5), new RegExp("a(b)", "g"), new String("s"), new Number(1.5), new Boolean(false)]',
  "new Data('hi')",
  '(o => (o.self = o, o))({})',
  '((a, n) => (repeat(() => (a = [a], (n += 1) < 40)), a))([], 0)',
  '(1, 2)',
])('%s', (source) => {
  const printed = ask(classicScript({ op: 'evaluate', source }))['printed'] as string[];
  expect(printed.every((line) => line.startsWith(dumpMark) && line.length < 900)).toBe(true);
  expect(difference(readDump(printed)!, ask(source)['value'], true, '')).toBeNull();
});
