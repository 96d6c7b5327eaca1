/**
 * A reader that does not read, at the end of each path through us: whoever sends is stopped long before all is sent, goes on
 * when the reader reads, and everything arrives as it was. Both peers are Node's, on real sockets.
 */
import { createHash, type Hash } from 'node:crypto';
import { createServer as createHttpServer, request as httpRequest, type Server as HttpServer } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server, type ClientHttp2Session, type Http2Server } from 'node:http2';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { certificate, key } from './certificate.js';
import { Bell } from './bell.js';
import { endLive, live } from './live.js';
import { freePorts } from './program.js';

/** What is to be sent. */
const total = 96 << 20;
/**
 * What may have left the source while nobody reads. Of this the system's own buffers are the most: on Linux up to 4 MB at each socket
 * that sends and 6 MB at each that receives, of which a path has two to six; what we keep is told by `flow-control.test.ts`.
 */
const most = 48 << 20;
const chunkSize = 64 * 1024;

const closers: (() => void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await endLive();
});

const pattern = Buffer.from(Array.from({ length: 2 * chunkSize }, (_, i) => (i * 2654435761) >>> 13));

/** Chunks of which no two are equal. */
function chunkAt(index: number): Buffer {
  const chunk = Buffer.from(pattern.subarray(index % chunkSize, (index % chunkSize) + chunkSize));
  chunk.writeUInt32BE(index);
  return chunk;
}

/** Sends as fast as it may. */
class Source {
  taken = 0;
  readonly hash: Hash = createHash('sha1');

  constructor(private readonly out: Writable) {
    out.on('drain', () => this.send());
    this.send();
  }

  private send(): void {
    while (this.taken < total) {
      const chunk = chunkAt(this.taken / chunkSize);
      this.hash.update(chunk);
      this.taken += chunk.length;
      if (this.taken === total) this.out.end(chunk);
      else if (!this.out.write(chunk)) return;
    }
  }
}

/** Waits until a count stays the same while the event loop goes round. */
async function settled(count: () => number): Promise<number> {
  let last = -1;
  for (let same = 0, round = 0; same < 100; round++) {
    if (round > 100_000) throw new Error(`still going on at ${last}`);
    await new Promise((next) => setTimeout(next, 1));
    same = count() === last ? same + 1 : 0;
    last = count();
  }
  return last;
}

interface Ends {
  /** Where one sends to and the other does not read yet. */
  out: Writable | null;
  in: Readable | null;
}

type Kind = 'tcp' | 'tls' | 'http1' | 'http2';

/** A server that reads nothing, or sends, once somebody has come. */
async function serve(kind: Kind, sends: boolean, ends: Ends, bell: Bell): Promise<number> {
  const come = (from: Readable, to: Writable): void => {
    from.on('error', () => {});
    to.on('error', () => {});
    if (sends) ends.out = to;
    else ends.in = from;
    bell.ring();
  };
  const raw = (socket: Socket): void => {
    closers.push(() => socket.destroy());
    // The client begins with a byte, so that we connect.
    if (sends) socket.once('data', () => come(socket, socket));
    else come(socket, socket);
  };
  const server: Server | HttpServer | Http2Server =
    kind === 'tcp'
      ? createServer({ allowHalfOpen: true }, raw)
      : kind === 'tls'
        ? createTlsServer({ key, cert: certificate, allowHalfOpen: true }, raw)
        : kind === 'http1'
          ? createHttpServer((request, response) => come(request, response))
          : createHttp2Server().on('stream', (stream) => {
              if (sends) stream.respond({ ':status': 200 });
              come(stream, stream);
            });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    sockets.add(socket);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  return (server.address() as AddressInfo).port;
}

/** A client that sends, or asks and does not read the answer. */
function ask(kind: Kind, port: number, sends: boolean, ends: Ends, bell: Bell): void {
  if (kind === 'tcp' || kind === 'tls') {
    const socket = kind === 'tcp' ? connect({ port, host: '127.0.0.1', allowHalfOpen: true }) : connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    if (sends) ends.out = socket;
    else {
      ends.in = socket;
      socket.write('?');
    }
  } else if (kind === 'http1') {
    const request = httpRequest({ port, host: '127.0.0.1', method: sends ? 'POST' : 'GET' });
    request.on('error', () => {});
    closers.push(() => request.destroy());
    if (sends) ends.out = request;
    else {
      request.on('response', (response) => {
        ends.in = response;
        bell.ring();
      });
      request.end();
    }
  } else {
    const session: ClientHttp2Session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', () => {});
    closers.push(() => session.destroy());
    const stream = session.request({ ':method': sends ? 'POST' : 'GET', ':path': '/' }, { endStream: !sends });
    stream.on('error', () => {});
    if (sends) ends.out = stream;
    else ends.in = stream;
  }
}

/** Pipelines after `listen`, where `UP` is the address of the server. `NEXT` is a free port of ours. */
type Path = readonly [name: string, client: Kind, server: Kind, script: string];

const pair = JSON.stringify({ cert: certificate, key });
const paths: readonly Path[] = [
  ['TCP', 'tcp', 'tcp', `.connect('UP')`],
  ['TLS of the client', 'tls', 'tcp', `.acceptTLS('plain', { certificate: ${pair} }).pipeline('plain').connect('UP')`],
  ['TLS of the server', 'tcp', 'tls', `.connectTLS('secret').pipeline('secret').connect('UP')`],
  ['HTTP/1 to HTTP/1', 'http1', 'http1', `.demuxHTTP('request').pipeline('request').muxHTTP('connection', '').pipeline('connection').connect('UP')`],
  ['HTTP/1 to HTTP/2', 'http1', 'http2', `.demuxHTTP('request').pipeline('request').muxHTTP('connection', '', { version: 2 }).pipeline('connection').connect('UP')`],
  ['HTTP/2 to HTTP/1', 'http2', 'http1', `.demuxHTTP('request').pipeline('request').muxHTTP('connection', '').pipeline('connection').connect('UP')`],
  ['HTTP/2 to HTTP/2', 'http2', 'http2', `.demuxHTTP('request').pipeline('request').muxHTTP('connection', '', { version: 2 }).pipeline('connection').connect('UP')`],
  [
    'a tunnel of HTTP/1',
    'tcp',
    'tcp',
    `.connectHTTPTunnel('ask', 'far.test:80').pipeline('ask').muxHTTP('near', '').pipeline('near').connect('127.0.0.1:NEXT')
     .listen('127.0.0.1:NEXT').demuxHTTP('answer').pipeline('answer').acceptHTTPTunnel('far', () => new Message({ status: 200 })).pipeline('far').connect('UP')`,
  ],
  [
    'a tunnel of HTTP/2',
    'tcp',
    'tcp',
    `.connectHTTPTunnel('ask', 'far.test:80').pipeline('ask').muxHTTP('near', '', { version: 2 }).pipeline('near').connect('127.0.0.1:NEXT')
     .listen('127.0.0.1:NEXT').demuxHTTP('answer').pipeline('answer').acceptHTTPTunnel('far', () => new Message({ status: 200 })).pipeline('far').connect('UP')`,
  ],
  [
    'SOCKS',
    'tcp',
    'tcp',
    `.connectSOCKS('near', 'far.test:80').pipeline('near').connect('127.0.0.1:NEXT')
     .listen('127.0.0.1:NEXT').acceptSOCKS('far', () => true).pipeline('far').connect('UP')`,
  ],
];

/** Sends from one end to the other. */
async function runs(client: Kind, server: Kind, up: boolean, script: string, prepare = ''): Promise<void> {
  const bell = new Bell();
  const ends: Ends = { out: null, in: null };
  const upstream = await serve(server, !up, ends, bell);
  const [port, next] = (await freePorts(2)) as [number, number];
  const filled = (text: string): string => text.replaceAll('UP', `127.0.0.1:${upstream}`).replaceAll('NEXT', String(next));
  const log = await live(`${prepare}pipy().listen('127.0.0.1:${port}')${filled(script)}`);
  ask(client, port, up, ends, bell);
  await bell.until(() => ends.out !== null, () => `whoever sends; ${log.join('\n')}`);
  const source = new Source(ends.out!);
  expect(await settled(() => source.taken)).toBeLessThan(most);
  await bell.until(() => ends.in !== null, () => `whoever reads; ${log.join('\n')}`);
  const hash = createHash('sha1');
  let received = 0;
  await new Promise<void>((done, fail) => {
    ends.in!.on('error', fail);
    ends.in!.on('data', (bytes: Buffer) => {
      received += bytes.length;
      hash.update(bytes);
      if (received >= total) done();
    });
    ends.in!.on('close', () => fail(new Error(`closed after ${received}; ${log.join('\n')}`)));
  });
  expect([received, hash.digest('hex')]).toEqual([total, source.hash.digest('hex')]);
  expect(log).toEqual([]);
}

describe('from the client to the server', () => {
  test.each(paths)('%s', (_, client, server, script) => runs(client, server, true, script), 60_000);
});

describe('from the server to the client', () => {
  test.each(paths)('%s', (_, client, server, script) => runs(client, server, false, script), 60_000);
});

/** Filters that keep or give on later, between two connections. */
const between: readonly (readonly [name: string, filters: string])[] = [
  ['a promise for each Data', '.replaceData(data => data.size > 0 ? Promise.resolve(data) : data)'],
  ['link', `.link('', () => true)`],
  ['wait', `.wait(() => true)`],
  ['a copy for others', `.fork('nowhere')`],
];

describe.each(between)('before and behind %s', (_, filters) => {
  test.each([true, false])('to the server: %s', (up) => runs('tcp', 'tcp', up, `${filters}.connect('UP')${filters}.pipeline('nowhere').dummy()`), 60_000);
});

test.each([true, false])('a process; to it: %s', (up) => runs('tcp', 'tcp', up, `.exec('cat').connect('UP').exec('cat')`), 60_000);
