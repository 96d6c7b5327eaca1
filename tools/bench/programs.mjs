/**
 * Many hot programs in one process: what each gets of its own, so that V8 compiles it well, must not cost a host of many tenants its memory or its
 * time. `PIPYJS_TIER=shared` keeps all programs to the steps that they share; without it, those that are hot get their own.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { digits, median, tableOf } from './figures.mjs';
import { callbacksOf } from './many-programs.mjs';

const counts = [1, 20, 200];
const tiers = ['as usual', 'shared'];
/** Of what the shared steps take. */
const most = 1.5;

/** Calls of each program that make it hot, and calls of all together that are measured. */
const warmUp = 5000;
const calls = 400_000;

export async function run({ processes = 3 }) {
  const measured = new Map();
  for (let round = 0; round < processes; round++) {
    for (const count of counts) {
      for (const tier of tiers) {
        const { PIPYJS_TIER: _, ...environment } = process.env;
        const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), String(count)], { env: { ...environment, ...(tier === 'shared' && { PIPYJS_TIER: tier }) } });
        const key = `${count} ${tier}`;
        measured.set(key, [...(measured.get(key) ?? []), JSON.parse(stdout)]);
      }
    }
    console.error(`programs: round ${round + 1} of ${processes}`);
  }
  const results = counts.flatMap((count) =>
    tiers.map((tier) => {
      const runs = measured.get(`${count} ${tier}`);
      return { count, tier, ...Object.fromEntries(Object.keys(runs[0]).map((figure) => [figure, median(runs.map((run) => run[figure]))])) };
    }),
  );
  const rows = results.map(({ count, tier, microseconds, cpu, memory, resident }) => [`${count}, ${tier}`, digits(microseconds), digits(cpu), digits(memory / 2 ** 20), digits(resident / 2 ** 20)]);
  const table = tableOf(['programs, steps', 'µs a call', 'CPU in all, s', 'memory of all, MB', 'resident, MB'], rows);
  const problems = [];
  const [usual, shared] = tiers.map((tier) => results.find((result) => result.count === 200 && result.tier === tier));
  for (const [figure, what] of [['cpu', 'CPU time'], ['memory', 'memory']]) {
    const ratio = usual[figure] / shared[figure];
    if (ratio > most) problems.push(`200 programs take ${digits(ratio)} times the ${what} of shared steps: it must not be more than ${most}`);
  }
  const about = `${warmUp.toLocaleString('en')} calls of each to warm up, ${calls.toLocaleString('en')} in all measured, taking turns; CPU time from compiling on; the median of ${processes} processes`;
  return { about, table, results, problems };
}

/** Bytes of V8's heap, compiled code included, with all garbage gone. */
function taken() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(count) {
  const callbacks = await callbacksOf(0);
  const before = { memory: taken(), cpu: process.cpuUsage() };
  const programs = await callbacks(count);
  const paths = Array.from({ length: 64 }, (_, i) => `/${['users', 'items', 'carts', 'none'][i % 4]}/${i * 37}/details`);
  const turn = (times) => {
    let sum = 0;
    // A few calls of one, then of the next: as requests of many tenants come.
    for (let i = 0; i < times; i++) for (let p = 0; p < programs.length; p++) for (let k = 0; k < 5; k++) sum += programs[p](paths[(i * 5 + k) % 64]);
    return sum;
  };
  turn(warmUp / 5);
  const begun = process.cpuUsage();
  turn(calls / 5 / count);
  const { user, system } = process.cpuUsage(begun);
  const all = process.cpuUsage(before.cpu);
  const memory = taken() - before.memory;
  if (programs.length !== count) throw new Error('a program is missing');
  return { microseconds: (user + system) / calls, cpu: (all.user + all.system) / 1e6, memory, resident: process.memoryUsage.rss() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measure(Number(process.argv[2]))));
