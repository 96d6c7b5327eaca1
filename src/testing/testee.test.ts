/** Our side of the conformance protocol: every question has its answer, in order, whatever it is. */
import { PassThrough } from 'node:stream';
import { answerLine, runTestee } from './testee.js';

const ask = (question: object): Record<string, unknown> => answerLine(JSON.stringify({ id: 1, ...question }), '1.2.3');
const evaluate = (source: string, more: object = {}): Record<string, unknown> => ask({ op: 'evaluate', dialect: 'classic', source, ...more });

test.each<[string, object]>([
  ['-0', { t: 'number', v: '-0' }],
  ["new Array(1).concat(['a'])", { t: 'array', v: [{ t: 'hole' }, { t: 'string', v: 'a' }] }],
  ['(a => (a.k = 1, a))([])', { t: 'array', v: [], p: [['k', { t: 'number', v: '1' }]] }],
  ['({ b: null, a: undefined })', { t: 'object', c: 'Object', v: [['b', { t: 'null' }], ['a', { t: 'undefined' }]] }],
  ['(o => (o.o = o, o))({})', { t: 'object', c: 'Object', v: [['o', { t: 'cycle' }]] }],
  ["new Data('hi')", { t: 'data', v: '6869' }],
  ["new String('a')", { t: 'object', c: 'String', v: [], i: { t: 'string', v: 'a' } }],
  ['({ f: () => 1 }).f', { t: 'function', n: 'f' }],
  ["new Message('x')", { t: 'object', c: 'Message', v: [['head', { t: 'null' }], ['body', { t: 'data', v: '78' }]] }],
])('%s', (source, value) => expect(evaluate(source)).toMatchObject({ id: 1, status: 'value', value, printed: [] }));

test('values nested deeper than 32 are cut, and shared ones do not multiply without end', () => {
  const deep = JSON.stringify(evaluate('((a, n) => (repeat(() => (a = [a], (n += 1) < 40)), a))(1, 0)'));
  expect(deep.split('"array"').length - 1).toBe(32);
  expect(deep).toContain('{"t":"cut"}');
  const wide = JSON.stringify(evaluate('((a, n) => (repeat(() => (a = [a, a], (n += 1) < 30)), a))(1, 0)'));
  expect(wide.length).toBeLessThan(50_000_000);
  expect(wide).toContain('{"t":"cut"}');
});

test.each<[string, object, object]>([
  ['1 +', {}, { status: 'error', phase: 'parse', line: 1, column: 4 }],
  ['var x', {}, { status: 'error', phase: 'check', code: 'PJS201' }],
  ['[1,\n nowhere]', {}, { status: 'error', phase: 'resolve', code: 'PJS300', line: 2, column: 2 }],
  ['({}).a.b', {}, { status: 'error', phase: 'evaluate', code: 'PJS400', line: 1, column: 8 }],
  ['repeat(() => true)', { limits: { fuel: 1000 } }, { status: 'limit', code: 'CPU_STEPS' }],
  ['(f => f(f))(f => f(f))', {}, { status: 'limit', code: 'STACK' }],
  ["''.padEnd(40000000, 'x')", {}, { status: 'limit', code: 'MEM_SINGLE' }],
  ['('.repeat(300), {}, { status: 'limit', code: 'PARSE_DEPTH' }],
  ['repeat(() => (console.log("x"), true))', { limits: { fuel: 10_000_000, time: 60_000 } }, { status: 'limit', code: 'LOG' }],
  ['os.env', {}, { status: 'denied', code: 'ENV' }],
  ["os.readFile('/etc/passwd')", {}, { status: 'denied', code: 'FS' }],
  ["pipy.load('x')", {}, { status: 'denied', code: 'FS' }],
  ["pipy.load('x').toString()", { files: { 'x': 'inside' } }, { status: 'value', value: { t: 'string', v: 'inside' } }],
  ['pipy.exit(1)', {}, { status: 'denied', code: 'CAP' }],
  ['(x += 1, f())', { context: '{ x: 1, f: () => x * 10 }' }, { status: 'value', value: { t: 'number', v: '20' } }],
  ['nothere', { context: '{ there: 1 }' }, { status: 'error', phase: 'resolve' }],
  ["(console.log('a', 1), console.log('b'))", {}, { printed: ['a 1', 'b'] }],
])('%s', (source, more, answer) => expect(evaluate(source, more)).toMatchObject(answer));

test('a code base is loaded: what it consists of, or every fault of every file', () => {
  const files = {
    '/main.js': "pipy().export('main', { __n: 1 }).listen(80).use('p.js', 'r')",
    '/p.js': "pipy().import({ __n: 'main' }).pipeline('r').handleData(() => __n)",
  };
  expect(ask({ op: 'load', files, main: '/main.js' })).toMatchObject({
    status: 'value',
    value: {
      modules: ['/p.js', '/main.js'],
      exports: { main: { __n: '/main.js' } },
      imports: { '/p.js': { __n: 'main' } },
      graph: expect.arrayContaining(['[config] Module /p.js', '[config]       use /p.js [r]']),
    },
  });
  const broken = ask({ op: 'load', files: { ...files, '/p.js': "pipy().pipeline('r').handleData(() => a + b)" } });
  expect(broken).toMatchObject({ status: 'error', phase: 'resolve', code: 'PJS300', file: '/p.js', column: 39 });
  expect(broken['diagnostics']).toMatchObject([{ column: 39 }, { column: 43, file: '/p.js' }]);
});

test('check tells all findings', () => {
  expect(ask({ op: 'check', source: '[a, b]' })).toMatchObject({
    status: 'checked',
    diagnostics: [{ code: 'PJS301', severity: 'error', line: 1, column: 2, endColumn: 3 }, { column: 5 }],
  });
});

test.each<[string, object]>([
  ['', { id: null, status: 'unsupported', message: 'the line is not JSON' }],
  ['[1]', { id: null, status: 'unsupported' }],
  ['{"id":{"a":1},"op":"fly"}', { id: { a: 1 }, status: 'unsupported', message: 'no operation fly' }],
  ['{"id":2,"op":"evaluate"}', { id: 2, status: 'unsupported', message: "'source' is missing" }],
  ['{"id":2,"op":"evaluate","source":7}', { id: 2, status: 'unsupported' }],
  ['{"id":2,"op":"evaluate","source":"1","dialect":"old"}', { id: 2, status: 'unsupported', message: 'no dialect old' }],
  ['{"id":2,"op":"evaluate","source":"1","limits":{"fuel":-1}}', { id: 2, status: 'unsupported' }],
  ['{"id":2,"op":"load","files":{"/main.js":1}}', { id: 2, status: 'unsupported' }],
])('a question that makes no sense is answered: %s', (line, answer) => expect(answerLine(line, '')).toMatchObject(answer));

test('one line each, in order', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end('{"id":0,"op":"hello","suite":1}\nnonsense\n\n{"id":1,"op":"evaluate","source":"1+1"}');
  await runTestee(input, output, '1.2.3');
  const answers = String(output.read()).trim().split('\n').map((line) => JSON.parse(line) as unknown);
  expect(answers).toMatchObject([
    { id: 0, name: 'pipyjs', version: '1.2.3', dialects: ['classic', 'modern'], ops: ['evaluate', 'load', 'check', 'stream'] },
    { id: null, status: 'unsupported' },
    { id: 1, status: 'value', value: { t: 'number', v: '2' } },
  ]);
});
