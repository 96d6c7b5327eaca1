/** The gateway is loaded again and again, each time with another script, while it serves: no request may fail, and new connections get the new script. */
import { setTimeout as sleep } from 'node:timers/promises';
import { load, loader } from '../bench/load.mjs';
import { Gateway } from './gateway.mjs';

const connections = 32;
/** Milliseconds between reloads, at least. */
const apart = 100;

/** What a new connection is answered with. */
async function versionOf(port) {
  const response = await fetch(`http://127.0.0.1:${port}/hello`, { headers: { connection: 'close' } });
  await response.arrayBuffer();
  return response.status === 200 ? Number(response.headers.get('x-version')) : `status ${response.status}`;
}

export async function reloading(times, anew) {
  const problems = [];
  const gateway = await Gateway.start(0);
  let longest = 0;
  let over = false;
  const reload = async () => {
    for (let version = 1; version <= times; version++) {
      gateway.write(version);
      const begun = performance.now();
      gateway.running.child.kill('SIGHUP');
      if (!(await gateway.logged('Codebase reloaded', version))) {
        problems.push(`reload ${version} does not come about: ${gateway.log.slice(-500)}`);
        break;
      }
      longest = Math.max(longest, performance.now() - begun);
      const got = await versionOf(gateway.port).catch((error) => String(error.cause ?? error));
      if (got !== version) problems.push(`after reload ${version} a new connection is answered by ${got}`);
      await sleep(Math.max(0, apart - (performance.now() - begun)));
    }
    over = true;
  };
  const seen = { requests: 0, errors: 0, not2xx: 0 };
  try {
    const reloads = reload();
    // What is kept is kept over all reloads, where these take no longer than they should.
    while (!over) {
      const result = await load(1, gateway.port, '/hello', connections, Math.ceil((times * apart * 1.05) / 1000) + 1, { anew });
      for (const name of Object.keys(seen)) seen[name] += result[name];
    }
    await reloads;
    if (seen.requests === 0 || seen.errors > 0 || seen.not2xx > 0) problems.push(`${seen.errors} errors, ${seen.not2xx} answers that are not 2xx, of ${seen.requests}`);
    if (gateway.running.child.exitCode !== null) problems.push(`the gateway ended: ${gateway.log.slice(-500)}`);
    if (/\[bug\]|\[ERR\]/.test(gateway.log)) problems.push(`in the log: ${/.*(\[bug\]|\[ERR\]).*/.exec(gateway.log)[0]}`);
  } finally {
    await gateway.stop();
  }
  const what = `${times} reloads, ${connections} connections ${anew ? 'opened anew for each request' : 'that are kept'} (${loader})`;
  console.log(`${what}: ${seen.requests} requests, ${seen.errors + seen.not2xx} failed; the longest reload took ${Math.round(longest)} ms`);
  return problems.map((problem) => `${what}: ${problem}`);
}
