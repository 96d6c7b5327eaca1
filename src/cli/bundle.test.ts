/** The build's last step: few files in place of many, which do what the many do. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ask, cleanUp, folderOf, freePorts, Program } from '../testing/program.js';

const root = join(__dirname, '../..');
const bundled = join(root, '.build/bundled');
const main = join(bundled, 'src/cli/main.js');

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'tools/bundle.mjs'), join(root, '.build'), bundled]);
}, 60_000);

afterEach(cleanUp);

/** The files of this package that a command line loads. */
function loadedBy(...args: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-loaded-'));
  try {
    execFileSync(process.execPath, [main, ...args], { env: { ...process.env, NODE_V8_COVERAGE: folder }, stdio: 'ignore' });
    const [report] = readdirSync(folder);
    const { result } = JSON.parse(readFileSync(join(folder, report), 'utf8')) as { result: { url: string }[] };
    return result.flatMap(({ url }) => (url.startsWith(pathToFileURL(root).href) ? [fileURLToPath(url)] : []));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('to evaluate a text few files are read, and none of the proxy', async () => {
  const program = new Program(['eval', "'fe' + 'w'"], { main });
  expect(await program.end()).toBe(0);
  expect(program.stdout).toBe('few\n');
  const files = loadedBy('eval', '1');
  expect(files.length).toBeGreaterThan(2);
  expect(files.length).toBeLessThan(8);
  expect(files.filter((file) => /proxy|filter/.test(file))).toEqual([]);
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(800_000);
});

test('it tells how it is used', async () => {
  const program = new Program(['--help'], { main });
  expect(await program.end()).toBe(0);
  expect(program.stdout).toContain('Usage: pipyjs FILE');
  expect(program.stderr).toBe('');
});

test('threads and processes begin where their files lie', async () => {
  const [first, second] = (await freePorts(2)) as [number, number];
  const tenant = (port: number, group: string): unknown => ({ script: `${group}.js`, group, policy: { listen: [`${port}`] } });
  const saying = (port: number): string => `pipy().listen(${port}).serveHTTP(() => new Message('few'))`;
  const configuration = {
    groups: { thread: {}, process: { isolation: 'process' } },
    tenants: { a: tenant(first, 'thread'), b: tenant(second, 'process') },
  };
  const folder = folderOf({ 'thread.js': saying(first), 'process.js': saying(second), 'host.json': JSON.stringify(configuration) });
  const program = new Program(['host', join(folder, 'host.json')], { main });
  await program.logged("tenant 'a' runs");
  await program.logged("tenant 'b' runs");
  expect(await ask(first, '/')).toContain('few');
  expect(await ask(second, '/')).toContain('few');
});

test('what embeds it is given the same names', () => {
  const names = (folder: string): string => {
    const file = join(folder, 'names.mjs');
    writeFileSync(file, "import * as all from './src/index.js'; console.log(Object.keys(all).join(' '), new all.Tenant({}).evaluate(all.compile('1 + 1').program))");
    return execFileSync(process.execPath, [file], { encoding: 'utf8' });
  };
  const given = names(bundled);
  expect(given).toMatch(/compile.* 2$/m);
  expect(given).toBe(names(join(root, '.build')));
});

test('what the Dockerfile copies is enough, and its settings start it; the unit names the same', async () => {
  const deployment = join(root, 'examples/deployment');
  const dockerfile = readFileSync(join(deployment, 'Dockerfile'), 'utf8');
  const unit = readFileSync(join(deployment, 'pipyjs.service'), 'utf8');
  const image = folderOf({});
  for (const [, from, to] of dockerfile.matchAll(/^COPY --from=build \/pipyjs\/(\S+) (\S+)$/gm)) {
    const name = from.split('/').at(-1)!;
    cpSync(from === 'dist' ? bundled : join(root, from), join(image, to, from === 'dist' || !to.endsWith('/') ? '' : name), { recursive: true });
  }
  const [port] = (await freePorts(1)) as [number];
  const env = Object.fromEntries([...dockerfile.matchAll(/^ENV (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
  const script = join(image, env['PIPY_CONFIG_FILE']);
  writeFileSync(script, readFileSync(script, 'utf8').replace('8000', `${port}`));

  const [, entry] = /^ENTRYPOINT \["node", "(.*)"\]$/m.exec(dockerfile)!;
  expect(unit).toContain(`\nExecStart=/usr/bin/node /opt${entry}\n`);
  for (const name of Object.keys(env)) expect(unit).toContain(`\nEnvironment=${name}=`);

  const program = new Program([], { cwd: join(image, 'code'), env: { ...env, PIPY_CONFIG_FILE: script }, main: join(image, entry) });
  await program.logged(`Listening on port ${port}`);
  expect(await ask(port, '/')).toContain('Hello, world!');
  program.signal('SIGHUP');
  await program.logged('Codebase reloaded');
  program.signal('SIGTERM');
  expect(await program.end()).toBe(0);
});
