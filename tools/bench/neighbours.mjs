/**
 * A tenant beside one that behaves badly: how long its answers take, while the other one is quiet and while it is not; in
 * threads of their own, and in the same thread. Requests go one by one over one connection, about 200 in a second.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, ready, start, stop } from './processes.mjs';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Milliseconds for which all are quiet first, so that V8 knows the neighbour's code. */
const peace = 2000;

/** A task that does something bad again and again. */
const again = (callback) => `.task('0.02s').handleMessageStart(() => Date.now() < ${Date.now() + peace} ? 0 : (${callback})()).replaceMessage(() => new StreamEnd)`;

const attacks = [
  { name: 'endless loop', script: (port) => `pipy().listen(${port}).dummy()${again('() => repeat(() => true)')}` },
  { name: 'allocation storm', script: (port) => `pipy().listen(${port}).dummy()${again("() => (list => repeat(() => (list.push('x'.repeat(1000) + list.length), true)))([])")}` },
  { name: 'log storm', script: (port) => `pipy().listen(${port}).dummy()${again("() => repeat(() => (console.log('x'.repeat(200)), true))")}` },
  { name: 'promise storm', script: (port) => `function again() { return Promise.resolve().then(again) }\npipy().listen(${port}).dummy()${again('() => { again() }')}` },
  { name: 'regexp bomb', script: (port) => `pipy().listen(${port}).dummy()${again("() => new RegExp('^(a+)+$').test('a'.repeat(40) + '!')")}` },
  { name: 'connection flood', script: (port) => `pipy().listen(${port}).serveHTTP(() => new Message('hello'))`, flood: true },
];

const good = (port) => `pipy().listen(${port}).demuxHTTP('r').pipeline('r').replaceMessage(msg => new Message(JSON.encode(msg.head)))`;

/** Milliseconds that each answer took, by when it was asked for. */
async function ask(port, seconds) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const taken = [];
  const begun = performance.now();
  while (performance.now() < begun + seconds * 1000) {
    const asked = performance.now();
    socket.write('GET /path HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n');
    await new Promise((resolve, reject) => {
      socket.once('data', resolve);
      socket.once('close', () => reject(new Error('the neighbour closed the connection')));
    });
    socket.removeAllListeners('close');
    taken.push({ at: asked - begun, took: performance.now() - asked });
    await new Promise((later) => setTimeout(later, 5));
  }
  socket.destroy();
  return taken;
}

/**
 * Opens and closes connections as fast as it gets them: in a process of its own, which gets of the processors what others leave. A real one is on another
 * machine, and takes none of them.
 */
function flood(port) {
  setPriority(constants.priority.PRIORITY_LOW);
  const one = () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('connect', () => socket.destroy());
    socket.on('close', () => setImmediate(one));
  };
  for (let i = 0; i < 20; i++) one();
}

/** `attack` null: the other one is quiet. */
async function measure(attack, together, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-bench-'));
  const [goodPort, badPort] = [await freePort(), await freePort()];
  const begun = Date.now();
  const bad = attack === null ? `pipy().listen(${badPort}).dummy()` : attack.script(badPort);
  writeFileSync(join(folder, 'good.js'), good(goodPort));
  writeFileSync(join(folder, 'bad.js'), bad);
  const tenants = {
    good: { script: 'good.js', policy: { listen: [String(goodPort)] }, group: 'first' },
    bad: { script: 'bad.js', policy: { listen: [String(badPort)] }, group: together ? 'first' : 'second' },
  };
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ groups: { first: {}, second: {} }, tenants }));
  const host = start('0,1', [process.execPath, main, 'host', join(folder, 'host.json')], {});
  try {
    await ready(host, goodPort);
    await ready(host, badPort);
    await ask(goodPort, Math.max(0.1, (begun + peace - Date.now()) / 1000));
    const flooding = attack?.flood === true ? start('0,1', [process.execPath, fileURLToPath(import.meta.url), String(badPort)]) : null;
    const taken = await ask(goodPort, seconds);
    if (flooding !== null) await stop(flooding);
    const became = host.output.includes("tenant 'bad' has stopped") ? 'stopped' : 'slowed';
    return { taken, became };
  } finally {
    await stop(host);
    rmSync(folder, { recursive: true, force: true });
  }
}

const percentile = (taken, part) => taken.map(({ took }) => took).sort((a, b) => a - b)[Math.floor(taken.length * part)];
const worst = (taken) => Math.max(...taken.map(({ took }) => took));
const settled = (taken) => taken.filter(({ at }) => at > 1000);

export async function run({ seconds = 5 }) {
  const quiet = {};
  for (const together of [false, true]) quiet[together] = settled((await measure(null, together, seconds)).taken);
  const results = [];
  for (const attack of attacks) {
    const apart = await measure(attack, false, seconds);
    const together = await measure(attack, true, seconds);
    results.push({
      name: attack.name,
      quietApart: percentile(quiet[false], 0.99),
      apart: percentile(settled(apart.taken), 0.99),
      quietTogether: percentile(quiet[true], 0.99),
      worstTogether: worst(together.taken),
      together: percentile(settled(together.taken), 0.99),
      became: together.became,
    });
    console.error(`neighbours: ${attack.name}`);
  }
  const table = [
    '| p99 of the neighbour, ms | threads of their own: quiet | attacked | one thread: quiet | worst answer | p99 after a second | the attacker was |',
    '|---|---:|---:|---:|---:|---:|---|',
    ...results.map(
      ({ name, quietApart, apart, quietTogether, worstTogether, together, became }) =>
        `| ${name} | ${[quietApart, apart, quietTogether, worstTogether, together].map((time) => time.toFixed(2)).join(' | ')} | ${became} |`,
    ),
  ].join('\n');
  const slow = results.filter(({ apart, quietApart }) => apart > 2 * quietApart);
  const late = results.filter(({ worstTogether }) => worstTogether > 200);
  const problems = [
    ...slow.map(({ name, apart, quietApart }) => `${name}: p99 in another group went from ${quietApart.toFixed(2)} to ${apart.toFixed(2)} ms`),
    ...late.map(({ name, worstTogether }) => `${name}: an answer took ${worstTogether.toFixed(0)} ms`),
  ];
  return { about: `${seconds} s each`, table, results, problems };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) flood(Number(process.argv[2]));
