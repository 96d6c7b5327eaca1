/** Clients: those that behave, whose answers are checked, and those that do not. Each run gives a word for what came of it, or throws. */
import { request as httpRequest, Agent } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { bodyOf, checksum } from './common.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 20 });
const tlsAgent = new TlsAgent({ keepAlive: true, maxSockets: 10, rejectUnauthorized: false });

/** What a proxy says while its origin is away; where relays cut requests short, 400 and 408 as well. */
const away = new Set([502, 503, 504]);

export function allowBrokenRequests() {
  away.add(400).add(408);
}

function judge(status, headers, sent, body) {
  if (away.has(status)) return `${status}`;
  if (status !== 200) throw new Error(`status ${status}`);
  if (headers['x-checksum'] !== checksum(sent)) throw new Error('the origin got another body');
  if (headers['x-checksum'] !== checksum(body)) throw new Error(`the client got another body: ${body.length} of ${sent.length} bytes`);
  return 'fine';
}

function http(request, options, random) {
  const sent = bodyOf(random);
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', method: 'POST', path: `/${Math.floor(random() * 1e9)}`, ...options }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', () => resolve('broken off'));
      response.on('end', () => {
        if (!response.complete) return resolve('broken off');
        try {
          resolve(judge(response.statusCode, response.headers, sent, Buffer.concat(chunks)));
        } catch (error) {
          reject(error);
        }
      });
    });
    out.on('error', () => resolve('broken off'));
    if (random() < 0.5) out.setHeader('content-length', sent.length);
    out.end(sent);
  });
}

/** Some requests at once over one connection. */
async function http2(url, random) {
  const session = connectHttp2(url, { rejectUnauthorized: false });
  session.on('error', () => {});
  const one = () =>
    new Promise((resolve, reject) => {
      const sent = bodyOf(random);
      const stream = session.request({ ':method': 'POST', ':path': '/h2' });
      const chunks = [];
      let head = null;
      stream.on('response', (headers) => (head = headers));
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('error', () => resolve('broken off'));
      stream.on('close', () => resolve('broken off'));
      stream.on('end', () => {
        if (head === null || stream.rstCode !== 0) return resolve('broken off');
        try {
          resolve(judge(head[':status'], head, sent, Buffer.concat(chunks)));
        } catch (error) {
          reject(error);
        }
      });
      stream.end(sent);
    });
  try {
    const outcomes = await Promise.all(Array.from({ length: 1 + Math.floor(random() * 8) }, one));
    return outcomes.every((outcome) => outcome === 'fine') ? 'fine' : outcomes.find((outcome) => outcome !== 'fine');
  } finally {
    session.destroy();
  }
}

/** Through what `open` says first and waits for, bytes come back as they are. */
function echoed(port, open, isOpen, random) {
  const sent = bodyOf(random);
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let head = Buffer.alloc(0);
    let at = -1;
    const chunks = [];
    socket.on('error', () => resolve('broken off'));
    socket.on('close', () => resolve('broken off'));
    socket.on('connect', () => socket.write(open[0]));
    let step = 1;
    socket.on('data', (chunk) => {
      if (at < 0) {
        head = Buffer.concat([head, chunk]);
        if (step < open.length && head.length >= 2) {
          head = head.subarray(2);
          socket.write(open[step++]);
        }
        at = isOpen(head, step);
        if (at < 0) return;
        chunk = head.subarray(at);
        socket.write(sent);
        if (sent.length === 0) return void (resolve('fine'), socket.destroy());
      }
      chunks.push(chunk);
      const whole = Buffer.concat(chunks);
      if (whole.length < sent.length) return;
      if (whole.equals(sent)) resolve('fine');
      else reject(new Error('other bytes came back'));
      socket.destroy();
    });
  });
}

function socks({ socks: port, echo }, random) {
  const hello = Buffer.from([5, 1, 0]);
  const request = Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, echo >> 8, echo & 255]);
  return echoed(port, [hello, request], (head, step) => (step === 2 && head.length >= 10 ? 10 : -1), random);
}

function tunnel({ tunnel: port }, random) {
  const end = (head) => {
    const at = head.indexOf('\r\n\r\n');
    return at < 0 ? -1 : at + 4;
  };
  return echoed(port, [Buffer.from('CONNECT echo:1 HTTP/1.1\r\nHost: echo:1\r\n\r\n')], end, random);
}

/** A packet that comes back byte for byte. */
function mqtt({ mqtt: port }, random) {
  const payload = Buffer.from(`${random()}`);
  const topic = Buffer.from('soak');
  const packet = Buffer.concat([Buffer.from([0x30, 2 + topic.length + payload.length, 0, topic.length]), topic, payload]);
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(packet));
    let got = Buffer.alloc(0);
    socket.on('error', () => resolve('broken off'));
    socket.on('close', () => resolve('broken off'));
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (got.length < packet.length) return;
      if (got.equals(packet)) resolve('fine');
      else reject(new Error(`MQTT: ${got.toString('hex')} for ${packet.toString('hex')}`));
      socket.destroy();
    });
  });
}

/** Sends something that makes no sense, or half of something, and goes away after a while, or at once. */
function misbehave(ports, random) {
  const names = ['plain', 'secure', 'upward', 'socks', 'tunnel', 'mqtt'];
  const port = ports[names[Math.floor(random() * names.length)]];
  const garbage = Buffer.from(Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256)));
  const things = [
    garbage,
    Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhalf'),
    Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'),
    Buffer.from('GET / HTTP/1.1\r\n'),
    Buffer.from(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
    Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), garbage]),
    Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc'),
    Buffer.from('GET /a HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50)),
  ];
  const bytes = things[Math.floor(random() * things.length)];
  const stay = random() < 0.5 ? 0 : random() * 300;
  return new Promise((resolve) => {
    const socket = random() < 0.2 && port === ports.secure ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }) : connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => resolve('gone'));
    // It does not read.
    socket.pause();
    socket.write(bytes);
    setTimeout(() => (random() < 0.5 && socket.resetAndDestroy !== undefined && !socket.encrypted ? socket.resetAndDestroy() : socket.destroy()), stay);
  });
}

/** Connections that are kept for further requests. */
export function closeAgents() {
  agent.destroy();
  tlsAgent.destroy();
}

export const clients = [
  { name: 'http', many: 6, run: ({ plain }, random) => http(httpRequest, { port: plain, agent }, random) },
  { name: 'http, each a connection', many: 2, run: ({ plain }, random) => http(httpRequest, { port: plain, agent: false }, random) },
  { name: 'https', many: 3, run: ({ secure }, random) => http(httpsRequest, { port: secure, agent: tlsAgent, rejectUnauthorized: false }, random) },
  { name: 'http to http/2', many: 3, run: ({ upward }, random) => http(httpRequest, { port: upward, agent }, random) },
  { name: 'http/2', many: 2, run: ({ plain }, random) => http2(`http://127.0.0.1:${plain}`, random) },
  { name: 'http/2 with tls', many: 2, run: ({ secure }, random) => http2(`https://127.0.0.1:${secure}`, random) },
  { name: 'socks', many: 2, run: socks },
  { name: 'tunnel', many: 2, run: tunnel },
  { name: 'mqtt', many: 1, run: mqtt },
  { name: 'misbehaving', many: 3, run: misbehave },
];
