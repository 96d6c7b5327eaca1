/** HTTP from socket to socket: a client and a server that the test plays, and a proxy or a handler between them. */
import { Data } from '../bytes/data.js';
import { MessageStart, StreamEnd } from '../events/event.js';
import { Message } from '../events/message.js';
import { Holds, Valve } from '../runtime/flow.js';
import { PlainHead } from '../testing/plain-head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { Bench, computed, constant, type TestSocket, type TestStream } from '../testing/harness.js';
import { connect } from './connect.js';
import { demuxHTTP } from './demux-http.js';
import { dummy } from './dummy.js';
import { muxHTTP } from './mux-http.js';
import { replaceMessage } from './replace-message.js';
import { replaceMessageStart } from './replace-message-start.js';
import { serveHTTP } from './serve-http.js';

const get = (path = '/', more = ''): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n${more}\r\n`;
const forwarded = (path = '/'): string => `GET ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n`;
const ok = (body: string, connection = 'keep-alive'): string => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: ${connection}\r\n\r\n${body}`;
const empty = (status: string, connection = 'keep-alive'): string => `HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: ${connection}\r\n\r\n`;

class Proxy {
  readonly bench = new Bench();
  private readonly carrier = this.bench.reference(this.bench.filter(connect, { target: constant('10.0.0.9:80') }));
  private readonly forward = this.bench.reference(this.bench.filter(muxHTTP, { target: this.carrier, key: constant('') }));
  private readonly port = this.bench.layout(this.bench.filter(demuxHTTP, { target: this.forward }));

  client(): Client {
    return new Client(this.bench, this.bench.stream(...this.port.filters));
  }

  /** Lets the latest attempt to connect succeed. */
  accept(): TestSocket {
    let socket: TestSocket | undefined;
    this.bench.runtime.run(() => (socket = this.bench.dials.at(-1)!.connect()));
    return socket!;
  }

  refuse(error: StreamErrorCode): void {
    this.bench.runtime.run(() => this.bench.dials.at(-1)!.observer.onFail(error, error));
  }
}

class Client {
  constructor(
    private readonly bench: Bench,
    readonly stream: TestStream,
  ) {}

  /** Sends bytes; gives what has come back since. */
  send(text: string): string {
    this.bench.runtime.run(() => this.stream.pipeline.input(Data.of(text, 'latin1')));
    return this.received();
  }

  end(error: StreamErrorCode | '' = ''): string {
    this.bench.runtime.run(() => this.stream.pipeline.input(new StreamEnd(error)));
    return this.received();
  }

  /** Bytes as they are, `<end>` for the end of the connection. */
  received(): string {
    const { events } = this.stream.trace;
    const text = events.map((event) => (event.kind === 'Data' ? event.toBuffer().toString('latin1') : event.kind === 'StreamEnd' ? '<end>' : ''));
    events.splice(0);
    return text.join('');
  }
}

function server(handler: (request: Message) => Message | null, bench = new Bench()): Client {
  return new Client(bench, bench.stream(bench.filter(serveHTTP, { handler: computed(handler as never) })));
}

const echo = (request: Message): Message => new Message(null, request.body);

test('a handler answers requests in order, whole or in pieces', () => {
  const client = server((request) => new Message(null, Data.of(String(request.head!.get('path')))));
  expect(client.send(get('/1') + get('/2'))).toBe(ok('/1') + ok('/2'));
  const pieces = [...get('/3')].map((byte) => client.send(byte));
  expect(pieces.join('')).toBe(ok('/3'));
});

test.each<[what: string, request: string, answer: string]>([
  ['HEAD has no body', 'HEAD / HTTP/1.1\r\nhost: a\r\n\r\n', ok('hello').slice(0, -5)],
  ['close is answered with close', get('/', 'Connection: x, Close\r\n'), `${ok('hello', 'close')}<end>`],
  ['HTTP/1.0 closes', 'GET / HTTP/1.0\r\n\r\n', `${ok('hello', 'close')}<end>`],
  ['HTTP/1.0 can stay', 'GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n', ok('hello')],
  ['what is malformed is refused and closed', 'GET / HTTP/1.1\r\n\r\n', `${empty('400 Bad Request', 'close')}<end>`],
  ['what came before is answered first', `${get()}bad\r\n\r\n${get()}`, `${ok('hello')}${empty('400 Bad Request', 'close')}<end>`],
  ['100 Continue is sent for a body that is waited for', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\nexpect: 100-continue\r\n\r\nx', `HTTP/1.1 100 Continue\r\n\r\n${ok('hello')}`],
])('%s', (_, request, answer) => {
  expect(server(() => new Message(null, Data.of('hello'))).send(request)).toBe(answer);
});

test('large answers go out in chunks, to clients of HTTP/1.0 until the end', () => {
  const body = 'x'.repeat(5000);
  const client = (): Client => server(() => new Message(null, Data.of(body)));
  expect(client().send(get())).toBe(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n1388\r\n${body}\r\n0\r\n\r\n`);
  expect(client().send('GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n')).toBe(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body}<end>`);
});

test('a 204 of a script has neither length nor body', () => {
  const client = server(() => new Message(new PlainHead({ status: 204 }), Data.of('no')));
  expect(client.send(get())).toBe('HTTP/1.1 204 No Content\r\nconnection: keep-alive\r\n\r\n');
});

test('what a script says of framing is not believed, and cannot break out of its line', () => {
  const headers = new PlainHead({ 'content-length': '99', connection: 'upgrade', 'transfer-encoding': 'gzip', 'x-a': 'b\r\nx-evil: 1', 'bad name': '1', 'Content-Length': '7' });
  const client = server(() => new Message(new PlainHead({ status: '404', headers }), Data.of('no')));
  expect(client.send(get())).toBe('HTTP/1.1 404 Not Found\r\nx-a: b  x-evil: 1\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nno');
});

test('an error of the script is a 500 of that request alone', () => {
  const client = server((request) => {
    if (request.head!.get('path') === '/bad') throw new Error('oops');
    return echo(request);
  });
  expect(client.send(get('/1') + get('/bad') + get('/2'))).toBe(ok('') + empty('500 Internal Server Error') + ok(''));
});

test('a sub-pipeline without an answer is a 502, one that still works keeps the client waiting', () => {
  const bench = new Bench();
  const answers = (...filters: Parameters<Bench['reference']>): Client => new Client(bench, bench.stream(bench.filter(demuxHTTP, { target: bench.reference(...filters) })));
  expect(answers(bench.filter(replaceMessage, { replacement: constant([new StreamEnd()]) })).send(get())).toBe(empty('502 Bad Gateway'));
  expect(answers(bench.filter(dummy)).send(get())).toBe('');
});

test('requests are pipelined to the server, answers go to those who asked', () => {
  const proxy = new Proxy();
  const [a, b] = [proxy.client(), proxy.client()];
  a.send(get('/a1') + get('/a2'));
  b.send(get('/b1'));
  const upstream = proxy.accept();
  expect(proxy.bench.dials.length).toBe(1);
  expect(upstream.sent).toBe(forwarded('/a1') + forwarded('/a2') + forwarded('/b1'));
  upstream.receive(ok('1') + ok('2') + ok('3'));
  expect([a.received(), b.received()]).toEqual([ok('1') + ok('2'), ok('3')]);
});

test.each<[StreamErrorCode, string]>([
  ['ConnectionRefused', '502 Connection Refused'],
  ['CannotResolve', '502 Cannot Resolve'],
  ['ConnectionTimeout', '504 Gateway Timeout'],
  ['Unauthorized', '502 Bad Gateway'],
])('%s is told to everybody who waits, and the next request dials again', (error, status) => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send(get() + get());
  proxy.refuse(error);
  expect(client.received()).toBe(empty(status) + empty(status));
  client.send(get());
  proxy.accept().receive(ok('x'));
  expect(client.received()).toBe(ok('x'));
});

test.each<[what: string, answer: string, end: StreamErrorCode | '', seen: string]>([
  ['no answer', '', '', empty('502 Bad Gateway')],
  ['garbage', '\0\x01nonsense', '', empty('502 Bad Gateway')],
  ['an answer that is cut off', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort', '', empty('502 Bad Gateway')],
  ['a long answer that is cut off', `HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n${'x'.repeat(5000)}`, '', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n1388\r\n${'x'.repeat(5000)}\r\n<end>`],
  ['an answer that ends with the connection', 'HTTP/1.1 200 OK\r\n\r\nall of it', '', ok('all of it')],
  ['a protocol that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\nraw', '', empty('502 Bad Gateway')],
  ['silence until a time-out', '', 'ReadTimeout', empty('504 Gateway Timeout')],
  ['304', 'HTTP/1.1 304 Not Modified\r\netag: 1\r\n\r\n', '', 'HTTP/1.1 304 Not Modified\r\netag: 1\r\nconnection: keep-alive\r\n\r\n'],
])('a server that gives %s', (_, answer, error, seen) => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send(get());
  const upstream = proxy.accept();
  if (answer !== '') upstream.receive(answer);
  if (error !== '') upstream.observer.onError(error, error);
  else upstream.observer.onEnd();
  expect(client.received()).toBe(seen);
});

test('a server that stays silent is given up on', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send(get());
  proxy.accept();
  proxy.bench.clock.advance(59_000);
  expect(client.received()).toBe('');
  proxy.bench.clock.advance(3_000);
  expect(client.received()).toBe(empty('504 Gateway Timeout'));
});

describe('a server that keeps waiting', () => {
  /** What the client of a request has got after so many seconds in each of which the server sends something. */
  function after(seconds: number, request: string, say: (second: number) => string): string {
    const proxy = new Proxy();
    const client = proxy.client();
    client.send(request);
    const upstream = proxy.accept();
    for (let i = 0; i < seconds; i++) {
      upstream.receive(say(i));
      proxy.bench.clock.advance(1000);
    }
    return client.received();
  }

  const timeout = empty('504 Gateway Timeout');

  test('by a head that comes byte by byte, or by interim responses, has timed out', () => {
    const head = `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100)}`;
    expect(after(62, get(), (i) => head[i])).toBe(timeout);
    expect(after(62, get(), () => 'HTTP/1.1 102 Processing\r\n\r\n')).toBe(timeout);
  });

  test('with the last answer of a connection has timed out too', () => {
    for (const field of ['', 'content-length: 9999\r\nconnection: close\r\n']) {
      const seen = after(62, get(), (i) => (i === 0 ? `HTTP/1.1 200 OK\r\n${field}\r\n${'x'.repeat(5000)}` : ''));
      expect([field, seen.endsWith('<end>')]).toEqual([field, true]);
    }
  });

  test('by a body that comes byte by byte keeps its client', () => {
    expect(after(200, get(), (i) => (i === 0 ? `HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${'x'.repeat(5000)}` : i % 50 === 0 ? 'x' : ''))).toMatch(/200 OK[^]*x\r\n$/);
  });

  test('by taking nothing of a request has timed out', () => {
    const proxy = new Proxy();
    const client = proxy.client();
    const valve = new Valve({ pause() {}, resume() {} });
    const send = (text: string): void => proxy.bench.runtime.run(() => proxy.bench.runtime.flow.through(valve, () => client.stream.pipeline.input(Data.of(text, 'latin1'))));
    send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n');
    send('x'.repeat(5000));
    const upstream = proxy.accept();
    upstream.stuck = true;
    send('x'.repeat(200_000));
    expect(valve.isHeld).toBe(true);
    proxy.bench.clock.advance(59_000);
    expect(client.received()).toBe('');
    proxy.bench.clock.advance(3_000);
    expect(client.received()).toBe(timeout);
  });
});

test('a client that is slow to take an answer does not let its server time out', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  const holds = new Holds();
  const { trace } = client.stream;
  const take = trace.input.bind(trace);
  trace.input = (event) => {
    take(event);
    holds.hold(proxy.bench.runtime.flow);
  };
  client.send(get());
  const upstream = proxy.accept();
  upstream.receive('HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n');
  upstream.receive('x'.repeat(5000));
  expect([client.received().length > 5000, upstream.paused]).toEqual([true, true]);
  proxy.bench.clock.advance(200_000);
  expect(client.received()).toBe('');
  holds.lift();
  proxy.bench.clock.advance(62_000);
  expect(client.received()).toBe('<end>');
});

test('after `connection: close` what was pipelined is asked again elsewhere', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send(get('/1') + get('/2'));
  proxy.accept().receive('HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\na');
  expect(client.received()).toBe(ok('a'));
  const second = proxy.accept();
  expect(second.sent).toBe(forwarded('/2'));
  second.receive(ok('b'));
  expect(client.received()).toBe(ok('b'));
});

test('a client that goes away leaves nothing behind, and others untouched', () => {
  const proxy = new Proxy();
  const [gone, other] = [proxy.client(), proxy.client()];
  gone.send(get('/gone'));
  const upstream = proxy.accept();
  other.send(get('/other'));
  gone.end('ConnectionReset');
  gone.stream.release();
  upstream.receive(ok('for nobody') + ok('for you'));
  expect(other.received()).toBe(ok('for you'));
  other.end();
  other.stream.release();
  expect(proxy.bench.runtime.pipelines.size).toBe(1);
  proxy.bench.clock.advance(12_000);
  expect([proxy.bench.runtime.pipelines.size, proxy.bench.clock.pending]).toEqual([0, 0]);
});

test('a client that only stopped sending gets its answer', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send(get());
  expect(client.end()).toBe('');
  proxy.accept().receive(ok('late'));
  expect(client.received()).toBe(`${ok('late', 'close')}<end>`);
});

test('TE of a request ends here; an answer may have one, which means nothing', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send('GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n\r\n');
  const socket = proxy.accept();
  expect(socket.sent.toLowerCase()).not.toContain('te:');
  proxy.bench.runtime.run(() => socket.receive('HTTP/1.1 200 OK\r\nTE: x\r\nContent-Length: 2\r\n\r\nhi'));
  expect(client.received()).toBe('HTTP/1.1 200 OK\r\nte: x\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nhi');
});

test('a long request streams in chunks while it comes', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10000\r\n\r\n');
  client.send('x'.repeat(6000));
  const upstream = proxy.accept();
  expect(upstream.sent).toBe(`POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n1770\r\n${'x'.repeat(6000)}\r\n`);
  client.send('x'.repeat(4000));
  expect(upstream.sent.endsWith('0\r\n\r\n')).toBe(true);
});

/** A request of which the server has got the head and a part of a body too long to be kept. */
function longRequest(proxy: Proxy): { client: Client; upstream: TestSocket } {
  const client = proxy.client();
  client.send(`POST /long HTTP/1.1\r\nhost: a\r\ncontent-length: 10000\r\n\r\n${'x'.repeat(6000)}`);
  return { client, upstream: proxy.accept() };
}

test('a long request that its client breaks off is the last on its connection', () => {
  const proxy = new Proxy();
  const { client, upstream } = longRequest(proxy);
  const before = upstream.sent;
  client.end('ConnectionReset');
  client.stream.release();
  const other = proxy.client();
  other.send(get('/other'));
  expect(upstream.sent.slice(before.length).replace('<destroy>', '')).toBe('<end>');
  const second = proxy.accept();
  expect(second.sent).toBe(forwarded('/other'));
});

test('a long request may be answered before it has come whole', () => {
  const proxy = new Proxy();
  const { client, upstream } = longRequest(proxy);
  upstream.receive(empty('413 Payload Too Large'));
  expect(client.received()).toBe(empty('413 Payload Too Large'));
});

test('of a long request no part is asked again', () => {
  const proxy = new Proxy();
  const first = proxy.client();
  first.send(get());
  const upstream = proxy.accept();
  upstream.receive(ok(''));
  const client = proxy.client();
  client.send(`POST /long HTTP/1.1\r\nhost: a\r\ncontent-length: 10000\r\n\r\n${'x'.repeat(6000)}`);
  proxy.bench.runtime.run(() => upstream.observer.onError('ConnectionReset', ''));
  expect([client.received(), proxy.bench.dials.length]).toEqual([empty('502 Bad Gateway'), 1]);
});

test('CONNECT opens a tunnel when the answer agrees, and stays HTTP when not', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send('CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\n\r\nearly');
  const upstream = proxy.accept();
  expect(upstream.sent).toBe('CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\nconnection: keep-alive\r\n\r\n');
  upstream.receive('HTTP/1.1 200 OK\r\n\r\n');
  expect(client.received()).toBe('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\n\r\n');
  expect(upstream.sent.endsWith('\r\n\r\nearly')).toBe(true);
  upstream.receive('raw');
  expect(client.received()).toBe('raw');

  const refused = proxy.client();
  refused.send(`CONNECT b:1 HTTP/1.1\r\nhost: b:1\r\n\r\n${get('/then')}`);
  proxy.accept().receive(empty('403 Forbidden'));
  expect(refused.received()).toBe(empty('403 Forbidden'));
});

test('a request that asks for websocket keeps its body, and what follows waits for the answer', () => {
  const proxy = new Proxy();
  const client = proxy.client();
  client.send(`POST /chat HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\ncontent-length: 5\r\n\r\nhello${get('/then')}`);
  const upstream = proxy.accept();
  expect(upstream.sent).toBe('POST /chat HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\ncontent-length: 5\r\nconnection: upgrade\r\n\r\nhello');
  upstream.receive(ok('no'));
  expect(client.received()).toBe(ok('no'));
  expect(proxy.accept().sent).toContain('GET /then ');
});

test('of many requests that come at once some are handled in a turn, and the rest in those that follow', () => {
  const bench = new Bench();
  const client = server((request) => new Message(null, Data.of(String(request.head!.get('path')))), bench);
  const valve = new Valve({ pause() {}, resume() {} });
  const texts = Array.from({ length: 100 }, (_, i) => get(`/${i}`));
  bench.runtime.run(() => bench.runtime.flow.through(valve, () => client.stream.pipeline.input(Data.of(texts.join('')))));
  const first = client.received().split('HTTP/1.1').length - 1;
  expect([first < 50, valve.isHeld]).toEqual([true, true]);
  // What comes meanwhile waits behind them, and the end does.
  expect(client.send(get('/last'))).toBe('');
  expect(client.end()).toBe('');
  bench.clock.advance(0);
  const all = [...texts.keys(), 'last'].map((i) => ok(`/${i}`)).join('');
  expect(`${all}<end>`.endsWith(client.received())).toBe(true);
  expect(valve.isHeld).toBe(false);
});

test('of requests with large answers the next waits until what was answered has room', () => {
  const bench = new Bench();
  const client = server(() => new Message(null, new Data(Buffer.alloc(1 << 20))), bench);
  const valve = new Valve({ pause() {}, resume() {} });
  const answers = (): number => client.received().split('HTTP/1.1').length - 1;
  bench.runtime.run(() => bench.runtime.flow.through(valve, () => client.stream.pipeline.input(Data.of(get().repeat(8)))));
  expect(answers()).toBe(2);
  // As a connection does that has more to send than it should.
  valve.hold();
  bench.clock.advance(1000);
  expect(answers()).toBe(0);
  valve.lift();
  bench.clock.advance(1000);
  expect([answers(), valve.isHeld]).toEqual([6, false]);
});

test('what is kept behind requests for tunnels has a limit, also while these are refused one after the other', () => {
  const bench = new Bench();
  const never = bench.reference(bench.filter(dummy));
  const client = new Client(bench, bench.stream(bench.filter(demuxHTTP, { target: never })));
  const valve = new Valve({ pause() {}, resume() {} });
  const input = (text: string): void => bench.runtime.run(() => bench.runtime.flow.through(valve, () => client.stream.pipeline.input(Data.of(text))));
  const refuse = (): void => bench.runtime.run(() => bench.runtime.pipelines.all().at(-1)!.parts.children[0].leave(new StreamEnd('ConnectionRefused')));
  const upgrade = get('/', 'connection: upgrade\r\nupgrade: websocket\r\n');
  for (let i = 0; i < 20; i++) input(upgrade.repeat(1000));
  expect(valve.isHeld).toBe(true);
  refuse();
  expect([client.received(), valve.isHeld]).toEqual([empty('502 Connection Refused'), true]);
});

test('draining: an idle connection gets a second for a last request, which is answered with close', () => {
  const bench = new Bench();
  const client = server(echo, bench);
  client.send(get());
  bench.runtime.run(() => client.stream.pipeline.shutdown());
  bench.clock.advance(500);
  expect(client.received()).toBe('');
  expect(client.send(get())).toBe(`${ok('', 'close')}<end>`);
  const idle = server(echo, bench);
  bench.runtime.run(() => idle.stream.pipeline.shutdown());
  bench.clock.advance(1000);
  expect(idle.received()).toBe('<end>');
});

test('a static answer is the same every time', () => {
  const bench = new Bench();
  const message = new Message(null, Data.of('Hi'));
  const client = new Client(bench, bench.stream(bench.filter(serveHTTP, { handler: constant(message) })));
  expect(client.send(get() + get())).toBe(ok('Hi') + ok('Hi'));
});

describe('a client that takes too long', () => {
  /** What has come back, by second, of a client that does the same every second. */
  function everySecond(client: Client, bench: Bench, seconds: number, say: (second: number) => string): string {
    const seen: string[] = [];
    for (let i = 0; i < seconds; i++) {
      const received = client.send(say(i));
      if (received !== '') seen.push(`${i}: ${received}`);
      bench.clock.advance(1000);
    }
    return seen.join('');
  }

  const tooLate = empty('408 Request Timeout', 'close');
  const begun = (bench: Bench): Client => {
    const target = bench.reference(bench.filter(replaceMessageStart, { replacement: computed(() => [new MessageStart(null), Data.of('x'.repeat(5000))]) }));
    return new Client(bench, bench.stream(bench.filter(demuxHTTP, { target })));
  };

  test('for a head, or says nothing more', () => {
    const bench = new Bench();
    const client = server(echo, bench);
    expect(everySecond(client, bench, 20, (i) => (i < 5 ? '' : get('/', `x: ${'y'.repeat(30)}`)[i - 5]))).toBe(`16: ${tooLate}<end>`);
    const mute = server(echo, bench);
    mute.send(get().slice(0, 20));
    bench.clock.advance(12_000);
    expect(mute.received()).toBe(`${tooLate}<end>`);
  });

  test('for a body', () => {
    const bench = new Bench();
    const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n';
    const slow = server(echo, bench);
    slow.send(head);
    expect(everySecond(slow, bench, 60, () => 'x')).toBe(`31: ${tooLate}<end>`);
    const quicker = server(echo, bench);
    quicker.send(head);
    expect(everySecond(quicker, bench, 300, () => 'x'.repeat(260))).toBe('');
  });

  test('for the rest of a body that has its answer', () => {
    const bench = new Bench();
    const target = bench.reference(bench.filter(replaceMessageStart, { replacement: computed(() => [new Message(null, Data.of('early'))]) }));
    const client = new Client(bench, bench.stream(bench.filter(demuxHTTP, { target })));
    expect(client.send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n')).toBe(ok('early'));
    expect(everySecond(client, bench, 60, () => 'x'.repeat(100_000))).toBe('31: <end>');
  });

  test('for its next request', () => {
    const bench = new Bench();
    const client = server(echo, bench);
    everySecond(client, bench, 200, (i) => (i % 60 === 0 ? get() : ''));
    expect(client.received()).toBe('');
    bench.clock.advance(76_000);
    expect(client.received()).toBe('<end>');
    expect(bench.clock.pending).toBe(0);
  });

  test('unless somebody else holds it up', () => {
    const bench = new Bench();
    const held = server(echo, bench);
    const valve = new Valve({ pause() {}, resume() {} });
    bench.runtime.run(() => bench.runtime.flow.through(valve, () => held.stream.pipeline.input(Data.of(get().slice(0, -1)))));
    valve.hold();
    bench.clock.advance(100_000);
    valve.lift();
    expect(held.send('\n')).toBe(ok(''));
    // It may send its body when we say so, which is after the answer before.
    const bench2 = new Bench();
    const never = bench2.reference(bench2.filter(dummy));
    const polite = new Client(bench2, bench2.stream(bench2.filter(demuxHTTP, { target: never })));
    polite.send(`${get()}POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n`);
    bench2.clock.advance(100_000);
    expect(polite.received()).toBe('');
  });

  test('unless it is being answered', () => {
    const bench = new Bench();
    const client = begun(bench);
    expect(client.send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n')).toContain('200 OK');
    bench.clock.advance(100_000);
    expect(client.received()).toBe('');
  });

  test('or any other time, where that is asked for', () => {
    const bench = new Bench();
    const options = { headerTimeout: 2, bodyTimeout: 0, idleTimeout: 3 };
    const [first, second] = [1, 2].map(() => new Client(bench, bench.stream(bench.filter(serveHTTP, { handler: computed(echo as never), options }))));
    first.send('GET');
    second.send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n');
    bench.clock.advance(4000);
    expect([first.received(), second.received()]).toEqual([`${tooLate}<end>`, '']);
    expect(second.send('hello')).toBe(ok('hello'));
    bench.clock.advance(5000);
    expect(second.received()).toBe('<end>');
  });

  test('a body that turns out malformed does not end an answer that has begun as if that were all', () => {
    const client = begun(new Bench());
    const head = 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(client.send(head)).toMatch(/^HTTP.1.1 200 OK[^]*x\r\n$/);
    expect(client.send('nonsense\r\n')).toBe('<end>');
  });
});
