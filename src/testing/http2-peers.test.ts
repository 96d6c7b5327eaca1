/** HTTP/2 with peers that others have written: Node's own, and curl, nghttp, h2load, h2spec and Chromium where they are here. */
import { execFile, spawnSync } from 'node:child_process';
import { connect, createServer, type ClientHttp2Session, type Http2Server, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { certificate, key } from './certificate.js';
import { cleanUp, Client, folderOf, freePorts, Program } from './program.js';

const sessions: ClientHttp2Session[] = [];
const servers: Http2Server[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  for (const server of servers.splice(0)) server.close();
  await cleanUp();
});

interface Ports {
  /** Answers by itself, echoing. */
  readonly own: number;
  /** The same within TLS. */
  readonly tls: number;
  /** Forwards to `own` in HTTP/2, and to it in HTTP/1. */
  readonly two: number;
  readonly one: number;
}

async function start(upstream?: number): Promise<{ ports: Ports; program: Program }> {
  const [own, tls, two, one] = (await freePorts(4)) as [number, number, number, number];
  const target = `127.0.0.1:${upstream ?? own}`;
  const folder = folderOf({
    'main.js': `((
      echo = ({ head, body }) => new Message({ headers: { 'x-method': head.method, 'x-path': head.path, 'x-host': head.headers.host } }, body)
    ) => pipy()
      .listen('127.0.0.1:${own}').serveHTTP(echo)
      .listen('127.0.0.1:${tls}').acceptTLS('plain', { certificate: ${JSON.stringify({ cert: certificate, key })}, alpn: ['h2', 'http/1.1'] })
      .pipeline('plain').serveHTTP(echo)
      .listen('127.0.0.1:${two}').demuxHTTP('two').pipeline('two').muxHTTP('connection', '', { version: 2 })
      .listen('127.0.0.1:${one}').demuxHTTP('one').pipeline('one').muxHTTP('connection', '')
      .pipeline('connection').connect('${target}')
    )()`,
  });
  const program = new Program([join(folder, 'main.js')]);
  await program.logged('Listening on port', 4);
  return { ports: { own, tls, two, one }, program };
}

function open(url: string): ClientHttp2Session {
  const session = connect(url, { rejectUnauthorized: false });
  session.on('error', () => {});
  sessions.push(session);
  return session;
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly trailers: IncomingHttpHeaders | null;
}

function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === '' });
    const chunks: Buffer[] = [];
    let [head, trailers]: (IncomingHttpHeaders | null)[] = [null, null];
    stream.on('response', (received) => (head = received));
    stream.on('trailers', (received: IncomingHttpHeaders) => (trailers = received));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => resolve({ headers: head!, body: Buffer.concat(chunks).toString('latin1'), trailers }));
    stream.on('error', reject);
    if (body !== '') stream.end(body);
  });
}

test.each(['own', 'two', 'one', 'tls'] as const)("Node's client is answered, many times at once: %s", async (kind) => {
  const { ports, program } = await start();
  const session = open(`${kind === 'tls' ? 'https' : 'http'}://127.0.0.1:${ports[kind]}`);
  const sizes = Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 300_000 + i : i * 37));
  const answers = await Promise.all(sizes.map((size, i) => ask(session, { ':method': size > 0 ? 'POST' : 'GET', ':path': `/${i}` }, String(i % 10).repeat(size))));
  answers.forEach(({ headers, body }, i) => {
    expect([headers[':status'], headers['x-path'], headers['x-host'], body.length, new Set(body).size]).toEqual([200, `/${i}`, `127.0.0.1:${ports[kind]}`, sizes[i], Math.min(1, sizes[i])]);
  });
  expect((await ask(session, { ':method': 'HEAD', ':path': '/head' })).body).toBe('');
  expect(program.stderr).not.toMatch(/\[bug\]|ended the connection/);
});

test("Node's server is asked: bodies, trailers, resets, and what it says at its end", async () => {
  const server = createServer();
  servers.push(server);
  const seen: string[] = [];
  server.on('stream', (stream, headers) => {
    seen.push(`${headers[':method']} ${headers[':path']} ${headers[':authority']}`);
    stream.on('error', () => {});
    if (headers[':path'] === '/reset') return void stream.close(2);
    if (headers[':path'] === '/goaway') stream.session!.goaway();
    stream.respond({ ':status': 200, 'x-a': ['1', '2'] }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '7' }));
    stream.pipe(stream);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { ports } = await start((server.address() as AddressInfo).port);
  const session = open(`http://127.0.0.1:${ports.two}`);
  const large = 'y'.repeat(1_000_000);
  const answer = await ask(session, { ':method': 'POST', ':path': '/large' }, large);
  expect([answer.headers['x-a'], answer.body === large, answer.trailers?.['x-sum']]).toEqual(['1, 2', true, '7']);
  expect((await ask(session, { ':path': '/reset' })).headers[':status']).toBe(502);
  expect((await ask(session, { ':path': '/goaway' })).headers[':status']).toBe(200);
  expect((await ask(session, { ':path': '/after' })).headers[':status']).toBe(200);
  expect(seen).toEqual(['POST /large', 'GET /reset', 'GET /goaway', 'GET /after'].map((text) => `${text} 127.0.0.1:${ports.two}`));
  const plain = new Client(ports.two).send('POST /h1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc');
  expect(await plain.until('close')).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nabc$/);
});

test('a stop ends a connection in order: what was asked is answered, and the client is told', async () => {
  const { ports, program } = await start();
  const session = open(`http://127.0.0.1:${ports.own}`);
  await ask(session, { ':path': '/' });
  const told = new Promise<number>((done) => session.on('goaway', done));
  const closed = new Promise<void>((done) => session.on('close', done));
  program.signal('SIGTERM');
  expect(await told).toBe(0);
  await closed;
  expect(await program.end()).toBe(0);
});

/** Why a program cannot be asked, or null. */
function whyNot(program: string, holds: (version: string) => boolean = () => true): string | null {
  const { error, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const why = error !== undefined ? `there is no ${program}` : holds(stdout) ? null : `${program} has no HTTP/2`;
  if (why !== null) console.warn(`skipped: ${why}`);
  return why;
}

const run = promisify(execFile);

/** A test with a program that others have written: without the program it is passed over, and `whyNot` has printed the reason. */
const testWith = (why: string | null): typeof test => (why === null ? test : (test.skip));

const curlTest = testWith(whyNot('curl', (version) => /\bHTTP2\b/.test(version)));

/** What curl prints: the body, the version that was spoken, and the status. */
async function curl(...args: readonly string[]): Promise<string> {
  return (await run('curl', ['-sk', '--max-time', '10', '-w', ' %{http_version} %{http_code}', ...args], { maxBuffer: 1 << 24 })).stdout;
}

curlTest.each(['own', 'two', 'one'] as const)('curl is answered, knowing of HTTP/2 or asking for it: %s', async (kind) => {
  const { ports } = await start();
  for (const how of ['--http2-prior-knowledge', '--http2', '--http1.1']) {
    // A request with a body goes on in HTTP/1 until it is whole.
    expect([how, await curl(how, '-d', 'hello', `http://127.0.0.1:${ports[kind]}/x`)]).toEqual([how, `hello ${how === '--http1.1' ? '1.1' : '2'} 200`]);
  }
});

curlTest('curl agrees on HTTP/2 within TLS, and sends and gets what is large', async () => {
  const { ports, program } = await start();
  expect(await curl('--http2', '-d', 'hello', `https://127.0.0.1:${ports.tls}/x`)).toBe('hello 2 200');
  expect(await curl('--http1.1', '-d', 'hello', `https://127.0.0.1:${ports.tls}/x`)).toBe('hello 1.1 200');
  const file = join(folderOf({ large: 'y'.repeat(3_000_000) }), 'large');
  for (const kind of ['own', 'two', 'one'] as const) {
    const answer = await curl('--http2-prior-knowledge', '--data-binary', `@${file}`, `http://127.0.0.1:${ports[kind]}/x`);
    expect([kind, answer.length, answer.slice(-7)]).toEqual([kind, 3_000_000 + ' 2 200'.length, 'y 2 200']);
  }
  // Several URLs at once are streams of one connection, in whatever order they end: one of them tells that it connected.
  const urls = Array.from({ length: 20 }, (_, i) => ['-o', '/dev/null', `https://127.0.0.1:${ports.tls}/${i}`]);
  const connects = (await curl('--http2', '--parallel', '-w', '%{num_connects} ', ...urls.flat())).trim().split(' ').map(Number);
  expect([connects.length, connects.reduce((sum, connected) => sum + connected)]).toEqual([20, 1]);
  expect(program.stderr).not.toMatch(/\[bug\]|ended the connection/);
});

const nghttpTest = testWith(whyNot('nghttp'));

nghttpTest('nghttp is answered', async () => {
  const { ports } = await start();
  const { stdout } = await run('nghttp', ['-t', '10', '-H', 'x: y', '-d', join(__dirname, 'certificate.ts'), `http://127.0.0.1:${ports.own}/n`]);
  expect(stdout).toContain('BEGIN CERTIFICATE');
});

nghttpTest('nghttp: trailers, padding, CONTINUATION, small windows, and a hundred streams', async () => {
  const { ports, program } = await start();
  const file = join(folderOf({ body: 'z'.repeat(200_000) }), 'body');
  const options = ['-t', '10', '-n', '-s', '-m', '100', '-b', '60', '--continuation', '--trailer', 'x-sum: 1', '-w', '14', '-W', '15', '-d', file];
  for (const url of [`http://127.0.0.1:${ports.own}/n`, `http://127.0.0.1:${ports.two}/n`, `https://127.0.0.1:${ports.tls}/n`]) {
    const { stdout } = await run('nghttp', [...options, url], { maxBuffer: 1 << 22 });
    const rows = stdout.split('\n').filter((row) => /^ *\d+ +\+/.test(row));
    expect([url, rows.length, rows.filter((row) => / 200 +195K \/n$/.test(row)).length]).toEqual([url, 100, 100]);
  }
  expect(program.stderr).not.toMatch(/\[bug\]|ended the connection/);
});

testWith(whyNot('h2load'))('h2load: thousands of requests, none fails', async () => {
  const { ports, program } = await start();
  const file = join(folderOf({ body: 'z'.repeat(5_000) }), 'body');
  for (const [url, ...options] of [[`http://127.0.0.1:${ports.own}/`], [`http://127.0.0.1:${ports.two}/`, '-d', file], [`http://127.0.0.1:${ports.one}/`], [`https://127.0.0.1:${ports.tls}/`, '-d', file]]) {
    const { stdout } = await run('h2load', ['-n', '1000', '-c', '4', '-m', '50', ...options, url]);
    expect([url, /^requests:.*$/m.exec(stdout)?.[0], /^status codes:.*$/m.exec(stdout)?.[0]]).toEqual([
      url,
      'requests: 1000 total, 1000 started, 1000 done, 1000 succeeded, 0 failed, 0 errored, 0 timeout',
      'status codes: 1000 2xx, 0 3xx, 0 4xx, 0 5xx',
    ]);
  }
  expect(program.stderr).not.toMatch(/\[bug\]|ended the connection/);
}, 60_000);

testWith(whyNot('h2spec'))('h2spec finds nothing but that a port speaks HTTP/1 as well', async () => {
  const [port] = (await freePorts(1)) as [number];
  const program = new Program([join(folderOf({ 'main.js': `pipy().listen('127.0.0.1:${port}').serveHTTP(new Message('hello, h2spec'))` }), 'main.js')]);
  await program.logged('Listening on port');
  // It exits with 1 where it finds anything.
  const { stdout } = await run('h2spec', ['-h', '127.0.0.1', '-p', String(port), '--strict']).catch((failed: { stdout: string }) => failed);
  // What begins with no preface is HTTP/1, and answered with 400.
  const [, failures] = stdout.split('Failures:');
  expect([failures?.match(/× .*$/gm), stdout.trimEnd().split('\n').at(-1)]).toEqual([['× 2: Sends invalid connection preface'], '147 tests, 146 passed, 0 skipped, 1 failed']);
  expect(program.stderr).not.toMatch(/\[bug\]/);
}, 60_000);

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => spawnSync(name, ['--version']).error === undefined);
if (chromium === undefined) console.warn('skipped: there is no chromium');

testWith(chromium === undefined ? '' : null)('a browser speaks HTTP/2 with us: a page, and many requests at once', async () => {
  const [port, plain] = (await freePorts(2)) as [number, number];
  // What the browser has made of it stands in the page when it is done.
  const page = `<script>
    const ask = i => fetch('/echo/' + i, { method: 'POST', body: 'x'.repeat(i * 1000) }).then(answer => answer.text()).then(text => text.length);
    Promise.all(Array.from({ length: 60 }, (_, i) => ask(i))).then(sizes => {
      const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource').filter(({ name }) => name.includes('/echo/'))];
      const protocols = [...new Set(entries.map(entry => entry.nextHopProtocol))];
      document.body.textContent = 'seen: ' + JSON.stringify([protocols, entries.length, sizes.every((size, i) => size === i * 1000)]);
    });
  </script><body></body>`;
  const folder = folderOf({
    'main.js': `((
        page = ${JSON.stringify(page)},
        serve = ({ head, body }) => head.path === '/' ? new Message({ headers: { 'content-type': 'text/html' } }, page) : new Message(body)
      ) => pipy()
      .listen('127.0.0.1:${port}').acceptTLS('plain', { certificate: ${JSON.stringify({ cert: certificate, key })}, alpn: ['h2', 'http/1.1'] })
      .pipeline('plain').demuxHTTP('gateway')
      .pipeline('gateway').muxHTTP('connection', '', { version: 2 })
      .pipeline('connection').connect('127.0.0.1:${plain}')
      .listen('127.0.0.1:${plain}').serveHTTP(serve)
    )()`,
  });
  const program = new Program([join(folder, 'main.js')]);
  await program.logged('Listening on port', 2);
  const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--ignore-certificate-errors', `--user-data-dir=${join(folder, 'profile')}`, '--virtual-time-budget=10000', '--dump-dom'];
  const { stdout } = await run(chromium!, [...options, `https://127.0.0.1:${port}/`], { timeout: 45_000 });
  expect(/seen: \[[^<]*/.exec(stdout)?.[0]).toBe('seen: [["h2"],61,true]');
  expect(program.stderr).not.toMatch(/\[bug\]|ended the connection/);
}, 60_000);
