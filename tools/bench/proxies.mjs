/** Proxies under load, one core serving and another one driving. Only the loopback is used. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestants } from './contestants.mjs';
import { load, loader } from './load.mjs';
import { freePort, installed, memoryOf, ready, start, stop } from './processes.mjs';

const connections = 64;
const [serving, driving] = [0, cpus().length > 1 ? 1 : 0];
const path = '/hello';

/** Starts one contestant, warms it up, and drives it; memory is looked at every second. */
async function measure({ name, command }, kind, upstream, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-bench-'));
  const port = await freePort();
  const server = start(serving, command(kind, folder, port, upstream), { cwd: folder });
  try {
    await ready(server, port);
    await load(driving, port, path, connections, Math.min(2, seconds));
    const memory = [memoryOf(server)];
    const watch = setInterval(() => memory.push(memoryOf(server)), 1000);
    const result = await load(driving, port, path, connections, seconds);
    clearInterval(watch);
    return { kind, name, ...result, memory };
  } finally {
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The service behind the gateways: nginx where it is installed, since it takes the least of the driving core. */
async function origin() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-origin-'));
  const nginx = contestants.find(({ name }) => name === 'nginx');
  const command = installed('nginx')
    ? nginx.command('hello', folder, port)
    : [process.execPath, join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, 'origin.mjs'), String(port)];
  const running = start(driving, command);
  await ready(running, port);
  return { port, stop: () => stop(running).then(() => rmSync(folder, { recursive: true, force: true })) };
}

/** `only` names one contestant, or one kind: `hello`, `gateway`. */
export async function run({ seconds = 10, only }) {
  const results = [];
  const upstream = await origin();
  try {
    for (const kind of ['hello', 'gateway']) {
      for (const contestant of contestants) {
        if (!contestant.present(kind)) continue;
        if (only !== undefined && only !== contestant.name && only !== kind) continue;
        const result = await measure(contestant, kind, upstream.port, seconds);
        results.push(result);
        console.error(`${kind} ${contestant.name}: ${result.requestsPerSecond} requests/s`);
      }
    }
  } finally {
    await upstream.stop();
  }

  const table = [
    '| | | requests/s | of node:http | errors | non-2xx | memory, first → last, MB |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...results.map(({ kind, name, requestsPerSecond, errors, not2xx, memory }) => {
      const node = results.find((other) => other.kind === kind && other.name === 'node:http');
      const ratio = node === undefined ? '' : (requestsPerSecond / node.requestsPerSecond).toFixed(2);
      return `| ${kind} | ${name} | ${requestsPerSecond} | ${ratio} | ${errors} | ${not2xx} | ${memory[0]} → ${memory.at(-1)} |`;
    }),
  ].join('\n');

  const problems = [];
  for (const { kind, name, errors, not2xx, memory } of results) {
    if (name !== 'pipyjs') continue;
    if (errors > 0 || not2xx > 0) problems.push(`${kind}: ${errors} errors, ${not2xx} answers that are not 2xx`);
    // After a third of the time memory has found its level; what the collector has not got to yet is allowed for.
    const level = memory[Math.floor(memory.length / 3)];
    if (memory.at(-1) > level * 1.2 + 16) problems.push(`${kind}: memory grew from ${level} to ${memory.at(-1)} MB`);
  }
  const about = `${loader}, ${connections} connections, ${seconds} s each`;
  return { about, table, results, problems };
}
