import { parseSeconds, parseSize } from './units.js';

test.each<[(text: string) => number, string, number]>([
  [parseSize, '64', 64],
  [parseSize, ' 256K ', 262144],
  [parseSize, '2t', 2 * 1024 ** 4],
  [parseSize, '1.5k', NaN],
  [parseSize, '', NaN],
  [parseSize, 'k', NaN],
  [parseSize, '-1', NaN],
  [parseSize, '1constructor', NaN],
  [parseSeconds, '1.5', 1.5],
  [parseSeconds, '.5m', 30],
  [parseSeconds, '2h', 7200],
  [parseSeconds, '1D', 86400],
  [parseSeconds, '.', NaN],
  [parseSeconds, '1.2.3', NaN],
  [parseSeconds, '5x', NaN],
])('%p of %j is %d', (parse, text, amount) => {
  expect(parse(text)).toBe(amount);
});
