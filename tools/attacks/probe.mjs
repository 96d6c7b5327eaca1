/** One attack on one engine, in a process of its own. Tells its parent what came of it. */
import { engines } from './engines.mjs';
import { Snapshot } from '../../.build/src/testing/attacks/intrinsics.js';

const secret = 'hostSecret-7f3a';
globalThis.hostSecret = secret;
process.env.HOST_SECRET = secret;
const leaked = [];
const leak = (value) => void leaked.push(write(value));
// Rejections that nobody handles are the script's: with SES and sval they reach the host.
let unhandled = 0;
process.on('unhandledRejection', () => unhandled++);

function write(value) {
  try {
    if (value === process || value === globalThis) return secret;
    // What an object would say of itself may take for ever.
    return typeof value === 'object' && value !== null ? `an object with ${Object.keys(value).slice(0, 50)}` : String(value).slice(0, 100_000);
  } catch {
    return '';
  }
}

process.once('message', async ({ engine, source, dialect }) => {
  const run = await engines[engine].prepare();
  const snapshot = new Snapshot();
  const before = process.memoryUsage.rss();
  const begun = performance.now();
  process.send({ begun: true });
  let outcome;
  try {
    outcome = run(source, leak, dialect);
  } catch (error) {
    // Nothing but what an engine gives itself may come here.
    outcome = { error: { text: String(error), host: true } };
  }
  const { value, error } = outcome;
  if (typeof value?.then === 'function') await Promise.race([Promise.resolve(value).then(leak, leak), new Promise((resolve) => setTimeout(resolve, 200))]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  leak(value);
  const time = performance.now() - begun;
  const memory = process.resourceUsage().maxRSS * 1024 - before;
  const changes = snapshot.changes();
  const escaped = [...leaked, error?.text ?? ''].some((told) => told.includes(secret) || told.includes('hostSecret:'));
  process.send({ escaped, changes, host: error?.host === true || unhandled > 0, time, memory, told: error?.text ?? write(value) }, () => process.exit());
});
