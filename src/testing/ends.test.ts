/** How connections end, between real sockets: what one side tells, the other hears. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Bell } from './bell.js';
import { endLive, live } from './live.js';
import { freePorts } from './program.js';

const closers: (() => void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await endLive();
});

/** One end of what goes through us: what it hears, as text. */
class End {
  heard = '';
  private readonly bell = new Bell();

  constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => this.hear(bytes.toString()));
    socket.on('end', () => this.hear('<end>'));
    socket.on('error', (error) => this.hear(`<${(error as NodeJS.ErrnoException).code}>`));
    closers.push(() => socket.destroy());
  }

  async hears(text: string): Promise<void> {
    await this.bell.until(() => this.heard.includes(text), () => `${text} in ${this.heard}`);
  }

  private hear(text: string): void {
    this.heard += text;
    this.bell.ring();
  }
}

/** A client and the server that its first bytes have led to. */
async function pair(script: string, first = '?'): Promise<{ client: End; server: End; log: string[] }> {
  const bell = new Bell();
  let server: End | null = null;
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    server = new End(socket);
    bell.ring();
  });
  closers.push(() => void listener.close());
  await new Promise<void>((open) => listener.listen(0, '127.0.0.1', open));
  const [port, next] = (await freePorts(2)) as [number, number];
  const log = await live(`pipy().listen('127.0.0.1:${port}')${script.replaceAll('UP', `127.0.0.1:${(listener.address() as AddressInfo).port}`).replaceAll('NEXT', String(next))}`);
  const client = new End(connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
  client.socket.write(first);
  await bell.until(() => server !== null, () => log.join('\n'));
  return { client, server: server!, log };
}

describe.each([
  ['a relay', `.connect('UP')`],
  [
    'SOCKS',
    `.connectSOCKS('near', 'far.test:80').pipeline('near').connect('127.0.0.1:NEXT')
     .listen('127.0.0.1:NEXT').acceptSOCKS('far', () => true).pipeline('far').connect('UP')`,
  ],
  [
    'a tunnel',
    `.connectHTTPTunnel('ask', 'far.test:80').pipeline('ask').muxHTTP('near', '').pipeline('near').connect('127.0.0.1:NEXT')
     .listen('127.0.0.1:NEXT').demuxHTTP('answer').pipeline('answer').acceptHTTPTunnel('far', () => new Message({ status: 200 })).pipeline('far').connect('UP')`,
  ],
])('%s', (_, script) => {
  test('a client that has said all still hears the answer', async () => {
    const { client, server } = await pair(script);
    client.socket.end('all');
    await server.hears('?all<end>');
    server.socket.write('an answer');
    await client.hears('an answer');
    server.socket.end('.');
    await client.hears('.<end>');
    expect([client.heard, server.heard]).toEqual(['an answer.<end>', '?all<end>']);
  });

  test('a server that has said all is heard to its end', async () => {
    const { client, server } = await pair(script);
    server.socket.end('x'.repeat(1_000_000));
    await client.hears('x<end>');
    expect(client.heard.length).toBe(1_000_005);
  });

  test('a client that breaks off has not said all', async () => {
    const { client, server } = await pair(script);
    client.socket.write('a part');
    await server.hears('a part');
    client.socket.resetAndDestroy();
    await server.hears('<');
    expect(server.heard).toBe('?a part<ECONNRESET>');
  });

  test('a server that breaks off has not said all', async () => {
    const { client, server } = await pair(script);
    server.socket.write('a part');
    await client.hears('a part');
    server.socket.resetAndDestroy();
    await client.hears('<');
    expect(client.heard).toBe('a part<ECONNRESET>');
  });
});

describe('HTTP', () => {
  const proxy = `.demuxHTTP('request').pipeline('request').muxHTTP('connection', '').pipeline('connection').connect('UP')`;
  const request = 'GET / HTTP/1.0\r\nHost: a\r\n\r\n';

  test('a client that has said all still hears the answer', async () => {
    const { client, server } = await pair(proxy, request);
    client.socket.end();
    await server.hears('\r\n\r\n');
    server.socket.end('HTTP/1.1 200 OK\r\n\r\nall of it');
    await client.hears('<end>');
    expect(client.heard).toMatch(/^HTTP\/1.1 200 OK[^]*\r\n\r\nall of it<end>$/);
  });

  test('a part of a body that lasts until the end does not pass for the whole', async () => {
    const { client, server } = await pair(proxy, request);
    await server.hears('\r\n\r\n');
    server.socket.write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(5000)}`);
    await client.hears('x'.repeat(5000));
    server.socket.resetAndDestroy();
    await client.hears('<');
    expect(client.heard).toMatch(/x<ECONNRESET>$/);
  });
});
