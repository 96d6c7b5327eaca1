/** Accounting: what the meter counts as alive, for each kind of value, of what the process grows by. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function run() {
  const lines = execFileSync(process.execPath, [fileURLToPath(new URL('live-memory.mjs', import.meta.url)), '10000', '100000'], { encoding: 'utf8' });
  const results = lines.trim().split('\n').map((line) => JSON.parse(line));
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  const part = (kind, n) => {
    const { counted, grown } = results.find((result) => result.kind === kind && result.n === n);
    return (counted / grown).toFixed(2);
  };
  const table = ['| | about 1 MB | about 10 MB |', '|---|---:|---:|', ...kinds.map((kind) => `| ${kind} | ${part(kind, 10_000)} | ${part(kind, 100_000)} |`)].join('\n');
  const problems = kinds.filter((kind) => !(part(kind, 100_000) >= 0.8 && part(kind, 100_000) <= 2)).map((kind) => `${kind}: ${part(kind, 100_000)}`);
  return { about: 'bytes counted, of bytes that the process grew by', table, results, problems };
}
