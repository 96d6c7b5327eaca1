/** `pipyjs migrate`, with files. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, folderOf, Program } from '../testing/program.js';
import { root } from '../testing/pages.js';

afterEach(cleanUp);

async function run(folder: string, ...args: string[]): Promise<{ exit: unknown; stdout: string; stderr: string }> {
  const program = new Program(args, { cwd: folder });
  return { exit: await program.end(), stdout: program.stdout, stderr: program.stderr };
}

test('one file is printed; files are named, or written', async () => {
  const folder = folderOf({ 'a.js': 'pipy().listen(8000).handleStreamStart(() => (1, 2))\n', 'b.js': 'pipy()\n', 'c.js': '$a => ($a, 1)' });
  const after = 'pipy().listen(8000).handleStreamStart(() => { 1; return 2 })\n';
  expect(await run(folder, 'migrate', 'a.js')).toEqual({ exit: 0, stdout: after, stderr: '' });
  expect(await run(folder, 'migrate', '--check', 'a.js', 'b.js')).toEqual({ exit: 1, stdout: 'would change a.js\n', stderr: '' });
  expect(await run(folder, 'migrate', '--write', 'a.js', 'b.js')).toEqual({ exit: 0, stdout: 'migrated a.js\n', stderr: '' });
  expect(readFileSync(join(folder, 'a.js'), 'utf8')).toBe(after);
  expect(await run(folder, 'migrate', '--check', 'a.js', 'b.js')).toEqual({ exit: 0, stdout: '', stderr: '' });
  expect(await run(folder, 'migrate', 'a.js', 'b.js')).toMatchObject({ exit: 2, stderr: expect.stringContaining('--write or --check') });
  // What means something else in the modern dialect is told, and not written.
  expect(await run(folder, 'migrate', '--write', 'c.js')).toMatchObject({ exit: 1, stdout: '', stderr: expect.stringContaining('error[PJS307]') });
});

test('the gateway is the same gateway afterwards', async () => {
  const folder = folderOf({});
  cpSync(join(root, 'examples/gateway'), folder, { recursive: true });
  const files = ['main.js', ...readdirSync(join(folder, 'plugins')).map((name) => `plugins/${name}`)];
  const before = await run(folder, 'main.js', '--verify');
  expect((await run(folder, 'migrate', '--write', ...files)).stdout).toContain('migrated plugins/balancer.js\n');
  const after = await run(folder, 'main.js', '--verify', '--dialect', 'modern');
  const drawn = ({ stderr }: { stderr: string }): string => stderr.replaceAll(/^\S+ \S+ /gm, '');
  expect(after.exit).toBe(0);
  expect(drawn(after)).toBe(drawn(before));
});
