/**
 * Each place where bytes may wait, in memory and so to the byte: how many it takes before those who send them are held, who is
 * held, and that they go on. `slow-readers.test.ts` has the same between real sockets, end to end.
 */
import { TestSocket } from '../stream/testing/harness.js';
import { data, FrameLog, headers, preface, settings } from '../stream/testing/http2-peer.js';
import { Served } from './served.js';

const KB = 1024;
const MB = 1024 * KB;
/** What a socket reads at a time. */
const chunk = 'x'.repeat(64 * KB);
/** Far more than may wait anywhere. */
const enough = 32 * MB;

const ample = { memory: 1 << 30, fuel: 1e9 };
const serve = (script: string): Served => new Served(script, ample);

/** Sends until that is held up, which it is when not many more than `most` bytes were taken: the last chunk comes on top. */
function fill(socket: TestSocket, most: number, text: string | (() => string) = chunk): void {
  const taken = pour(socket, text);
  expect([socket.paused, taken > 0, taken <= most + (typeof text === 'string' ? text.length : chunk.length) ? 'bounded' : taken]).toEqual([true, true, 'bounded']);
}

/** Sends chunk after chunk, until that is held up or has been enough. Gives the bytes that were taken. */
function pour(socket: TestSocket, text: string | (() => string) = chunk): number {
  let taken = 0;
  while (!socket.paused && taken < enough) {
    const next = typeof text === 'string' ? text : text();
    socket.receive(next);
    taken += next.length;
  }
  return taken;
}

const stuck = (socket: TestSocket): TestSocket => Object.assign(socket, { stuck: true });

/** The connection that was asked for last. */
const upstream = (served: Served, socket = new TestSocket()): TestSocket => served.bench.dials.at(-1)!.connect(socket);

/** A client whose first bytes have led to a connection. */
function relay(served: Served, first = '?'): [client: TestSocket, server: TestSocket] {
  const client = served.connect(80);
  served.feed(client, first);
  return [client, upstream(served)];
}

const post = (length: number | 'chunked', path = '/'): string =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\n${length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`}\r\n\r\n`;
const get = (path = '/'): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;
const ok = (length: number): string => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`;

const proxy = "pipy().listen(80).demuxHTTP('request').pipeline('request').muxHTTP('connection', '').pipeline('connection').connect('up.test:80')";

describe('sockets', () => {
  test('a client that does not read holds the server whose bytes it gets: 1 MB', () => {
    const [client, server] = relay(serve("pipy().listen(80).connect('up.test:80')"));
    stuck(client);
    fill(server, MB);
    client.drain();
    expect(server.paused).toBe(false);
    expect(client.paused).toBe(false);
  });

  test('a server that does not read holds its client: 128 KB', () => {
    const [client, server] = relay(serve("pipy().listen(80).connect('up.test:80')"));
    stuck(server);
    fill(client, 128 * KB);
    server.drain();
    expect(client.paused).toBe(false);
  });

  test('before there is a connection: 128 KB', () => {
    const served = serve("pipy().listen(80).connect('up.test:80')");
    const client = served.connect(80);
    fill(client, 128 * KB);
    const server = upstream(served, stuck(new TestSocket()));
    expect([client.paused, server.unsent > 128 * KB]).toEqual([true, true]);
    server.drain();
    expect(client.paused).toBe(false);
  });

  test('a server that sends without reading is heard all the same', () => {
    const served = serve("pipy().listen(80).connectSOCKS('near', 'far.test:80').pipeline('near').connect('proxy.test:1080')");
    const client = served.connect(80);
    fill(client, 128 * KB);
    const server = upstream(served, stuck(new TestSocket()));
    server.receive('\x05\x00');
    server.receive('\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00');
    // What waited is its client's.
    expect([server.unsent > 128 * KB, server.paused, client.paused]).toEqual([true, false, true]);
    server.receive('hello');
    expect(served.sent(client)).toBe('hello');
    server.drain();
    expect(client.paused).toBe(false);
  });

  test('a client that asks without reading is not read from: 1 MB', () => {
    const served = serve(`pipy().listen(80).serveHTTP(() => new Message('x'.repeat(100000)))`);
    const client = stuck(served.connect(80));
    pour(client, get());
    expect(client.unsent).toBeLessThan(MB + 101 * KB);
    client.drain();
    expect(client.paused).toBe(false);
  });
});

describe('tunnels', () => {
  test.each([
    ['connectSOCKS', "connectSOCKS('near', 'far.test:80').pipeline('near').connect('proxy.test:1080')"],
    ['connectHTTPTunnel', "connectHTTPTunnel('ask', 'far.test:80').pipeline('ask').muxHTTP('near', '').pipeline('near').connect('proxy.test:8080')"],
  ])('%s keeps what comes before the proxy has agreed: 128 KB', (name, filters) => {
    const served = serve(`pipy().listen(80).${filters}`);
    const client = served.connect(80);
    fill(client, 128 * KB);
    const server = upstream(served);
    if (name === 'connectSOCKS') {
      server.receive('\x05\x00');
      server.receive('\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00');
    } else {
      server.receive('HTTP/1.1 200 OK\r\n\r\n');
    }
    expect(client.paused).toBe(false);
    stuck(server);
    fill(client, 128 * KB);
    stuck(client);
    fill(server, MB);
  });

  test('what comes behind CONNECT waits for the answer: 1 MB', () => {
    const [client, server] = relay(serve(proxy), 'CONNECT far.test:80 HTTP/1.1\r\nhost: far.test:80\r\n\r\n');
    fill(client, MB);
    server.receive('HTTP/1.1 200 OK\r\n\r\n');
    expect([client.paused, server.sent.length > MB]).toEqual([false, true]);
    stuck(server);
    fill(client, 128 * KB);
    stuck(client);
    fill(server, MB);
  });
});

describe('filters that keep', () => {
  test('link, until a pipeline is chosen: 1 MB', () => {
    fill(serve("pipy().listen(80).link('on', () => false).pipeline('on').connect('up.test:80')").connect(80), MB);
  });

  test('wait: 128 KB', () => {
    fill(serve('pipy().listen(80).wait(() => false)').connect(80), 128 * KB);
  });

  test('heads that wait count, however small: some 32 of them', () => {
    const client = serve('pipy().listen(80).decodeHTTPRequest().wait(() => false)').connect(80);
    fill(client, 32 * get().length, get());
  });

  test('a promise: 128 KB', () => {
    const client = serve('pipy().listen(80).handleData(() => new Promise(() => {}))').connect(80);
    fill(client, 128 * KB);
  });

  test('a promise for each Data holds whoever sends it where nobody takes it', () => {
    const served = serve("pipy().listen(80).connect('up.test:80').replaceData(data => data.size > 0 ? Promise.resolve(data) : data)");
    const [client, server] = relay(served);
    stuck(client);
    const taken = pour(server, () => (served.bench.clock.advance(0), chunk));
    expect(taken).toBeLessThanOrEqual(MB + 256 * KB);
    client.drain();
    expect(server.paused).toBe(false);
  });

  test('a throttle lets a client that does not read hold its server, whatever the quota is', () => {
    const served = serve("pipy().listen(80).connect('up.test:80').throttleDataRate('64k')");
    const [client, server] = relay(served);
    stuck(client);
    let taken = 0;
    for (let seconds = 0; seconds < 100; seconds++) {
      taken += pour(server);
      served.bench.clock.advance(1000);
    }
    expect(taken).toBeLessThanOrEqual(MB + 192 * KB);
    client.drain();
    served.bench.clock.advance(1000);
    expect(server.paused).toBe(false);
  });

  test('a throttle holds who sends more than is paid for', () => {
    fill(serve("pipy().listen(80).throttleDataRate('1k').connect('up.test:80')").connect(80), 0);
  });

  test('a process that does not take its input: 128 KB', () => {
    const served = serve("pipy().listen(80).exec('cat')");
    const client = served.connect(80);
    served.feed(client, '?');
    const process = served.bench.processes[0];
    process.unsent = 129 * KB;
    fill(client, 0);
    process.observer.onDrain();
    expect(client.paused).toBe(false);
    stuck(client);
    for (let i = 0; i < 17; i++) process.observer.onData(Buffer.from(chunk));
    expect(process.paused).toBe(true);
  });

  test('a fork is as slow as the slowest of its branches', () => {
    const served = serve("pipy().listen(80).fork('copy').connect('up.test:80').pipeline('copy').connect('log.test:80')");
    const client = served.connect(80);
    served.feed(client, '?');
    stuck(served.bench.dials.find(({ host }) => host === 'log.test')!.connect());
    served.bench.dials.find(({ host }) => host === 'up.test')!.connect();
    fill(client, 128 * KB);
  });
});

describe('a log that nobody reads', () => {
  /** How many of 100 requests are answered, each of which is copied to a server that all share. */
  function answered(options: string, connected: boolean): number {
    const served = serve(`pipy().listen(80).demuxHTTP('request')
      .pipeline('request').fork('copy').replaceMessage(new Message('ok'))
      .pipeline('copy').merge('send', '')
      .pipeline('send').encodeHTTPRequest().connect('log.test:80', ${options})`);
    const body = 'x'.repeat(60 * KB);
    const client = served.connect(80);
    let count = 0;
    for (; count < 100 && !client.paused; count++) {
      expect(served.feed(client, post(body.length) + body)).toContain('ok');
      if (connected && count === 0) upstream(served, stuck(new TestSocket()));
    }
    return count;
  }

  test.each([true, false])('holds whoever is logged (connected: %s)', (connected) => expect(answered('{}', connected)).toBeLessThan(5));

  test.each([true, false])('with a `bufferLimit` holds nobody: what is more than that is lost (connected: %s)', (connected) => {
    expect(answered("{ bufferLimit: '1m' }", connected)).toBe(100);
  });
});

describe('messages', () => {
  test('demux takes 64 messages without an answer', () => {
    const client = serve("pipy().listen(80).decodeHTTPRequest().demux('one').pipeline('one').replaceMessage(() => new Promise(() => {}))").connect(80);
    expect(pour(client, get())).toBe(65 * get().length);
  });

  test('answers behind demux that come before their turn: 1 MB', () => {
    const served = serve("pipy({ _n: 0 }).listen(80).decodeHTTPRequest().demux('one').pipeline('one').handleMessageStart(m => _n = m.head.path).encodeHTTPRequest().connect(() => 'up' + _n[1] + '.test:80').decodeHTTPResponse()");
    const client = served.connect(80);
    served.feed(client, get('/1') + get('/2'));
    const [first, second] = served.bench.dials.map((dial) => dial.connect());
    second.receive(ok(enough));
    fill(second, MB);
    first.receive(`${ok(1)}1`);
    expect(second.paused).toBe(false);
  });

  test('mux takes 64 messages without an answer', () => {
    const served = serve("pipy().listen(80).decodeHTTPRequest().mux('all', '').pipeline('all').encodeHTTPRequest().connect('up.test:80').decodeHTTPResponse()");
    const [client, server] = relay(served, get());
    expect(pour(client, get())).toBe(64 * get().length);
    for (let i = 0; i < 33; i++) server.receive(ok(0));
    expect(client.paused).toBe(false);
  });

  test('muxHTTP takes 64 requests of a stream without an answer', () => {
    const served = serve("pipy().listen(80).decodeHTTPRequest().muxHTTP('all', '').pipeline('all').connect('up.test:80')");
    const [client, server] = relay(served, get());
    expect(pour(client, get())).toBe(64 * get().length);
    for (let i = 0; i < 33; i++) server.receive(ok(0));
    expect(client.paused).toBe(false);
  });
});

describe('HTTP/1', () => {
  test('a request streams as soon as it is first in line, and its server holds it: 128 KB', () => {
    const [client, server] = relay(serve(proxy), post(enough) + 'x'.repeat(5000));
    expect(server.sent).toContain('x'.repeat(5000));
    stuck(server);
    fill(client, 128 * KB);
    server.drain();
    expect(client.paused).toBe(false);
  });

  test('a client holds the server whose answer it does not read: 1 MB', () => {
    const [client, server] = relay(serve(proxy), get());
    server.receive(ok(enough));
    stuck(client);
    fill(server, MB);
    client.drain();
    expect(server.paused).toBe(false);
  });

  test('a request behind another in its session is held, and nobody else: 1 MB', () => {
    const served = serve(proxy);
    const [first, server] = relay(served, get('/first') + post(enough, '/slow'));
    first.receive('x'.repeat(5000));
    const second = served.connect(80);
    second.receive(post(enough, '/large'));
    fill(second, MB);
    // Neither who asks then, nor the server when it answers, has anything to do with that.
    const third = served.connect(80);
    served.feed(third, get('/third'));
    server.receive(`${ok(2)}ok`);
    expect([first.paused, third.paused, server.paused, second.paused]).toEqual([false, false, false, true]);
  });

  test('what has waited in line is its own client’s when it is written in the turn of the server', () => {
    const served = serve(proxy);
    const [first, server] = relay(served, post(5001, '/first') + 'x'.repeat(5000));
    const second = served.connect(80);
    second.receive(post(enough, '/large'));
    pour(second);
    stuck(server);
    served.feed(first, 'x');
    expect([server.unsent > MB, second.paused, server.paused, first.paused]).toEqual([true, true, false, false]);
    server.drain();
    expect(second.paused).toBe(false);
    fill(second, 128 * KB);
  });

  test('64 requests without an answer, and 1 MB of those behind the first', () => {
    const script = "pipy().listen(80).serveHTTP(() => new Promise(() => {}))";
    expect(pour(serve(script).connect(80), get())).toBe(65 * get().length);
    const client = serve(script).connect(80);
    client.receive(get());
    const body = 'y'.repeat(100 * KB);
    expect(pour(client, post(body.length) + body)).toBeLessThanOrEqual(MB + 101 * KB);
  });

  test('those behind go on when the first is answered', () => {
    const served = serve(`
      var waiting = []
      pipy().listen(80).serveHTTP(() => new Promise(yes => waiting.push(yes)))
        .listen(81).handleData(() => { waiting.shift()(new Message('ok')) })`);
    const [client, control] = [served.connect(80), served.connect(81)];
    client.receive(get());
    const body = 'y'.repeat(300 * KB);
    for (let i = 0; i < 4; i++) client.receive(post(body.length) + body);
    expect(client.paused).toBe(true);
    served.feed(control, '1');
    expect(client.paused).toBe(false);
    pour(client, post(body.length) + body);
    for (let i = 0; i < 20 && client.paused; i++) served.feed(control, '1');
    expect([client.paused, served.log]).toEqual([false, []]);
  });

  test('an answer before its turn: 1 MB', () => {
    const served = serve("pipy({ _n: 0 }).listen(80).demuxHTTP('request').pipeline('request').handleMessageStart(m => _n = m.head.path).muxHTTP('connection', () => _n).pipeline('connection').connect(() => 'up' + _n[1] + '.test:80')");
    const client = served.connect(80);
    served.feed(client, get('/1') + get('/2'));
    const [first, second] = served.bench.dials.map((dial) => dial.connect());
    second.receive(ok(enough));
    fill(second, MB);
    first.receive(ok(1) + '1');
    expect([second.paused, served.sent(client).length > MB]).toEqual([false, true]);
    stuck(client);
    fill(second, MB);
    client.drain();
    expect(second.paused).toBe(false);
  });

  test('an answer in chunks of a byte takes no more than another', () => {
    const served = serve("pipy({ _n: 0 }).listen(80).demuxHTTP('request').pipeline('request').handleMessageStart(m => _n = m.head.path).muxHTTP('connection', () => _n).pipeline('connection').connect(() => 'up' + _n[1] + '.test:80')");
    const client = served.connect(80);
    served.feed(client, get('/1') + get('/2'));
    const [, second] = served.bench.dials.map((dial) => dial.connect());
    second.receive('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    fill(second, 6 * MB, '1\r\nx\r\n'.repeat(10_000));
  });

  test('a server that is held up by its client has not fallen silent', () => {
    const served = serve(proxy);
    const [client, server] = relay(served, get());
    server.receive(ok(enough));
    stuck(client);
    pour(server);
    served.bench.clock.advance(600_000);
    client.drain();
    expect(server.paused).toBe(false);
    server.receive(chunk);
    expect([served.sent(client).includes(chunk), served.log]).toEqual([true, []]);
    // Once it may be heard it has to say something.
    served.bench.clock.advance(62_000);
    expect(client.sent).toMatch(/<reset>$/);
  });

  test('an upload may take longer than an answer', () => {
    const served = serve(proxy);
    const [client, server] = relay(served, post(210_000) + 'x'.repeat(10_000));
    for (let i = 0; i < 20; i++) {
      served.bench.clock.advance(10_000);
      client.receive('x'.repeat(10_000));
    }
    served.bench.clock.advance(59_000);
    server.receive(ok(0));
    expect(served.sent(client)).toMatch(/^HTTP\/1.1 200 OK/);
  });
});

describe('HTTP/2', () => {
  test('an answer before its turn: 1 MB, then its stream gets no more room', () => {
    const served = serve("pipy().listen(80).decodeHTTPRequest().muxHTTP('all', '', { version: 2 }).pipeline('all').connect('up.test:80')");
    const [, server] = relay(served, get('/1') + get('/2'));
    const frames = new FrameLog(24);
    let room = 64 * KB - 1;
    const look = (): void => {
      served.bench.clock.advance(0);
      frames.push(Buffer.from(served.sent(server), 'latin1'));
      for (const text of frames.take()) room += Number(/^WINDOW 3 (\d+)$/.exec(text)?.[1] ?? 0);
    };
    const receive = (bytes: Buffer): void => server.receive(bytes.toString('latin1'));
    receive(settings());
    look();
    // What we say at the start: the window of each stream.
    room = 128 * KB;
    receive(headers(3, [':status: 200'], false));
    let sent = 0;
    for (; room >= 16 * KB && sent < enough; sent += 16 * KB, room -= 16 * KB) {
      receive(data(3, Buffer.alloc(16 * KB)));
      look();
    }
    expect([sent >= MB, sent <= MB + 192 * KB, server.paused]).toEqual([true, true, false]);
    receive(headers(1, [':status: 204']));
    look();
    expect(room).toBeGreaterThan(64 * KB);
  });

  test('each upload of a connection waits by itself: 128 KB more on their way', () => {
    const served = serve("pipy({ _path: '' }).listen(80).demuxHTTP('request').pipeline('request').handleMessageStart(m => _path = m.head.path).muxHTTP('connection', () => _path).pipeline('connection').connect('up.test:80')");
    const client = served.connect(80);
    const receive = (bytes: Buffer): void => client.receive(bytes.toString('latin1'));
    const frames = new FrameLog();
    const rooms = new Map([1, 3, 5].map((id) => [id, 128 * KB]));
    const sent = new Map([1, 3, 5].map((id) => [id, 0]));
    receive(Buffer.concat([preface, settings()]));
    for (const id of rooms.keys()) receive(headers(id, [':method: POST', ':scheme: http', ':authority: a', `:path: /${id}`], false));
    const look = (): void => {
      served.bench.clock.advance(0);
      frames.push(Buffer.from(served.sent(client), 'latin1'));
      for (const text of frames.take()) {
        const [, id, room] = /^WINDOW (\d) (\d+)$/.exec(text) ?? [];
        if (id !== undefined) rooms.set(Number(id), rooms.get(Number(id))! + Number(room));
      }
    };
    /** Sends on a stream what there is room for. */
    const upload = (id: number): void => {
      for (look(); rooms.get(id)! >= 16 * KB && sent.get(id)! < 4 * MB; look()) {
        rooms.set(id, rooms.get(id)! - 16 * KB);
        sent.set(id, sent.get(id)! + 16 * KB);
        receive(data(id, Buffer.alloc(16 * KB)));
      }
    };
    for (const id of rooms.keys()) upload(id);
    expect([...sent.values()].map((bytes) => bytes > 128 * KB && bytes <= 288 * KB)).toEqual([true, true, true]);
    // The others wait for a connection still.
    served.bench.dials[2].connect().drain();
    upload(5);
    expect([sent.get(5), client.paused]).toEqual([4 * MB, false]);
  });
});
