/** Several workers, code bases by URL, reloading by itself: real processes, real connections. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canReusePorts } from '../../net/listen.js';
import { ask, bodyOf, cleanUp, folderOf, freePorts, Program } from '../../testing/program.js';

const servers: Server[] = [];

afterEach(async () => {
  await cleanUp();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const port = async (): Promise<number> => (await freePorts(1))[0];
const hello = (on: number, text: string): string => `pipy().listen(${on}).serveHTTP(new Message('${text}'))`;

/** What the log says of workers: their processes, by number. */
const workersOf = ({ stderr }: Program): Map<string, number> => new Map([...stderr.matchAll(/worker (\d+) is process (\d+)/g)].map(([, number, id]) => [number, Number(id)]));

describe('several workers', () => {
  test('serve one port; one that is killed is back, and the others serve on', async () => {
    const on = await port();
    const program = new Program([join(folderOf({ 'main.js': hello(on, 'hi') }), 'main.js'), '--threads=2']);
    await program.logged('serves', 2);
    const first = workersOf(program).get('1')!;
    process.kill(first, 'SIGKILL');
    await program.logged('worker 1 ended: signal SIGKILL');
    await program.logged('worker 1 is process', 2);
    expect(bodyOf(await ask(on, '/'))).toBe('hi');
    expect(workersOf(program).get('1')).not.toBe(first);
    program.signal('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(program.stderr.split('Done.').length).toBe(2);
    expect(await ask(on, '/')).toBe('');
  });

  test('are told what this process is told, and load again together', async () => {
    const on = await port();
    const folder = folderOf({ 'main.js': hello(on, 'old') });
    const program = new Program([join(folder, 'main.js')], { env: { PIPY_SPAWN: '2' } });
    await program.logged('serves', 3);
    writeFileSync(join(folder, 'main.js'), hello(on, 'new'));
    program.signal('SIGHUP');
    await program.logged('Codebase reloaded');
    for (let i = 0; i < 6; i++) expect(['old', 'new']).toContain(bodyOf(await ask(on, '/')));
    program.signal('SIGINT');
    expect(await program.end()).toBe(0);
  });

  test('end together with what the script exits with, or with what it does not load for', async () => {
    const [on] = (await freePorts(1)) as [number];
    const exits = new Program([join(folderOf({ 'main.js': `pipy().listen(${on}).serveHTTP(() => (pipy.exit(7), new Message('bye')))` }), 'main.js'), '--threads=2']);
    await exits.logged('Listening on port');
    await ask(on, '/').catch(() => {});
    expect(await exits.end()).toBe(7);
    const broken = new Program([join(folderOf({ 'main.js': 'pipy().listen(nobody)' }), 'main.js'), '--threads=3']);
    expect(await broken.end()).toBe(1);
    expect(broken.stderr).toContain('nobody');
  });

  test.each([
    [['--threads=0'], {}],
    [['--threads=two'], {}],
    [[], { PIPY_SPAWN: '-1' }],
  ])('%j %j is refused', async (args, env) => {
    const program = new Program([join(folderOf({ 'main.js': 'pipy()' }), 'main.js'), ...args], { env });
    expect(await program.end()).toBe(2);
    expect(program.stderr).toMatch(/A number from 1 to 256|a number from 0 to 255/);
  });
});

test('--reuse-port shares a port where Node can, and says so where it cannot', async () => {
  const on = await port();
  const file = join(folderOf({ 'main.js': hello(on, 'hi') }), 'main.js');
  const first = new Program([file, '--reuse-port']);
  await first.logged('Listening on port');
  const second = new Program([file, '--reuse-port']);
  if (canReusePorts) {
    await second.logged('Listening on port');
  } else {
    expect(await second.end()).toBe(1);
    expect(second.stderr).toContain('--threads serves a port by several processes');
  }
});

test('--watch loads again what has changed, and goes on where that fails', async () => {
  const on = await port();
  const folder = folderOf({ 'main.js': `pipy().listen(${on}).serveHTTP(() => new Message(pipy.load('text').toString()))`, text: 'one' });
  const program = new Program([join(folder, 'main.js'), '--watch']);
  await program.logged('Listening on port');
  await program.logged('Watching');
  writeFileSync(join(folder, 'main.js'), 'pipy(');
  await program.logged('Failed reloading');
  expect(bodyOf(await ask(on, '/'))).toBe('one');
  writeFileSync(join(folder, 'main.js'), hello(on, 'two'));
  await program.logged('Codebase reloaded');
  expect(bodyOf(await ask(on, '/'))).toBe('two');
});

describe('a code base by URL', () => {
  /** A server of files, each with its text; `version` stands for all of them. */
  async function serve(files: Record<string, string>, version: { etag?: string } = {}): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const text = files[request.url!];
      response.writeHead(text === undefined ? 404 : 200, version.etag === undefined ? {} : { etag: version.etag });
      response.end(text);
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  test('is a script by itself', async () => {
    const on = await port();
    const { url } = await serve({ '/x/proxy.js': `// mine\n${hello(on, 'fetched')}` });
    const program = new Program([`${url}/x/proxy.js`]);
    await program.logged('Listening on port');
    expect(program.stderr).toContain(`[codebase] GET ${url}/x/proxy.js -> `);
    expect(program.stderr).toContain('Module /proxy.js');
    expect(bodyOf(await ask(on, '/'))).toBe('fetched');
    program.signal('SIGTERM');
    expect(await program.end()).toBe(0);
  });

  test('is what a repo lists, and is loaded again when that has another version', async () => {
    const on = await port();
    const files: Record<string, string> = { '/repo/hello/': '/main.js\n/lib/text.txt', '/repo/hello/main.js': `pipy().listen(${on}).serveHTTP(() => new Message(pipy.load('lib/text.txt').toString()))`, '/repo/hello/lib/text.txt': 'first' };
    const version = { etag: '1' };
    const { url } = await serve(files, version);
    const program = new Program([`${url}/repo/hello/`]);
    await program.logged('Listening on port');
    expect(bodyOf(await ask(on, '/'))).toBe('first');
    files['/repo/hello/lib/text.txt'] = 'second';
    version.etag = '2';
    await program.logged('Codebase reloaded');
    expect(bodyOf(await ask(on, '/'))).toBe('second');
  }, 20_000);

  test('may not read files, start programs or see the environment, unless that is allowed', async () => {
    const { url } = await serve({ '/a.js': "console.log('seen', os.env.HOME, os.readFile('/etc/hostname')), pipy()" });
    const program = new Program([`${url}/a.js`, '--verify']);
    await program.end();
    expect(program.stderr).toMatch(/denied/i);
    const allowed = new Program([`${url}/a.js`, '--verify', '--allow-read', '--allow-env']);
    expect(await allowed.end()).toBe(0);
    expect(allowed.stderr).toContain('seen /');
  });

  test('that is not there, or lists what is no path, is told, and is a failure of --verify', async () => {
    const { url } = await serve({ '/list/': '/main.js\n/../secret' });
    const missing = new Program([`${url}/nothing.js`, '--verify']);
    expect(await missing.end()).toBe(1);
    expect(missing.stderr).toContain(`[codebase] HEAD ${url}/nothing.js -> 404 Not Found`);
    const bad = new Program([`${url}/list/`, '--verify']);
    expect(await bad.end()).toBe(1);
    expect(bad.stderr).toContain("lists '/../secret', which is no path of a code base");
    const nobody = new Program([`http://127.0.0.1:${await port()}/x.js`, '--verify']);
    expect(await nobody.end()).toBe(1);
    expect(nobody.stderr).toContain('-> Connection refused');
    const half = new Program([`${url}/x.js`, '--tls-cert=a.pem']);
    expect(await half.end()).toBe(2);
  });
});
