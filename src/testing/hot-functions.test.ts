/** Which functions get steps of their own, and how many a process has room for. */
import { setTimeout } from 'node:timers/promises';
import { compile } from '../host/embedding.js';
import { useEngine } from '../language/evaluate/engine.js';
import { engine } from '../net/engine.js';
import { run } from './fuel-sweep.js';

let made = 0;

beforeAll(() => {
  const instantiate: typeof engine.instantiate = (text) => {
    const again = engine.instantiate(text);
    return () => (made++, again());
  };
  useEngine({ ...engine, instantiate, tiers: 'both' });
});

/** Evaluates a text, and gives for how many of its steps factories were made anew. */
function renewed(text: string): number {
  made = 0;
  expect(run(compile(text, { dialect: 'modern' }).program!, 1e9).outcome).toMatch(/^value/);
  return made;
}

test('only what is called of a hot program is planned again, and what is called later, later', () => {
  const hot = 'function hot(x) { return x * 2 + 1 }';
  const cold = 'function cold(x) { return [x + 1, x + 2, x + 3, x + 4, x + 5, x + 6, x + 7, x + 8] }';
  const calls = (name: string): string => `for (var i = 0; i < 100000; i++) ${name}(i);`;
  const alone = renewed(`${hot} ${calls('hot')}`);
  expect(alone).toBeGreaterThan(0);
  expect(renewed(`${hot} ${cold} ${calls('hot')}`)).toBe(alone);
  expect(renewed(`${hot} ${cold} ${calls('hot')} ${calls('cold')}`)).toBeGreaterThan(alone + 16);
});

test('programs have room for so many steps of their own, and what ends gives back its room', async () => {
  const text = (n: number): string => `function hot(x) { return [${Array.from({ length: 100 }, (_, i) => `x + ${n + i}`).join(', ')}].length } for (var i = 0; i < 60000; i++) hot(i)`;
  // Some that come later still fit where others do not.
  const counts = Array.from({ length: 12 }, (_, i) => renewed(text(i)));
  expect(counts[0]).toBeGreaterThan(200);
  expect(counts.at(-1)).toBe(0);
  const before = Date.now();
  do {
    engine.heap.collect();
    await setTimeout(10);
  } while (renewed(text(20)) === 0 && Date.now() - before < 20_000);
  expect(made).toBe(counts[0]);
}, 60_000);
