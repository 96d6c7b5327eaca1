/** What a connection takes of memory while nothing happens on it, and what a request takes that has no answer yet. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect as connect2 } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { digits, tableOf } from './figures.mjs';
import { freePort, memoryOf, ready, start, stop } from './processes.mjs';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Answers at `/`, and never at `/wait`. */
const ours = (port) => `pipy({ _waits: false })
  .listen('127.0.0.1:${port}').demuxHTTP('request')
  .pipeline('request').handleMessageStart(({ head }) => _waits = head.path === '/wait').link('wait', () => _waits, 'answer')
  .pipeline('wait').wait(() => false)
  .pipeline('answer').replaceMessage(new Message('Hello, world!\\n'))`;
const nodes = (port) => `require('node:http').createServer((request, response) => request.url === '/wait' || response.end('Hello, world!\\n')).listen(${port}, '127.0.0.1')`;

const contestants = {
  pipyjs: (file, port) => (writeFileSync(file, ours(port)), [process.execPath, main, file]),
  'node:http': (file, port) => (writeFileSync(file, nodes(port)), [process.execPath, file]),
};

const count = 4000;
/** Connections of HTTP/2, with 40 streams each. */
const many = 40;

const request = (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`;

async function open(port) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function inTens(n, make) {
  const made = [];
  for (let i = 0; i < n; i += 10) made.push(...(await Promise.all(Array.from({ length: Math.min(10, n - i) }, make))));
  return made;
}

/** Memory of a process that has had time to collect what it can: the least of a few looks, in bytes. */
async function settled(server) {
  const looks = [];
  for (let i = 0; i < 6; i++) {
    await sleep(500);
    looks.push(memoryOf(server));
  }
  return Math.min(...looks) * 2 ** 20;
}

async function measure(name) {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-bench-'));
  const port = await freePort();
  const server = start(0, contestants[name](join(folder, 'main.cjs'), port));
  const opened = [];
  const figures = { name };
  try {
    await ready(server, port);
    // What is there once does not count: a hundred connections come and go first.
    for (const socket of await inTens(100, () => open(port))) {
      socket.write(request('/'));
      await once(socket, 'data');
      socket.destroy();
    }
    const empty = await settled(server);
    const sockets = await inTens(count, () => open(port));
    opened.push(...sockets);
    for (const socket of sockets) {
      socket.write(request('/'));
      await once(socket, 'data');
    }
    const idle = await settled(server);
    figures.idle = (idle - empty) / count;
    for (const socket of sockets) socket.write(request('/wait'));
    figures.stream = ((await settled(server)) - idle) / count;
    if (name === 'pipyjs') {
      const before = await settled(server);
      const clients = await inTens(many, async () => {
        const client = connect2(`http://127.0.0.1:${port}`);
        client.on('error', () => {});
        await once(client, 'connect');
        return client;
      });
      opened.push(...clients);
      for (const client of clients) for (let i = 0; i < 40; i++) client.request({ ':path': '/wait', 'user-agent': 'bench', accept: '*/*' }).on('error', () => {});
      figures.stream2 = ((await settled(server)) - before) / (many * 40);
    }
    return figures;
  } finally {
    for (const each of opened) each.destroy();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run() {
  const results = [];
  for (const name of Object.keys(contestants)) results.push(await measure(name));
  const kilobytes = (bytes) => (bytes === undefined ? '' : digits(bytes / 1024));
  const table = tableOf(['KB', 'an idle connection', 'a request without its answer', 'a stream of HTTP/2 without its answer'], results.map(({ name, idle, stream, stream2 }) => [name, kilobytes(idle), kilobytes(stream), kilobytes(stream2)]));
  return { about: `resident memory of the process, with ${count} connections; HTTP/2 with ${many * 40} streams in ${many}`, table, results, problems: [] };
}
