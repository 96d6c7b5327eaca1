/**
 * A connection from either side, frame by frame: every case is taken whole, byte by byte, and cut at each position,
 * and must give the same each time. `>` is what comes out for whoever uses it; the rest are frames for the peer. Both have
 * their order, but frames leave together, so what stands between is no subject.
 */
import fc from 'fast-check';
import { Data } from '../../bytes/data.js';
import type { Head } from '../../events/head.js';
import { block, data, frame, FrameLog, get, headers, number, post, preface, settings } from '../../testing/http2-peer.js';
import { plainHeads } from '../../testing/plain-head.js';
import { codeName } from './codes.js';
import { Http2Connection } from './connection.js';
import { flags } from './frame.js';
import type { Http2Stream, StreamObserver } from './stream.js';

const { endHeaders, endStream, padded, priority, ack } = flags;

/** What comes out, then the frames. */
function apart(list: readonly string[]): string[] {
  return [...list.filter((text) => text.startsWith('>')), ...list.filter((text) => !text.startsWith('>'))];
}

/** A side that is looked at: what comes of it, and what it says. */
class Side {
  private readonly log: FrameLog;
  private events: string[] = [];
  readonly streams: Http2Stream[] = [];
  over = '';
  /** Bytes that came out in all. */
  bytes = 0;
  readonly connection: Http2Connection;

  constructor(role: 'server' | 'client', private readonly answers: boolean, now: () => number = () => 0) {
    this.log = new FrameLog(role === 'client' ? preface.length : 0);
    this.connection = new Http2Connection(role, plainHeads, now, {
      onOutput: (output) => {
        this.bytes += output.size;
        this.log.push(output.toBuffer());
      },
      onRequest: (stream, { head, method, length }, ended) => {
        this.note(`>${stream.id} ${method} ${plainHeads.text(head.get('path')) ?? ''} ${fieldsOf(head)}${length >= 0 ? ` ${length}` : ''}${ended ? '' : ' …'}`);
        this.streams.push(stream);
        stream.observer = this.observer(stream);
        return stream.observer;
      },
      onGoaway: (code) => this.note(`>goaway ${codeName(code)}`),
      onStreamFault: () => {},
      onFault: ({ code }) => (this.over = codeName(code)),
      onIdle: () => {},
    });
    this.connection.start();
  }

  open(...fields: string[]): Http2Stream {
    const list = fields.map((field) => ({ name: field.slice(0, field.indexOf(': ', 1)), value: field.slice(field.indexOf(': ', 1) + 2) }));
    const stream = this.connection.open(list, fields[0] === ':method: HEAD', true, { onData: () => {}, onEnd: () => {}, onDrain: () => {}, onReset: () => {} });
    stream.observer = this.observer(stream);
    return stream;
  }

  push(...parts: Buffer[]): void {
    for (const part of parts) this.connection.push(new Data(part));
  }

  /** What has come since it was asked for last. */
  take(): string[] {
    return [...this.events.splice(0), ...this.log.take()];
  }

  private observer(stream: Http2Stream): StreamObserver {
    return {
      onResponse: ({ head, status }) => this.note(`>${stream.id} ${status} ${fieldsOf(head)}`),
      onData: (body) => this.body(stream.id, body),
      onEnd: (trailers) => {
        this.note(`>${stream.id} end${trailers === null ? '' : ` ${listOf(trailers)}`}`);
        if (this.answers) this.connection.headers(stream, [{ name: ':status', value: '200' }], true);
      },
      onDrain: () => this.note(`>${stream.id} drained`),
      onReset: (code, unseen) => this.note(`>${stream.id} ${unseen ? 'unseen' : 'reset'} ${codeName(code)}`),
    };
  }

  /** Parts of a body that come one after the other are one. */
  private body(id: number, body: Data): void {
    const mark = `>${id} body `;
    const last = this.events.at(-1);
    const text = body.toBuffer().toString('latin1');
    if (last?.startsWith(mark)) this.events[this.events.length - 1] = last + text;
    else this.note(mark + text);
  }

  private note(text: string): void {
    this.events.push(text);
  }
}

function fieldsOf(head: Head): string {
  return listOf(head.get('headers') as Head);
}

function listOf(fields: Head): string {
  const list: string[] = [];
  fields.each((name, value) => list.push(`${name}:${(plainHeads.asList(value) ?? [value]).join('|')}`));
  return `{${list.join(', ')}}`;
}

const hello = Buffer.concat([preface, settings()]);
const getFields = get();
const host = '{host:a}';

/** What a client sends after its preface and settings, and what comes of it; a connection that is over ends with its code. */
const atServer: [what: string, sent: Buffer[], seen: string[]][] = [
  ['a request', [headers(1, getFields)], [`>1 GET / ${host}`, '>1 end', 'HEADERS 1 end :status=200']],
  ['a body', [headers(1, post('content-length: 5'), false), data(1, 'hel'), data(1, 'lo', true)], ['>1 POST / {host:a, content-length:5} 5 …', '>1 body hello', '>1 end', 'HEADERS 1 end :status=200']],
  ['padding and priority', [frame('Headers', endHeaders | padded | priority, 1, Buffer.concat([Buffer.of(3), Buffer.from('0000000010', 'hex'), block(...post()), Buffer.alloc(3)])), frame('Data', padded | endStream, 1, '02 6869 0000')], [`>1 POST / ${host} …`, '>1 body hi', '>1 end', 'HEADERS 1 end :status=200']],
  ['a header list in pieces', [frame('Headers', endStream, 1, block(...getFields).subarray(0, 2)), frame('Continuation', 0, 1), frame('Continuation', endHeaders, 1, block(...getFields).subarray(2))], [`>1 GET / ${host}`, '>1 end', 'HEADERS 1 end :status=200']],
  ['trailers', [headers(1, post(), false), data(1, 'x'), headers(1, ['x-sum: 1'])], [`>1 POST / ${host} …`, '>1 body x', '>1 end {x-sum:1}', 'HEADERS 1 end :status=200']],
  ['two streams at once', [headers(1, post(), false), headers(3, post(), false), data(3, 'b', true), data(1, 'a', true)], [`>1 POST / ${host} …`, `>3 POST / ${host} …`, '>3 body b', '>3 end', 'HEADERS 3 end :status=200', '>1 body a', '>1 end', 'HEADERS 1 end :status=200']],
  ['PING', [frame('Ping', 0, 0, '0102030405060708'), frame('Ping', ack, 0, '0102030405060708')], ['PING ack 0102030405060708']],
  ['PRIORITY and unknown frames are passed over', [frame('Priority', 0, 5, '0000000010'), frame(0xbe, 255, 7, '00')], []],
  ['unknown settings are passed over', [settings([0x99, 5])], []],
  ['repeated fields are joined, cookies by a semicolon', [headers(1, get('/', 'a: 1', 'a: 2', 'cookie: x', 'cookie: y'))], ['>1 GET / {host:a, a:1, 2, cookie:x; y}', '>1 end', 'HEADERS 1 end :status=200']],
  ['a Host that agrees', [headers(1, get('/', 'host: A'))], [`>1 GET / ${host}`, '>1 end', 'HEADERS 1 end :status=200']],
  ['OPTIONS *', [headers(1, [':method: OPTIONS', ':scheme: http', ':authority: a', ':path: *'])], [`>1 OPTIONS * ${host}`, '>1 end', 'HEADERS 1 end :status=200']],
  ['CONNECT', [headers(1, [':method: CONNECT', ':authority: a:1'], false), data(1, 'raw')], ['>1 CONNECT a:1 {host:a:1} …', '>1 body raw']],
  ['TE: trailers', [headers(1, get('/', 'te: trailers'))], ['>1 GET / {host:a, te:trailers}', '>1 end', 'HEADERS 1 end :status=200']],
  ['a client that gives up', [headers(1, post(), false), frame('RstStream', 0, 1, number(8)), headers(3, getFields)], [`>1 POST / ${host} …`, '>1 reset CANCEL', `>3 GET / ${host}`, '>3 end', 'HEADERS 3 end :status=200']],
  ['GOAWAY', [frame('Goaway', 0, 0, '00000000 00000000')], ['>goaway NO_ERROR']],

  ...([
    ['an upper-case name', get('/', 'X-A: 1')],
    ['a name with a blank', get('/', 'x a: 1')],
    ['a name with a colon', get('/', 'x:a: 1')],
    ['an empty name', get('/', ': 1')],
    ['connection', get('/', 'connection: close')],
    ['keep-alive', get('/', 'keep-alive: 1')],
    ['proxy-connection', get('/', 'proxy-connection: close')],
    ['transfer-encoding', get('/', 'transfer-encoding: chunked')],
    ['upgrade', get('/', 'upgrade: websocket')],
    ['TE other than trailers', get('/', 'te: gzip')],
    ['a line end in a value', get('/', 'a: b\r\nc: d')],
    ['a NUL in a value', get('/', 'a: b\0')],
    ['a blank before a value', get('/', 'a:  b')],
    ['a blank behind a value', get('/', 'a: b ')],
    ['no method', getFields.slice(1)],
    ['a method that is no token', [':method: G T', ...getFields.slice(1)]],
    ['no scheme', getFields.filter((field) => !field.startsWith(':scheme'))],
    ['no path', getFields.slice(0, 3)],
    ['an empty path', get('')],
    ['a path with a blank', get('/a b')],
    ['a path with a line end', get('/a\r\nb')],
    ['a path that is relative', get('a')],
    ['* with GET', get('*')],
    ['two paths', get('/', ':path: /b')],
    ['a pseudo-header behind a field', [...getFields.slice(0, 3), 'a: b', ':path: /']],
    ['a pseudo-header of responses', [...getFields, ':status: 200']],
    ['an unknown pseudo-header', [...getFields, ':protocol: websocket']],
    ['no authority', getFields.filter((field) => !field.startsWith(':authority'))],
    ['an authority with a user', [':method: GET', ':scheme: http', ':authority: u@a', ':path: /']],
    ['an authority with a path', [':method: GET', ':scheme: http', ':authority: a/b', ':path: /']],
    ['a Host that disagrees', get('/', 'host: b')],
    ['two Hosts', get('/', 'host: a', 'host: a')],
    ['two lengths', get('/', 'content-length: 0', 'content-length: 0')],
    ['a signed length', get('/', 'content-length: +1')],
    ['a length without a body', get('/', 'content-length: 1')],
    ['CONNECT with a path', [':method: CONNECT', ':authority: a:1', ':path: /']],
    ['CONNECT without a port', [':method: CONNECT', ':authority: a']],
  ] as const).map(([what, fields]): (typeof atServer)[number] => [what, [headers(1, fields), headers(3, getFields)], ['RST 1 PROTOCOL_ERROR', `>3 GET / ${host}`, '>3 end', 'HEADERS 3 end :status=200']]),

  ['a body that is too short', [headers(1, post('content-length: 3'), false), data(1, 'ab', true)], ['>1 POST / {host:a, content-length:3} 3 …', '>1 body ab', '>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR']],
  ['a body that is too long', [headers(1, post('content-length: 1'), false), data(1, 'ab')], ['>1 POST / {host:a, content-length:1} 1 …', '>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR']],
  ['trailers that do not end', [headers(1, post(), false), headers(1, ['a: b'], false)], [`>1 POST / ${host} …`, '>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR']],
  ['trailers with a pseudo-header', [headers(1, post(), false), headers(1, [':path: /'])], [`>1 POST / ${host} …`, '>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR']],
  ['a window of nothing', [headers(1, post(), false), frame('WindowUpdate', 0, 1, number(0))], [`>1 POST / ${host} …`, '>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR']],
  ['a stream window past its end', [headers(1, post(), false), frame('WindowUpdate', 0, 1, number(0x7fffffff))], [`>1 POST / ${host} …`, '>1 reset FLOW_CONTROL_ERROR', 'RST 1 FLOW_CONTROL_ERROR']],
  ['what was on its way to a stream that we reset', [headers(1, get('/', 'te: x'), false), data(1, 'late'), headers(1, ['a: b']), frame('WindowUpdate', 0, 1, number(1))], ['RST 1 PROTOCOL_ERROR']],

  ...([
    ['DATA of no stream', 'PROTOCOL_ERROR', [data(0, 'x')]],
    ['DATA of an idle stream', 'PROTOCOL_ERROR', [data(1, 'x')]],
    ['HEADERS of no stream', 'PROTOCOL_ERROR', [headers(0, getFields)]],
    ['HEADERS of an even stream', 'PROTOCOL_ERROR', [headers(2, getFields)]],
    ['PRIORITY of no stream', 'PROTOCOL_ERROR', [frame('Priority', 0, 0, '0000000010')]],
    ['a PRIORITY of four bytes', 'FRAME_SIZE_ERROR', [frame('Priority', 0, 1, '00000000')]],
    ['RST_STREAM of no stream', 'PROTOCOL_ERROR', [frame('RstStream', 0, 0, number(0))]],
    ['RST_STREAM of an idle stream', 'PROTOCOL_ERROR', [frame('RstStream', 0, 1, number(0))]],
    ['an RST_STREAM of three bytes', 'FRAME_SIZE_ERROR', [frame('RstStream', 0, 1, '000000')]],
    ['SETTINGS of a stream', 'PROTOCOL_ERROR', [frame('Settings', 0, 1)]],
    ['SETTINGS that are cut', 'FRAME_SIZE_ERROR', [frame('Settings', 0, 0, '000100')]],
    ['SETTINGS that acknowledge and set', 'FRAME_SIZE_ERROR', [frame('Settings', ack, 0, '000100001000')]],
    ['ENABLE_PUSH of 2', 'PROTOCOL_ERROR', [settings([2, 2])]],
    ['a window past its end', 'FLOW_CONTROL_ERROR', [settings([4, 0x80000000])]],
    ['frames too small', 'PROTOCOL_ERROR', [settings([5, 16383])]],
    ['frames too large', 'PROTOCOL_ERROR', [settings([5, 1 << 24])]],
    ['PUSH_PROMISE', 'PROTOCOL_ERROR', [frame('PushPromise', endHeaders, 1, '00000002')]],
    ['a PING of a stream', 'PROTOCOL_ERROR', [frame('Ping', 0, 1, '0000000000000000')]],
    ['a PING of seven bytes', 'FRAME_SIZE_ERROR', [frame('Ping', 0, 0, '00000000000000')]],
    ['GOAWAY of a stream', 'PROTOCOL_ERROR', [frame('Goaway', 0, 1, '0000000000000000')]],
    ['a GOAWAY that is cut', 'FRAME_SIZE_ERROR', [frame('Goaway', 0, 0, '00')]],
    ['a WINDOW_UPDATE of three bytes', 'FRAME_SIZE_ERROR', [frame('WindowUpdate', 0, 0, '000001')]],
    ['a WINDOW_UPDATE of nothing', 'PROTOCOL_ERROR', [frame('WindowUpdate', 0, 0, number(0))]],
    ['a WINDOW_UPDATE past the end', 'FLOW_CONTROL_ERROR', [frame('WindowUpdate', 0, 0, number(0x7fffffff))]],
    ['a WINDOW_UPDATE of an idle stream', 'PROTOCOL_ERROR', [frame('WindowUpdate', 0, 1, number(1))]],
    ['CONTINUATION of nothing', 'PROTOCOL_ERROR', [frame('Continuation', endHeaders, 1)]],
    ['CONTINUATION of another stream', 'PROTOCOL_ERROR', [frame('Headers', 0, 1), frame('Continuation', endHeaders, 3)]],
    ['a frame within a header list', 'PROTOCOL_ERROR', [frame('Headers', 0, 1), frame('Ping', 0, 0, '0000000000000000')]],
    ['an unknown frame within a header list', 'PROTOCOL_ERROR', [frame('Headers', 0, 1), frame(0xbe, 0, 0)]],
    ['padding longer than its HEADERS', 'PROTOCOL_ERROR', [frame('Headers', endHeaders | padded, 1, '05 82')]],
    ['a header list that cannot be read', 'COMPRESSION_ERROR', [frame('Headers', endHeaders, 1, 'ff')]],
    ['a frame that is too long', 'FRAME_SIZE_ERROR', [Buffer.from('004001 0000 00000001'.replace(/ /g, ''), 'hex')]],
  ] as const).map(([what, code, sent]): (typeof atServer)[number] => [what, [...sent], [`GOAWAY 0 ${code}`]]),
  ['padding longer than its DATA', [headers(1, post(), false), frame('Data', padded, 1, '02 78')], [`>1 POST / ${host} …`, 'GOAWAY 1 PROTOCOL_ERROR', '>1 reset PROTOCOL_ERROR']],
  ['DATA of a closed stream', [headers(1, getFields), data(1, 'x')], [`>1 GET / ${host}`, '>1 end', 'HEADERS 1 end :status=200', 'GOAWAY 1 STREAM_CLOSED']],
  ['HEADERS of a closed stream', [headers(1, getFields), headers(1, getFields)], [`>1 GET / ${host}`, '>1 end', 'HEADERS 1 end :status=200', 'GOAWAY 1 STREAM_CLOSED']],
  ['a stream below the last', [headers(5, getFields), headers(3, getFields)], [`>5 GET / ${host}`, '>5 end', 'HEADERS 5 end :status=200', 'GOAWAY 5 PROTOCOL_ERROR']],
];

const cuts = (bytes: Buffer): [how: string, parts: Buffer[]][] => [
  ['whole', [bytes]],
  ['byte by byte', [...bytes].map((byte) => Buffer.of(byte))],
  ...Array.from({ length: bytes.length }, (_, at): [string, Buffer[]] => [`cut at ${at}`, [bytes.subarray(0, at), bytes.subarray(at)]]),
];

test.each(atServer)('at a server: %s', (_, sent, seen) => {
  for (const [how, parts] of cuts(Buffer.concat([hello, ...sent]))) {
    const side = new Side('server', true);
    side.push(...parts);
    expect([how, side.take()]).toEqual([how, apart(seen)]);
  }
});

test.each([
  ['another protocol', Buffer.from('GET / HTTP/1.1\r\n'), 'PROTOCOL_ERROR'],
  ['no SETTINGS first', Buffer.concat([preface, frame('Ping', 0, 0, '0000000000000000')]), 'PROTOCOL_ERROR'],
  ['an acknowledgement first', Buffer.concat([preface, frame('Settings', ack, 0)]), 'PROTOCOL_ERROR'],
])('%s begins no connection', (_, bytes, code) => {
  const side = new Side('server', true);
  side.push(bytes);
  expect([side.over, side.take()]).toEqual([code, [`GOAWAY 0 ${code}`]]);
});

test('DATA after the end of a request resets a stream whose answer is not there', () => {
  for (const late of [data(1, 'x'), headers(1, getFields)]) {
    const side = new Side('server', false);
    side.push(hello, headers(1, getFields), late);
    expect(side.take()).toEqual([`>1 GET / ${host}`, '>1 end', '>1 reset STREAM_CLOSED', 'RST 1 STREAM_CLOSED']);
  }
});

/** What a server sends after its settings, in answer to a request on stream 1. */
const atClient: [what: string, sent: Buffer[], seen: string[], method?: string][] = [
  ['a response', [headers(1, [':status: 200', 'a: b'], false), data(1, 'hi', true)], ['>1 200 {a:b}', '>1 body hi', '>1 end']],
  ['interim responses', [headers(1, [':status: 100'], false), headers(1, [':status: 103', 'link: x'], false), headers(1, [':status: 204'])], ['>1 204 {}', '>1 end']],
  ['trailers', [headers(1, [':status: 200'], false), headers(1, ['grpc-status: 0'])], ['>1 200 {}', '>1 end {grpc-status:0}']],
  ['the answer to HEAD', [headers(1, [':status: 200', 'content-length: 9'])], ['>1 200 {content-length:9}', '>1 end'], 'HEAD'],
  ['304 with a length', [headers(1, [':status: 304', 'content-length: 9'])], ['>1 304 {content-length:9}', '>1 end']],
  ['cookies are a list', [headers(1, [':status: 200', 'set-cookie: a', 'set-cookie: b'])], ['>1 200 {set-cookie:a|b}', '>1 end']],
  ['a stream that was not handled', [frame('RstStream', 0, 1, number(7))], ['>1 unseen REFUSED_STREAM']],
  ['GOAWAY before the stream', [frame('Goaway', 0, 0, '00000000 00000000')], ['>goaway NO_ERROR', '>1 unseen REFUSED_STREAM']],
  ['GOAWAY behind the stream', [frame('Goaway', 0, 0, '00000001 00000000'), headers(1, [':status: 200'])], ['>goaway NO_ERROR', '>1 200 {}', '>1 end']],
  ...([
    ['no status', [headers(1, ['a: b'])]],
    ['a status of two digits', [headers(1, [':status: 20'])]],
    ['101', [headers(1, [':status: 101'], false)]],
    ['an interim response that ends', [headers(1, [':status: 100'])]],
    ['a pseudo-header of requests', [headers(1, [':status: 200', ':path: /'])]],
    ['DATA before a response', [data(1, 'x')]],
    ['connection', [headers(1, [':status: 200', 'connection: close'])]],
    ['a length without its body', [headers(1, [':status: 200', 'content-length: 1'])]],
  ] as const).map(([what, sent]): (typeof atClient)[number] => [what, [...sent], ['>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR']]),
  ['a body of an answer to HEAD', [headers(1, [':status: 200'], false), data(1, 'x')], ['>1 200 {}', '>1 reset PROTOCOL_ERROR', 'RST 1 PROTOCOL_ERROR'], 'HEAD'],
  ...([
    ['a pushed stream', 'PROTOCOL_ERROR', [headers(2, [':status: 200'])]],
    ['PUSH_PROMISE', 'PROTOCOL_ERROR', [frame('PushPromise', endHeaders, 1, '00000002')]],
    ['ENABLE_PUSH', 'PROTOCOL_ERROR', [settings([2, 1])]],
    ['a stream that nobody opened', 'PROTOCOL_ERROR', [headers(3, [':status: 200'])]],
    ['DATA of a stream that nobody opened', 'PROTOCOL_ERROR', [data(3, 'x')]],
  ] as const).map(([what, code, sent]): (typeof atClient)[number] => [what, [...sent], [`GOAWAY 0 ${code}`, `>1 reset ${code}`]]),
];

test.each(atClient)('at a client: %s', (_, sent, seen, method = 'GET') => {
  for (const [how, parts] of cuts(Buffer.concat([settings(), ...sent]))) {
    const side = new Side('client', false);
    side.open(`:method: ${method}`, ':scheme: http', ':authority: a', ':path: /');
    side.take();
    side.push(...parts);
    expect([how, side.take()]).toEqual([how, apart(seen)]);
  }
});

describe('windows', () => {
  const answering = (...parts: Buffer[]): { side: Side; stream: Http2Stream } => {
    const side = new Side('server', false);
    side.push(hello, ...parts, headers(1, getFields));
    side.take();
    return { side, stream: side.streams[0] };
  };
  const size = (frames: string[]): number => frames.reduce((sum, text) => sum + Number(/DATA \d+(?: end)? (\d+) bytes/.exec(text)?.[1] ?? 0), 0);

  test('no more is sent than the peer has room for, on the stream and in all', () => {
    const { side, stream } = answering();
    side.connection.headers(stream, [{ name: ':status', value: '200' }], false);
    side.connection.data(stream, new Data(Buffer.alloc(200_000)));
    side.connection.finish(stream);
    expect(size(side.take())).toBe(65535);
    side.push(frame('WindowUpdate', 0, 1, number(100_000)));
    expect(size(side.take())).toBe(0);
    side.push(frame('WindowUpdate', 0, 0, number(200_000)));
    expect(size(side.take())).toBe(100_000);
    side.push(frame('WindowUpdate', 0, 1, number(100_000)));
    const frames = side.take();
    expect([size(frames), frames.at(-1)]).toEqual([34_465, 'DATA 1 end 1697 bytes']);
  });

  test('settings change the windows of open streams, below nothing too', () => {
    const { side, stream } = answering(settings([4, 100]));
    side.connection.headers(stream, [{ name: ':status', value: '200' }], false);
    side.connection.data(stream, new Data(Buffer.alloc(300)));
    expect(size(side.take())).toBe(100);
    side.push(settings([4, 50]), frame('WindowUpdate', 0, 1, number(50)));
    expect(side.take()).toEqual([]);
    side.push(settings([4, 250]));
    expect(side.take()).toEqual(['>1 drained', 'DATA 1 200 bytes']);
  });

  test('when all streams wait, each gets its part', () => {
    const side = new Side('server', false);
    side.push(hello, settings([4, 1 << 20]), headers(1, getFields), headers(3, getFields));
    for (const stream of side.streams) {
      side.connection.headers(stream, [{ name: ':status', value: '200' }], false);
      side.connection.data(stream, new Data(Buffer.alloc(100_000)));
    }
    side.take();
    side.push(frame('WindowUpdate', 0, 0, number(60_000)));
    const streams = side.take().map((text) => text.slice(0, 6));
    expect([streams.includes('DATA 1'), streams.includes('DATA 3')]).toEqual([true, true]);
  });

  test('a peer gets room as its bytes are taken, and none while they are not', () => {
    const side = new Side('server', false);
    side.push(hello, headers(1, post(), false), headers(3, post(), false));
    side.connection.pause(side.streams[0]);
    const half = Array.from({ length: 4 }, () => Buffer.alloc(16_384));
    for (const part of half) side.push(data(1, part), data(3, part));
    expect(side.take().filter((text) => text.startsWith('WINDOW'))).toEqual(['WINDOW 3 65536']);
    side.connection.resume(side.streams[0]);
    expect(side.take()).toEqual(['WINDOW 1 65536']);
  });

  test('a peer that sends more than it may is stopped', () => {
    const side = new Side('server', false);
    side.push(hello, headers(1, post(), false));
    side.connection.pause(side.streams[0]);
    for (let i = 0; i < 9; i++) side.push(data(1, Buffer.alloc(16_384)));
    expect(side.take().slice(-2)).toEqual(['>1 reset FLOW_CONTROL_ERROR', 'RST 1 FLOW_CONTROL_ERROR']);
  });
});

test('a hundred streams at once, and no more', () => {
  const side = new Side('server', false);
  side.push(hello);
  for (let i = 0; i < 101; i++) side.push(headers(i * 2 + 1, getFields));
  expect([side.connection.streams.size, side.take().at(-1)]).toEqual([100, 'RST 201 REFUSED_STREAM']);
});

test('a client opens a hundred streams until it knows how many its server allows', () => {
  const openAll = (side: Side): number => {
    while (side.connection.hasRoom) side.open(...getFields);
    return side.connection.streams.size;
  };
  for (const [said, count] of [[settings([3, 20]), 100], [settings([3, 200]), 200], [settings(), 1000], [settings([3, 1 << 20]), 1000]] as const) {
    const side = new Side('client', false);
    expect(openAll(side)).toBe(100);
    side.push(said);
    expect(openAll(side)).toBe(count);
  }
});

test('a client opens as many streams as its server allows', () => {
  const side = new Side('client', false);
  side.push(settings([3, 1]));
  side.open(...getFields);
  expect(side.connection.hasRoom).toBe(false);
  side.push(headers(1, [':status: 200']));
  expect(side.connection.hasRoom).toBe(true);
});

describe('going away', () => {
  test('streams that come after the last are not handled, and no fault', () => {
    const side = new Side('server', true);
    side.push(hello, headers(1, getFields));
    side.connection.goaway(true);
    side.push(headers(3, post(), false), data(3, 'x'), frame('Ping', 0, 0, '0000000000000000'));
    expect(side.take().slice(-2)).toEqual(['GOAWAY 1 NO_ERROR', 'PING ack 0000000000000000']);
  });
});

/** What keeps us busy with nothing, again and again. `n` counts. */
const floods: [what: string, code: string, one: (n: number) => Buffer][] = [
  ['streams that are reset at once', 'ENHANCE_YOUR_CALM', (n) => Buffer.concat([headers(n * 2 + 1, getFields, false), frame('RstStream', 0, n * 2 + 1, number(8))])],
  ['streams that we are made to reset', 'ENHANCE_YOUR_CALM', (n) => Buffer.concat([headers(n * 2 + 1, getFields, false), frame('WindowUpdate', 0, n * 2 + 1, number(0))])],
  ['malformed requests', 'ENHANCE_YOUR_CALM', (n) => headers(n * 2 + 1, ['a: b'])],
  ['PING', 'ENHANCE_YOUR_CALM', () => frame('Ping', 0, 0, '0000000000000000')],
  ['SETTINGS', 'ENHANCE_YOUR_CALM', () => settings([4, 65535])],
  ['PRIORITY', 'ENHANCE_YOUR_CALM', () => frame('Priority', 0, 1, '0000000010')],
  ['WINDOW_UPDATE', 'ENHANCE_YOUR_CALM', () => frame('WindowUpdate', 0, 0, number(1))],
  ['unknown frames', 'ENHANCE_YOUR_CALM', () => frame(0xbe, 0, 0)],
  ['empty DATA', 'ENHANCE_YOUR_CALM', (n) => (n === 0 ? headers(1, post(), false) : data(1, ''))],
  ['DATA of padding', 'ENHANCE_YOUR_CALM', (n) => (n === 0 ? headers(1, post(), false) : frame('Data', padded, 1, '01 00'))],
  ['CONTINUATION', 'ENHANCE_YOUR_CALM', (n) => frame(n === 0 ? 'Headers' : 'Continuation', 0, 1, n === 0 ? block(...getFields) : Buffer.of(0, 1, 97, 1, 98))],
  ['empty CONTINUATION', 'ENHANCE_YOUR_CALM', (n) => frame(n === 0 ? 'Headers' : 'Continuation', 0, 1)],
  ['streams beyond the limit', 'ENHANCE_YOUR_CALM', (n) => headers(n * 2 + 1, post(), false)],
  ['lists that are too large', 'ENHANCE_YOUR_CALM', (n) => headers(n * 2 + 1, get('/', `a: ${'b'.repeat(40_000)}`, `c: ${'d'.repeat(40_000)}`).slice(0, 4).concat(Array.from({ length: 300 }, () => 'a: b')))],
];

test.each(floods)('a flood of %s ends with %s', (_, code, one) => {
  const side = new Side('server', false);
  side.push(hello);
  let count = 0;
  while (side.over === '' && count < 20_000) side.push(one(count++));
  expect([side.over, count <= 2_500, side.bytes < 200_000]).toEqual([code, true, true]);
});

test('what a client does at leisure is no flood', () => {
  let time = 0;
  const side = new Side('server', true, () => time);
  side.push(hello);
  for (let n = 0; n < 10_000; n++) {
    time += 50;
    side.push(headers(n * 2 + 1, getFields, false), frame('RstStream', 0, n * 2 + 1, number(8)), frame('Ping', 0, 0, '0000000000000000'));
  }
  expect(side.over).toBe('');
});

test('a bomb of one field that is named again and again is refused, within little memory', () => {
  const side = new Side('server', false);
  const bomb = Buffer.concat([block(...getFields), Buffer.from('4001617fa11e', 'hex'), Buffer.alloc(4000, 98), Buffer.alloc(10_000, 0xbe)]);
  side.push(hello, frame('Headers', endHeaders | endStream, 1, bomb), headers(3, getFields));
  expect(side.take()).toEqual([`>3 GET / ${host}`, '>3 end', 'RST 1 ENHANCE_YOUR_CALM']);
});

test('bytes at random, and frames at random, end a connection or do not, and nothing else happens', () => {
  const anyFrame = fc.record({ type: fc.nat(11), bits: fc.constantFrom(0, 1, 4, 5, 8, 0x20, 0x2d), stream: fc.nat(7), payload: fc.uint8Array({ maxLength: 40 }) }).map(({ type, bits, stream, payload }) => frame(type, bits, stream, Buffer.from(payload)));
  const parts = fc.array(fc.oneof(anyFrame, anyFrame, fc.constantFrom(headers(1, post(), false), headers(3, getFields), settings([4, 10])), fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes))), { maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom('server', 'client'), parts, (role, list) => {
      const side = new Side(role, true);
      if (role === 'client') side.open(...getFields);
      side.push(role === 'server' ? hello : settings(), ...list);
      expect(side.connection.streams.size).toBeLessThan(5);
    }),
    { numRuns: 500 },
  );
});
