/** How long `pipyjs eval 1` takes, beside what Node takes to start. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, tableOf } from './figures.mjs';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

const commands = { 'node -e 1': ['-e', '1'], 'pipyjs eval 1': [main, 'eval', '1'] };
const runs = 15;
/** Milliseconds beyond Node's own. */
const most = 60;

function once(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

export function run() {
  const names = Object.keys(commands);
  const times = names.map(() => []);
  // The first ones bring the files into the system's memory.
  for (let round = -2; round < runs; round++) {
    for (const [i, name] of names.entries()) {
      const time = once(commands[name]);
      if (round >= 0) times[i].push(time);
    }
  }
  const results = names.map((name, i) => ({ name, ms: median(times[i]) }));
  const [node, ours] = results.map(({ ms }) => ms);
  const table = tableOf(['', 'ms'], [...results.map(({ name, ms }) => [`\`${name}\``, ms.toFixed(0)]), ['beyond Node', (ours - node).toFixed(0)]]);
  const problems = ours - node > most ? [`it takes ${(ours - node).toFixed(0)} ms longer than Node: it must not be more than ${most}`] : [];
  return { about: `the median of ${runs} runs each, taking turns`, table, results, problems };
}
