/** Permissions as a person gives them: real processes, and listeners that must hear nothing. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { Bell } from '../testing/bell.js';
import { ask, cleanUp, Client, folderOf, freePorts, Program } from '../testing/program.js';

/** A listener that must not be connected to, or may. */
class Canary {
  accepted = 0;
  private readonly sockets: Socket[] = [];
  private constructor(private readonly server: Server) {}

  static async at(where: string | number, host?: string): Promise<Canary> {
    const server = createServer((socket) => {
      canary.accepted++;
      canary.sockets.push(socket);
      socket.on('error', () => {});
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret');
    });
    const canary = new Canary(server);
    await new Promise<void>((done, fail) => server.once('error', fail).listen(typeof where === 'number' ? { port: where, host, exclusive: true } : where, done));
    canaries.push(canary);
    return canary;
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((done) => this.server.close(() => done()));
  }
}

const canaries: Canary[] = [];
afterEach(async () => {
  await cleanUp();
  await Promise.all(canaries.splice(0).map((canary) => canary.close()));
});

/** A proxy that connects to where the path says. */
const anywhere = (port: number): string => `pipy({ _target: '' })
.listen(${port})
  .demuxHTTP('request')
.pipeline('request')
  .handleMessageStart(({ head }) => _target = decodeURIComponent(head.path.slice(1)))
  .muxHTTP('connection', () => _target)
.pipeline('connection')
  .connect(() => _target)
`;

async function serve(files: Record<string, string>, port: number, args: readonly string[]): Promise<Program> {
  const program = new Program([...args, join(folderOf(files), 'main.js')]);
  await program.logged(`Listening on port ${port}`);
  return program;
}

async function failed(args: readonly string[], files: Record<string, string> = {}): Promise<string> {
  const folder = folderOf(files);
  const program = new Program(args, { cwd: folder });
  const code = await program.end();
  const text = program.stderr.replaceAll(folder, '').replaceAll(/^[-\d]+ [:.\d]+ \[ERR\] /gm, '');
  return `${code}\n${text}`;
}

const statusOf = (answer: string): string => answer.split('\r\n')[0];
const refusal = 'HTTP/1.1 502 Connection Refused';

test('what a tenant may not connect to hears nothing, however it is spelt; all answers are alike', async () => {
  const [port, inner, closed] = (await freePorts(3)) as [number, number, number];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => address));
  const canary = await Canary.at(inner, '0.0.0.0');
  const program = await serve({ 'main.js': anywhere(port) }, port, ['--tenant', '--allow-listen', '--allow-connect']);
  const spellings = ['127.0.0.1', '127.1', '0', '0.0.0.0', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', 'localhost'];
  const bracketed = ['[::1]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[fe80::1]', '[::]'];
  const rest = ['169.254.169.254', '[fd00:ec2::254]', ...addresses];
  for (const host of [...spellings, ...bracketed, ...rest]) {
    for (const at of [inner, closed]) expect([host, at, statusOf(await ask(port, `/${encodeURIComponent(`${host}:${at}`)}`))]).toEqual([host, at, refusal]);
  }
  // Names that the system may or may not know.
  for (const name of ['LOCALHOST', 'localhost.', 'ip6-localhost']) expect(statusOf(await ask(port, `/${name}:${inner}`))).toMatch(/502 (Connection Refused|Cannot Resolve)/);
  // No name of a host, no address: as it was without a policy.
  expect(statusOf(await ask(port, `/${encodeURIComponent('[::1%lo]:80')}`))).toBe('HTTP/1.1 502 Cannot Resolve');
  expect(canary.accepted).toBe(0);
  expect(program.stderr).toMatch(new RegExp(`error\\[NET\\]: /main.js:8:4: connecting to 127.0.0.1:${inner} is denied; help: --allow-connect=127.0.0.1:${inner}\n`));
});

test('a rule lets through what it names and nothing beside it', async () => {
  const [port, inner, other] = (await freePorts(3)) as [number, number, number];
  const canary = await Canary.at(inner, '127.0.0.1');
  const denied = await Canary.at(other, '127.0.0.1');
  await serve({ 'main.js': anywhere(port) }, port, ['--tenant', `--allow-listen=${port}`, `--allow-connect=127.0.0.1:${inner}`]);
  for (const host of ['127.0.0.1', 'localhost', '%5B::ffff:127.0.0.1%5D']) expect(await ask(port, `/${host}:${inner}`)).toContain('secret');
  for (const host of ['127.0.0.1', 'localhost', '127.1']) expect(statusOf(await ask(port, `/${host}:${other}`))).toBe(refusal);
  expect(statusOf(await ask(port, `/127.1:${inner}`))).toBe(refusal);
  expect([canary.accepted, denied.accepted]).toEqual([3, 0]);
});

test('the way through SOCKS, tunnels and forwarded URLs is the same way', async () => {
  const [http, tunnel, socks, inner] = (await freePorts(4)) as [number, number, number, number];
  const canary = await Canary.at(inner, '127.0.0.1');
  const script = `pipy({ _target: '' })
.listen(${http})
  .demuxHTTP('request')
.pipeline('request')
  .handleMessageStart(({ head }) => _target = head.headers.host)
  .muxHTTP('out', () => _target)
.listen(${tunnel})
  .demuxHTTP('tunnel')
.pipeline('tunnel')
  .acceptHTTPTunnel('out', ({ head }) => (_target = head.path, new Message({ status: 200 })))
.listen(${socks})
  .acceptSOCKS('out', (host, port) => (_target = host + ':' + port, true))
.pipeline('out')
  .connect(() => _target)
`;
  const program = await serve({ 'main.js': script }, http, ['--allow-listen', '--allow-connect=*']);
  const host = `127.0.0.1:${inner}`;
  expect(statusOf(await new Client(http).send(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`).until('close'))).toBe(refusal);
  await new Client(tunnel).send(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\nGET / HTTP/1.1\r\n\r\n`).until('close');
  await new Client(socks).send(Buffer.from([5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, inner >> 8, inner & 255])).send('GET / HTTP/1.1\r\n\r\n').until('close');
  await program.logged(`connecting to ${host} is denied`, 3);
  expect(canary.accepted).toBe(0);
});

test('a tenant keeps so many connections, and lets them go', async () => {
  const [port, inner] = (await freePorts(2)) as [number, number];
  const held: Socket[] = [];
  const server = createServer((socket) => void held.push(socket.on('error', () => {}))).listen(inner, '127.0.0.1');
  const policy = { tenant: true, listen: [`${port}`], connect: [`127.0.0.1:${inner}`], limits: { connections: 2 } };
  const script = `pipy().listen(${port}).connect('127.0.0.1:${inner}')`;
  const folder = folderOf({ 'main.js': script, 'policy.json': JSON.stringify(policy) });
  const program = new Program(['--policy', join(folder, 'policy.json'), join(folder, 'main.js')]);
  await program.logged(`Listening on port ${port}`);
  const clients = [1, 2, 3].map(() => new Client(port).send('x'));
  const two = (): Promise<string>[] => held.map((socket) => new Promise((done) => socket.once('data', (bytes) => done(String(bytes)))));
  const bell = new Bell();
  server.on('connection', () => bell.ring());
  await bell.until(() => held.length === 2, () => 'two connections');
  expect(await Promise.all(two())).toEqual(['x', 'x']);
  // The port takes no more than two at a time: the third waits for its turn.
  clients[0].socket.destroy();
  await bell.until(() => held.length === 3, () => 'the third connection');
  for (const socket of held) socket.destroy();
  await new Promise((done) => server.close(done));
});

test('a socket of the system is no host', async () => {
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({});
  const canary = await Canary.at(join(folder, 'docker.sock'));
  await serve({ 'main.js': anywhere(port) }, port, ['--allow-listen', '--allow-connect']);
  for (const target of [join(folder, 'docker.sock'), `unix:${join(folder, 'docker.sock')}`, `${join(folder, 'docker.sock')}:80`]) {
    expect(statusOf(await ask(port, `/${encodeURIComponent(target)}`))).toMatch(/502/);
  }
  expect(canary.accepted).toBe(0);
});

test('what a script declares and a policy denies is told all at once, and nothing is opened', async () => {
  const [port] = (await freePorts(1)) as [number];
  const script = `pipy()
.listen(${port})
  .serveHTTP(new Message('hi'))
.listen('127.0.0.1:22')
  .connect('10.0.0.1:80')
.task()
  .exec(['sh', '-c', 'echo hi'])
  .dump()
`;
  const args = [`--allow-listen=${port}`, '--allow-connect=example.com', '--allow-filter=serveHTTP,connect,exec', 'main.js'];
  expect(await failed(args, { 'main.js': script })).toBe(`1
error[LISTEN]: listening on 127.0.0.1:22 is denied
  --> /main.js:4:2
   |
 4 | .listen('127.0.0.1:22')
   |  ^^^^^^
  help: --allow-listen=127.0.0.1:22
    at (root) (/main.js:4:2)
error[NET]: connecting to 10.0.0.1:80 is denied
  --> /main.js:5:4
   |
 5 |   .connect('10.0.0.1:80')
   |    ^^^^^^^
  help: --allow-connect=10.0.0.1:80
    at (root) (/main.js:5:4)
error[EXEC]: starting sh is denied
  --> /main.js:7:4
   |
 7 |   .exec(['sh', '-c', 'echo hi'])
   |    ^^^^
  help: --allow-exec=sh
    at (root) (/main.js:7:4)
error[CAP]: the filter dump is denied
  --> /main.js:8:4
   |
 8 |   .dump()
   |    ^^^^
  help: --allow-filter=dump
    at (root) (/main.js:8:4)
`);
  expect(await failed(['--verify', ...args], { 'main.js': script })).toContain('error[LISTEN]');
  const check = new Program(['check', ...args], { cwd: folderOf({ 'main.js': script }) });
  expect([await check.end(), check.stdout.match(/error\[\w+\]/g)]).toEqual([1, ['error[LISTEN]', 'error[NET]', 'error[EXEC]', 'error[CAP]']]);
});

test('a port that another has, or that is not named, stays with whom it has', async () => {
  const [port, other] = (await freePorts(2)) as [number, number];
  const script = (at: number): Record<string, string> => ({ 'main.js': `pipy().listen(${at}).serveHTTP(new Message('first'))` });
  await serve(script(port), port, [`--allow-listen=${port}`]);
  expect(await failed([`--allow-listen=${port}`, 'main.js'], script(port))).toMatch(/^1\n[^]*Address already in use/);
  expect(await failed([`--allow-listen=${port}`, 'main.js'], script(other))).toMatch(/^1\nerror\[LISTEN\]/);
  expect(await ask(port, '/')).toContain('first');
});

test('a reload that asks for more than is allowed keeps the old code', async () => {
  const [port, other] = (await freePorts(2)) as [number, number];
  const folder = folderOf({ 'main.js': `pipy().listen(${port}).serveHTTP(new Message('old'))` });
  const program = new Program([`--allow-listen=${port}`, join(folder, 'main.js')]);
  await program.logged(`Listening on port ${port}`);
  writeFileSync(join(folder, 'main.js'), `pipy().listen(${other}).serveHTTP(new Message('new'))`);
  program.signal('SIGHUP');
  await program.logged('Failed reloading codebase');
  expect(program.stderr).toContain(`error[LISTEN]: listening on 0.0.0.0:${other} is denied`);
  expect(await ask(port, '/')).toContain('old');
});

test('files: only what is named, and never what links lead to outside of it', async () => {
  const folder = folderOf({ 'base/main.js': '1', 'base/data.txt': 'data', 'base/data/a.txt': 'a', secret: 'marker' });
  symlinkSync(join(folder, 'secret'), join(folder, 'base/data/link'));
  const evaluate = async (expression: string, ...args: string[]): Promise<string> => {
    const program = new Program(['eval', ...args, expression], { cwd: join(folder, 'base') });
    const code = await program.end();
    return `${code} ${program.stdout.trim()}${program.stderr.split('\n')[0].replaceAll(folder, '')}`;
  };
  const read = (name: string): string => `os.readFile('${name}')?.toString?.()`;
  expect(await evaluate(read('data/a.txt'), '--tenant')).toBe('1 error[FS]: reading data/a.txt is denied');
  expect(await evaluate(read('data/a.txt'), '--tenant', '--allow-read=data')).toBe('0 a');
  expect(await evaluate(read('data.txt'), '--allow-read=data')).toBe('1 error[FS]: reading data.txt is denied');
  for (const name of ['../secret', 'data/link', '/proc/self/environ']) {
    expect([name, await evaluate(read(name), '--allow-read=data')]).toEqual([name, `1 error[FS]: reading ${name} is denied`]);
  }
  expect(await evaluate(read('/proc/self/environ'), '--tenant', '--allow-read')).toBe('1 error[FS]: reading /proc/self/environ is denied');
  expect(await evaluate(`os.writeFile('data/b', 'b')`, '--allow-read=data')).toBe('1 error[FS]: writing data/b is denied');
  expect(await evaluate(`os.writeFile('data/link', 'b')`, '--allow-write=data')).toBe('1 error[FS]: writing data/link is denied');
  expect(await evaluate(`os.writeFile('data/b', 'b')`, '--allow-write=data')).toBe('0 undefined');
  expect([existsSync(join(folder, 'base/data/b')), readFileSync(join(folder, 'secret'), 'utf8')]).toEqual([true, 'marker']);
  // The code base is there for its own scripts, and ends at its root.
  const names = ['../secret', '/../secret', 'data/link', '..%2fsecret', '..\\secret', 'data/./../../secret', 'data.txt\0.js', join(folder, 'secret')];
  const loaded = `(name => pipy.load(name)?.toString?.())`;
  expect(await evaluate(`${JSON.stringify([...names, 'data.txt', '/../data.txt'])}.map(${loaded}).join()`, '--tenant')).toBe(`0 ${','.repeat(names.length)}data,data`);
});

test('programs: by the name that is written, without a shell, with the variables that the script may see', async () => {
  const [port] = (await freePorts(1)) as [number];
  const folder = folderOf({
    'main.js': `pipy({ _command: null })
.listen(${port})
  .demuxHTTP('request')
.pipeline('request')
  .handleMessageStart(({ head }) => _command = JSON.decode(new Data(decodeURIComponent(head.path.slice(1)))))
  .replaceMessage(() => new Data)
  .exec(() => _command)
  .replaceStreamStart(event => [new MessageStart, event])
  .replaceStreamEnd(() => new MessageEnd)
`,
    'bin/node': '#!/bin/sh\ntouch reached\n',
  });
  const program = new Program(['--tenant', '--allow-listen', '--allow-env=SHOWN', '--allow-exec=node', join(folder, 'main.js')], { env: { SHOWN: 'yes', HIDDEN: 'marker' } });
  await program.logged(`Listening on port ${port}`);
  const start = (...command: string[]): Promise<string> => ask(port, `/${encodeURIComponent(JSON.stringify(command))}`);
  expect(await start('node', '-p', 'Object.keys(process.env).filter(name => name !== "__CF_USER_TEXT_ENCODING").sort().join()')).toContain('PATH,SHOWN');
  for (const command of [['sh', '-c', `touch ${folder}/reached`], ['./bin/node'], [join(folder, 'bin/node')], ['node;touch', join(folder, 'reached')]]) await start(...command);
  await program.logged('error[EXEC]: /main.js:7:4: starting sh is denied; help: --allow-exec=sh\n');
  await program.logged('starting ./bin/node is denied');
  await program.logged('starting node;touch is denied');
  expect([existsSync(join(folder, 'reached')), program.stderr.includes('marker')]).toEqual([false, false]);
});

test('the environment: what is named; the process: not for tenants; secrets: in no output', async () => {
  const evaluate = async (expression: string, ...args: string[]): Promise<string> => {
    const program = new Program(['eval', ...args, expression], { env: { SHOWN: 'yes', HIDDEN: 'marker' } });
    const code = await program.end();
    expect([program.stdout, program.stderr].join('')).not.toContain('marker');
    return `${code} ${program.stdout.trim()}${program.stderr.split('\n')[0]}`;
  };
  expect(await evaluate('os.env', '--allow-env=SHOWN,MISSING')).toBe("0 { SHOWN: 'yes' }");
  expect(await evaluate('os.env', '--tenant')).toBe('1 error[ENV]: reading the environment is denied');
  expect(await evaluate('os.env', '--allow-env', '--deny-env')).toBe('1 error[ENV]: reading the environment is denied');
  expect(await failed(['--tenant', 'main.js'], { 'main.js': `pipy().task('SIGTERM').dummy()` })).toMatch(/^1\nerror\[CAP\]: waiting for SIGTERM is denied\n +--> \/main.js:1:8\n/);
  expect(await evaluate('pipy.exit(3)', '--tenant')).toBe('1 error[CAP]: control of the process is denied');
  expect(await evaluate('(console.log(pipy, os), os.env)', '--tenant')).toMatch(/^1 /);
  expect(await evaluate('repeat(() => true)', '--tenant', '--fuel', '5000')).toMatch(/^125 .*allowed 5000/);
});

test('a policy file: beside the script, with limits, and with places where it is wrong', async () => {
  const folder = folderOf({
    'policy.json': JSON.stringify({ tenant: true, read: ['data'], limits: { fuel: 5000 }, scriptSize: 60 }),
    'data/a': 'a',
    'long.js': `/* ${'x'.repeat(60)} */ 1`,
  });
  mkdirSync(join(folder, 'elsewhere'));
  const evaluate = async (...args: string[]): Promise<string> => {
    const program = new Program(['eval', ...args], { cwd: join(folder, 'elsewhere') });
    return `${await program.end()} ${program.stdout.trim()}${program.stderr.split('\n')[0].replaceAll(folder, '')}`;
  };
  const file = ['--policy', '../policy.json'];
  expect(await evaluate(...file, `os.readFile('../data/a').toString()`)).toBe('0 a');
  expect(await evaluate(...file, `os.readFile('../policy.json')`)).toBe('1 error[FS]: reading ../policy.json is denied');
  expect(await evaluate(...file, '--allow-read=..', `os.readFile('../policy.json').size > 10`)).toBe('0 true');
  expect(await evaluate(...file, 'repeat(() => true)')).toMatch(/^125 .*allowed 5000/);
  expect(await evaluate(...file, '--fuel', '9000', 'repeat(() => true)')).toMatch(/^125 .*allowed 9000/);
  expect(await evaluate(...file, '--file', '../long.js')).toBe('1 error[PJS111]: the text is too large: 68 bytes');
  const wrong = async (text: string): Promise<string> => {
    writeFileSync(join(folder, 'elsewhere/p.json'), text);
    return evaluate('--policy', 'p.json', '1');
  };
  expect(await wrong('{\n  "connect": ["127.1"]\n}')).toBe("2 error: p.json: connect[0]: '127.1' is no address: write it as 10.1.2.3 or [fd00::1]");
  expect(await wrong('{\n  "connect": [}')).toMatch(/^2 error: p\.json: Unexpected token .*"connect": \[}.* JSON$/);
  expect(await wrong('{ "limit": {} }')).toBe("2 error: p.json: the policy has no field 'limit': did you mean 'limits'?");
  expect(await evaluate('--policy', 'none.json', '1')).toBe('2 error: cannot open none.json');
});

test.each([
  [['--allow-listen=80x', 'main.js'], "error: --allow-listen: '80x' is no port from 1 to 65535, and no range of ports\n"],
  [['--allow-filter=conect', 'main.js'], "error: --allow-filter: there is no filter 'conect': did you mean 'connect'?\n"],
  [['--allow-reed', 'main.js'], "error: unknown option '--allow-reed'\n(Did you mean --allow-read?)\n"],
  // A value stands behind `=`; what stands apart is the script.
  [['--allow-read', '/data', 'main.js'], "error: too many arguments for 'run'. Expected 1 argument but got 2.\n"],
])('%j is wrong', async (args, complaint) => expect(await failed(args, { 'main.js': 'pipy()' })).toBe(`2\n${complaint}`));
