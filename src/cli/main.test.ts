/** The command line: what is printed where, and the exit code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, folderOf, Program } from '../testing/program.js';

afterEach(cleanUp);

async function run(...args: string[]): Promise<{ exit: number | string | null; stdout: string; stderr: string }> {
  const program = new Program(args);
  const exit = await program.end();
  return { exit, stdout: program.stdout, stderr: program.stderr };
}

test.each<[string, string[], number, RegExp, RegExp]>([
  ['a value', ['eval', '[1, "a"].concat({ b: 0.1 + 0.2 })'], 0, /^\[1, 'a', \{ b: 0\.30000000000000004 \}\]\n$/, /^$/],
  ['what is logged, plainly', ['eval', "(console.log('one', 2), 'three')"], 0, /^one 2\nthree\n$/, /^$/],
  ['an unknown name', ['eval', 'Maht.max(1)'], 1, /^$/, /error\[PJS3\d\d\].*\n.*:1:1\n[^]*\^\^\^\^[^]*Math/],
  ['a syntax error', ['eval', '1 +'], 1, /^$/, /error\[PJS\d+\].*\n.*:1:/],
  ['an error', ['eval', '(a => a.b.c)({})'], 1, /^$/, /error\[PJS400\]: TypeError: cannot read property 'c' of undefined\n.*:1:/],
  ['what an error came from', ['eval', "throw new Error('a', new TypeError('b', { cause: 5 }))"], 1, /^$/, /PJS460\]: a\n[^]*\n {2}caused by TypeError: b\n {2}caused by 5\n$/],
  ['too much fuel', ['eval', '--fuel', '1000', 'repeat(() => true)'], 125, /^$/, /CPU_STEPS/],
  ['too much time', ['eval', '--time', '20', 'repeat(() => true)'], 124, /^$/, /CPU_TIME/],
  ['too deep', ['eval', '(f => f(f))(f => f(f))'], 125, /^$/, /STACK/],
  ['a dialect', ['eval', '--dialect', 'classic', 'var a = 1'], 1, /^$/, /PJS201/],
  ['the other dialect', ['eval', '--dialect', 'modern', 'var a = 1; a + 1'], 0, /^2\n$/, /^$/],
  ['whichever dialect it is', ['eval', 'var a = 1; a + 1'], 0, /^2\n$/, /^$/],
  ['several statements', ['eval', "var a = [1]; function f() { return a } f().concat(2)"], 0, /^\[1, 2\]\n$/, /^$/],
  ['two things at once', ['eval', '--file', 'a.js', '1'], 2, /^$/, /not both/],
  ['a file to evaluate that is not there', ['eval', '--file', '/no/such.js'], 1, /^$/, /PJS701/],
  ['a dialect that there is not', ['eval', '--dialect', 'old', '1'], 2, /^$/, /classic, modern, auto/],
  ['JSON', ['eval', '--json', '-0'], 0, /"t":"number","v":"-0"/, /^$/],
  ['no argument', [], 2, /^$/, /Usage: pipyjs FILE/],
  ['help', ['--help'], 0, /Usage: pipyjs FILE/, /^$/],
  ["the original's spelling of it", ['-help'], 0, /Usage: pipyjs FILE/, /^$/],
  ['the version', ['--version'], 0, /^pipyjs \d+\.\d+\.\d+ /, /^$/],
  ['the filters', ['--list-filters'], 0, /\nconnect\n[^]*\nuse\n/, /^$/],
  ['what filters take', ['--help-filters'], 0, /\nmuxHTTP\(/, /^$/],
  ['an unknown option', ['--frobnicate', 'x.js'], 2, /^$/, /unknown option '--frobnicate'/],
  ['a bad level', ['--log-level=loud', 'x.js'], 2, /^$/, /debug, info, warn, error/],
  ['a port that is none', ['--admin-port=x', 'x.js'], 2, /^$/, /PORT is expected/],
  ['a file that is not there', ['/no/such/file.js'], 1, /^$/, /error\[PJS70\d\].*\/no\/such\/file\.js/],
  ['one file too many', ['a.js', 'b.js'], 2, /^$/, /too many arguments/],
])('%s', async (_, args, exit, stdout, stderr) => {
  const result = await run(...args);
  expect(result.stdout).toMatch(stdout);
  expect(result.stderr).toMatch(stderr);
  expect(result.exit).toBe(exit);
});

test('eval reads an expression from standard input', async () => {
  const program = new Program(['eval', '-'], { input: '[1, 2]\n  .length\n' });
  expect(await program.end()).toBe(0);
  expect(program.stdout).toBe('2\n');
});

test('eval reads standard input where there is no terminal, and files with what they import', async () => {
  const program = new Program(['eval'], { input: 'var a = 20; a + 1\n' });
  expect(await program.end()).toBe(0);
  expect(program.stdout).toBe('21\n');
  const folder = folderOf({ 'main.js': "import { n } from './lib.js'; n + 1", 'lib.js': 'export var n = 1', 'wrong.js': 'nope', 'bytes.js': '\ufffd' });
  writeFileSync(join(folder, 'bytes.js'), Buffer.from([0x31, 0xff]));
  expect(await run('eval', '--file', join(folder, 'main.js'))).toMatchObject({ exit: 0, stdout: '2\n' });
  expect((await run('eval', '--file', join(folder, 'wrong.js'))).stderr).toMatch(/PJS300[^]*\/wrong\.js:1:1/);
  expect((await run('eval', '--file', join(folder, 'bytes.js'))).stderr).toMatch(/PJS110[^]*\/bytes\.js:1:2/);
});

test('the script may come from the environment', async () => {
  const folder = folderOf({ 'main.js': 'pipy()' });
  const program = new Program(['--verify'], { env: { PIPY_CONFIG_FILE: join(folder, 'main.js') } });
  expect(await program.end()).toBe(0);
  expect(program.stderr).toContain('Module /main.js');
});

test('check finds all that is wrong in all files, as text or as JSON', async () => {
  const folder = folderOf({ 'a.js': 'pipy(', 'b.js': '[nope, neither]', 'c.js': 'pipy()' });
  const files = ['a.js', 'b.js', 'c.js'].map((name) => join(folder, name));
  const pretty = await run('check', ...files);
  expect(pretty.exit).toBe(1);
  expect(pretty.stdout).toMatch(/a\.js:1:[^]*nope[^]*b\.js:1:2[^]*neither[^]*b\.js:1:8/);
  const json = await run('check', '--format', 'json', ...files);
  const found = JSON.parse(json.stdout) as { file: string; line: number; column: number; code: string }[];
  expect(found.map(({ file, line, column }) => [file, line, column])).toEqual([
    [files[0], 1, expect.any(Number)],
    [files[1], 1, 2],
    [files[1], 1, 8],
  ]);
  expect((await run('check', files[2])).exit).toBe(0);
});

test('the testee answers on standard output, one line a question', async () => {
  const program = new Program(['testee'], {
    input: '{"id":0,"op":"hello","suite":1}\n{"id":1,"op":"evaluate","dialect":"classic","source":"1+1"}\n',
  });
  expect(await program.end()).toBe(0);
  const answers = program.stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(answers[0]).toMatchObject({ id: 0, name: 'pipyjs', dialects: ['classic', 'modern'] });
  expect(answers[1]).toMatchObject({ id: 1, status: 'value', value: { t: 'number', v: '2' } });
});
