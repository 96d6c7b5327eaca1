/** Logs of accesses, ids and counts of requests, as whoever runs a proxy sees them. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { ask, bodyOf, cleanUp, Client, folderOf, freePorts, Program } from '../../testing/program.js';

afterEach(cleanUp);

interface Started {
  readonly program: Program;
  readonly folder: string;
  readonly front: number;
  readonly back: number;
  readonly admin: number;
  /** The lines of the log, once there are so many. */
  lines(count: number): Promise<string[]>;
}

/** A proxy on one port, and a server behind it on another that answers with the id that it gets. */
const script = (front: number, back: number): string => `
  pipy()
    .listen(${front}).demuxHTTP('request')
    .pipeline('request').link('forward')
    .pipeline('forward').muxHTTP('connection', '').pipeline('connection').connect('127.0.0.1:${back}')
    .listen(${back}).serveHTTP(m => new Message({ status: m.head.path === '/missing' ? 404 : 200 }, 'id=' + m.head.headers['x-request-id']))`;

async function start(args: (admin: number) => string[], text = script): Promise<Started> {
  const [front, back, admin] = (await freePorts(3)) as [number, number, number];
  const folder = folderOf({ 'main.js': text(front, back) });
  const given = args(admin);
  // Its name is seen from where the command is given.
  const program = new Program([...given, join(folder, 'main.js')], { cwd: folder });
  if (given.some((arg) => arg.startsWith('--threads'))) await program.logged('serves', 2);
  else await program.logged(`Listening on port ${back} at`);
  const lines = async (count: number): Promise<string[]> => {
    const name = join(folder, 'access.log');
    for (let tries = 0; tries < 500; tries++) {
      const all = existsSync(name) ? readFileSync(name, 'latin1').split('\n').slice(0, -1) : [];
      if (all.length >= count) return all;
      await rest(10);
    }
    throw new Error(`no ${count} lines in\n${readFileSync(name, 'latin1')}`);
  };
  return { program, folder, front, back, admin, lines };
}

const rest = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

interface Line {
  readonly remote: string;
  readonly method: string | null;
  readonly target: string | null;
  readonly protocol: string | null;
  readonly status: number | null;
  readonly bytes: number;
  readonly duration: number;
  readonly id: string;
  readonly host: string | null;
  readonly userAgent: string | null;
  readonly upstream: string | null;
}

const parsed = (lines: readonly string[]): Line[] => lines.map((line) => JSON.parse(line) as Line);

test('a line for each request, which no client can forge', async () => {
  const { program, back, lines } = await start(() => ['--access-log=access.log']);
  const client = new Client(back);
  client.send(Buffer.from('GET /"200 HTTP/1.1\r\nHost: x\r\nReferer: a"b\\\r\nUser-Agent: \x9b2J\xe9" 200 1 "\r\n\r\n', 'latin1'));
  await client.until('id=');
  client.send('HEAD /missing HTTP/1.1\r\nHost: x\r\n\r\n');
  await client.until('404');
  client.send(`GET /${'a'.repeat(5000)} HTTP/1.1\r\nHost: x\r\nUser-Agent: ${'"'.repeat(5000)}\r\n\r\n`);
  await client.until('id=');
  client.send('GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: \x1b[2J\r\n\r\n');
  await client.until('close');
  const seen = await lines(4);
  expect(seen.length).toBe(4);
  for (const line of seen) expect(line).toMatch(/^127\.0\.0\.1 - - \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "[ !#-~]*" \d{3} \d+ "[ !#-~]*" "[ !#-~]*"$/);
  expect(seen[0]).toContain('"GET /\\x22200 HTTP/1.1" 200 12 "a\\x22b\\x5c" "\\x9b2J\\xe9\\x22 200 1 \\x22"');
  expect(seen[1]).toContain('"HEAD /missing HTTP/1.1" 404 0 "-" "-"');
  expect(Math.max(...seen.map(({ length }) => length))).toBeLessThan(5000);
  // What could not be read has no request line.
  expect(seen[3]).toContain('"-" 400 0 "-" "-"');
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('JSON tells where the answer came from, over HTTP/1 and HTTP/2', async () => {
  const { front, back, lines } = await start(() => ['--access-log=access.log', '--access-log-format=json']);
  await ask(front, '/one');
  const session = connect(`http://127.0.0.1:${front}`);
  const stream = session.request({ ':path': '/two', ':method': 'POST', 'user-agent': 'a"\u00e9', 'x-request-id': 'mine-1' });
  stream.end('body');
  let body = '';
  for await (const chunk of stream) body += String(chunk);
  session.destroy();
  expect(body).toBe('id=mine-1');
  const seen = parsed(await lines(4)).filter(({ upstream }) => upstream !== null);
  expect(seen).toMatchObject([
    { remote: '127.0.0.1', method: 'GET', target: '/one', protocol: 'HTTP/1.1', status: 200, bytes: 12, host: 'localhost', upstream: `127.0.0.1:${back}` },
    { method: 'POST', target: '/two', protocol: 'HTTP/2.0', status: 200, bytes: 9, host: `127.0.0.1:${front}`, id: 'mine-1', upstream: `127.0.0.1:${back}` },
  ]);
  expect(seen[1].userAgent).toMatch(/^a"/);
  for (const { duration } of seen) expect(duration).toBeGreaterThan(0);
});

test('who goes before the answer, a server that is not there, and a tunnel', async () => {
  const { program, front, lines } = await start(
    () => ['--access-log=access.log', '--access-log-format=json'],
    (port, closed) => `
      pipy({ _path: '' }).listen(${port}).demuxHTTP('request')
        .pipeline('request').handleMessageStart(m => _path = m.head.path)
          .link('wait', () => _path === '/wait', 'tunnel', () => _path !== '/gone', 'gone')
        .pipeline('wait').wait(() => false).replaceMessage(() => new Message('late'))
        .pipeline('tunnel').acceptHTTPTunnel('echo', () => new Message({ status: 200 }))
        .pipeline('echo').handleData(() => undefined)
        .pipeline('gone').muxHTTP('connection', '').pipeline('connection').connect('127.0.0.1:1')
        .listen(${closed}).dummy()`,
  );
  await ask(front, '/gone');
  const waiting = new Client(front).send('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n');
  await rest(100);
  waiting.socket.resetAndDestroy();
  const tunnel = new Client(front).send('CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n');
  await tunnel.until('\r\n\r\n');
  tunnel.send('hello');
  await tunnel.until('hello');
  tunnel.socket.end();
  const seen = parsed(await lines(3));
  expect(seen.find(({ target }) => target === '/gone')).toMatchObject({ status: 502, upstream: '127.0.0.1:1' });
  expect(seen.find(({ target }) => target === '/wait')).toMatchObject({ status: null, bytes: 0 });
  expect(seen.find(({ method }) => method === 'CONNECT')).toMatchObject({ target: 'a:1', status: 200, bytes: 5 });
  program.signal('SIGTERM');
  await program.end();
});

test('--request-id gives an id to what has none, or one that makes no sense; without it nothing is added', async () => {
  const { front, lines } = await start(() => ['--access-log=access.log', '--access-log-format=json', '--request-id']);
  const client = new Client(front);
  for (const fields of ['', 'X-Request-Id: given.1\r\n', 'X-Request-Id: no "id"\r\n', 'X-Request-Id: a\r\nX-Request-Id: b\r\n']) {
    client.send(`GET / HTTP/1.1\r\nHost: x\r\n${fields}\r\n`);
    await client.until('id=');
  }
  const seen = parsed(await lines(8));
  // The one in front and the one behind it have the same id.
  const ids = seen.map(({ id }) => id);
  const distinct = [...new Set(ids)];
  expect([distinct.length, ids.length, distinct.includes('given.1')]).toEqual([4, 8, true]);
  for (const id of distinct) expect(id).toMatch(/^[\w.-]+$/);
  const plain = await start(() => ['--access-log=access.log']);
  expect(bodyOf(await ask(plain.front, '/'))).toBe('id=undefined');
  const marking = await start(() => ['--request-id']);
  expect(bodyOf(await ask(marking.front, '/'))).toMatch(/^id=[0-9a-f]{16}-1$/);
});

test.each(['SIGUSR2', 'SIGHUP'] as const)('%s opens the file anew, in all processes', async (signal) => {
  const { program, folder, back, lines } = await start(() => ['--access-log=access.log', '--threads=2']);
  await ask(back, '/old');
  await lines(1);
  renameSync(join(folder, 'access.log'), join(folder, 'access.log.1'));
  program.signal(signal);
  for (let tries = 0; !existsSync(join(folder, 'access.log')) && tries < 500; tries++) await rest(10);
  await rest(200);
  for (let i = 0; i < 20; i++) await ask(back, `/new${i}`);
  const seen = await lines(20);
  expect(seen.every((line) => line.includes('/new'))).toBe(true);
  expect(readFileSync(join(folder, 'access.log.1'), 'latin1').split('\n').length).toBe(2);
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('what is counted of requests, pipelines and connections: of two processes the sum', async () => {
  const { program, front, admin } = await start((at) => [`--admin-port=${at}`, '--threads=2', '--access-log=access.log']);
  for (let i = 0; i < 10; i++) await ask(front, i % 5 === 0 ? '/missing' : '/');
  const text = bodyOf(await ask(admin, '/metrics'))!;
  const samples = new Map(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  // Each request is served in front and behind.
  expect([samples.get('pipyjs_http_requests_total{class="2xx"}'), samples.get('pipyjs_http_requests_total{class="4xx"}'), samples.get('pipyjs_http_requests_total{class="5xx"}')]).toEqual([16, 4, 0]);
  expect(text).toContain('# TYPE pipyjs_http_request_duration_seconds histogram\n');
  const buckets = [...samples].filter(([name]) => name.startsWith('pipyjs_http_request_duration_seconds_bucket'));
  expect(buckets.map(([name]) => /le="([^"]+)"/.exec(name)![1])).toEqual(['0.001', '0.0025', '0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf']);
  expect(buckets.every(([, value], i) => i === 0 || value >= buckets[i - 1][1])).toBe(true);
  expect([buckets.at(-1)![1], samples.get('pipyjs_http_request_duration_seconds_count')]).toEqual([20, 20]);
  expect(samples.get('pipyjs_http_request_duration_seconds_sum')).toBeGreaterThan(0);
  const ofPipeline = (family: string, name: string): number | undefined => samples.get(`${family}{module="/main.js",pipeline="${name}"}`);
  expect([ofPipeline('pipyjs_pipelines_begun_total', 'request'), ofPipeline('pipyjs_pipelines_active', 'request'), ofPipeline('pipyjs_pipelines_failed_total', 'request')]).toEqual([10, 0, 0]);
  const connections = ofPipeline('pipyjs_pipelines_active', 'connection');
  expect(connections).toBeGreaterThanOrEqual(1);
  expect(ofPipeline('pipyjs_outbound_connections', 'connection')).toBe(connections);
  expect(ofPipeline('pipyjs_outbound_connections', 'request')).toBe(undefined);
  expect(samples.get('pipyjs_access_log_lost_lines_total')).toBe(0);
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('standard output, and what makes no sense', async () => {
  const { program, front } = await start(() => ['--access-log=-', '--access-log-format=common']);
  await ask(front, '/here');
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
  expect(program.stdout).toMatch(/^127\.0\.0\.1 - - \[[^\]]+\] "GET \/here HTTP\/1\.1" 200 12$/m);
  const file = join(folderOf({ 'main.js': 'pipy()' }), 'main.js');
  const nowhere = new Program([file, '--access-log=/nowhere/at/all']);
  expect(await nowhere.end()).toBe(1);
  expect(nowhere.stderr).toContain('[access-log] Cannot open /nowhere/at/all: No such file or directory');
  const odd = new Program([file, '--access-log=-', '--access-log-format=xml']);
  expect(await odd.end()).toBe(2);
});
