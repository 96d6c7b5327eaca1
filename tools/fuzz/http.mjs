/**
 * Requests, whole and damaged, cut anywhere, against a gateway whose upstream damages its answers too.
 * What must hold: every connection ends, every answer begins as an answer, nothing is a bug, and the next client is
 * served as if nothing had been.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, ready, start, stop } from '../bench/processes.mjs';
import { mutate } from './random.mjs';

const requests = [
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /up HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello',
  'POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nA: b\r\n\r\n',
  'HEAD /up HTTP/1.0\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nX-Long: ' + 'x'.repeat(3000) + '\r\n\r\n',
];

const answers = [
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 Not Found\r\n\r\nto the end',
  '',
];

export async function fuzzHttp({ random, folder, program, until, count }) {
  const upstream = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      const answer = random.pick(answers);
      socket.write(Buffer.from(random.chance(0.5) ? answer : mutate(random, answer), 'latin1'));
      if (random.chance(0.3)) socket.end();
    });
    socket.setTimeout(200, () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const port = await freePort();
  const script = join(folder, 'main.js');
  writeFileSync(
    script,
    `pipy({ _up: false }).listen('127.0.0.1:${port}').demuxHTTP('request')
.pipeline('request').handleMessageStart(({ head }) => _up = head.path.startsWith('/up')).link('up', () => _up, 'own')
.pipeline('own').replaceMessage(message => new Message(String(message.body.size)))
.pipeline('up').muxHTTP('connection', () => __inbound.id)
.pipeline('connection').connect('127.0.0.1:${upstream.address().port}')
`,
  );
  const server = start(0, [process.execPath, program, script]);
  try {
    await ready(server, port);
    while (performance.now() < until()) {
      await Promise.all(Array.from({ length: 16 }, () => converse(random, port, count)));
      const probe = await answerTo(port, [requests[0].replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')]);
      if (!probe.startsWith('HTTP/1.1 200 OK\r\n')) throw new Error(`the next client got '${probe}'`);
      if (server.output.includes('[bug]')) throw new Error(server.output.slice(server.output.indexOf('[bug]'), 4000));
      if (server.child.exitCode !== null) throw new Error(`ended: ${server.output.slice(-4000)}`);
      server.output = '';
    }
  } finally {
    await stop(server);
    upstream.close();
  }
}

async function converse(random, port, count) {
  const text = Array.from({ length: 1 + random.below(3) }, () => (random.chance(0.4) ? random.pick(requests) : mutate(random, random.pick(requests)))).join('');
  const parts = [];
  for (let at = 0; at < text.length; ) {
    const length = random.chance(0.5) ? text.length : 1 + random.below(20);
    parts.push(text.slice(at, at + length));
    at += length;
  }
  try {
    const answer = await answerTo(port, parts);
    count(answer === '' ? 'http closed' : `http ${answer.slice(9, 12)}`);
    if (answer !== '' && !/^HTTP\/1\.1 \d\d\d [^\r\n]*\r\n/.test(answer)) throw new Error(`no answer: ${JSON.stringify(answer.slice(0, 200))}`);
  } catch (error) {
    throw new Error(`${error.message}\nafter ${JSON.stringify(parts)}`, { cause: error });
  }
}

/** Sends the parts one after the other, then half-closes; gives all that came back once the server has closed. */
async function answerTo(port, parts) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  let received = '';
  socket.on('data', (bytes) => (received += bytes.toString('latin1')));
  socket.on('error', () => {});
  const closed = new Promise((resolve, reject) => {
    socket.on('end', resolve);
    socket.on('close', resolve);
    setTimeout(() => reject(new Error(`still open after five seconds, with '${received}'`)), 5000).unref();
  });
  for (const part of parts) await new Promise((resolve) => socket.write(Buffer.from(part, 'latin1'), resolve));
  socket.end();
  await closed;
  socket.destroy();
  return received;
}
