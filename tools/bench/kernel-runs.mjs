/** Kernels on engines, each pair in processes of its own, taking turns: the least time of each process, and the median of those. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './figures.mjs';
import { checksums, kernelText } from './kernel-texts.mjs';
import { measure as measurePipy } from './engines/pipy.mjs';

const child = fileURLToPath(new URL('engines/run-kernel.mjs', import.meta.url));

/** `environment` is what else the process is told; gives the value and the times. */
async function once(engine, kernel, environment) {
  if (engine === 'pipy') return measurePipy(kernelText(kernel), checksums[kernel]);
  const { stdout } = await promisify(execFile)(process.execPath, [child, engine, kernel], { env: { ...process.env, ...environment } });
  return JSON.parse(stdout);
}

/**
 * `runs` lists who is measured: `{ key, engine, processes?, environment? }`. Gives `times[key][kernel]` in milliseconds, and what went wrong as
 * `{ key, kernel, what }`.
 */
export async function measureKernels(runs, kernels, processes, progress = '') {
  const times = Object.fromEntries(runs.map(({ key }) => [key, Object.fromEntries(kernels.map((kernel) => [kernel, []]))]));
  const failures = [];
  for (let round = 0; round < processes; round++) {
    for (const kernel of kernels) {
      // Turn about, so that none is always the first.
      const order = round % 2 === 0 ? runs : [...runs].reverse();
      for (const { key, engine, processes: most = Infinity, environment = {} } of order) {
        if (round >= most || failures.some((failure) => failure.key === key && failure.kernel === kernel)) continue;
        try {
          const result = await once(engine, kernel, environment);
          if (result.value !== checksums[kernel]) throw new Error(`it gives ${JSON.stringify(result.value)}, not ${checksums[kernel]}`);
          times[key][kernel].push(Math.min(...result.times));
        } catch (error) {
          failures.push({ key, kernel, what: error.message.trim().split('\n').at(-1) });
        }
      }
    }
    if (progress !== '') console.error(`${progress}: round ${round + 1} of ${processes}`);
  }
  for (const key of Object.keys(times)) {
    for (const kernel of kernels) {
      if (times[key][kernel].length > 0 && !failures.some((failure) => failure.key === key && failure.kernel === kernel)) times[key][kernel] = median(times[key][kernel]);
      else delete times[key][kernel];
    }
  }
  return { times, failures };
}
