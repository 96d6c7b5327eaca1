/**
 * One handler on one engine, in a process of its own: `node run-callback.mjs time ENGINE WAY HANDLER CALLS [VALUES]`, or, for bytes,
 * `node --expose-gc … run-callback.mjs bytes ENGINE WAY HANDLER [VALUES]`. Prints JSON.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { handlers, message, parts } from './messages.mjs';

const [kind, engine, way, handler, ...details] = process.argv.slice(2);
const make = (await import(`./engines/${engine}.mjs`))[way];
const prepare = () => make(way === 'messages' ? details.at(-1) : handlers[handler].text, { message, parts });

/** Calls it `count` times; what it gives is kept for a moment, so that nothing is done in vain. */
let last;
function repeat(call, count) {
  let sum = 0;
  for (let n = 0; n < count; n++) {
    last = call(n);
    if (typeof last === 'number') sum += last;
  }
  return sum;
}

if (kind === 'time') {
  const calls = Number(details[0]);
  const call = await prepare();
  const begun = performance.now();
  let rounds = 0;
  for (; rounds * 1000 < calls && performance.now() - begun < 500; rounds++) repeat(call, 1000);
  // The least of some parts, since other things run on the machine; each is long enough to collect its garbage.
  let sum = 0;
  let milliseconds = Infinity;
  for (let part = 0; part < 10; part++) {
    const start = performance.now();
    sum += repeat(call, calls / 10);
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  const microseconds = (milliseconds * 1000) / (calls / 10);
  // Handlers may count: V8's must have been called as often.
  const expected = await (await import('./engines/v8.mjs')).callback(handlers[handler].text, { message });
  for (let i = 0; i < rounds; i++) repeat(expected, 1000);
  let expectedSum = 0;
  for (let part = 0; part < 10; part++) expectedSum += repeat(expected, calls / 10);
  console.log(JSON.stringify({ microseconds, sum, expected: expectedSum }));
} else {
  const call = await prepare();
  repeat(call, 300_000);
  // What is compiled on the side is done.
  await setImmediate();
  let collections = 0;
  new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] });
  const calls = 100_000;
  globalThis.gc();
  await setImmediate();
  await setImmediate();
  collections = 0;
  const before = process.memoryUsage().heapUsed;
  repeat(call, calls);
  const after = process.memoryUsage().heapUsed;
  await setImmediate();
  await setImmediate();
  if (collections > 0) throw new Error('garbage was collected while bytes were counted');
  console.log(JSON.stringify({ bytes: (after - before) / calls }));
}
