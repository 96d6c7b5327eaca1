/** Proxies as a person runs them: real processes, real connections. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { join } from 'node:path';
import { certificate, key } from '../testing/certificate.js';
import { ask, bodyOf, cleanUp, Client, folderOf, freePorts, Program } from '../testing/program.js';

afterEach(cleanUp);

const get = 'GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n';
const hello = (port: number, text = 'Hi, there!\\n'): string => `pipy()\n.listen(${port})\n  .serveHTTP(new Message('${text}'))\n`;

async function start(files: Record<string, string>, port: number, args: string[] = []): Promise<{ program: Program; folder: string }> {
  const folder = folderOf(files);
  const program = new Program([...args, join(folder, 'main.js')]);
  await program.logged(`Listening on port ${port}`);
  return { program, folder };
}

test('hello: the graph and the listener in the log, the answer on the wire', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = await start({ 'main.js': hello(port) }, port);
  const title = `[Listen on ${port} at 0.0.0.0]`;
  expect(program.stderr.split('\n').slice(0, -1).map((line) => line.replace(/^[-\d]+ [:.\d]+ /, ''))).toEqual([
    '[INF] [config]',
    '[INF] [config] Module /main.js',
    '[INF] [config] ===============',
    '[INF] [config]',
    `[INF] [config]  ${title}`,
    '[INF] [config]  ----->|',
    '[INF] [config]        |',
    '[INF] [config]       serveHTTP',
    '[INF] [config]        |',
    '[INF] [config]  <-----|',
    '[INF] [config]  ',
    `[INF] [listener] Listening on port ${port} at 0.0.0.0`,
  ]);
  expect(program.stdout).toBe('');
  const client = new Client(port).send(get);
  expect(await client.until('there!\n')).toBe('HTTP/1.1 200 OK\r\ncontent-length: 11\r\nconnection: keep-alive\r\n\r\nHi, there!\n');
});

test.each([
  ['linked', (port: number) => `pipy().listen(${port}).link('http').pipeline('http').demuxHTTP('answer').pipeline('answer').replaceMessage(() => new Message('hi'))`],
  ['encrypted', (port: number) => `pipy().listen(${port}).acceptTLS('http', { certificate: { cert: ${JSON.stringify(certificate)}, key: ${JSON.stringify(key)} } }).pipeline('http').demuxHTTP('answer').pipeline('answer').replaceMessage(() => new Message('hi'))`],
])('a stop ends connections that are kept for more requests: %s', async (kind, script) => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = await start({ 'main.js': script(port) }, port);
  const client = kind === 'linked' ? connectTcp(port, '127.0.0.1') : connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  client.write(get);
  await new Promise((answered) => client.once('data', answered));
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
  client.destroy();
});

test('the gateway example routes, balances, mirrors; without its services it says 502', async () => {
  const [port, first, second, mirror, whoami] = (await freePorts(5)) as [number, number, number, number, number];
  const folder = folderOf({});
  cpSync(join(__dirname, '../../examples/gateway'), folder, { recursive: true });
  const change = (name: string, pairs: [number, number][]): void => {
    const file = join(folder, name);
    writeFileSync(file, pairs.reduce((text, [from, to]) => text.replaceAll(String(from), String(to)), readFileSync(file, 'utf8')));
  };
  const services: [number, number][] = [
    [9001, first],
    [9002, second],
    [9003, mirror],
    [9004, whoami],
  ];
  change('config/gateway.json', [[8000, port]]);
  change('config/balancer.json', services);
  change('services.js', services);

  const gateway = new Program([join(folder, 'main.js')]);
  await gateway.logged(`Listening on port ${port}`);
  expect(await ask(port, '/')).toBe('HTTP/1.1 404 Not Found\r\ncontent-length: 16\r\nconnection: close\r\n\r\nNo such service\n');
  expect(await ask(port, '/greet')).toBe('HTTP/1.1 502 Connection Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');

  await new Program([join(folder, 'services.js')]).logged('Listening on port', 4);
  const greetings = [];
  for (let i = 0; i < 4; i++) greetings.push((await ask(port, '/greet')).split('\r\n\r\n')[1]);
  const [one, two] = greetings;
  expect([one, two].sort()).toEqual(['Hello from the first greeter!\n', 'Hello from the second greeter!\n']);
  expect(greetings).toEqual([one, two, one, two]);
  expect(await ask(port, '/whoami/you?a=b')).toContain('You asked for /whoami/you?a=b from 127.0.0.1\n');

  for (const size of [0, 1, 65_536, 5_000_000]) {
    const body = 'x'.repeat(size);
    expect(bodyOf(await ask(port, '/mirror', body)) === body).toBe(true);
    const client = new Client(port).send('POST /mirror HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
    for (let at = 0; at < size; at += 50_000) {
      const chunk = body.slice(at, at + 50_000);
      client.send(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    }
    expect(bodyOf(await client.send('0\r\n\r\n').until('close')) === body).toBe(true);
  }
});

test('services come and go: every request is answered with 200 or 502, and none waits for ever', async () => {
  const [port, first, second] = (await freePorts(3)) as [number, number, number];
  const service = (at: number): Program => new Program([join(folder, `${at}.js`)]);
  const folder = folderOf({
    'main.js': `((balancer) => pipy({ _targets: null, _target: '' })
      .listen(${port})
        .handleStreamStart(() => _targets = new algo.Cache(b => b.select(), (b, target) => b.deselect(target)))
        .handleStreamEnd(() => _targets.clear())
        .demuxHTTP('request')
      .pipeline('request')
        .handleMessageStart(() => _target = _targets.get(balancer))
        .muxHTTP('connection', () => _target)
      .pipeline('connection')
        .connect(() => _target)
    )(new algo.LeastWorkLoadBalancer(['127.0.0.1:${first}', '127.0.0.1:${second}']))`,
    [`${first}.js`]: hello(first, 'first'),
    [`${second}.js`]: hello(second, 'second'),
  });
  await new Program([join(folder, 'main.js')]).logged('Listening on port');
  let services = [service(first), service(second)];
  const statuses = new Map<string, number>();
  let left = 1200;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      if (left === 900 || left === 500) for (const program of services) program.signal(left === 900 ? 'SIGKILL' : 'SIGTERM');
      if (left === 700 || left === 300) services = [service(first), service(second)];
      const status = (await ask(port, '/')).slice(9, 12);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  expect([...statuses.keys()].filter((status) => status !== '200' && status !== '502')).toEqual([]);
  expect(statuses.get('502')).toBeGreaterThan(0);

  // No load is left over: two connections at once go to two targets, every time.
  await Promise.all(services.map((program) => program.logged('Listening on port')));
  for (let i = 0; i < 3; i++) {
    const pair = [new Client(port).send(get), new Client(port).send(get)];
    const answers = await Promise.all(pair.map((one) => one.until('200 OK\r\n')));
    expect(answers.length).toBe(2);
    const bodies = pair.map((one, index) => one.send(get.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')).until('close').then((text) => (answers[index] + text).slice(-6)));
    expect((await Promise.all(bodies)).map((body) => body.trim().slice(-5)).sort()).toEqual(['econd', 'first']);
  }
});

test('a signal to stop: ports close, a request in progress is answered with close, the exit code is 0', async () => {
  const [port] = (await freePorts(1)) as [number];
  let answer = (): void => {};
  const asked = new Promise<void>((resolve) => {
    service.on('connection', (socket) => {
      answer = () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nfinished');
      socket.on('data', () => resolve());
      socket.on('error', () => {});
    });
  });
  const { program } = await start(
    {
      'main.js': `pipy().listen(${port}).demuxHTTP('request')
        .pipeline('request').muxHTTP('up', '')
        .pipeline('up').connect('127.0.0.1:${(service.address() as AddressInfo).port}')`,
    },
    port,
  );
  const client = new Client(port).send(get);
  await asked;
  program.signal('SIGTERM');
  await program.logged('[shutdown] Shutting down...');
  const refused = new Client(port);
  await refused.until('close');
  expect(program.ended).toBeNull();
  answer();
  expect(await client.until('close')).toBe('HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\nfinished');
  expect(await program.end()).toBe(0);
});

const service = createServer();
beforeAll(() => new Promise<void>((done) => service.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise((done) => service.close(done)));

test('a connection that is kept alive has a last second, and is closed in order', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = await start({ 'main.js': hello(port) }, port);
  const [quiet, late] = [new Client(port).send(get), new Client(port).send(get)];
  await Promise.all([quiet.until('there!\n'), late.until('there!\n')]);
  const begun = performance.now();
  program.signal('SIGINT');
  await program.logged('[shutdown] Shutting down...');
  late.send(get);
  expect(await late.until('close')).toContain('connection: close');
  expect(await quiet.until('close')).toBe('');
  expect(await program.end()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(2500);
});

test('a second signal ends the process at once', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = await start({ 'main.js': hello(port) }, port);
  const client = new Client(port).send(get);
  await client.until('there!\n');
  client.send('GET / HTTP/1.1\r\nHost:');
  program.signal('SIGINT');
  await program.logged('[shutdown] Shutting down...');
  program.signal('SIGINT');
  expect(await program.end()).toBe(130);
  await client.until('close');
});

test('SIGHUP reloads; what does not load leaves the old code serving', async () => {
  const [port, other] = (await freePorts(2)) as [number, number];
  const { program, folder } = await start({ 'main.js': hello(port, 'old') }, port);
  const file = join(folder, 'main.js');

  writeFileSync(file, 'pipy().listen(');
  program.signal('SIGHUP');
  await program.logged('[restart] Failed reloading codebase');
  expect(program.stderr).toContain('/main.js:1:');
  expect(await ask(port, '/')).toContain('\r\n\r\nold');

  writeFileSync(file, hello(port, 'new').replace(`(${port})`, `(${port}, { readTimeout: 0.2 })`) + `.listen(${other})\n  .serveHTTP(new Message('more'))\n`);
  program.signal('SIGHUP');
  await program.logged('[restart] Codebase reloaded');
  expect(await ask(port, '/')).toContain('\r\n\r\nnew');
  expect(await ask(other, '/')).toContain('\r\n\r\nmore');
  // The port has the new options too: a connection that sends nothing is closed.
  expect(await new Client(port).until('close')).toBe('');
});

test('an error in a callback: 500, a log line that names pipeline and filter, and the others go on', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = await start(
    { 'main.js': `pipy().listen(${port}).serveHTTP(\n  ({ head }) => head.path === '/bad' ? head.no.where : new Message('fine')\n)` },
    port,
  );
  const other = new Client(port).send(get);
  expect(await ask(port, '/bad')).toMatch(/^HTTP\/1\.1 500 /);
  await program.logged('/main.js:2:');
  expect(program.stderr).toContain(`/main.js [${port}@0.0.0.0] serveHTTP`);
  expect(await other.until('fine')).toContain('200 OK');
});

test('a port in use is told, nothing else is opened, and the exit code is 1', async () => {
  const [free] = (await freePorts(1)) as [number];
  const taken = (service.address() as AddressInfo).port;
  const folder = folderOf({ 'main.js': `pipy().listen('127.0.0.1:${free}').dummy().listen('127.0.0.1:${taken}').dummy()` });
  const program = new Program([join(folder, 'main.js')]);
  expect(await program.end()).toBe(1);
  expect(program.stderr).toContain(`[ERR] [listener] Cannot start listening on port ${taken} at 127.0.0.1: bind: Address already in use`);
});

test('--verify opens no port: 0 when all is well, 1 when not', async () => {
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({
    'good.js': hello(port),
    'bad.js': `pipy()\n.listen(${port})\n  .serveHTTP(() => new Message(_unknown))\n`,
  });
  const [good, bad] = ['good.js', 'bad.js'].map((name) => new Program(['--verify', join(folder, name)])) as [Program, Program];
  expect([await good.end(), await bad.end()]).toEqual([0, 1]);
  expect(good.stderr).not.toContain('Listening');
  expect(bad.stderr).toContain('/bad.js:3:32');
});

test('console.log goes to the log; os and pipy.load see the folder of the script', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = await start(
    {
      'main.js': `(() => (console.log(pipy.load('a.txt').toString(), os.readFile('a.txt').toString(), os.env.NAMED), ${hello(port).trim()}))()`,
      'a.txt': 'inside',
    },
    port,
  );
  expect(program.stderr).toContain('[INF] inside inside ');
});
