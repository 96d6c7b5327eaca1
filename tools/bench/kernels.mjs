/** Scripts: kernels on PipyJS, on V8 itself, and on other interpreters that are used for scripts that are not trusted. */
import { rmSync } from 'node:fs';
import { engineList } from './engine-list.mjs';
import { build } from './engines/ours.mjs';
import { digits, geometricMean, tableOf } from './figures.mjs';
import { kernelNames, proxyKernels } from './kernel-texts.mjs';
import { measureKernels } from './kernel-runs.mjs';
import { buildWithoutCharging } from './without-charging.mjs';

/** Times V8. */
const most = { mean: 3, kernel: 12 };

/** `only` lists kernels and engines, by the names of their files, with commas between; V8 is always there. */
export async function run({ processes = 5, only }) {
  const asked = only?.split(',') ?? [];
  const pick = (names) => (asked.some((name) => names.includes(name)) ? names.filter((name) => asked.includes(name)) : names);
  const kernels = pick(kernelNames);
  const picked = pick(Object.keys(engineList));
  const all = Object.values(engineList).filter(({ id }) => picked.includes(id) || id === 'v8');
  const engines = all.filter(({ absent }) => absent === null);
  for (const { name, absent } of all) if (absent !== null) console.error(`kernels: ${name} is left out: ${absent}`);

  const uncharged = engines.some(({ id }) => id === 'uncharged') ? await buildWithoutCharging(build) : null;
  try {
    const runs = engines.map(({ id, processes: most }) => ({ key: id, engine: id, processes: most, environment: id === 'uncharged' ? { PIPYJS_BUILD: uncharged.folder } : {} }));
    return report(engines, kernels, processes, await measureKernels(runs, kernels, processes, 'kernels'));
  } finally {
    if (uncharged !== null) rmSync(uncharged.folder, { recursive: true, force: true });
  }
}

function report(engines, kernels, processes, { times, failures }) {
  const ratio = (id, kernel) => times[id][kernel] / times.v8[kernel];
  /** Of those kernels that the engine can do. */
  const mean = (id, list) => geometricMean(list.filter((kernel) => times[id][kernel] !== undefined).map((kernel) => ratio(id, kernel)));
  const others = engines.filter(({ id }) => id !== 'v8');
  const cell = (id, kernel) => (times[id][kernel] === undefined ? 'fails' : `${digits(times[id][kernel])} (${digits(ratio(id, kernel))})`);
  const means = [
    ['**geometric mean**', kernels],
    ['of those that are a proxy’s work', kernels.filter((kernel) => proxyKernels.includes(kernel))],
  ].filter(([, list]) => list.length > 0);
  const table = tableOf(
    ['ms (times V8)', ...engines.map(({ name }) => name)],
    [
      ...kernels.map((kernel) => [kernel, digits(times.v8[kernel]), ...others.map(({ id }) => cell(id, kernel))]),
      ...means.map(([title, list]) => [title, '1', ...others.map(({ id }) => digits(mean(id, list)))]),
    ],
  );
  const results = [
    ...engines.flatMap(({ id, name }) => kernels.filter((kernel) => times[id][kernel] !== undefined).map((kernel) => ({ kernel, engine: name, ms: times[id][kernel], timesV8: ratio(id, kernel) }))),
    ...others.map(({ id, name }) => ({ kernel: 'geometric mean', engine: name, timesV8: mean(id, kernels) })),
  ];

  const problems = [];
  for (const { key, kernel, what } of failures) {
    // What the original cannot do is its own affair.
    if (key === 'pipy') console.error(`kernels: ${kernel} on ${engineList[key].name}: ${what}`);
    else problems.push(`${kernel} on ${engineList[key].name}: ${what}`);
  }
  if (times.ours !== undefined) {
    if (mean('ours', kernels) > most.mean) problems.push(`the geometric mean is ${digits(mean('ours', kernels))} times V8: it must not be more than ${most.mean}`);
    for (const kernel of kernels) {
      if (ratio('ours', kernel) > most.kernel) problems.push(`${kernel} is ${digits(ratio('ours', kernel))} times V8: it must not be more than ${most.kernel}`);
      if (times.ours[kernel] > times.quickjs?.[kernel]) problems.push(`${kernel} is slower than QuickJS: ${digits(times.ours[kernel])} and ${digits(times.quickjs[kernel])} ms`);
    }
  }
  const fewer = engines.filter((engine) => engine.processes < processes).map((engine) => `${engine.name} in ${engine.processes}`);
  const about = `the least of several runs in a process, and the median of ${processes} processes${fewer.length > 0 ? `, ${fewer.join(' and ')}, since they are slow` : ''}`;
  return { about, table, results, problems };
}
