/** `pipyjs host`: many tenants in groups, as an operator runs them. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, cleanUp, Client, folderOf, freePorts, Program } from '../testing/program.js';

afterEach(cleanUp);

const get = 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n';
const saying = (port: number, text: string): string => `pipy().listen(${port}).serveHTTP(() => new Message('${text}\\n'))`;
/** Calls itself to do nothing for as long as it may, for each request. */
const looping = (port: number): string => `pipy().listen(${port}).serveHTTP(() => (repeat(() => true), new Message('never')))`;

function hosting(files: Record<string, string>, configuration: unknown, ...flags: readonly string[]): { program: Program; folder: string; configure(changed: unknown): void } {
  const folder = folderOf({ ...files, 'host.json': JSON.stringify(configuration) });
  const program = new Program(['host', ...flags.map((flag) => flag.replace('FOLDER', folder)), join(folder, 'host.json')]);
  return {
    program,
    folder,
    configure(changed) {
      writeFileSync(join(folder, 'host.json'), JSON.stringify(changed));
      program.signal('SIGHUP');
    },
  };
}

const answer = (port: number): Promise<string> => ask(port, '/x');

/** What a tenant that only listens may do. */
const only = (port: number): { listen: string[] } => ({ listen: [`${port}`] });

test('tenants serve in groups of their own; one that is killed comes back, and others notice nothing', async () => {
  const [first, second, third] = (await freePorts(3)) as [number, number, number];
  const { program } = hosting(
    { 'a.js': saying(first, 'I am a'), 'b.js': `pipy().listen(${second}).serveHTTP(() => (console.log(os.env.PATH), new Message('never')))`, 'c.js': saying(third, 'I am c') },
    {
      groups: { apart: { isolation: 'process', memory: '64m' } },
      tenants: {
        a: { script: 'a.js', policy: only(first) },
        b: { script: 'b.js', policy: only(second) },
        c: { script: 'c.js', policy: only(third), group: 'apart' },
      },
    },
  );
  await program.logged("tenant 'a' runs");
  await program.logged("tenant 'b' runs");
  await program.logged("tenant 'c' runs");
  const kept = new Client(first).send(get);
  expect(await kept.until('I am a')).toContain('200 OK');
  expect(await answer(second)).toContain('500 Internal Server Error');
  await program.logged('[b] error[ENV]: reading the environment is denied');
  expect(await answer(third)).toContain('I am c');
  process.kill(Number(/group 'apart' is process (\d+)/.exec(program.stderr)![1]), 'SIGKILL');
  await program.logged("group 'apart' ended: signal SIGKILL; it starts again in 0.1 s");
  await program.logged("tenant 'c' runs", 2);
  expect(await answer(third)).toContain('I am c');
  kept.send(get);
  expect(await kept.until('I am a')).toContain('200 OK');
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('a tenant that hits its limits on and on is slowed, then stopped; its neighbour in the same thread serves on', async () => {
  const [bad, good] = (await freePorts(2)) as [number, number];
  const configuration = { tenants: { bad: { script: 'bad.js', policy: only(bad) }, good: { script: 'good.js', policy: only(good) } } };
  const { program, folder, configure } = hosting({ 'bad.js': looping(bad), 'good.js': saying(good, 'good') }, configuration);
  await program.logged("tenant 'bad' runs");
  await program.logged("tenant 'good' runs");
  for (let i = 0; i < 10; i++) expect(await answer(bad)).toContain('500');
  expect(await answer(good)).toContain('good');
  new Client(bad).send(get);
  await program.logged('error[STORM]: the script hit its limits too often, the last time CPU_STEPS');
  await program.logged("tenant 'bad' has stopped");
  expect(await answer(good)).toContain('good');
  // Mended, it runs again when the file is read again.
  writeFileSync(join(folder, 'bad.js'), saying(bad, 'mended'));
  configure(configuration);
  await program.logged("tenant 'bad' runs", 2);
  expect(await answer(bad)).toContain('mended');
});

test('reading the file again: tenants begin, end, and change; what makes no sense changes nothing', async () => {
  const [first, second, third] = (await freePorts(3)) as [number, number, number];
  const { program, folder, configure } = hosting(
    { 'a.js': saying(first, 'a'), 'b.js': saying(second, 'b'), 'c.js': saying(third, 'c') },
    { tenants: { a: { script: 'a.js', policy: only(first) }, b: { script: 'b.js', policy: only(first) } } },
  );
  await program.logged("tenant 'a' runs");
  await program.logged("tenant 'b' does not run: it could not be started");
  await program.logged(`[b] error[LISTEN]: listening on 0.0.0.0:${second} is denied`);
  configure({ tenants: {} });
  await program.logged('there are no tenants');
  expect(await answer(first)).toContain('a');
  writeFileSync(join(folder, 'a.js'), saying(first, 'a, changed'));
  configure({ tenants: { a: { script: 'a.js', policy: only(first) }, b: { script: 'b.js', policy: only(second) } } });
  await program.logged('[a] [restart] Codebase reloaded');
  await program.logged("tenant 'b' runs");
  expect(await answer(first)).toContain('a, changed');
  configure({ tenants: { c: { script: 'c.js', policy: only(third) }, b: { script: 'b.js', policy: only(second) } } });
  await program.logged("tenant 'c' runs");
  await program.logged("tenant 'a' has stopped");
  expect(await answer(third)).toContain('c');
  const late = new Client(first);
  await late.until('close');
  expect(late.received).toBe('');
});

test.each(['thread', 'process'])('a tenant with more memory than its group, which is a %s, is stopped before that ends', async (isolation) => {
  const [port] = (await freePorts(1)) as [number];
  const hoarding = `(kept => pipy().listen(${port}).serveHTTP(({ head }) => (head.path === '/x' && repeat(() => (kept.push('x'.repeat(100) + kept.length), true)), new Message('well'))))([])`;
  const { program } = hosting(
    { 'hoards.js': hoarding },
    {
      groups: { small: { isolation, memory: '64m' } },
      tenants: { hoards: { script: 'hoards.js', group: 'small', policy: { ...only(port), limits: { memory: 2 ** 32, fuel: 2 ** 40, time: 60_000 } } } },
    },
  );
  await program.logged("tenant 'hoards' runs");
  expect(await answer(port)).toContain('500');
  await program.logged('[hoards] error[MEM_LIVE]: the process has no memory left for this');
  expect(program.stderr).not.toContain("group 'small' ended");
});

test('connections that come faster than they may are refused; those that are there go on, and so does a neighbour', async () => {
  const [flooded, good] = (await freePorts(2)) as [number, number];
  const { program } = hosting(
    { 'flooded.js': saying(flooded, 'flooded'), 'good.js': saying(good, 'good') },
    {
      tenants: {
        flooded: { script: 'flooded.js', policy: { ...only(flooded), limits: { connectionsPerSecond: 10 } } },
        good: { script: 'good.js', policy: only(good) },
      },
    },
  );
  await program.logged("tenant 'flooded' runs");
  await program.logged("tenant 'good' runs");
  const kept = new Client(flooded).send(get);
  await kept.until('flooded');
  const flood = Array.from({ length: 100 }, () => new Client(flooded).send(get));
  await program.logged('[flooded] [listener] More than 10 connections came in a second: those beyond are refused');
  const served = (await Promise.all(flood.map((client) => client.until('flooded')))).filter((text) => text !== '').length;
  expect(served).toBeGreaterThan(0);
  expect(served).toBeLessThan(50);
  expect(await answer(good)).toContain('good');
  kept.send(get);
  await kept.until('flooded');
  expect(program.stderr).not.toContain('has stopped');
});

test('bytes that wait for ever are counted; past the limit their connections end', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = hosting(
    { 'waits.js': `pipy().listen(${port}).demuxHTTP('r').pipeline('r').replaceMessage(({ head }) => head.path === '/x' ? new Message('well') : new Message('kept'))` },
    { tenants: { waits: { script: 'waits.js', policy: { ...only(port), limits: { memory: 4 << 20 } } } } },
  );
  await program.logged("tenant 'waits' runs");
  const body = `POST /y HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(300_000)}`;
  const clients = Array.from({ length: 30 }, () => new Client(port).send(body));
  await program.logged('[waits] error[MEM_LIVE]: the script keeps too much memory', 5);
  expect(clients.filter(({ closed }) => closed).length).toBeLessThan(25);
  for (const { socket } of clients) socket.destroy();
  expect(await answer(port)).toContain('well');
});

test.each([
  ['{', /host\.json: /],
  ['[]', /host\.json is no object/],
  ['{"tenants":{}}', /there are no tenants/],
  ['{"tenants":{"a":{}}}', /tenants\.a\.script is no text/],
  ['{"tenants":{"a":{"script":"nowhere.js"}}}', /tenants\.a\.script: there is no file .*nowhere\.js/],
  ['{"tenants":{"a":{"script":"a.js","police":{}}}}', /tenants\.a has no field 'police'/],
  ['{"tenants":{"a":{"script":"a.js","policy":{"listen":["x"]}}}}', /tenants\.a\.policy: listen\[0\]/],
  ['{"tenants":{"a":{"script":"a.js","policy":"nowhere.json"}}}', /cannot open .*nowhere\.json/],
  ['{"tenants":{"a":{"script":"a.js","group":"x"}}}', /tenants\.a\.group: there is no group "x"/],
  ['{"tenants":{"a b":{"script":"a.js"}}}', /tenants has a name that is none: "a b"/],
  ['{"groups":{"g":{"isolation":"wall"}},"tenants":{"a":{"script":"a.js"}}}', /groups\.g\.isolation is none of thread, process/],
  ['{"groups":{"g":{"memory":5}},"tenants":{"a":{"script":"a.js"}}}', /groups\.g\.memory is no number of bytes/],
])('%s is told, and nothing runs', async (text, complaint) => {
  const folder = folderOf({ 'a.js': saying(1, ''), 'host.json': text });
  const program = new Program(['host', join(folder, 'host.json')]);
  expect(await program.end()).toBe(2);
  expect(program.stderr).toMatch(complaint);
});

test('all tenants share an access log, whose lines name them, in threads and processes; it can be moved away', async () => {
  const [first, second] = (await freePorts(2)) as [number, number];
  const { program, folder } = hosting(
    { 'a.js': saying(first, 'I am a'), 'b.js': saying(second, 'I am b') },
    { groups: { apart: { isolation: 'process' } }, tenants: { a: { script: 'a.js', policy: only(first) }, b: { script: 'b.js', policy: only(second), group: 'apart' } } },
    '--access-log=FOLDER/access.log',
    '--access-log-format=common',
  );
  await program.logged("tenant 'a' runs");
  await program.logged("tenant 'b' runs");
  const log = join(folder, 'access.log');
  const lines = async (file: string, count: number): Promise<string[]> => {
    for (;;) {
      const found = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      if (found.length >= count) return found.sort();
      await new Promise((later) => setTimeout(later, 10));
    }
  };
  await answer(first);
  await answer(second);
  expect(await lines(log, 2)).toEqual([expect.stringMatching(/^a 127\.0\.0\.1 - - \[.*\] "GET \/x HTTP\/1\.1" 200 7$/), expect.stringMatching(/^b 127\.0\.0\.1 .* 200 7$/)]);
  renameSync(log, `${log}.1`);
  program.signal('SIGUSR2');
  while (!existsSync(log)) await answer(first);
  await answer(first);
  expect((await lines(log, 1))[0]).toMatch(/^a /);
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('an access log that cannot be opened is told at once', async () => {
  const [port] = (await freePorts(1)) as [number];
  const { program } = hosting({ 'a.js': saying(port, 'a') }, { tenants: { a: { script: 'a.js', policy: only(port) } } }, '--access-log=FOLDER/none/access.log');
  expect(await program.end()).toBe(1);
  expect(program.stderr).toMatch(/\[access-log\] Cannot open .*none\/access\.log: No such file or directory/);
});
