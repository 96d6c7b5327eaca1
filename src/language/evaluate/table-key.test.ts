/** Keys of tables stand for one value each, and numbers that somebody chose do not meet in one bucket. */
import fc from 'fast-check';
import { seal, unseal } from './table-key.js';

test('a key gives its value back, but for the sign of zero', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean()), (value) => {
      expect(unseal(seal(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test.each([0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 0.5, -0.5, Infinity, -Infinity, NaN, 5e-324])('%d is found again', (value) => {
  const table = new Map([[seal(value), 'found']]);
  expect(table.get(seal(value))).toBe('found');
  expect(unseal([...table.keys()][0])).toBe(value + 0);
});

test('whole numbers keep their size, and no two get one key', () => {
  const keys = new Set(Array.from({ length: 100_000 }, (_, i) => seal(i - 50_000)));
  expect(keys.size).toBe(100_000);
  for (const key of keys) expect((key as number) | 0).toBe(key);
});
