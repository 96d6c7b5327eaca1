/** One of two workers is killed while both serve: only its own connections are lost, the other serves on, and it is back within a second. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gateway } from './gateway.mjs';

const [kept, anew] = [32, 4];
/** Milliseconds. */
const longestAbsence = 1000;

const get = (port, agent) =>
  new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port, path: '/hello', agent, timeout: 5000 }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => (response.statusCode === 200 && response.complete ? resolve(response.headers['x-worker']) : reject(new Error(`status ${response.statusCode}`))));
    });
    out.on('timeout', () => out.destroy(new Error('no answer')));
    out.on('error', reject);
    out.end();
  });

/** Asks over one connection for as long as it lives. */
async function keep(port, state) {
  const connection = { worker: null, lost: null, requests: 0 };
  state.kept.push(connection);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let sockets = 0;
  agent.createConnection = ((create) => (...args) => {
    if (++sockets > 1) throw new Error('the connection was closed');
    return create.apply(agent, args);
  })(agent.createConnection);
  try {
    while (!state.over) {
      connection.worker = await get(port, agent);
      connection.requests++;
    }
  } catch (error) {
    connection.lost = { at: performance.now(), why: error.message };
  }
  agent.destroy();
}

/** Asks over a new connection each time. */
async function open(port, state) {
  while (!state.over) {
    const begun = performance.now();
    await get(port, false).then(
      (worker) => state.served.push({ worker, begun }),
      (error) => state.failed.push({ begun, at: performance.now(), why: error.message }),
    );
  }
}

/** The process of a worker, as the log tells it last. */
const processOf = (log, number) => Number([...log.matchAll(new RegExp(`worker ${number} is process (\\d+)`, 'g'))].at(-1)[1]);

async function kill(gateway, number) {
  const problems = [];
  const state = { over: false, kept: [], served: [], failed: [] };
  const running = Array.from({ length: anew }, () => open(gateway.port, state));
  // One after the other while both are busy: each worker gets some.
  for (let i = 0; i < kept; i++) {
    running.push(keep(gateway.port, state));
    await sleep(20);
  }
  await sleep(500);
  const before = state.kept.map(({ worker, requests }) => ({ worker, requests }));
  const starts = gateway.log.split(`worker ${number} serves`).length;
  const killed = performance.now();
  process.kill(processOf(gateway.log, number), 'SIGKILL');
  const back = await gateway.logged(`worker ${number} serves`, starts, 10_000);
  const absent = performance.now() - killed;
  if (!back) problems.push('it does not come back');
  else if (absent > longestAbsence) problems.push(`it is back after ${Math.round(absent)} ms`);
  await sleep(1500);
  state.over = true;
  await Promise.all(running);
  const own = String(number);
  const lost = state.kept.filter((connection) => connection.lost !== null);
  const others = state.kept.filter(({ worker }) => worker !== own);
  for (const { worker, lost: { why } } of lost) if (worker !== own) problems.push(`a connection of worker ${worker} was lost: ${why}`);
  state.kept.forEach(({ lost, requests }, i) => {
    if (lost === null && requests === before[i].requests) problems.push('a connection of the other serves no more');
  });
  // Who had been accepted by the one that was killed is lost with it; who came later is not.
  const late = state.failed.filter(({ begun, at }) => begun > killed || at < killed);
  for (const { begun, why } of late) problems.push(`a connection opened ${Math.round(begun - killed)} ms after the kill failed: ${why}`);
  const anewAfter = state.served.filter(({ begun }) => begun > killed);
  const byIt = anewAfter.filter(({ worker, begun }) => worker === own && begun > killed + absent).length;
  if (back && byIt === 0) problems.push('it is back, and serves no new connection');
  if (anewAfter.filter(({ worker }) => worker !== own).length === 0) problems.push('the other serves no new connection');
  console.log(
    `kill -9 of worker ${number}: ${lost.length} of its ${kept - others.length} kept connections lost, ${others.filter((connection) => connection.lost !== null).length} of ${others.length} of the other; ` +
      `${anewAfter.length} new connections served after it, ${late.length} failed (${state.failed.length - late.length} in progress were lost with it), ${byIt} of them by the new worker; back in ${Math.round(absent)} ms`,
  );
  return problems.map((problem) => `kill -9 of worker ${number}: ${problem}`);
}

export async function killing() {
  const gateway = await Gateway.start('0,1', '--threads=2');
  try {
    await gateway.logged('serves', 2);
    return [...(await kill(gateway, 1)), ...(await kill(gateway, 2))];
  } finally {
    await gateway.stop();
  }
}
