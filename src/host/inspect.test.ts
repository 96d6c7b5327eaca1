import { runText } from '../testing/run-text.js';
import { Data } from '../stream/bytes/data.js';
import { dataDescriptor } from './globals/data.js';
import { inspect } from './inspect.js';
import { peerOf } from './peers.js';

test.each([
  ["'plain text\\n'", 'plain text\n'],
  ['-0', '-0'],
  ['1e21', '1e+21'],
  ["({ a: 1, 'b c': { d: ['x\\'y\\n'] } })", "{ a: 1, 'b c': { d: ['x\\'y\\n'] } }"],
  ['({})', '{}'],
  ['[]', '[]'],
  ['x => x + 1', 'x => x + 1'],
  ['[].push', '[function push]'],
  ['Array', '[class Array]'],
  ['Math', '[namespace Math]'],
  ['new String("x")', "[String: 'x']"],
  ['new Date(0)', 'Date 1970-01-01T00:00:00.000Z'],
  ['(d => (d.x = 1, [d]))(new Date(NaN))', '[Invalid Date { x: 1 }]'],
  ["new Map([['a', [1]], [{}, new Map()]])", "Map { 'a' => [1], {} => Map {} }"],
  ['(s => (s.x = 1, s.add(s)))(new Set([1]))', 'Set { 1, [circular], x: 1 }'],
  ['(a => (a.self = a))({})', '{ self: [circular] }'],
])('%s reads as %s', (text, shown) => {
  const { value, error } = runText(text);
  expect(error).toBeNull();
  expect(inspect(value)).toBe(shown);
});

test('what is long stands on several lines', () => {
  const { value } = runText("({ names: ['a'.repeat(30), 'b'.repeat(30), 'c'.repeat(30)], count: 3 })");
  expect(inspect(value).split('\n')).toEqual([
    '{',
    '  names: [',
    `    '${'a'.repeat(30)}',`,
    `    '${'b'.repeat(30)}',`,
    `    '${'c'.repeat(30)}',`,
    '  ],',
    '  count: 3,',
    '}',
  ]);
});

test('bytes show as text where they are text', () => {
  expect(inspect(peerOf(Data.of('grüße'), dataDescriptor))).toBe("Data 'grüße'");
  expect(inspect(peerOf(new Data(Buffer.from([255, 0])), dataDescriptor))).toBe('Data <ff00>');
});
