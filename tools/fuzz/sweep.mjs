/**
 * `npm run fuzz -- sweep [--seed N] [--count N]`: programs (200) under every budget of fuel; see `src/testing/fuel-sweep.ts`.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import build from '../test-build.mjs';
import { randomFrom } from './random.mjs';

export async function fuzzSweep(args) {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, count: { type: 'string', default: '200' } } });
  build();
  const load = (path) => import(new URL(`../../.build/src/testing/${path}.js`, import.meta.url).href);
  const [{ sweep }, { sweepPrograms }] = await Promise.all([load('fuel-sweep'), load('sweep-programs')]);
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  const random = randomFrom(seed);
  const begun = performance.now();
  console.log(`seed ${seed}`);
  let [swept, budgets, largest] = [0, 0, 0];
  const count = Number(values.count);
  // Some are refused, or need more than is swept.
  for (const { text, dialect } of sweepPrograms(seed, 2 * count, fileURLToPath(new URL('../../conformance', import.meta.url)))) {
    const result = sweep(text, dialect, random.next);
    if (result.need === null) continue;
    if (swept === count) break;
    swept++;
    budgets += result.budgets;
    largest = Math.max(largest, result.need);
    for (const wrong of result.wrong) {
      console.log(wrong);
      process.exitCode = 1;
    }
  }
  console.log(`${swept} programs under ${budgets} budgets in ${((performance.now() - begun) / 1000).toFixed(1)} s; the largest needs ${largest} units`);
}
