/** What metering costs: the kernels with all limits on, beside a build in which charging was cut out. */
import { rmSync } from 'node:fs';
import { build } from './engines/ours.mjs';
import { digits, geometricMean, percent, tableOf } from './figures.mjs';
import { kernelNames } from './kernel-texts.mjs';
import { measureKernels } from './kernel-runs.mjs';
import { buildWithoutCharging } from './without-charging.mjs';

/** Of the time without. */
const most = 1.2;

/** `only` lists kernels, with commas between. */
export async function run({ processes = 5, only }) {
  const asked = only?.split(',') ?? [];
  const kernels = asked.length > 0 ? kernelNames.filter((name) => asked.includes(name)) : kernelNames;
  const { folder, removed } = await buildWithoutCharging(build);
  try {
    const runs = [
      { key: 'charged', engine: 'ours' },
      { key: 'uncharged', engine: 'uncharged', environment: { PIPYJS_BUILD: folder } },
    ];
    const { times, failures } = await measureKernels(runs, kernels, processes, 'metering');
    const done = kernels.filter((kernel) => times.charged[kernel] !== undefined && times.uncharged[kernel] !== undefined);
    const ratio = (kernel) => times.charged[kernel] / times.uncharged[kernel];
    const mean = geometricMean(done.map(ratio));
    const table = tableOf(
      ['ms', 'all limits on', 'nothing charged', 'metering takes'],
      [...done.map((kernel) => [kernel, digits(times.charged[kernel]), digits(times.uncharged[kernel]), percent(ratio(kernel))]), ['**geometric mean**', '', '', percent(mean)]],
    );
    const results = [...done.map((kernel) => ({ kernel, charged: times.charged[kernel], uncharged: times.uncharged[kernel], ratio: ratio(kernel) })), { kernel: 'geometric mean', ratio: mean }];
    const problems = failures.map(({ key, kernel, what }) => `${kernel}, ${key}: ${what}`);
    if (mean > most) problems.push(`metering takes ${percent(mean)}: it must not take more than ${percent(most)}`);
    const count = Object.values(removed).flatMap(Object.values).reduce((sum, n) => sum + n, 0);
    return { about: `${count} charges cut out of ${Object.keys(removed).length} files; the median of ${processes} processes each`, table, results, problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
