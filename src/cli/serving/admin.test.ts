/** The administration service, as whoever watches a proxy asks it. */
import { join } from 'node:path';
import { mergeMetrics } from '../../host/service-report.js';
import { ask, bodyOf, cleanUp, Client, folderOf, freePorts, Program } from '../../testing/program.js';

afterEach(cleanUp);

const script = (port: number): string => `
  (counter => pipy().listen(${port}).serveHTTP(() => (counter.withLabels('a"b').increase(2), new Message('hi'))))(new stats.Counter('hits', ['who']))`;

async function start(args: (admin: number) => string[], text: (port: number, admin: number) => string = script): Promise<{ program: Program; port: number; admin: number }> {
  const [port, admin] = (await freePorts(2)) as [number, number];
  const program = new Program([...args(admin), join(folderOf({ 'main.js': text(port, admin) }), 'main.js')]);
  await program.logged('Listening on port');
  return { program, port, admin };
}

const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

/** Metrics by name and labels. */
function samplesOf(answer: string): Map<string, number> {
  const lines = bodyOf(answer)!.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

test('metrics: what the proxy and its script count', async () => {
  const { program, port, admin } = await start((at) => [`--admin-port=${at}`]);
  await program.logged(`[admin] Listening on port ${admin} at 127.0.0.1`);
  await program.logged(`Listening on port ${port} at`);
  const open = new Client(port).send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await open.until('hi');
  await ask(port, '/');
  const answer = await ask(admin, '/metrics');
  expect(answer).toMatch(/content-type: text\/plain; version=0\.0\.4/i);
  const samples = samplesOf(answer);
  expect(samples.get('hits{who="a\\"b"}')).toBe(4);
  expect(samples.get(`pipyjs_connections{listen="${port}@0.0.0.0"}`)).toBe(1);
  expect(samples.get('pipyjs_ready')).toBe(1);
  expect(samples.get('pipyjs_fuel_total')).toBeGreaterThan(0);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1 << 20);
  // Each family has its help and type before its samples, once.
  const text = bodyOf(answer)!;
  for (const [, name] of text.matchAll(/^# TYPE (\S+)/gm)) expect(text.split(`# TYPE ${name} `).length).toBe(2);
});

test('health, readiness, status; nothing else, and nothing that changes something', async () => {
  const { program, port, admin } = await start((at) => [`--admin-port=127.0.0.1:${at}`]);
  await program.logged(`Listening on port ${port} at`);
  expect(bodyOf(await ask(admin, '/healthz'))).toBe('ok\n');
  expect(bodyOf(await ask(admin, '/readyz?x'))).toBe('ready\n');
  const status = JSON.parse(bodyOf(await ask(admin, '/status'))!) as { processes: { ready: boolean; modules: string[]; listens: object[] }[] };
  expect(status.processes).toMatchObject([{ ready: true, modules: ['/main.js'], listens: [{ name: `${port}@0.0.0.0`, connections: 0 }] }]);
  expect(statusOf(await ask(admin, '/'))).toBe(404);
  expect(statusOf(await ask(admin, '/metrics', 'x'))).toBe(405);
  const foreign = new Client(admin).send('GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  expect(statusOf(await foreign.until('close'))).toBe(403);
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('of several workers it tells the sum', async () => {
  const { program, port, admin } = await start((at) => [`--admin-port=${at}`, '--threads=2']);
  await program.logged('serves', 2);
  for (let i = 0; i < 5; i++) await ask(port, '/');
  const samples = samplesOf(await ask(admin, '/metrics'));
  expect(samples.get('hits{who="a\\"b"}')).toBe(10);
  expect(samples.get('pipyjs_ready')).toBe(2);
  const { processes } = JSON.parse(bodyOf(await ask(admin, '/status'))!) as { processes: { pid: number }[] };
  expect(new Set(processes.map(({ pid }) => pid)).size).toBe(2);
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});

test('a port that is taken, or that makes no sense, is told', async () => {
  const [taken] = (await freePorts(1)) as [number];
  const file = join(folderOf({ 'main.js': `pipy().listen(${taken}).dummy()` }), 'main.js');
  const first = new Program([file]);
  await first.logged('Listening on port');
  const second = new Program([join(folderOf({ 'main.js': 'pipy()' }), 'main.js'), `--admin-port=0.0.0.0:${taken}`]);
  expect(await second.end()).toBe(1);
  expect(second.stderr).toContain('[admin] Cannot start listening');
  for (const [args, complaint] of [
    [['--admin-port=99999'], '[[ip]:]PORT is expected'],
    [['--admin-port=nowhere:1'], '[[ip]:]PORT is expected'],
    [['--admin-port=1', '--admin-tls-cert=x'], 'must be used together'],
    [['--admin-tls-trusted=x'], 'needs'],
    [['--admin-port=1', '--admin-tls-cert=x', '--admin-tls-key=y'], 'cannot open'],
  ] as const) {
    const program = new Program([file, ...args]);
    expect(await program.end()).toBe(2);
    expect(program.stderr).toContain(complaint);
  }
});

test('the administration service is out of reach of a tenant', async () => {
  const { program, port, admin } = await start(
    (at) => ['--tenant', '--allow-listen', '--allow-connect=example.com', `--admin-port=${at}`],
    (at, secret) => `pipy().listen(${at}).demuxHTTP('r').pipeline('r').muxHTTP('c', '').pipeline('c').connect(() => '127.0.0.1:' + ${secret})`,
  );
  await program.logged(`Listening on port ${port} at`);
  expect(statusOf(await ask(port, '/metrics'))).toBe(502);
  expect(program.stderr).toContain(`error[NET]`);
  expect(samplesOf(await ask(admin, '/metrics')).get('pipyjs_ready')).toBe(1);
});

test('texts of several processes become one', () => {
  const one = '# HELP a A\n# TYPE a counter\na{x="1 2"} 1\na 2\n# HELP h H\n# TYPE h histogram\nh_bucket{le="+Inf"} 3\nh_sum +Inf\n';
  const other = '# HELP b B\n# TYPE b gauge\nb 5\n# HELP a A\n# TYPE a counter\na 40\n';
  expect(mergeMetrics([one, other, '']).split('\n')).toEqual([
    '# HELP a A', '# TYPE a counter', 'a{x="1 2"} 1', 'a 42', '# HELP h H', '# TYPE h histogram', 'h_bucket{le="+Inf"} 3', 'h_sum +Inf', '# HELP b B', '# TYPE b gauge', 'b 5', '',
  ]);
});
