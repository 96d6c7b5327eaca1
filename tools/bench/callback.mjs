/**
 * What a proxy does all day: a callback of a script is called with a message that the host has made anew. On PipyJS heads are made as the HTTP
 * decoder makes them, and each call is an activation with all limits, as `handleMessage` does it.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { digits, median, tableOf } from './figures.mjs';
import { handlers } from './messages.mjs';

const child = fileURLToPath(new URL('run-callback.mjs', import.meta.url));

/** Engines by file and export. Slow ones are called less often, in fewer processes. */
const engines = [
  { id: 'v8', name: 'V8', way: 'callback', calls: 1_000_000 },
  { id: 'ours', name: 'PipyJS', way: 'callback', calls: 1_000_000 },
  { id: 'quickjs', name: 'QuickJS', way: 'callback', calls: 50_000, processes: 3 },
  { id: 'quickjs', name: 'QuickJS, by JSON', way: 'callbackByJson', calls: 50_000, processes: 3 },
  { id: 'sval', name: 'sval', way: 'callback', calls: 50_000, processes: 3 },
];

/** Microseconds, ratios, bytes. */
const most = { small: 0.25, router: 3, beyond: 200 };
const leastQuickJS = 40;

async function measure(kind, ...args) {
  // A young generation so large that nothing is collected while bytes are counted.
  const flags = kind === 'bytes' ? ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512'] : [];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, child, kind, ...args.map(String)]);
  return JSON.parse(stdout);
}

export async function run({ processes = 5 }) {
  const results = [];
  const problems = [];
  for (const handler of Object.keys(handlers)) {
    const times = engines.map(() => []);
    const alone = [];
    for (let round = 0; round < processes; round++) {
      for (const [i, { id, way, calls, processes: limit = Infinity }] of engines.entries()) {
        if (round >= limit) continue;
        const { microseconds, sum, expected } = await measure('time', id, way, handler, calls);
        if (sum !== expected) problems.push(`${handler} on ${engines[i].name}: the answers sum up to ${sum}, not ${expected}`);
        times[i].push(microseconds);
        if (id === 'ours') alone.push((await measure('time', id, 'messages', handler, calls, 'none')).microseconds);
      }
    }
    const v8 = median(times[0]);
    for (const [i, { name, id, way }] of engines.entries()) {
      const microseconds = median(times[i]);
      const bytes = id === 'v8' || id === 'ours' ? await bytesOf(id, way, handler) : {};
      results.push({ name, handler, microseconds, timesV8: microseconds / v8, ...(id === 'ours' && { messageAlone: median(alone) }), ...bytes });
    }
    console.error(`callback: ${handler}`);
  }
  const find = (handler, name) => results.find((result) => result.handler === handler && result.name === name);
  const ours = find('small', 'PipyJS');
  if (ours.microseconds > most.small) problems.push(`small takes ${digits(ours.microseconds)} µs: it must not take more than ${most.small}`);
  const times = Math.min(find('small', 'QuickJS').microseconds, find('small', 'QuickJS, by JSON').microseconds) / ours.microseconds;
  if (times < leastQuickJS) problems.push(`small on QuickJS takes ${digits(times)} times as long: it must be at least ${leastQuickJS}`);
  const router = find('router', 'PipyJS');
  if (router.timesV8 > most.router) problems.push(`router is ${digits(router.timesV8)} times V8: it must not be more than ${most.router}`);
  for (const { name, handler, beyond } of results) {
    if (name === 'PipyJS' && beyond > most.beyond) problems.push(`${handler} allocates ${beyond.toFixed(0)} bytes beyond the message and what the script makes: it must not be more than ${most.beyond}`);
  }
  const table = tableOf(
    ['', 'µs a call', 'times V8', 'µs for the message alone', 'bytes a call', 'of them for the message', 'for what the script makes', 'beyond'],
    results.map(({ name, handler, microseconds, timesV8, messageAlone, bytes, message, made, beyond }) => [
      `${handler}, ${name}`,
      digits(microseconds),
      digits(timesV8),
      messageAlone === undefined ? '' : digits(messageAlone),
      ...[bytes, message, made, beyond].map((count) => (count === undefined ? '' : count.toFixed(0))),
    ]),
  );
  const about = `${engines.map(({ name, calls }) => `${name} ${calls.toLocaleString('en')}`).join(', ')} calls after as many to warm up, for half a second at most; the least of ten parts, and the median of ${processes} processes, of the slow ones 3`;
  return { about, table, results, problems };
}

/** V8 may do without values that go nowhere: what it allocates is told as a whole. */
async function bytesOf(id, way, handler) {
  const { bytes } = await measure('bytes', id, way, handler);
  if (id === 'v8') return { bytes };
  const { bytes: message } = await measure('bytes', id, 'messages', handler, 'none');
  const { values } = handlers[handler];
  const made = values === 'none' ? 0 : (await measure('bytes', id, 'messages', handler, values)).bytes - message;
  return { bytes, message, made, beyond: bytes - message - made };
}
