/** HTTP/2 through filters: a client and a server that the test plays frame by frame, and a proxy or a handler between them. */
import { Data } from '../bytes/data.js';
import { MessageStart, StreamEnd } from '../events/event.js';
import { Message } from '../events/message.js';
import { PlainHead } from '../testing/plain-head.js';
import { Bench, computed, constant, type TestSocket, type TestStream } from '../testing/harness.js';
import { data, frame, FrameLog, get, headers, number, post, preface, settings } from '../testing/http2-peer.js';
import { connect } from './connect.js';
import { demuxHTTP } from './demux-http.js';
import { dummy } from './dummy.js';
import { muxHTTP } from './mux-http.js';
import { replaceMessage } from './replace-message.js';
import { replaceMessageStart } from './replace-message-start.js';
import { serveHTTP } from './serve-http.js';

const getFields = get();

/** A client of HTTP/2 before a stream of filters. */
class Client {
  private readonly log = new FrameLog();
  /** What came before the first frame, where that is not HTTP/2. */
  text = '';

  constructor(
    readonly bench: Bench,
    readonly stream: TestStream,
    private readonly greets = true,
  ) {
    if (greets) this.send(preface, settings());
  }

  send(...parts: (Buffer | string)[]): string[] {
    this.bench.runtime.run(() => {
      for (const part of parts) this.stream.pipeline.input(new Data(typeof part === 'string' ? Buffer.from(part, 'latin1') : part));
    });
    return this.received();
  }

  end(error: '' | 'ConnectionReset' = ''): string[] {
    this.bench.runtime.run(() => this.stream.pipeline.input(new StreamEnd(error)));
    return this.received();
  }

  received(): string[] {
    let ended = false;
    for (const event of this.stream.trace.events.splice(0)) {
      if (event.kind === 'StreamEnd') ended = true;
      if (event.kind !== 'Data') continue;
      const bytes = event.toBuffer();
      if (!this.greets && bytes.toString('latin1', 0, 5) === 'HTTP/') this.text += bytes.toString('latin1');
      else this.log.push(bytes);
    }
    return [...this.log.take(), ...(ended ? ['<end>'] : [])];
  }
}

function serving(handler: (request: Message) => Message | null, greets = true, bench = new Bench()): Client {
  return new Client(bench, bench.stream(bench.filter(serveHTTP, { handler: computed(handler as never) })), greets);
}

const hello = (): Message => new Message(null, Data.of('hello'));

test.each<[what: string, answer: () => Message | null, fields: string[], frames: string[]]>([
  ['an answer', hello, getFields, ['HEADERS 1 :status=200', 'DATA 1 end hello']],
  ['an empty answer', () => new Message(null, null), getFields, ['HEADERS 1 end :status=200']],
  ['HEAD', hello, [':method: HEAD', ...getFields.slice(1)], ['HEADERS 1 end :status=200 content-length=5']],
  ['204', () => new Message(new PlainHead({ status: 204 }), Data.of('no')), getFields, ['HEADERS 1 end :status=204']],
  ['304', () => new Message(new PlainHead({ status: 304, headers: new PlainHead({ etag: 'x' }) }), Data.of('no')), getFields, ['HEADERS 1 end :status=304 etag=x']],
  ['a length that is not true', () => new Message(new PlainHead({ headers: new PlainHead({ 'content-length': '9' }) }), Data.of('hi')), getFields, ['HEADERS 1 :status=200 content-length=2', 'DATA 1 end hi']],
  ['what belongs to HTTP/1', () => new Message(new PlainHead({ headers: new PlainHead({ connection: 'x', 'Keep-Alive': '1', 'transfer-encoding': 'chunked', upgrade: 'a', te: 'gzip', 'X-A': ' b\r\nc ', 'bad name': '1' }) }), null), getFields, ['HEADERS 1 end :status=200 x-a=b  c']],
  ['a list of cookies', () => new Message(new PlainHead({ headers: new PlainHead({ 'set-cookie': ['a', 'b'] }) }), null), getFields, ['HEADERS 1 end :status=200 set-cookie=a set-cookie=b']],
  ['a script that fails', () => { throw new Error('oops'); }, getFields, ['HEADERS 1 end :status=500']],
  ['an interim status', () => new Message(new PlainHead({ status: 101 }), null), getFields, ['HEADERS 1 end :status=502']],
  ['no message', () => null, getFields, ['HEADERS 1 end :status=200']],
])('%s', (_, answer, fields, frames) => {
  expect(serving(answer).send(headers(1, fields))).toEqual(frames);
});

test('a handler sees a request as Pipy gives it', () => {
  let seen: unknown[] = [];
  const client = serving(({ head, body }) => {
    seen = ['method', 'scheme', 'authority', 'path', 'protocol'].map((name) => head!.get(name)).concat(String((head!.get('headers') as PlainHead).get('host')), body!.size);
    return hello();
  });
  client.send(headers(1, post('x: y'), false), data(1, 'abc', true));
  expect(seen).toEqual(['POST', 'http', 'a', '/', undefined, 'a', 3]);
});

test('a body is waited for with 100', () => {
  const client = serving(hello);
  expect(client.send(headers(1, post('expect: 100-continue'), false))).toEqual(['HEADERS 1 :status=100']);
  expect(client.send(data(1, 'x', true))).toEqual(['HEADERS 1 :status=200', 'DATA 1 end hello']);
});

const upgrade = (more = 'Connection: Upgrade, HTTP2-Settings\r\n', settings = 'AAMAAABkAAQAAP__'): string => `GET /up HTTP/1.1\r\nHost: a\r\n${more}Upgrade: h2c\r\nHTTP2-Settings: ${settings}\r\n\r\n`;

test('a connection of HTTP/1 goes on in HTTP/2 when its client asks for it', () => {
  const client = serving(hello, false);
  expect(client.send(upgrade())).toEqual(['HEADERS 1 :status=200', 'DATA 1 end hello']);
  expect(client.text).toBe('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n');
  expect(client.send(preface, settings(), headers(3, getFields))).toEqual(['HEADERS 3 :status=200', 'DATA 3 end hello']);
});

test('what follows an upgrade is HTTP/2 or the end', () => {
  const client = serving(hello, false);
  client.send(upgrade());
  expect(client.send('GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n')).toEqual(['GOAWAY 1 PROTOCOL_ERROR', '<end>']);
});

test.each([
  ['not named by Connection', upgrade('Connection: Upgrade\r\n')],
  ['without the option for it', upgrade('Connection: HTTP2-Settings\r\n')],
  ['with settings that are none', upgrade(undefined, '!!!!')],
  ['with settings that are cut', upgrade(undefined, 'AAMA')],
])('an upgrade %s is passed over', (_, request) => {
  const client = serving(hello, false);
  client.send(request + request);
  expect(client.text.split('HTTP/1.1 200 OK').length - 1).toBe(2);
});

test('HTTP/2 begins a connection or not at all', () => {
  const client = serving(hello, false);
  client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n', preface);
  expect(client.text.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 505']);
});

test('draining: the client is told, served for a moment, and then no more', () => {
  const client = serving(hello);
  client.bench.runtime.run(() => client.stream.pipeline.shutdown());
  expect(client.received()).toEqual(['GOAWAY 2147483647 NO_ERROR']);
  expect(client.send(headers(1, getFields))).toEqual(['HEADERS 1 :status=200', 'DATA 1 end hello']);
  client.bench.clock.advance(1000);
  expect(client.received()).toEqual(['GOAWAY 1 NO_ERROR', '<end>']);
});

/** A proxy from HTTP/2 to a server, in the version that is given. */
class Proxy {
  readonly bench = new Bench();
  private readonly carrier = this.bench.reference(this.bench.filter(connect, { target: constant('10.0.0.9:80') }));
  private readonly forward: ReturnType<Bench['reference']>;
  private readonly port: ReturnType<Bench['layout']>;

  constructor(version: number) {
    this.forward = this.bench.reference(this.bench.filter(muxHTTP, { target: this.carrier, key: constant(''), options: { version } }));
    this.port = this.bench.layout(this.bench.filter(demuxHTTP, { target: this.forward }));
  }

  client(): Client {
    return new Client(this.bench, this.bench.stream(...this.port.filters));
  }

  /** Lets the latest attempt to connect succeed. */
  accept(): Server {
    let socket: TestSocket | undefined;
    this.bench.runtime.run(() => (socket = this.bench.dials.at(-1)!.connect()));
    return new Server(this.bench, socket!);
  }
}

class Server {
  private readonly log = new FrameLog(preface.length);

  constructor(
    private readonly bench: Bench,
    readonly socket: TestSocket,
  ) {}

  sent(): string[] {
    const text = this.socket.sent;
    this.socket.sent = '';
    const end = /<\w+>.*$/.exec(text)?.[0] ?? '';
    this.log.push(Buffer.from(text.slice(0, text.length - end.length), 'latin1'));
    return [...this.log.take(), ...(end === '' ? [] : [end])];
  }

  send(...parts: Buffer[]): void {
    for (const part of parts) this.socket.observer.onData(part);
  }

  lose(): void {
    this.bench.runtime.run(() => this.socket.observer.onError('ConnectionReset', ''));
  }
}

test('from HTTP/2 to HTTP/2: streams of many clients share a connection', () => {
  const proxy = new Proxy(2);
  const [one, two] = [proxy.client(), proxy.client()];
  one.send(headers(1, get('/1')));
  two.send(headers(1, post('content-length: 3'), false), data(1, 'abc', true));
  const server = proxy.accept();
  expect(server.sent()).toEqual(['HEADERS 1 end :method=GET :scheme=http :authority=a :path=/1', 'HEADERS 3 :method=POST :scheme=http :authority=a :path=/ content-length=3', 'DATA 3 end abc']);
  server.send(settings(), headers(3, [':status: 201'], false), data(3, 'two', true), headers(1, [':status: 200', 'x: y']));
  expect(two.received()).toEqual(['HEADERS 1 :status=201', 'DATA 1 two', 'DATA 1 end']);
  expect(one.received()).toEqual(['HEADERS 1 end :status=200 x=y']);
});

test('bodies and trailers stream both ways', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, post('te: trailers'), false));
  const server = proxy.accept();
  expect(server.sent()).toEqual(['HEADERS 1 :method=POST :scheme=http :authority=a :path=/ te=trailers']);
  client.send(data(1, 'ping'));
  expect(server.sent()).toEqual(['DATA 1 ping']);
  server.send(settings(), headers(1, [':status: 200'], false), data(1, 'pong'));
  expect(client.received()).toEqual(['HEADERS 1 :status=200', 'DATA 1 pong']);
  client.send(headers(1, ['x-sum: 1']));
  expect(server.sent()).toEqual(['HEADERS 1 end x-sum=1']);
  server.send(headers(1, ['grpc-status: 0']));
  expect(client.received()).toEqual(['HEADERS 1 end grpc-status=0']);
});

test('from HTTP/2 to HTTP/1 and back', () => {
  const proxy = new Proxy(1);
  const client = proxy.client();
  client.send(headers(1, post('x: y'), false), data(1, 'abc', true));
  const server = proxy.accept();
  expect(server.socket.sent).toBe('POST / HTTP/1.1\r\nhost: a\r\nx: y\r\ncontent-length: 3\r\nconnection: keep-alive\r\n\r\nabc');
  server.send(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nhi'));
  expect(client.received()).toEqual(['HEADERS 1 :status=200 content-length=2', 'DATA 1 end hi']);
});

test('CONNECT opens a tunnel through both', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, [':method: CONNECT', ':authority: b:1'], false), data(1, 'early'));
  const server = proxy.accept();
  expect(server.sent()).toEqual(['HEADERS 1 :method=CONNECT :authority=b:1']);
  server.send(settings(), headers(1, [':status: 200'], false));
  expect([client.received(), server.sent()]).toEqual([['HEADERS 1 :status=200'], ['DATA 1 early']]);
  server.send(data(1, 'raw'));
  expect(client.received()).toEqual(['DATA 1 raw']);
  client.send(data(1, 'bye', true));
  expect(server.sent()).toEqual(['DATA 1 bye', 'DATA 1 end']);
  server.send(data(1, '', true));
  expect(client.received()).toEqual(['DATA 1 end']);
});

test('CONNECT that is refused is an answer like any other', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, [':method: CONNECT', ':authority: b:1'], false));
  const server = proxy.accept();
  server.send(settings(), headers(1, [':status: 403']));
  expect(client.received()).toEqual(['HEADERS 1 end :status=403', 'RST 1 NO_ERROR']);
});

test('a client that gives up a stream gives it up at the server too', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, post(), false), headers(3, get('/3')));
  const server = proxy.accept();
  server.sent();
  client.send(frame('RstStream', 0, 1, number(8)));
  expect(server.sent()).toEqual(['RST 1 CANCEL']);
  server.send(settings(), headers(3, [':status: 200']));
  expect(client.received()).toEqual(['HEADERS 3 end :status=200']);
});

test('an answer before the request is whole ends both', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, post(), false), data(1, 'x'));
  const server = proxy.accept();
  server.sent();
  server.send(settings(), headers(1, [':status: 413']));
  expect([client.received(), server.sent()]).toEqual([['HEADERS 1 end :status=413', 'RST 1 NO_ERROR'], ['RST 1 NO_ERROR']]);
});

test('what the server says that it has not handled is asked again, once', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, getFields));
  const server = proxy.accept();
  server.send(settings(), frame('Goaway', 0, 0, '00000000 00000000'));
  const second = proxy.accept();
  expect(second.sent()).toEqual(['HEADERS 1 end :method=GET :scheme=http :authority=a :path=/']);
  second.send(settings(), frame('RstStream', 0, 1, number(7)));
  expect([client.received(), proxy.bench.dials.length]).toEqual([['HEADERS 1 end :status=502'], 2]);
});

test('a connection that is lost: an answer that has begun breaks off, others get 502', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, get('/1')), headers(3, post()));
  const server = proxy.accept();
  server.send(settings(), headers(1, [':status: 200'], false), data(1, 'x'));
  expect(client.received()).toEqual(['HEADERS 1 :status=200', 'DATA 1 x']);
  server.lose();
  expect(client.received()).toEqual(['RST 1 INTERNAL_ERROR', 'HEADERS 3 end :status=502']);
});

test('a server that is no server of HTTP/2 gives 502, one that stays silent 504', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, getFields));
  proxy.accept().send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect(client.received()).toEqual(['HEADERS 1 end :status=502']);
  client.send(headers(3, getFields));
  proxy.accept().send(settings());
  proxy.bench.clock.advance(62_000);
  expect(client.received()).toEqual(['HEADERS 3 end :status=504']);
});

test('a server that takes no streams, or takes no body, is given up on', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, getFields));
  const server = proxy.accept();
  server.send(settings([3, 0]));
  client.send(headers(3, get('/3')));
  proxy.bench.clock.advance(62_000);
  // The first had its stream before the server said so.
  expect(client.received()).toEqual(['HEADERS 1 end :status=504', 'HEADERS 3 end :status=504']);
  const other = new Proxy(2);
  const uploading = other.client();
  uploading.send(headers(1, post(), false));
  const deaf = other.accept();
  deaf.send(settings([4, 0]));
  const seen: string[] = [];
  for (let i = 0; i < 70; i++) {
    seen.push(...uploading.send(i === 0 ? data(1, 'x', true) : frame('Ping', 0, 0, '0000000000000000')));
    deaf.send(frame('Ping', 4, 0, '0000000000000000'));
    other.bench.clock.advance(1000);
  }
  expect(seen.filter((text) => !text.startsWith('PING'))).toEqual(['HEADERS 1 end :status=504']);
});

test('a connection on which nothing is heard any more is left', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, getFields));
  proxy.accept().send(settings());
  proxy.bench.clock.advance(62_000);
  client.send(headers(3, getFields));
  expect(proxy.bench.dials.length).toBe(2);
});

test('a client that goes away leaves nothing behind', () => {
  const proxy = new Proxy(2);
  const client = proxy.client();
  client.send(headers(1, getFields), headers(3, post(), false));
  const server = proxy.accept();
  client.end('ConnectionReset');
  client.stream.release();
  expect(server.sent().filter((text) => text.startsWith('RST'))).toEqual(['RST 1 CANCEL', 'RST 3 CANCEL']);
  proxy.bench.clock.advance(12_000);
  expect(server.sent()).toEqual(['GOAWAY 0 NO_ERROR', '<end><destroy>']);
  expect([proxy.bench.runtime.pipelines.size, proxy.bench.clock.pending]).toEqual([0, 0]);
});

test('a client that does not read holds its server back, and no other', () => {
  const proxy = new Proxy(2);
  const [slow, other] = [proxy.client(), proxy.client()];
  slow.send(headers(1, get('/slow')));
  other.send(headers(1, get('/other')));
  const server = proxy.accept();
  server.sent();
  server.send(settings(), headers(1, [':status: 200'], false), headers(3, [':status: 200'], false));
  const part = Buffer.alloc(16_384);
  let given = 128 * 1024;
  let sent = 0;
  // The client of the first stream has taken 64 KB; what is behind that waits, and the server gets no more room.
  while (given >= part.length && sent < 40) {
    server.send(data(1, part));
    sent++;
    given -= part.length;
    for (const text of server.sent()) given += Number(/WINDOW 1 (\d+)/.exec(text)?.[1] ?? 0);
  }
  expect(sent).toBeLessThan(25);
  server.send(data(3, 'quick', true));
  expect(other.received()).toEqual(['HEADERS 1 :status=200', 'DATA 1 quick', 'DATA 1 end']);
  slow.send(frame('WindowUpdate', 0, 0, number(1 << 20)), frame('WindowUpdate', 0, 1, number(1 << 20)));
  expect(server.sent().some((text) => text.startsWith('WINDOW 1'))).toBe(true);
});

test('a client that takes nothing is given up', () => {
  const client = serving(() => new Message(null, Data.of('x'.repeat(100_000))));
  client.send(headers(1, getFields));
  client.bench.clock.advance(31_000);
  expect(client.received().filter((text) => text.startsWith('RST'))).toEqual([]);
  client.bench.clock.advance(31_000);
  // What is still set is the look after connections.
  expect([client.received(), client.bench.clock.pending]).toEqual([['RST 1 CANCEL'], 1]);
});

test('a client that takes a byte now and then is given up', () => {
  const client = serving(() => new Message(null, Data.of('x'.repeat(100_000))));
  client.send(headers(1, getFields));
  const seen: string[] = [];
  for (let i = 0; i < 70; i++) {
    seen.push(...client.send(frame('WindowUpdate', 0, 1, number(1)), frame('WindowUpdate', 0, 0, number(1))));
    client.bench.clock.advance(1000);
  }
  expect(seen.filter((text) => text.startsWith('RST'))).toEqual(['RST 1 CANCEL']);
});

test('a body that comes too slowly is given up, but not while it is answered', () => {
  const bench = new Bench();
  const target = bench.reference(bench.filter(replaceMessageStart, { replacement: computed(() => [new MessageStart(null), Data.of('begun')]) }));
  const answered = new Client(bench, bench.stream(bench.filter(demuxHTTP, { target })));
  const slow = serving(hello, true, bench);
  const seen: string[] = [];
  for (const client of [answered, slow]) client.send(headers(1, post(), false));
  for (let i = 0; i < 40; i++) {
    for (const client of [answered, slow]) seen.push(...client.send(data(1, 'x')).filter((text) => client === slow || text.startsWith('RST')));
    bench.clock.advance(1000);
  }
  expect(seen).toEqual(['HEADERS 1 end :status=408', 'RST 1 NO_ERROR']);
});

test('of many requests, and of a body in many parts, some are handled in a turn', () => {
  const client = serving((request) => new Message(null, Data.of(`${request.body!.size}`)));
  const part = (at: number): Buffer => data(1, 'x', at === 299);
  const asks = Array.from({ length: 100 }, (_, i) => headers(3 + 2 * i, getFields));
  const got: number[] = [];
  for (const bytes of [Buffer.concat([headers(1, post(), false), ...Array.from({ length: 300 }, (_, i) => part(i))]), Buffer.concat(asks)]) {
    const first = client.send(bytes).length;
    client.bench.clock.advance(0);
    got.push(first, client.received().length);
  }
  expect([got[0], got[1], got[2] < 50, got[2] + got[3]]).toEqual([0, 2, true, 200]);
});

test('a connection that asks nothing is told to go, whatever else it says', () => {
  const client = serving(hello);
  client.send(headers(1, getFields));
  const seen: string[] = [];
  for (let i = 0; i < 80; i++) {
    seen.push(...client.send(frame('Ping', 0, 0, '0000000000000000')));
    client.bench.clock.advance(1000);
  }
  expect(seen.filter((text) => !text.startsWith('PING'))).toEqual([expect.stringMatching(/^GOAWAY 1 NO_ERROR/), '<end>']);
});

test('sub-pipelines answer in their own time', () => {
  const bench = new Bench();
  const never = bench.reference(bench.filter(dummy));
  const client = new Client(bench, bench.stream(bench.filter(demuxHTTP, { target: never })));
  expect(client.send(headers(1, getFields))).toEqual([]);
  const at = bench.reference(bench.filter(replaceMessage, { replacement: computed(() => [hello()]) }));
  const quick = new Client(bench, bench.stream(bench.filter(demuxHTTP, { target: at })));
  expect(quick.send(headers(1, getFields), headers(3, getFields))).toEqual(['HEADERS 1 :status=200', 'DATA 1 end hello', 'HEADERS 3 :status=200', 'DATA 3 end hello']);
});
