/** The adapters' questions and answers, without a binary. */
import { execute } from './binary.js';
import { cutLastExpression } from './last-expression.js';
import { classicAnswer, classicScript, pipyClassic } from './pipy-classic.js';
import { modernAnswer, plainFiles, valueFiles } from './pipy-modern.js';
import type { LogLine } from './pipy-log.js';

const error: LogLine[] = ['[pjs] Error: not a function', '[pjs] Backtrace:', '    In (root) at line 2 column 3'].map((text) => ({ level: 'ERR', text }));
const syntax: LogLine[] = [{ level: 'ERR', text: '[pjs] Syntax error: unexpected token at line 2 column 1' }];
const printed: LogLine[] = [{ level: 'INF', text: 'hello' }];
const value: LogLine[] = ['{"t":"null"}', '.'].map((text) => ({ level: 'INF', text: `@@conformance ${text}` }));
const request = { op: 'evaluate', dialect: 'classic', source: '\n  f()' } as const;

test('a text of 0.22 runs as it stands, and then inside parentheses', () => {
  expect(classicScript({ op: 'evaluate', source: '1,\n2' }).split('\n').slice(1)).toEqual(['1,', '2', '))']);
  expect(classicScript({ op: 'evaluate', source: 'x', context: '{\n x: 1 }' })).toMatch(/^pipy\(\{ x: 1 \}\)\.task\(''\)\.handleMessageStart\(\(\) => .*\n/);
});

test('the answers of 0.22', () => {
  expect(classicAnswer(request, error, [])).toEqual({ status: 'error', phase: 'evaluate', message: 'not a function', line: 2, column: 3, printed: [] });
  expect(classicAnswer(request, syntax, [])).toMatchObject({ status: 'error', phase: 'parse', line: 2 });
  expect(classicAnswer(request, [], [...printed, ...value])).toEqual({ status: 'value', value: { t: 'null' }, printed: ['hello'] });
  expect(classicAnswer(request, [], syntax)).toMatchObject({ status: 'unsupported' });
  expect(classicAnswer(request, [], [])).toMatchObject({ status: 'unsupported' });
  expect(classicAnswer(request, null, [...printed, ...error])).toMatchObject({ status: 'error', line: 1, printed: ['hello'] });
});

test('a text of 1.x is a module, and exports its last expression when it runs again', () => {
  const question = { op: 'evaluate', source: 'var a = 1\na', files: { '/m.js': '1' } } as const;
  expect(plainFiles(question)).toMatchObject({ '/main.js': 'var a = 1\na', '/m.js': '1' });
  expect(valueFiles(question)).toMatchObject({ '/main.js': 'var a = 1\n\nexport var conformanceValue = (\na\n)\n', '/m.js': '1' });
  expect(valueFiles({ op: 'evaluate', source: 'if (1) 2' })).toBeNull();
});

test('the answers of 1.x', () => {
  expect(modernAnswer(request, error, null)).toMatchObject({ status: 'error', phase: 'evaluate', line: 2 });
  expect(modernAnswer(request, printed, value)).toEqual({ status: 'value', value: { t: 'null' }, printed: ['hello'] });
  expect(modernAnswer(request, printed, null)).toMatchObject({ status: 'unsupported' });
  expect(modernAnswer(request, printed, syntax)).toMatchObject({ status: 'unsupported' });
});

test.each<[string, string, string]>([
  ['a', '', 'a'],
  ['var a = 1\na + 1', 'var a = 1\n', 'a + 1'],
  ['f(); g();', 'f();', 'g()'],
  ['var a = 1\n[a]', '', ''],
  ['var a = [\n1\n]\na', 'var a = [\n1\n]\n', 'a'],
  ['a\n  .b\n  .c()', '', 'a\n  .b\n  .c()'],
  ['f()\na ||\nb', 'f()\n', 'a ||\nb'],
  ['f()\n({ a: 1 })', '', 'f()\n({ a: 1 })'],
  ['f();\n({ a: 1 })', 'f();\n', '({ a: 1 })'],
  ["f('\\';(');\n`;${a}\n(`\n// (\n", "f('\\';(');\n", '`;${a}\n(`'],
  ['f\n`a`', '', 'f\n`a`'],
  ['f()\na // end', 'f()\n', 'a // end'],
  ['function f() { return 1 }\nf()', 'function f() { return 1 }\n', 'f()'],
  ['var f = x =>\n1', '', ''],
  ['a\nif (1) 2', '', ''],
  ['l: { 1 }', '', ''],
  ['', '', ''],
])('the last expression of %j', (source, before, expression) => {
  expect(cutLastExpression(source)).toEqual(expression === '' ? null : { before, expression });
});

describe('a binary', () => {
  const program = (text: string, patience = 10_000): Promise<string> =>
    execute({ path: process.execPath, files: { '/main.cjs': text, '/lib/other.cjs': 'console.log("other")' }, main: '/main.cjs', patience, last: /done\n/ });

  test('runs on its files, and all that it writes counts', async () => {
    expect(await program('require("./lib/other.cjs"); console.error("wrong"); process.exitCode = 255')).toMatch(/other\nwrong\n|wrong\nother\n/);
  });

  test('is not waited for when its last word is said', async () => {
    expect(await program('console.log("done"); setInterval(() => {}, 1000)')).toBe('done\n');
  });

  test.each([
    ['crashes', 'process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000)', 10_000, 'crash'],
    ['does not end', 'setInterval(() => {}, 1000)', 300, 'timeout'],
  ])('that %s', async (_, text, patience, kind) => {
    await expect(program(text, patience)).rejects.toMatchObject({ kind });
  });

  test('that is not there', async () => {
    await expect(pipyClassic('/no/such/pipy', {}).ask({ op: 'hello' })).rejects.toMatchObject({ kind: 'crash' });
  });

  test('says which version it is', async () => {
    const hello = await pipyClassic(process.execPath, {}).ask({ op: 'hello' });
    expect(hello).toMatchObject({ name: 'pipy', dialects: ['classic'], version: process.version.slice(1) });
  });
});
