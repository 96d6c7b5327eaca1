/** Attacks in HTTP/2, and through upgrades: a gateway as a process, raw frames, and an origin that speaks HTTP/1. */
import { block, data, frame, FrameLog, get, headers, number, post, preface, settings } from '../../stream/testing/http2-peer.js';
import { cleanUp, type Client } from '../program.js';
import { EndlessOrigin } from './endless-origin.js';
import { answerOf, Gateway, Origin } from './proxy.js';

let origin: Origin;

afterEach(async () => {
  origin?.close();
  await cleanUp();
});

/** What comes back on a connection that is sent these frames and then nothing more: frames as texts, and whether it was ended. */
async function converse(gateway: Gateway, ...parts: readonly Buffer[]): Promise<string[]> {
  const client = gateway.client().send(Buffer.concat([preface, settings(), ...parts]));
  client.socket.end();
  return framesIn(await client.until('close'));
}

function framesIn(text: string): string[] {
  const log = new FrameLog();
  log.push(Buffer.from(text, 'latin1'));
  return log.take();
}

/** Sends one thing after the other until the gateway has had enough; gives what it said. */
async function flood(client: Client, most: number, one: (n: number) => Buffer): Promise<string[]> {
  let sent = 0;
  client.send(Buffer.concat([preface, settings()]));
  while (sent < most && !client.closed) {
    const batch = Array.from({ length: 200 }, () => one(sent++));
    await new Promise((done) => client.socket.write(Buffer.concat(batch), done));
    // What has come back is looked at before more is sent.
    await new Promise((done) => setImmediate(done));
  }
  return framesIn(await client.until('close'));
}

const end = 1;
const endHeaders = 4;
const calm = expect.stringMatching(/^GOAWAY \d+ ENHANCE_YOUR_CALM$/);
const up = (...more: readonly string[]): string[] => post(...more).map((field) => (field.startsWith(':path') ? ':path: /up' : field));

test('streams that are reset at once, by either side, are only so many', async () => {
  // Of the origin nothing comes, so each request would go on.
  origin = await Origin.start((target) => (target === '/up/after' ? answerOf(target) : null));
  const gateway = await Gateway.start(origin.port);
  const given: ((n: number) => Buffer)[] = [
    (n) => Buffer.concat([headers(n * 2 + 1, get('/up')), frame('RstStream', 0, n * 2 + 1, number(8))]),
    // The peer makes us reset them.
    (n) => Buffer.concat([headers(n * 2 + 1, get('/up')), frame('WindowUpdate', 0, n * 2 + 1, number(0))]),
    (n) => Buffer.concat([headers(n * 2 + 1, up('content-length: 1'), false), data(n * 2 + 1, 'xx')]),
    (n) => Buffer.concat([headers(n * 2 + 1, get('/up')), data(n * 2 + 1, 'x')]),
  ];
  for (const [index, one] of given.entries()) {
    origin.requests = 0;
    expect([index, (await flood(gateway.client(), 100_000, one)).at(-1)]).toEqual([index, calm]);
    expect(origin.requests).toBeLessThan(1_500);
    expect(await gateway.serves()).toBe(true);
  }
}, 60_000);

test('a flood of frames that bring nothing forward is the end of its connection', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  const floods: Readonly<Record<string, (n: number) => Buffer>> = {
    PING: () => frame('Ping', 0, 0, '0000000000000000'),
    SETTINGS: () => settings([4, 65535]),
    PRIORITY: () => frame('Priority', 0, 1, '0000000010'),
    WINDOW_UPDATE: () => frame('WindowUpdate', 0, 0, number(1)),
    unknown: () => frame(0xbe, 0, 0),
    'empty DATA': (n) => (n === 0 ? headers(1, up(), false) : data(1, '')),
    CONTINUATION: (n) => frame(n === 0 ? 'Headers' : 'Continuation', 0, 1, n === 0 ? block(...get()) : Buffer.of(0, 1, 97, 1, 98)),
    'empty CONTINUATION': (n) => frame(n === 0 ? 'Headers' : 'Continuation', 0, 1),
    'refused streams': (n) => headers(n * 2 + 1, up(), false),
  };
  for (const [what, one] of Object.entries(floods)) {
    expect([what, (await flood(gateway.client(), 100_000, one)).at(-1)]).toEqual([what, calm]);
    expect(await gateway.serves()).toBe(true);
  }
  // What is not read is not answered either: the gateway stops reading.
  const deaf = gateway.client();
  deaf.socket.pause();
  deaf.send(Buffer.concat([preface, settings(), ...Array.from({ length: 900 }, () => frame('Ping', 0, 0, '0000000000000000'))]));
  expect(await gateway.serves()).toBe(true);
}, 60_000);

test('a bomb of headers is refused, whatever it is made of', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  const one = Buffer.concat([Buffer.from('4001617fa11e', 'hex'), Buffer.alloc(4000, 98)]);
  const bombs: readonly (readonly [string, Buffer])[] = [
    ['one large field, again and again', Buffer.concat([block(...get('/up')), one, Buffer.alloc(11_000, 0xbe)])],
    ['one small field, again and again', Buffer.concat([block(...get('/up')), Buffer.from('40016100', 'hex'), Buffer.alloc(15_000, 0xbe)])],
    ['fields of the static table', Buffer.concat([block(...get('/up')), Buffer.alloc(15_000, 0x8f)])],
    ['many names', block(...get('/up'), ...Array.from({ length: 300 }, (_, i) => `x${i}: y`))],
  ];
  for (const [what, bomb] of bombs) expect([what, await converse(gateway, frame('Headers', endHeaders | end, 1, bomb), headers(3, get()))]).toEqual([what, ['RST 1 ENHANCE_YOUR_CALM', 'HEADERS 3 :status=200', 'DATA 3 end own']]);
  const tables: readonly (readonly [string, string, string])[] = [
    ['a table past its limit', '3fe17f', 'COMPRESSION_ERROR'],
    ['a table that changes in the middle', '82203f', 'COMPRESSION_ERROR'],
    ['a text longer than its block', '40017f ffffff7f'.replace(' ', ''), 'COMPRESSION_ERROR'],
    ['an integer without an end', 'ffffffffffffffff', 'COMPRESSION_ERROR'],
  ];
  for (const [what, hex, code] of tables) expect([what, await converse(gateway, frame('Headers', endHeaders | end, 1, hex))]).toEqual([what, [`GOAWAY 0 ${code}`]]);
  const large = await converse(gateway, frame('Headers', end, 1, Buffer.alloc(16_384, 0x82)), ...Array.from({ length: 8 }, () => frame('Continuation', 0, 1, Buffer.alloc(16_384, 0x82))));
  expect(large).toEqual(['GOAWAY 0 ENHANCE_YOUR_CALM']);
  expect([origin.received, await gateway.serves()]).toEqual(['', true]);
}, 30_000);

test('what HTTP/1 would read otherwise is never forwarded', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  const upGet = get('/up');
  const without = (name: string): string[] => upGet.filter((field) => !field.startsWith(name));
  const refused: readonly (readonly string[])[] = [
    [...upGet, 'transfer-encoding: chunked'],
    [...upGet, 'connection: transfer-encoding'],
    [...upGet, 'upgrade: h2c'],
    [...upGet, 'host: b'],
    [...upGet, 'host: a', 'host: a'],
    [...upGet, 'content-length: 1'],
    [...upGet, 'content-length: 0', 'content-length: 5'],
    [...upGet, 'content-length: +0'],
    [...upGet, 'X-Upper: 1'],
    [...upGet, 'x\r\ny: 1'],
    [...upGet, 'x: a\r\nGET /up/smuggled HTTP/1.1\r\nhost: a'],
    [...upGet, 'x: a\nb'],
    [...upGet, 'x: a\0b'],
    [...upGet, ' x: 1'],
    [...upGet, 'x : 1'],
    [...upGet, ':path: /up/other'],
    [...upGet, ':other: x'],
    [':method: GET /up/smuggled HTTP/1.1\r\nx:', ...without(':method')],
    [':method: GET', ':scheme: http', ':authority: a', ':path: /up HTTP/1.1\r\nhost: b\r\n\r\n'],
    [':method: GET', ':scheme: http', ':authority: a', ':path: /up x'],
    [':method: GET', ':scheme: http', ':authority: a', ':path: http://b/up'],
    [':method: GET', ':scheme: http', ':authority: a b', ':path: /up'],
    [':method: GET', ':scheme: http', ':authority: a\r\nx: y', ':path: /up'],
    [':method: GET', ':scheme: http\r\n', ':authority: a', ':path: /up'],
    without(':method'),
    without(':scheme'),
    without(':authority'),
    without(':path'),
    [':method: CONNECT', ':authority: a', ':path: /up'],
    [...upGet.slice(0, 3), 'x: y', ':path: /up'],
  ];
  for (const fields of refused) {
    expect([fields, await converse(gateway, headers(1, fields), headers(3, get()))]).toEqual([fields, ['RST 1 PROTOCOL_ERROR', 'HEADERS 3 :status=200', 'DATA 3 end own']]);
    expect([fields, origin.received]).toEqual([fields, '']);
  }
  // A body that is not as long as was said: nothing of it is a request of its own, or an answer for somebody else.
  const smuggled = 'GET /up/smuggled HTTP/1.1\r\nhost: a\r\n\r\n';
  for (const [length, body] of [['5', `12345${smuggled}`], ['500', smuggled], ['0', smuggled]]) {
    expect((await converse(gateway, headers(1, up(`content-length: ${length}`), false), data(1, body, true))).filter((text) => text.startsWith('RST'))).toEqual(['RST 1 PROTOCOL_ERROR']);
    expect([length, origin.received.includes('smuggled')]).toEqual([length, false]);
  }
  expect(await converse(gateway, headers(1, up(), false), data(1, smuggled, true))).toEqual(['HEADERS 1 :status=200 content-length=3', 'DATA 1 end /up']);
  expect([origin.requests, await gateway.serves()]).toEqual([1, true]);
}, 30_000);

test('a client of HTTP/2 that takes nothing holds back who sends, and no other', async () => {
  const endless = await EndlessOrigin.start();
  origin = endless.origin;
  const gateway = await Gateway.start(origin.port);
  const windows = [settings([4, 0]), settings([4, 1]), settings([4, 65535]), Buffer.concat([settings([4, 0x7fffffff]), frame('WindowUpdate', 0, 0, number(0x7fff0000))])];
  const clients = windows.map((window) => {
    const client = gateway.client();
    client.socket.pause();
    return client.send(Buffer.concat([preface, window, headers(1, get('/up/endless'))]));
  });
  await origin.until('/up/endless');
  // Clients that share the connection to the origin wait for it; all others are served.
  const most = 128 << 20;
  const stands = await endless.standsAt(most, async () => {
    expect(await converse(gateway, headers(1, get()))).toEqual(['HEADERS 1 :status=200', 'DATA 1 end own']);
  });
  expect(stands).toBeLessThan(most);
  for (const client of clients) client.socket.destroy();
}, 30_000);

test('windows past their end are an error', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  expect(await converse(gateway, frame('WindowUpdate', 0, 0, number(0x7fffffff)))).toEqual(['GOAWAY 0 FLOW_CONTROL_ERROR']);
  expect(await converse(gateway, settings([4, 0x80000000]))).toEqual(['GOAWAY 0 FLOW_CONTROL_ERROR']);
  expect(await converse(gateway, headers(1, up(), false), frame('WindowUpdate', 0, 1, number(0x7fffffff)))).toEqual(['RST 1 FLOW_CONTROL_ERROR']);
  expect(await converse(gateway, headers(1, up(), false), settings([4, 0x7fffffff]), frame('WindowUpdate', 0, 1, number(1)))).toEqual(['RST 1 FLOW_CONTROL_ERROR']);
  expect(await gateway.serves()).toBe(true);
});

test('frames of a websocket go through as they are, once both sides have agreed', async () => {
  const accept = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n';
  origin = await Origin.start((target, socket) => {
    if (target !== '/up/socket') return answerOf(target);
    socket.once('data', (first: Buffer) => {
      socket.write(first);
      socket.pipe(socket);
    });
    return accept;
  });
  const gateway = await Gateway.start(origin.port);
  const asking = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;
  // Without a mask, of a length past all numbers, cut controls, a flood of pings, and what looks like a request.
  const wild = [Buffer.of(0x81, 2, 97, 98), Buffer.of(0x82, 127, 255, 255, 255, 255, 255, 255, 255, 255), Buffer.of(0x09, 0), Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.of(0x89, 0))), Buffer.from('GET /up/smuggled HTTP/1.1\r\nHost: a\r\n')];
  for (const bytes of wild) {
    const client = gateway.client().send(asking('/up/socket'));
    expect(await client.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 101 /);
    client.send(Buffer.concat([bytes, Buffer.from('<end>')]));
    expect(await client.until('<end>')).toBe(`${bytes.toString('latin1')}<end>`);
    client.socket.destroy();
    expect(await gateway.serves()).toBe(true);
  }
  // A server that does not agree is one of HTTP: what follows is requests.
  const client = gateway.client().send(asking('/up/plain') + 'GET /up/next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(await client.until('close')).toMatch(/^HTTP\/1\.1 200 [^]*\/up\/plainHTTP\/1\.1 200 [^]*\/up\/next$/);
}, 30_000);
