/**
 * `npm run peers [-- --only TEXT] [--seconds N] [--json] [--once]`: every bad peer of `clients/` and `origins/` against the gateway, one after the other, while a
 * client that behaves is measured. Writes the table in README.md of this folder, where all were asked; the exit status is 1 where one of them harms others, or is not got rid of.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { Canary } from './canary.mjs';
import { Front } from './front.mjs';
import { peers } from './kinds.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, seconds: { type: 'string', default: '2' }, json: { type: 'boolean' }, once: { type: 'boolean' } } });
const seconds = Number(values.seconds);

/** The canary's p99 may be so many times what it is while all is quiet, or so many milliseconds where that is more: less is noise of the machine. */
const mostTimes = 2;
const floor = 5;
/** Seconds after which nothing of a bad peer may be left: those 10 that a server has for the last bytes; all other times are 2, and up to 2 more until it is noticed, a few of them behind each other. */
const bound = 14;
/** Megabytes that a bad peer may take of memory, garbage included: 10 for each of its 20 connections. */
const mostMemory = 200;
/** How often what was too slow is measured: the machine may have been busy with something else. */
const attempts = values.once ? 1 : 3;

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const p99 = (taken) => [...taken].sort((a, b) => a - b)[Math.floor(taken.length * 0.99)];

/** Looks at the gateway's memory now and then, until it is told to stop; gives the most. */
function watchMemory(front) {
  let most = front.memory;
  const timer = setInterval(() => (most = Math.max(most, front.memory)), 50);
  return () => (clearInterval(timer), Math.max(most, front.memory));
}

/** A bad peer at work. */
function misbehave(number, ports) {
  const child = spawn('taskset', ['-c', '0', 'chrt', '--idle', '0', process.execPath, here('misbehave.mjs'), String(number), JSON.stringify(ports)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  let begin;
  const begun = new Promise((resolve) => (begin = resolve));
  child.stdout.on('data', (bytes) => (begin(), (output += bytes)));
  child.stdin.on('error', () => {});
  const ended = new Promise((done) => child.on('exit', done));
  return {
    begun,
    stopOpening: () => child.stdin.write('\n'),
    async end() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
      return JSON.parse(output.trim().split('\n').at(-1) || '{}');
    },
  };
}

/** Seconds until the gateway has no more sockets than before; null where that takes too long. */
async function untilGone(front, before) {
  const begun = performance.now();
  while (front.sockets > before) {
    if (performance.now() - begun > bound * 1000) return null;
    await sleep(50);
  }
  return (performance.now() - begun) / 1000;
}

/** Holds for so many seconds. */
function during(seconds) {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() < end;
}

/** A gateway that serves several, one after the other; null where one is to be started. */
let front = null;

/** One that V8 knows the code of. */
async function freshFront() {
  const fresh = await Front.start();
  const canary = new Canary(fresh.ports.http);
  await canary.ask(during(2));
  canary.close();
  return fresh;
}

async function measure(number) {
  front ??= await freshFront();
  await untilGone(front, front.idleSockets);
  const canary = new Canary(front.ports.http);
  const quiet = await canary.ask(during(seconds));
  // What it holds for the canary: a connection of its own, one that comes and goes, and one to the origin.
  const sockets = front.idleSockets + 3;
  const before = front.memory;
  const stopLooking = watchMemory(front);
  const bad = misbehave(number, front.ports);
  await canary.askUntil(bad.begun);
  // V8 gets to know what a bad peer is about.
  await canary.ask(during(0.5));
  const meanwhile = await canary.ask(during(seconds));
  bad.stopOpening();
  const gone = await canary.askUntil(untilGone(front, sockets));
  const left = front.sockets - sockets;
  const peak = stopLooking();
  const seen = await bad.end();
  quiet.push(...(await canary.ask(during(0.5))));
  canary.close();
  const result = { quiet: p99(quiet), during: p99(meanwhile), worst: Math.max(...meanwhile), asked: canary.asked, wrong: canary.wrong, before, peak, gone, left, seen, bug: /.*\[bug\].*/.exec(front.log)?.[0] ?? null, ended: front.ended };
  // What has gone wrong does not count for the next.
  if (gone === null || result.bug !== null || result.ended || peak - before > mostMemory / 2) {
    await front.stop();
    front = null;
  }
  return result;
}

const isSlow = ({ quiet, during }) => during > Math.max(mostTimes * quiet, floor);

function problemsOf(result, lasts) {
  const { quiet, during, wrong, before, peak, gone, left, seen, bug, ended } = result;
  return [
    isSlow(result) && `p99 of others went from ${quiet.toFixed(2)} to ${during.toFixed(2)} ms`,
    wrong.length > 0 && `${wrong.length} answers of others were wrong: ${wrong[0]}`,
    gone === null && !lasts && `${left} sockets are still open after ${bound} s`,
    peak - before > mostMemory && `it took ${Math.round(peak - before)} MB`,
    (seen.opened ?? 0) === 0 && 'it did nothing',
    bug !== null && `in the log: ${bug}`,
    ended && 'the gateway has ended',
  ].filter(Boolean);
}

// The client that behaves is this process: the gateway has the other core for itself, and the bad peer what is left of this one.
execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' });
setPriority(constants.priority.PRIORITY_HIGHEST);

const rows = [];
for (const [number, { kind, name, lasts }] of peers.entries()) {
  if (values.only !== undefined && !`${kind}: ${name}`.includes(values.only)) continue;
  let result = await measure(number);
  for (let i = 1; i < attempts && isSlow(result); i++) {
    const again = await measure(number);
    if (problemsOf(again, lasts).length <= problemsOf(result, lasts).length && again.during / again.quiet < result.during / result.quiet) result = again;
  }
  const row = { kind, name, ...result, lasts, problems: problemsOf(result, lasts) };
  rows.push(row);
  if (!values.json) console.log(`${kind}: ${name}: p99 ${row.quiet.toFixed(2)} → ${row.during.toFixed(2)} ms, worst ${row.worst.toFixed(0)}; ${row.seen.opened} connections, ${JSON.stringify(row.seen.answers)}, longest ${Math.round(row.seen.longest)} ms; gone after ${row.gone?.toFixed(1) ?? '?'} s; memory ${[row.before, row.peak].map(Math.round).join(', ')} MB${row.seen.error ? ` (${row.seen.error.slice(0, 200)})` : ''}${row.problems.map((problem) => `\n    ${problem}`).join('')}`);
}
await front?.stop();

const escape = (text) => text.replace(/[\\|*_`<>[\]]/g, '\\$&');
const tableOf = (kind) =>
  [
    `### ${kind}`,
    '',
    '| | connections | p99 of others, ms: quiet | meanwhile | memory, MB: before | most | gone after, s | |',
    '|---|---:|---:|---:|---:|---:|---:|---|',
    ...rows
      .filter((row) => row.kind === kind)
      .map(({ name, seen, quiet, during, before, peak, gone, lasts, problems }) => `| ${escape(name)} | ${seen.opened} | ${quiet.toFixed(1)} | ${during.toFixed(1)} | ${Math.round(before)} | ${Math.round(peak)} | ${gone?.toFixed(1) ?? (lasts ? '' : 'never')} | ${problems.length === 0 ? 'ok' : escape(problems.join('; '))} |`),
  ].join('\n');

const wrong = rows.filter(({ problems }) => problems.length > 0);
if (values.json) console.log(JSON.stringify(rows));
else console.log(`${rows.length} bad peers, ${wrong.length} of them harm others or stay`);
if (!values.json && values.only === undefined) {
  const page = here('README.md');
  const text = readFileSync(page, 'utf8');
  const tables = [...new Set(rows.map(({ kind }) => kind))].map(tableOf).join('\n\n');
  writeFileSync(page, text.replace(/(<!-- begin -->)[^]*(<!-- end -->)/, (_, begin, end) => `${begin}\n\n${rows.length} bad peers, ${seconds} s each; ${wrong.length} of them harm others or stay.\n\n${tables}\n\n${end}`));
}
process.exitCode = wrong.length > 0 ? 1 : 0;
