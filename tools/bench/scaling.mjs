/** Whether scripts run as fast among many: no kernel may take longer because of what else is loaded. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { digits, median, tableOf } from './figures.mjs';
import { kernelNames } from './kernel-texts.mjs';

const child = fileURLToPath(new URL('run-scaled.mjs', import.meta.url));

/** Tenants, modules, context variables. */
const alone = [1, 1, 2];
const crowds = { '1,000 tenants': [1000, 1, 2], '200 modules': [1, 200, 2], '100 context variables': [1, 1, 100] };

/** Of the time alone. */
const most = 1.25;

async function once(kernel, numbers) {
  const { stdout } = await promisify(execFile)(process.execPath, [child, kernel, ...numbers.map(String)]);
  return Math.min(...JSON.parse(stdout).times);
}

/** Milliseconds of each of `sets`, taking turns: the median of so many processes. */
async function measure(kernel, sets, processes) {
  const times = sets.map(() => []);
  for (let round = 0; round < processes; round++) {
    for (let k = 0; k < sets.length; k++) {
      const i = round % 2 === 0 ? k : sets.length - 1 - k;
      times[i].push(await once(kernel, sets[i]));
    }
  }
  return times.map(median);
}

/** `only` lists kernels, with commas between. */
export async function run({ processes = 3, only }) {
  const asked = only?.split(',') ?? [];
  const kernels = [...kernelNames, 'context'].filter((name) => asked.length === 0 || asked.includes(name));
  const results = [];
  const problems = [];
  for (const kernel of kernels) {
    const [base, ...times] = await measure(kernel, [alone, ...Object.values(crowds)], processes);
    const ratios = {};
    for (const [i, [crowd, numbers]] of Object.entries(crowds).entries()) {
      ratios[crowd] = times[i] / base;
      if (ratios[crowd] <= most) continue;
      // Something else may have run meanwhile.
      const [again, crowded] = await measure(kernel, [alone, numbers], processes + 2);
      ratios[crowd] = crowded / again;
      if (ratios[crowd] > most) problems.push(`${kernel} takes ${digits(ratios[crowd])} times as long among ${crowd}: it must not take more than ${most}`);
    }
    results.push({ kernel, ms: base, ...ratios });
    console.error(`scaling: ${kernel}`);
  }
  const table = tableOf(['', 'alone, ms', ...Object.keys(crowds)], results.map(({ kernel, ms, ...ratios }) => [kernel, digits(ms), ...Object.values(ratios).map((ratio) => ratio.toFixed(2))]));
  return { about: `times the time alone (one tenant, one module, two context variables); the median of ${processes} processes each`, table, results, problems };
}
