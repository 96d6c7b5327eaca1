/** What starting takes beyond what Node itself takes: medians of processes that run in turn. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const rounds = 25;
/** Milliseconds that `eval 1` may take longer than Node with nothing to do. */
const most = 60;

const cases = [
  { name: 'node -e 1', args: ['-e', '1'] },
  { name: 'pipyjs eval 1', args: [main, 'eval', '1'] },
  { name: 'pipyjs --version', args: [main, '--version'] },
  { name: 'pipyjs gateway --verify', args: [main, fileURLToPath(new URL('../../examples/gateway/main.js', import.meta.url)), '--verify'] },
];

export function run() {
  const times = cases.map(() => []);
  for (let i = 0; i < rounds; i++) cases.forEach(({ args }, k) => times[k].push(timeOf(args)));
  const medians = times.map((list) => list.sort((a, b) => a - b)[Math.floor(rounds / 2)]);
  const results = cases.map(({ name }, k) => ({ name, time: medians[k], beyond: medians[k] - medians[0] }));
  const table = [
    '| | ms | beyond Node |',
    '|---|---:|---:|',
    ...results.map(({ name, time, beyond }) => `| \`${name}\` | ${time.toFixed(0)} | ${beyond.toFixed(0)} |`),
  ].join('\n');
  const { beyond } = results[1];
  const problems = beyond > most ? [`eval 1 takes ${beyond.toFixed(0)} ms longer than Node, ${most} are allowed`] : [];
  return { about: `medians of ${rounds}`, table, results, problems };
}

function timeOf(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return performance.now() - start;
}
