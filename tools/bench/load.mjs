/** Load on a port: wrk where it is installed, else our own loader. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { installed, start } from './processes.mjs';

export const loader = installed('wrk') ? 'wrk' : 'loader.mjs';

/** Gives `{requests, requestsPerSecond, errors, not2xx}`. With `anew` each request has a connection of its own. */
export async function load(core, port, path, connections, seconds, { anew = false } = {}) {
  const url = `http://127.0.0.1:${port}${path}`;
  const command =
    loader === 'wrk'
      ? ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, ...(anew ? ['-H', 'Connection: close'] : []), url]
      : [process.execPath, fileURLToPath(new URL('loader.mjs', import.meta.url)), String(port), path, String(connections), String(seconds), ...(anew ? ['anew'] : [])];
  const running = start(core, command);
  await once(running.child, 'close');
  return loader === 'wrk' ? readWrk(running.output) : JSON.parse(running.output);
}

function readWrk(output) {
  const rate = /Requests\/sec:\s*([\d.]+)/.exec(output);
  if (rate === null) throw new Error(output);
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output);
  const not2xx = /Non-2xx or 3xx responses: (\d+)/.exec(output);
  return {
    requests: Number(/(\d+) requests in/.exec(output)[1]),
    requestsPerSecond: Math.round(Number(rate[1])),
    errors: errors === null ? 0 : errors.slice(1).reduce((sum, count) => sum + Number(count), 0),
    not2xx: Number(not2xx?.[1] ?? 0),
  };
}
