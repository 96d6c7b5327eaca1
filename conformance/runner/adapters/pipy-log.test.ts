/** The adapters' reading, on logs as Pipy writes them. */
import { errorOf, printedOf, readLog, valueOf } from './pipy-log.js';

const head = '2026-11-22 06:17:43.841';

/** A log, each line with its level in front. */
const log = (...lines: string[]): ReturnType<typeof readLog> => readLog(lines.map((line) => line.replace(/^(\w+) ?/, `${head} [$1] `)).join('\n'));

test('heads are taken off, and what has none is no line', () => {
  expect(readLog(`${head} [INF] a\r\nsomething else\n${head} [ERR]     In f\n${head} [INF] \n`)).toEqual([
    { level: 'INF', text: 'a' },
    { level: 'ERR', text: '    In f' },
    { level: 'INF', text: '' },
  ]);
});

test('a syntax error', () => {
  const lines = log('ERR [pjs] Line 1:  1 +', 'ERR [pjs]             ^', 'ERR [pjs] Syntax error: unexpected end of expression at line 1 column 4 in /main.js');
  expect(errorOf(lines, { source: '1 +', above: 0 })).toEqual({
    status: 'error',
    phase: 'parse',
    message: 'unexpected end of expression',
    file: '/main.js',
    line: 1,
    column: 4,
  });
});

test('a runtime error: the innermost place, and lines above are not counted', () => {
  const lines = log(
    'ERR [pjs] Line 5:  a.foo.bar',
    'ERR [pjs]               ^',
    'ERR [pjs] Error: cannot read property of undefined',
    'ERR [pjs] Backtrace:',
    'ERR     In keys',
    'ERR     In (anonymous function at line 4 column 4) at line 5 column 10',
    'ERR     In (root) at line 6 column 5',
  );
  expect(errorOf(lines, { source: 'x\nx\nx\na.foo.bar', above: 1 })).toEqual({
    status: 'error',
    phase: 'evaluate',
    message: 'cannot read property of undefined',
    line: 4,
    column: 10,
  });
});

test('columns that were counted in bytes are counted in code points', () => {
  const lines = log('ERR [pjs] Error: not a function', 'ERR [pjs] Backtrace:', 'ERR     In (root) at line 1 column 8');
  expect(errorOf(lines, { source: "'😀' ()", above: 0 })).toMatchObject({ line: 1, column: 5 });
});

test('errors of 1.x name their files, and thrown values have no text', () => {
  const lines = log('ERR [pjs] File /main.js:', 'ERR [pjs] Line 2:  throw 1', 'ERR [pjs] Error: ', 'ERR [pjs] Backtrace:', 'ERR     In  at line 2 column 1 in /main.js');
  expect(errorOf(lines, { source: '\nthrow 1', above: 0 })).toEqual({ status: 'error', phase: 'evaluate', message: '', file: '/main.js', line: 2, column: 1 });
  const unloadable = log("WRN [pjs] Cannot open script nowhere.js", "ERR [pjs] Unable to load module '/main.js': cannot load module: ./nowhere.js");
  expect(errorOf(unloadable, { source: '', above: 0 })).toEqual({ status: 'error', phase: 'parse', message: 'cannot load module: ./nowhere.js' });
});

test('a log without an error tells none', () => {
  expect(errorOf(log('ERR [pjs] Script was not evaluated to Configuration:', 'INF 1'), { source: '1', above: 0 })).toBeNull();
  expect(errorOf(log('INF [pjs] Error: not an error'), { source: '1', above: 0 })).toBeNull();
});

test('what the script printed is what is left', () => {
  const lines = log('INF [config] Module /main.js', 'INF hello', 'INF @@conformance .', 'ERR not this', 'INF [my] own', 'INF [listener] Listening on port 8000 at 0.0.0.0');
  expect(printedOf(lines)).toEqual(['hello', '[my] own']);
});

const dumped = (...parts: string[]): unknown => valueOf(log(...parts.map((part) => `INF @@conformance ${part}`)))?.['value'] ?? null;

test('a value is read from the lines that it was cut into', () => {
  expect(dumped('{"t":"array","v":[{"t":"str', 'ing","h":"c3a9"},{"t":"hole"}]}', '.')).toEqual({ t: 'array', v: [{ t: 'string', v: 'é' }, { t: 'hole' }] });
  expect(dumped('{"t":"null"}')).toBeNull();
  expect(dumped('{"t":"nu', '.')).toBeNull();
});

test.each<[string, string]>([
  ['"m":"4503599627370496","e":"-52"', '1'],
  ['"s":"-","m":"5404319552844595","e":"-55"', '-0.15'],
  ['"m":"4503599627370496","e":"-1126"', '5e-324'],
  ['"m":"9007199254740991","e":"971"', '1.7976931348623157e+308'],
  ['"m":"7656119366529843","e":"-54"', '0.425'],
  ['"v":"-0"', '-0'],
  ['"v":"NaN"', 'NaN'],
])('the number %s', (text, v) => expect(dumped(`{"t":"number",${text}}`, '.')).toEqual({ t: 'number', v }));

test.each<[string, object]>([
  ['f09f9880', { t: 'string', v: '😀' }],
  ['61eda0bd', { t: 'string', v: 'a\ud83d' }],
  ['edb88061', { t: 'string', v: '\ude00a' }],
  ['f7bfbfbf', { t: 'data', v: 'f7bfbfbf' }],
  ['', { t: 'string', v: '' }],
])('the text %s', (hex, value) => expect(dumped(`{"t":"string","h":"${hex}"}`, '.')).toEqual(value));
