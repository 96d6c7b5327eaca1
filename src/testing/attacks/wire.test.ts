/** Attacks over the wire: a gateway as a process, raw connections, and an origin that keeps what it is sent. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { cleanUp, Program, folderOf, freePorts, Client } from '../program.js';
import { loadText } from '../load-text.js';
import { EndlessOrigin } from './endless-origin.js';
import { answerOf, Gateway, Origin } from './proxy.js';

let origin: Origin;

afterEach(async () => {
  origin?.close();
  await cleanUp();
});

const chunked = 'Transfer-Encoding: chunked\r\n';
const end = '0\r\n\r\n';
const smuggled = 'GET /up/smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
const post = (fields: string, body = '', target = '/up', version = '1.1'): string => `POST ${target} HTTP/${version}\r\nHost: a\r\n${fields}\r\n${body}`;
const get = (fields = '', target = '/up', host = 'Host: a\r\n'): string => `GET ${target} HTTP/1.1\r\n${host}${fields}\r\n`;

/** By row: what must be refused with a status of 400 and more, and nothing of it forwarded. */
const refused: Readonly<Record<string, readonly string[]>> = {
  G01: [
    post(`Content-Length: 5\r\n${chunked}`, end + smuggled),
    post(`${chunked}Content-Length: 5\r\n`, end + smuggled),
    post(`${chunked}Transfer-Encoding: identity\r\n`, end + smuggled),
    ...['xchunked', 'chunked, identity', 'identity, chunked', 'chunked, chunked', '\x0bchunked', 'chunked\x0b', 'gzip', 'chunked;a=b', '"chunked"', ''].map((value) => post(`Transfer-Encoding: ${value}\r\n`, end + smuggled)),
    post(chunked, end + smuggled, '/up', '1.0'),
    post('Content-Length: 0\r\nContent-Length: 5\r\n', smuggled),
    ...['+1', '-1', '0x1', '1_0', '1, 2', '1,', '', ' ', '1 1', '1e1', '99999999999999999999', '\u0661', '1.0', 'NaN'].map((value) => post(`Content-Length: ${value}\r\n`, 'x')),
    post('Transfer-Encoding : chunked\r\n', end + smuggled),
    post('Content-Length : 5\r\n', smuggled),
    post(' Transfer-Encoding: chunked\r\n', end + smuggled),
  ],
  G02: [
    get('Host: b\r\n'),
    get('', '/up', ''),
    get('', '/up', 'Host: \r\nHost: a\r\n'),
    get('', 'http://b/up'),
    ...['a b', 'a@b', 'a:b', 'a/b', 'a:99999', 'a,b', '[::1', 'a?b', 'a#b', 'a\\b'].map((host) => get('', '/up', `Host: ${host}\r\n`)),
  ],
  G03: [
    'GET /up HTTP/1.1\nHost: a\n\n',
    'GET /up HTTP/1.1\r\nHost: a\n\r\n',
    'GET /up HTTP/1.1\rHost: a\r\n\r\n',
    get('X: a\rb\r\n'),
    get('X: a\nY: b\r\n'),
    get('X: a\0b\r\n'),
    get('X: a\r\n b\r\n'),
    get('X: a\r\n\tb\r\n'),
    get('X : a\r\n'),
    get(': a\r\n'),
    get('no colon\r\n'),
    ...['X(Y', 'X Y', 'X\x01', 'X\x7f', 'X\xff', '"X"', 'X[', 'X,Y'].map((name) => get(`${name}: a\r\n`)),
    get('X: \x01\r\n'),
    'GET /up\0 HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /up x HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET  /up HTTP/1.1\r\nHost: a\r\n\r\n',
    'G\x00T /up HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET /up HTTP/1.2.3\r\nHost: a\r\n\r\n',
    'GET /up http/1.1\r\nHost: a\r\n\r\n',
    'GET /up HTTP/2.0\r\nHost: a\r\n\r\n',
    'GET /up\r\n\r\n',
    ' GET /up HTTP/1.1\r\nHost: a\r\n\r\n',
  ],
};

/** Bodies in chunks that are malformed: the head may have gone on, but nothing that stands in or behind them as a request. */
const malformed: readonly string[] = [
  ...['x\r\n', '-1\r\n', '+1\r\n', '0x1\r\n', '\r\n', ' 1\r\na\r\n', '1 \r\na\r\n', '1\na\n', 'fffffffffffffffff\r\n', `1;${'x'.repeat(5000)}\r\na\r\n`, '1\r\nab\r\n', '1\r\na', '1;a\nb\r\na\r\n', '1\r\r\na\r\n'].map((chunk) => post(chunked, chunk + end + smuggled)),
  post(chunked, `0\r\nX\r\n\r\n${smuggled}`),
  post(chunked, `0\r\nX: ${'y'.repeat(20_000)}\r\n\r\n${smuggled}`),
  post(chunked, `0\n\n${smuggled}`),
];

test('a request that is ambiguous or malformed is refused and never forwarded', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  for (const apart of [false, true]) {
    for (const [row, texts] of Object.entries(refused)) {
      for (const text of texts) {
        const answer = await gateway.converse(text, apart);
        expect([row, text, apart, answer]).toEqual([row, text, apart, expect.stringMatching(/^HTTP\/1\.1 (4\d\d|505) [^]*connection: close\r\n/)]);
        expect([row, text, origin.received]).toEqual([row, text, '']);
      }
    }
  }
  for (const text of malformed) {
    const answer = await gateway.converse(text);
    expect([text, origin.received.includes('smuggled'), answer.includes('200 OK')]).toEqual([text, false, false]);
  }
  // Trailers say nothing of framing, and are not forwarded.
  origin.received = '';
  expect(await gateway.converse(post(chunked, '1\r\na\r\n0\r\nContent-Length: 50\r\nTransfer-Encoding: gzip\r\nHost: b\r\n\r\n'))).toContain('200 OK');
  expect(origin.received).not.toMatch(/50|gzip|Host: b/i);
  expect(await gateway.serves()).toBe(true);
}, 60_000);

test('headers of a client named like members of objects are headers', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port, { handler: '({ head }) => new Message(JSON.stringify([Object.keys(head.headers), head.headers.polluted, ({}).polluted, head.headers.__proto__]))' });
  const fields = '__proto__: {"polluted":1}\r\nconstructor: x\r\nprototype: y\r\nhasOwnProperty: z\r\ntoString: t\r\nvalueOf: v\r\nlength: 5\r\n';
  const answer = await gateway.converse(get(fields, '/own'));
  expect(answer).toContain('[["host","__proto__","constructor","prototype","hasownproperty","tostring","valueof","length"],null,null,"{\\"polluted\\":1}"]');
  await gateway.converse(get(fields));
  for (const name of ['__proto__', 'constructor', 'prototype', 'hasownproperty']) expect(origin.received.toLowerCase()).toContain(`\r\n${name}: `);
});

test('whatever a handler gives, the client gets an answer', async () => {
  origin = await Origin.start();
  const noEvents = ['1', '"text"', '{}', '({ head: {} })', 'x => x', 'Message', 'os', 'pipy', '[5]'];
  const gives = ['[new Message("a"), new Message("b")]', 'new Message({ headers: 5 }, "x")', 'new Message({ headers: [] })', 'new Message({ status: "x" })', 'new Message({ status: 1e9 })', 'new Message({ status: -1 })', 'new Message({ status: 99 })', '(o => (o.a = o, new Message({ headers: o })))({})', 'new Message({ headers: { a: { toString: () => repeat(() => 1) } } })', 'new Message({ headers: { a: [1, 2] } })', 'null.x', '[].reduce(x => x)', 'new StreamEnd', 'new Message({ statusText: 5, status: { a: 1 } }, "x")', ...noEvents];
  const gateway = await Gateway.start(origin.port, { handler: `({ head }) => head.path === '/' ? new Message('own') : [${gives.map((text) => `() => (${text})`).join(',\n')}][+head.path.slice(1)]()` });
  for (const [index, text] of gives.entries()) {
    if (noEvents.includes(text)) {
      // It is told, and whoever asked may give up: nobody else is kept waiting.
      const told = gateway.program.stderr.split('not an Event').length - 1;
      const client = gateway.client().send(get('', `/${index}`));
      await gateway.program.logged('not an Event', told);
      client.socket.destroy();
    } else {
      const answer = await gateway.converse(get('Connection: close\r\n', `/${index}`));
      expect([text, answer]).toEqual([text, expect.stringMatching(/^HTTP\/1\.1 \d\d\d [^\r\n]*\r\n/)]);
    }
  }
  expect(await gateway.serves()).toBe(true);
}, 30_000);

test('pipelines that link to themselves are refused or limited', async () => {
  const head = "pipy().listen(8000).link('a').pipeline('a')";
  for (const script of [`${head}.link('a')`, `${head}.link('b').pipeline('b').link('a')`, `${head}.fork('a')`, `${head}.demux('a')`, `${head}.merge('a', () => 1)`]) expect([script, loadText(script).graph]).toEqual([script, null]);
  const long = Array.from({ length: 40 }, (_, i) => `.pipeline('a${i}').link('a${i + 1}')`).join('');
  expect(loadText(`pipy().listen(8000).link('a0')${long}.pipeline('a40').dummy()`).graph).toBeNull();
  expect(loadText(`pipy().listen(8000)${'.dummy()'.repeat(300)}`).graph).toBeNull();
});

test('a compressed bomb ends the message', async () => {
  const bomb = gzipSync(Buffer.alloc(300 << 20));
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({ 'main.js': `pipy().listen('127.0.0.1:${port}').demuxHTTP('request').pipeline('request').decompressHTTP().replaceMessage(({ body }) => new Message(String(body?.size)))` });
  const program = new Program([join(folder, 'main.js')]);
  await program.logged('Listening');
  const send = async (body: Buffer): Promise<string> => {
    const client = new Client(port).send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`).send(body);
    return client.until('close');
  };
  const answer = await send(bomb);
  expect(Number(/\r\n\r\n(\d+)$/.exec(answer)?.[1] ?? 0)).toBeLessThan(100 << 20);
  expect(await send(gzipSync('hello'))).toContain('\r\n\r\n5');
  expect(await send(Buffer.from('no gzip'))).toMatch(/^(HTTP\/1\.1 |$)/);
  expect(program.ended).toBeNull();
}, 30_000);

test('what a script logs cannot forge a line', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port, { handler: "() => (console.log('a\\r\\n2026-01-01 00:00:00.000 [INF] forged\\u001b[2J\\0'), new Message('own'))" });
  await gateway.serves();
  await gateway.program.logged('forged');
  const lines = gateway.program.stderr.split('\n');
  expect(lines.filter((line) => /^2026-01-01 .*forged/.test(line))).toEqual([]);
   
  expect(gateway.program.stderr).not.toMatch(/[\u0000\u001b\r]/);
});

test('a request that never ends is given up', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port, { options: '{ readTimeout: 0.3, writeTimeout: 0.3 }' });
  const slow = ['', 'GET /up HTTP/1.1\r\n', 'GET /up HTTP/1.1\r\nHost: a\r\nX:', post('Content-Length: 100\r\n', 'x'), post(chunked, '5\r\nab')].map((text) => gateway.client().send(text));
  expect(await gateway.serves()).toBe(true);
  await Promise.all(slow.map((client) => client.until('close')));
  expect(await gateway.serves()).toBe(true);
});

test('a reader that does not read holds the writer back', async () => {
  const endless = await EndlessOrigin.start();
  origin = endless.origin;
  const gateway = await Gateway.start(origin.port);
  const client = gateway.client();
  client.socket.pause();
  client.send(get('', '/up/endless'));
  await origin.until('/up/endless');
  // Others on connections of their own go on.
  const most = 64 << 20;
  const stands = await endless.standsAt(most, async () => {
    expect((await gateway.converse(get('Connection: close\r\n', '/'))).endsWith('own')).toBe(true);
  });
  expect(stands).toBeLessThan(most);
}, 30_000);

test('a connection that is gone can still be asked about', async () => {
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({
    'main.js': `((kept) => pipy()
      .listen('127.0.0.1:${port}').handleStreamStart(() => kept.push(__inbound)).demuxHTTP('request')
      .pipeline('request').replaceMessage(() => new Message(JSON.stringify(kept.map(i => ({ ...i }))))))([])`,
  });
  const program = new Program([join(folder, 'main.js')]);
  await program.logged('Listening');
  for (let i = 0; i < 3; i++) {
    const client = new Client(port).send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until('200 OK');
    client.socket.resetAndDestroy();
  }
  const last = await new Client(port).send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').until('close');
  const inbounds = JSON.parse(last.split('\r\n\r\n')[1]) as { remotePort: unknown; remoteAddress: unknown }[];
  expect(inbounds).toHaveLength(4);
  for (const inbound of inbounds) expect(inbound).toEqual(expect.objectContaining({ remoteAddress: '127.0.0.1', remotePort: expect.any(Number) }));
});

test('a reload that fails leaves the old code serving', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  for (const [index, broken] of ['((', 'pipy().listen(nowhere)', 'null.x', 'repeat(() => true) ? 1 : '].entries()) {
    writeFileSync(join(gateway.folder, 'main.js'), broken);
    const errors = gateway.program.stderr.split('error[').length;
    gateway.program.signal('SIGHUP');
    await gateway.program.logged('error[', errors);
    expect([index, await gateway.serves()]).toEqual([index, true]);
  }
});

test('bytes behind an upgrade are no request of their own', async () => {
  origin = await Origin.start((target) => (target === '/up/switch' ? null : answerOf(target)));
  const gateway = await Gateway.start(origin.port);
  const asking = (upgrade: string): string => get(`Connection: Upgrade, HTTP2-Settings\r\nUpgrade: ${upgrade}\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n`, '/own') + smuggled;
  // Where HTTP/2 was agreed on, what follows is HTTP/2 or the end.
  expect(await gateway.converse(asking('h2c'))).toMatch(/^HTTP\/1\.1 101 /);
  expect(origin.received).toBe('');
  for (const upgrade of ['websocket', 'TLS/1.3']) {
    const client = gateway.client().send(asking(upgrade).replace('/up/smuggled', '/own'));
    const answer = await client.until('own').catch(() => '');
    expect([upgrade, /101|switching/i.test(answer)]).toEqual([upgrade, false]);
    client.socket.destroy();
  }
  const client = gateway.client().send(`CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n${smuggled}`);
  await Promise.race([client.until('HTTP/1.1'), client.until('close')]);
  client.socket.destroy();
  expect(await gateway.serves()).toBe(true);
});

test('answers that lie about their length poison nothing', async () => {
  const second = 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\npoisoned';
  const lies: readonly string[] = [
    `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok${second}`,
    `HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello${second}`,
    `HTTP/1.1 304 Not Modified\r\n\r\nbody${second}`,
    `HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
    `HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok${second}`,
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n${second}`,
    `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2000)}${answerOf('ok')}`,
    `${'HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n'.repeat(2000)}${second}`,
    'HTTP/1.1 200 OK\n\n',
    'nonsense\r\n\r\n',
    'HTTP/1.1 99 X\r\n\r\n',
    `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(5000)}\r\n`,
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\nraw',
  ];
  origin = await Origin.start((target, socket) => {
    const index = /^\/up\/lie(\d+)$/.exec(target)?.[1];
    if (index === undefined) return answerOf(target);
    setImmediate(() => socket.end());
    return lies[Number(index)];
  });
  const gateway = await Gateway.start(origin.port);
  for (const [index, lie] of lies.entries()) {
    const answer = await gateway.converse(get('Connection: close\r\n', `/up/lie${index}`));
    expect([lie.slice(0, 60), answer.split('HTTP/1.1 ').length <= 2 || /^(HTTP\/1\.1 1\d\d )/.test(answer)]).toEqual([lie.slice(0, 60), true]);
    expect([lie.slice(0, 60), (await gateway.converse(get('Connection: close\r\n', '/up/next'))).endsWith('/up/next')]).toEqual([lie.slice(0, 60), true]);
  }
  expect(await gateway.serves()).toBe(true);
}, 30_000);

test('heads of a script stay in their lines', async () => {
  origin = await Origin.start();
  const evil = '\\r\\nx-evil: 1\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\ncontent-length: 4\\r\\n\\r\\nevil';
  const heads = [`{ headers: { x: 'a${evil}' } }`, `{ headers: { 'x${evil}': 'a' } }`, `{ statusText: 'OK${evil}' }`, `{ status: '200${evil}' }`, `{ headers: { 'set-cookie': ['a', 'b${evil}'] } }`, `{ headers: { location: 'http://a/${evil}' }, status: 302 }`, `{ protocol: 'HTTP/1.1${evil}' }`, `{ headers: { 'content-length': '0', 'transfer-encoding': 'chunked' } }`, `{ headers: { 'Content-Length': 99 } }`, `{ headers: { 'x\\0': '\\0', '': 'a', ' ': 'b', 'a b': 'c', 'a:b': 'd' } }`, `{ status: 204, headers: { 'content-length': '3' } }`, `{ headers: { connection: 'x${evil}' } }`];
  const gateway = await Gateway.start(origin.port, { handler: `({ head }) => head.path === '/' ? new Message('own') : new Message([${heads.join(',\n')}][+head.path.slice(1)], 'body')` });
  for (const [index, head] of heads.entries()) {
    const answer = await gateway.converse(get('', `/${index}`) + get('Connection: close\r\n', '/'));
    // Two answers, the second of them untouched; no line begins with what a value said.
    expect([head, /\r\nx-evil:/i.test(answer), answer.endsWith('\r\n\r\nown'), answer.split(/(?<=^|\r\n|body)HTTP\/1\.1 /).length - 1]).toEqual([head, false, true, 2]);
  }
  // Towards the origin: method, path, host.
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({
    'main.js': `pipy().listen('127.0.0.1:${port}').demuxHTTP('request')
      .pipeline('request').handleMessageStart(({ head }) => (head.path = '/up HTTP/1.1${evil}', head.method = 'GET / HTTP/1.1${evil}', head.headers.host = 'a${evil}', head.headers['y${evil}'] = '1')).muxHTTP('connection', '')
      .pipeline('connection').connect('127.0.0.1:${origin.port}')`,
  });
  await new Program([join(folder, 'main.js')]).logged('Listening');
  origin.received = '';
  await new Client(port).send(get('Connection: close\r\n')).until('close');
  expect(origin.received).not.toMatch(/\r\nx-evil|\r\nHTTP\/1\.1 200/);
  expect(origin.received.split('\r\n\r\n').length).toBeLessThanOrEqual(2);
});

test('headers from hop to hop are not forwarded', async () => {
  origin = await Origin.start((target) => answerOf(target, 'Connection: x-answer\r\nX-Answer: secret\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\n'));
  const gateway = await Gateway.start(origin.port);
  const answer = await gateway.converse(get('Connection: close, x-auth\r\nX-Auth: secret\r\nKeep-Alive: 1\r\nTE: trailers\r\nProxy-Connection: keep-alive\r\n'));
  expect(answer).toContain('200 OK');
  const forwarded = origin.received.toLowerCase();
  expect([/\r\nx-auth:/, /\r\nkeep-alive:/, /\r\nproxy-connection:/, /\r\nte:/].filter((pattern) => pattern.test(forwarded)).map(String)).toEqual([]);
  expect([/\r\nx-answer:/, /\r\nkeep-alive:/].filter((pattern) => pattern.test(answer.toLowerCase())).map(String)).toEqual([]);
});

test('a head that is too long is refused', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  const cases: readonly (readonly [string, RegExp])[] = [
    [get(`X: ${'y'.repeat(70_000)}\r\n`), /^HTTP\/1\.1 431 /],
    [get('', `/up/${'x'.repeat(100_000)}`), /^HTTP\/1\.1 414 /],
    [get('x: y\r\n'.repeat(2500)), /^HTTP\/1\.1 431 /],
    [get(Array.from({ length: 100_000 }, (_, i) => `${i.toString(36)}:\r\n`).join('')), /^HTTP\/1\.1 431 /],
    [`GET /${'\r\n'.repeat(1000)}`, /^HTTP\/1\.1 400 /],
    ['\r\n'.repeat(1000) + get(), /^HTTP\/1\.1 400 /],
    ['x'.repeat(1 << 20), /^HTTP\/1\.1 4\d\d /],
  ];
  for (const [text, status] of cases) expect([text.slice(0, 30), (await gateway.converse(text)).slice(0, 60)]).toEqual([text.slice(0, 30), expect.stringMatching(status)]);
  expect(origin.received).toBe('');
  expect(await gateway.serves()).toBe(true);
});

test('a flood of requests on one connection is answered in order', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port, { handler: "({ head }) => head.path === '/' ? new Message('own') : new Message(`<${head.path}>`)" });
  const count = 20_000;
  const client = gateway.client();
  const answer = client.until('close');
  client.send(Array.from({ length: count }, (_, i) => get(i === count - 1 ? 'Connection: close\r\n' : '', `/${i}`)).join(''));
  const served = gateway.serves();
  const bodies = [...(await answer).matchAll(/<\/(\d+)>/g)].map(([, number]) => Number(number));
  expect([bodies.length, bodies.every((number, index) => number === index), await served]).toEqual([count, true, true]);
}, 60_000);

test('connections that break off anywhere leave the proxy serving', async () => {
  origin = await Origin.start((target, socket) => {
    if (target === '/up/reset') setImmediate(() => socket.resetAndDestroy());
    if (target === '/up/half') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
    if (target === '/up/early') socket.end(answerOf('early'));
    return /^\/up\/(reset|half|early)$/.test(target) ? null : answerOf(target);
  });
  const gateway = await Gateway.start(origin.port);
  const texts = [get(), post('Content-Length: 50\r\n', 'x'.repeat(50)), post(chunked, `5\r\nabcde\r\n${end}`)];
  for (const text of texts) {
    for (let at = 0; at <= text.length; at += 5) {
      for (const way of ['reset', 'end', 'destroy'] as const) {
        const client = gateway.client();
        await new Promise<void>((sent) => (at === 0 ? client.socket.once('connect', () => sent()) : client.socket.write(text.slice(0, at), () => sent())));
        if (way === 'reset') client.socket.resetAndDestroy();
        else client.socket[way]();
      }
    }
  }
  for (const target of ['/up/reset', '/up/half', '/up/early']) expect(await gateway.converse(get('Connection: close\r\n', target))).toMatch(/^(HTTP\/1\.1 |$)/);
  expect(await gateway.serves()).toBe(true);
}, 60_000);

test('lengths of binary protocols are bounded', async () => {
  const [socks, tls, mqtt, dubbo] = (await freePorts(4)) as [number, number, number, number];
  const folder = folderOf({
    'main.js': `pipy().listen('127.0.0.1:${socks}').acceptSOCKS('out', () => true).pipeline('out').dummy()
      .listen('127.0.0.1:${tls}').handleTLSClientHello(hello => hello).connect('127.0.0.1:1')
      .listen('127.0.0.1:${mqtt}').decodeMQTT().encodeMQTT()
      .listen('127.0.0.1:${dubbo}').decodeDubbo().encodeDubbo()`,
  });
  const program = new Program([join(folder, 'main.js')]);
  await program.logged('Listening on port', 4);
  const hellos = [Buffer.of(5, 255), Buffer.of(5, 0), Buffer.of(4, 1, 0, 80, 0, 0, 0, 1), Buffer.of(9), Buffer.alloc(200_000, 4), Buffer.concat([Buffer.of(5, 1, 0, 5, 1, 0, 3, 255), Buffer.alloc(255, 97), Buffer.of(0)]), Buffer.of(22, 3, 1, 255, 255), Buffer.concat([Buffer.of(22, 3, 1, 64, 0, 1, 255, 255, 255), Buffer.alloc(16380)]), Buffer.alloc(300_000, 22)];
  const packets = ['30ffffff7f0001', '82ffffff7f', '10ffffffffff', '101000044d5154540402ffffffff74657374', '30040005', 'dabbc2000000000000000001ffffffff', 'dabbc200000000000000000107ffffff61', 'dabb'].map((hex) => Buffer.from(hex, 'hex'));
  for (const port of [socks, tls, mqtt, dubbo]) {
    for (const hello of [...hellos, ...packets]) {
      const client = new Client(port).send(hello);
      client.socket.end();
      await client.until('close');
    }
  }
  const client = new Client(socks).send(Buffer.of(5, 1, 0));
  expect(await client.until('\x05\x00')).toBe('\x05\x00');
  expect([program.ended, program.stderr.includes('[bug]')]).toEqual([null, false]);
});

test('a hello of TLS that is none does not hold the proxy', async () => {
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({ 'main.js': `pipy().listen('127.0.0.1:${port}', { readTimeout: 0.3 }).acceptTLS('in', { certificate: () => undefined }).pipeline('in').dummy()` });
  const program = new Program([join(folder, 'main.js')]);
  await program.logged('Listening');
  const half = Buffer.concat([Buffer.of(22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3), Buffer.alloc(20)]);
  const clients = [half, Buffer.of(22), Buffer.alloc(0), Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(100_000, 255)].map((bytes) => new Client(port).send(bytes));
  await Promise.all(clients.map((client) => client.until('close')));
  expect([program.ended, program.stderr.includes('[bug]')]).toEqual([null, false]);
});

test('a flood of connections leaves the proxy serving', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port, { options: '{ maxConnections: 100 }' });
  const clients = Array.from({ length: 400 }, () => gateway.client());
  for (const client of clients.slice(0, 300)) client.socket.destroy();
  const asked = clients.slice(300).map((client) => client.send(get('Connection: close\r\n', '/')).until('close'));
  expect((await Promise.all(asked)).filter((answer) => !answer.endsWith('own'))).toEqual([]);
  expect(await gateway.serves()).toBe(true);
}, 30_000);

test('answers go to those who asked', async () => {
  origin = await Origin.start();
  const gateway = await Gateway.start(origin.port);
  let wrong = 0;
  const one = async (name: number): Promise<void> => {
    const client = gateway.client();
    for (let i = 0; i < 100; i++) {
      const target = `/up/${name}-${i};`;
      client.send(get('', target));
      const answer = await client.until(';');
      if (!answer.endsWith(target) || answer.split('HTTP/1.1').length !== 2) wrong++;
    }
    client.socket.destroy();
  };
  await Promise.all(Array.from({ length: 40 }, (_, name) => one(name)));
  expect([wrong, origin.requests]).toEqual([0, 4000]);
}, 60_000);
