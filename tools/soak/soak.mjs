/**
 * `npm run soak -- [--minutes N] [--seed N] [--chaos]`: a proxy under all its protocols at once, for so long (10), with origins that come and go
 * and clients that misbehave. Every body carries its checksum. With `--chaos` relays stand on both sides of the proxy that cut, slow, halt and break what passes.
 *
 * Holds when no body is wrong, nothing hangs, memory and what the process has open are level, and the log has no line that is not accounted for. Exit status 1
 * where something does not.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Chaos } from './chaos.mjs';
import { freePort, randomSource } from './common.mjs';
import { allowBrokenRequests, clients, closeAgents } from './clients.mjs';
import { Origins } from './origins.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, chaos: { type: 'boolean', default: false } } });
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Date.now() % 2 ** 32);
const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
console.log(`seed ${seed}`);

/** Lines of the log that origins which come and go, and clients that misbehave, bring about. */
const expected = [
  /^$/, /\[(INF|WRN)\]/, /cannot connect/, /\[http\]|\[http2\]|\[http\/2\]/, /refused with/, /\[tls\]|TLS|handshake/i, /ended with|was ended/, /timed out/, /connection reset|closed/i,
];

const folder = mkdtempSync(join(tmpdir(), 'pipyjs-soak-'));
const waysIn = ['plain', 'secure', 'upward', 'socks', 'tunnel', 'mqtt'];
const waysOut = ['origin', 'origin2', 'echo'];
const names = [...waysIn, ...waysOut, 'admin'];
const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()])));
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-days', '2', '-subj', '/CN=localhost'], { stdio: 'ignore' });
writeFileSync(join(folder, 'ports.json'), JSON.stringify(ports));
copyFileSync(fileURLToPath(new URL('proxy.js', import.meta.url)), join(folder, 'proxy.js'));

/** The ports that clients know, and those where origins are: beyond relays, they are not those that the proxy knows. */
const [outer, inner] = [{ ...ports }, { ...ports }];
const chaos = new Chaos(seed);
if (values.chaos) {
  allowBrokenRequests();
  for (const name of waysIn) await chaos.relay((outer[name] = await freePort()), ports[name]);
  for (const name of waysOut) await chaos.relay(ports[name], (inner[name] = await freePort()));
}

const proxy = spawn(process.execPath, [main, join(folder, 'proxy.js'), `--admin-port=${ports.admin}`], { stdio: ['ignore', 'ignore', 'pipe'] });
let log = '';
const odd = new Map();
let ended = null;
proxy.stderr.on('data', (bytes) => {
  log += bytes;
  const lines = log.split('\n');
  log = lines.pop();
  for (const line of lines) if (/\[bug\]/.test(line) || !expected.some((pattern) => pattern.test(line))) odd.set(line.slice(24, 140), (odd.get(line.slice(24, 140)) ?? 0) + 1);
});
proxy.on('exit', (code, signal) => (ended = signal ?? code));

async function metrics() {
  const text = await (await fetch(`http://127.0.0.1:${ports.admin}/metrics`)).text();
  return new Map(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

async function answers() {
  for (;;) {
    if (ended !== null) throw new Error(`the proxy ended with ${ended}: ${log}`);
    const ready = await fetch(`http://127.0.0.1:${ports.admin}/readyz`).then(({ ok }) => ok, () => false);
    if (ready) return;
    await sleep(50);
  }
}

const problems = [];
try {
  await answers();
  const origins = new Origins(inner, randomSource(seed));
  await origins.start();
  const counts = new Map();
  const count = (what) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const state = { over: false, problems, count, ports: outer };
  const end = performance.now() + minutes * 60_000;
  const running = clients.flatMap(({ name, many, run }) => Array.from({ length: many }, (_, i) => loop(name, run, state, randomSource(seed + 1000 * i + name.length))));
  const samples = [];
  while (performance.now() < end && ended === null) {
    await sleep(Math.min(5000, minutes * 6000));
    const now = await metrics();
    samples.push({ memory: now.get('process_resident_memory_bytes'), open: now.get('pipyjs_open_resources') });
  }
  state.over = true;
  await Promise.all(running);
  closeAgents();
  await origins.stop();
  await sleep(12_000);
  const idle = await metrics();
  const left = [...idle].filter(([name, value]) => name.startsWith('pipyjs_connections') && value > 0).map(([name, value]) => `${value} of ${names.find((each) => name.includes(`"${ports[each]}@`))}`);
  if (ended !== null) problems.push(`the proxy ended with ${ended}`);
  if (left.length > 0) problems.push(`connections are open that nobody has: ${left.join(', ')}`);
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const early = samples.slice(Math.floor(samples.length / 4), Math.floor(samples.length / 2));
  const late = samples.slice(Math.floor((3 * samples.length) / 4));
  const [before, after] = [early, late].map((some) => median(some.map(({ memory }) => memory)));
  const [openBefore, openAfter] = [early, late].map((some) => median(some.map(({ open }) => open)));
  if (after > 1.2 * before + (16 << 20)) problems.push(`memory grew from ${(before / 2 ** 20).toFixed(0)} to ${(after / 2 ** 20).toFixed(0)} MB`);
  if (openAfter > 1.5 * openBefore + 50) problems.push(`what is open grew from ${openBefore} to ${openAfter}`);
  for (const [line, times] of odd) problems.push(`${times} times in the log: ${line}`);
  console.log([...counts].sort().map(([what, times]) => `${String(times).padStart(8)}  ${what}`).join('\n'));
  if (values.chaos) console.log([...chaos.counts].sort().map(([harm, times]) => `${String(times).padStart(8)}  chaos: ${harm}`).join('\n'));
  console.log(`memory ${(before / 2 ** 20).toFixed(0)} → ${(after / 2 ** 20).toFixed(0)} MB, open ${openBefore} → ${openAfter}, idle ${idle.get('pipyjs_open_resources')}`);
} finally {
  chaos.close();
  proxy.kill('SIGTERM');
  await Promise.race([new Promise((done) => proxy.once('exit', done)), sleep(10_000).then(() => problems.push('the proxy does not stop'))]);
  if (ended !== 0) problems.push(`the proxy stopped with ${ended}`);
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems.slice(0, 50)) console.log(problem);
console.log(`${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);

/** One client after the other; each may take so long. */
async function loop(name, run, state, random) {
  while (!state.over && ended === null) {
    const outcome = await Promise.race([
      run(state.ports, random).catch((error) => `problem: ${error.stack ?? error}`),
      sleep(30_000, null, { ref: false }).then(() => 'problem: it hangs'),
    ]);
    state.count(`${name}: ${outcome.startsWith('problem') ? 'problem' : outcome}`);
    if (outcome.startsWith('problem')) state.problems.push(`${name}: ${outcome}`);
  }
}
