/** Shapes: shared while somebody has them, and gone with the last who had. */
import { setImmediate } from 'node:timers/promises';
import { engine } from '../../net/engine.js';
import { Shape } from './shape.js';

test('the same keys in the same order are the same shape', () => {
  const shape = Shape.of(['a', 'b']);
  expect(Shape.of(['a', 'b'])).toBe(shape);
  expect(Shape.of(['b', 'a'])).not.toBe(shape);
  expect(['a', 'b', 'c'].map((key) => shape.find(key))).toEqual([0, 1, -1]);
  const many = Array.from({ length: 32 }, (_, i) => `k${i}`);
  expect(many.map((key) => Shape.of(many).find(key))).toEqual(many.map((_, slot) => slot));
  expect(Shape.of(many).find('a')).toBe(-1);
});

test('there is room for so many and no more; what nobody has any more makes room again', async () => {
  const held: Shape[] = [];
  let made = 0;
  for (; made < 100_000; made++) {
    const shape = Shape.written([`first${made}`, ...Array.from({ length: 15 }, (_, i) => `key${i}`)]);
    if (shape === null) break;
    held.push(shape);
  }
  expect(made).toBeGreaterThan(1000);
  expect(made).toBeLessThan(10_000);
  expect(Shape.empty.with('another')).toBeNull();
  held.length = 0;
  for (let turn = 0; turn < 100 && Shape.empty.with('another') === null; turn++) {
    await setImmediate();
    engine.heap.collect();
  }
  expect(Shape.empty.with('another')).not.toBeNull();
}, 30_000);
