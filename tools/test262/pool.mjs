/**
 * Worker processes that share a list of files. One that crashes or does not answer is replaced, and the
 * file that it was at has failed.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('worker.mjs', import.meta.url));
/** Milliseconds that one file may take. */
const patience = 60_000;

/** Gives the records in the order of `paths`. */
export async function classifyAll(checkout, paths, jobs, onRecord = () => {}) {
  const records = new Array(paths.length);
  let next = 0;
  const lane = async () => {
    let worker = null;
    while (next < paths.length) {
      const index = next++;
      worker ??= await start(checkout);
      const record = await worker.ask(paths[index]);
      if (record.lost) {
        worker.kill();
        worker = null;
        records[index] = { path: paths[index], kind: record.form === null ? null : 'positive', form: record.form ?? undefined, status: record.form === null ? 'broken' : 'failed', reason: record.reason };
      } else {
        records[index] = record;
      }
      onRecord(records[index]);
    }
    worker?.kill();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, paths.length) }, lane));
  return records;
}

async function start(checkout) {
  const child = fork(program, [checkout], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr.on('data', (bytes) => (said = `${said}${bytes}`.slice(-2000)));
  let listen = () => {};
  child.on('message', (message) => listen(message));
  child.on('exit', (code, signal) => listen({ exit: signal ?? code }));
  await new Promise((resolve, reject) => {
    listen = (message) => (message.ready ? resolve() : reject(new Error(`a worker did not start:\n${said}`)));
  });
  return {
    ask(path) {
      return new Promise((resolve) => {
        let form = null;
        const lost = (reason) => resolve({ lost: true, form, reason });
        const timer = setTimeout(() => lost(`it did not end within ${patience / 1000} seconds`), patience);
        listen = (message) => {
          if (message.admitted !== undefined) return void (form = message.admitted);
          clearTimeout(timer);
          if (message.record !== undefined) resolve(message.record);
          else lost(`the process ended with ${message.exit}: ${said.trim().split('\n').at(-1)}`);
        };
        child.send(path);
      });
    },
    kill() {
      listen = () => {};
      child.kill('SIGKILL');
    },
  };
}
