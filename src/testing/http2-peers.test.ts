/** HTTP/2 with peers that others have written: Node's own, and curl and nghttp where they are here. */
import { spawnSync } from 'node:child_process';
import { connect, createServer, type ClientHttp2Session, type Http2Server, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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

const curl = spawnSync('curl', ['--version'], { encoding: 'utf8' });
const noCurl = curl.error !== undefined ? 'there is no curl' : /\bHTTP2\b/.test(curl.stdout) ? null : 'curl has no HTTP/2';
if (noCurl !== null) console.warn(`skipped: ${noCurl}`);

(noCurl === null ? test : test.skip).each(['own', 'two', 'one'] as const)('curl is answered, knowing of HTTP/2 or asking for it: %s', async (kind) => {
  const { ports } = await start();
  for (const how of ['--http2-prior-knowledge', '--http2', '--http1.1']) {
    const { stdout } = spawnSync('curl', ['-s', '--max-time', '10', how, '-w', ' %{http_version} %{http_code}', '-d', 'hello', `http://127.0.0.1:${ports[kind]}/x`], { encoding: 'utf8' });
    // A request with a body goes on in HTTP/1 until it is whole.
    expect([how, stdout]).toEqual([how, `hello ${how === '--http1.1' ? '1.1' : '2'} 200`]);
  }
});

const noNghttp = spawnSync('nghttp', ['--version']).error !== undefined ? 'there is no nghttp' : null;
if (noNghttp !== null) console.warn(`skipped: ${noNghttp}`);

(noNghttp === null ? test : test.skip)('nghttp is answered', async () => {
  const { ports } = await start();
  const { stdout } = spawnSync('nghttp', ['-t', '10', '-H', 'x: y', '-d', join(__dirname, 'certificate.ts'), `http://127.0.0.1:${ports.own}/n`], { encoding: 'utf8' });
  expect(stdout).toContain('BEGIN CERTIFICATE');
});
