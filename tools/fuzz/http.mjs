/**
 * Requests of both versions of HTTP, whole and damaged, cut anywhere, against a gateway whose upstream damages its
 * answers too; beside them packets of MQTT and messages of Dubbo.
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

const hex = (text) => Buffer.from(text.replace(/\s/g, ''), 'hex').toString('latin1');
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + hex('000000 04 00 00000000');

/** By port: what may be said there. What begins a connection stands before each of `parts`. */
const conversations = {
  http: { begin: '', parts: requests },
  http2: {
    begin: preface,
    parts: [
      hex('000006 01 05 00000001 828684 410161'),
      hex('000008 01 05 00000003 8286 410161 0403') + '/up',
      hex('000008 01 04 00000005 8386 410161 0403') + '/up' + hex('000005 00 01 00000005') + 'hello',
      hex('000003 01 00 00000007 828684 000003 09 04 00000007 410161'),
      hex('000006 04 00 00000000 0004 00000010') + hex('000004 08 00 00000000 00001000') + hex('000008 06 00 00000000 0102030405060708'),
      hex('000004 03 00 00000001 00000008') + hex('000005 02 00 00000009 00000000 10'),
      hex('000008 07 00 00000000 00000000 00000000'),
    ],
  },
  mqtt: {
    begin: '',
    parts: [hex('10 10 0004 4d515454 05 02 003c 00 0003 616263'), hex('30 0c 0005 612f622f63 68656c6c6f'), hex('82 09 0001 02 0b05 0001 61 2e'), hex('32 0d 0001 61 0007 05 26 0001 6b 0000 78'), hex('c000 e000')],
  },
  dubbo: { begin: '', parts: [hex('dabbc200 00000000000000ff 00000003 616263'), hex('dabb0214 0000000000000001 00000000')] },
};

const answers = [
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 Not Found\r\n\r\nto the end',
  '',
  hex('000000 04 00 00000000 000001 01 05 00000001 88'),
  hex('000000 04 00 00000000 000001 01 04 00000001 88 000002 00 01 00000001 6f6b'),
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
  const [two, mqtt, dubbo] = [await freePort(), await freePort(), await freePort()];
  const ports = { http: [port, two], http2: [port, two], mqtt: [mqtt], dubbo: [dubbo] };
  const script = join(folder, 'main.js');
  writeFileSync(
    script,
    `pipy({ _up: false }).listen('127.0.0.1:${port}').demuxHTTP('request')
.pipeline('request').handleMessageStart(({ head }) => _up = head.path.startsWith('/up')).link('up', () => _up, 'own')
.pipeline('own').replaceMessage(message => new Message(String(message.body.size)))
.pipeline('up').muxHTTP('connection', () => __inbound.id)
.listen('127.0.0.1:${two}').demuxHTTP('two').pipeline('two').muxHTTP('connection', () => __inbound.id, { version: 2 })
.listen('127.0.0.1:${mqtt}').decodeMQTT().encodeMQTT()
.listen('127.0.0.1:${dubbo}').decodeDubbo().encodeDubbo()
.pipeline('connection').connect('127.0.0.1:${upstream.address().port}')
`,
  );
  const server = start(0, [process.execPath, program, script]);
  try {
    await ready(server, port);
    while (performance.now() < until()) {
      await Promise.all(Array.from({ length: 16 }, () => converse(random, ports, count)));
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

async function converse(random, ports, count) {
  const kind = random.pick(['http', 'http', 'http2', 'http2', 'mqtt', 'dubbo']);
  const port = random.pick(ports[kind]);
  const { begin, parts: said } = conversations[kind];
  const text = (random.chance(0.9) ? begin : mutate(random, begin)) + Array.from({ length: 1 + random.below(3) }, () => (random.chance(0.4) ? random.pick(said) : mutate(random, random.pick(said)))).join('');
  const parts = [];
  for (let at = 0; at < text.length; ) {
    const length = random.chance(0.5) ? text.length : 1 + random.below(20);
    parts.push(text.slice(at, at + length));
    at += length;
  }
  try {
    const answer = await answerTo(port, parts);
    const isHttp1 = /^HTTP\/1\.1 \d\d\d [^\r\n]*\r\n/.test(answer);
    count(answer === '' ? `${kind} closed` : isHttp1 ? `${kind} ${answer.slice(9, 12)}` : `${kind} answered`);
    // HTTP/2 begins with SETTINGS.
    if (kind.startsWith('http') && answer !== '' && !isHttp1 && !/^\0\0[^]\x04/.test(answer)) throw new Error(`no answer: ${JSON.stringify(answer.slice(0, 200))}`);
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
