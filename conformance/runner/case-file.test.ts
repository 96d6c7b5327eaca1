import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaseFileError, type Case } from './case.js';
import { readCaseFile } from './case-file.js';
import { judgeObservation } from './observed.js';

const head = '//# title   A Section, first\n//# spec    ECMA-262 1\n';

test('sections, marks, contexts and limits are read', () => {
  const cases = readCaseFile(
    'language/x.table.pjs',
    `// a comment\n${head}//# context { x: 1 }\n//# limits  fuel=5 depth=2\n1 + x //= 2 | 3\n[\n  1\n] //=~ [1]\nx. //! parse PJS101 @2:7\nrepeat(1) //! limit CPU_STEPS\n//# title B\n//# spec s\n//# since 1.5\n'//=' //= 'a'\n`,
  );
  expect(cases.map(({ id, line }) => [id, line])).toEqual([
    ['language/x#a-section-first#1 + x', 6],
    ['language/x#a-section-first#[ 1 ]', 9],
    ['language/x#a-section-first#x.', 10],
    ['language/x#a-section-first#repeat(1)', 11],
    ["language/x#b#'//='", 15],
  ]);
  expect(cases[0].request).toEqual({ op: 'evaluate', dialect: 'classic', source: '1 + x', context: '{ x: 1 }', limits: { fuel: 5, depth: 2 } });
  expect(cases[0].expected).toMatchObject({ outcomes: [{ value: { v: '2' } }, { value: { v: '3' } }], printed: null });
  expect(cases[1].expected).toMatchObject({ outcomes: [{ kind: 'value', ordered: true }] });
  expect(cases[2].expected.outcomes).toEqual([{ kind: 'error', phase: 'parse', code: 'PJS101', file: null, line: 2, column: 7 }]);
  expect(cases[3].expected.outcomes).toEqual([{ kind: 'limit', code: 'CPU_STEPS' }]);
  expect(cases[4]).toMatchObject({ since: '1.5', request: { op: 'evaluate', dialect: 'classic', source: "'//='" } });
});

test.each([
  ['a case before its title', '1 //= 1'],
  ['a case without a spec', '//# title x\n1 //= 1'],
  ['an unknown key', `${head}//# colour red\n`],
  ['an expression without a mark', `${head}1 + 1\n`],
  ['a bad literal', `${head}1 //= nonsense\n`],
  ['an unknown phase', `${head}1 //! sometime\n`],
  ['the same case twice', `${head}1 //= 1\n1 //= 1\n`],
  ['a bad limit', `${head}//# limits beer=2\n`],
])('%s is refused', (_, text) => {
  expect(() => readCaseFile('x.table.pjs', text)).toThrow(CaseFileError);
});

/** A file of chunks with a head, so that what a test writes begins at line 4. */
const chunks = (kind: string, text: string): Case[] => readCaseFile(`x.${kind}.pjs`, `//# spec s\n//# dialect modern\n//---\n${text}`);

test('a program: its text, what it prints and what it gives', () => {
  const [program] = chunks('program', "// why\n//# title A loop\n\nvar i = 1\n// inside\nconsole.log(i)\n//> 1\n//>  \ni\n//= 1 | undefined | error\n\n");
  expect(program).toEqual({
    id: 'x#a-loop',
    file: 'x.program.pjs',
    line: 4,
    spec: 's',
    since: '1.5',
    request: { op: 'evaluate', dialect: 'modern', source: 'var i = 1\n// inside\nconsole.log(i)\ni' },
    expected: {
      outcomes: [
        { kind: 'value', value: { t: 'number', v: '1' }, ordered: false },
        { kind: 'value', value: { t: 'undefined' }, ordered: false },
        { kind: 'error', phase: 'any', code: null, file: null, line: null, column: null },
      ],
      printed: ['1', ' '],
    },
    canary: false,
  });
});

test('a program of several files fails at the line that is marked', () => {
  const [program] = chunks('program', "//# title t\n//# since pipyjs\nimport { a } from './m.js'\na()\n//@ file m.js\n// stays\nexport function a() {\n  null.b //! evaluate PJS400 @8\n}\n");
  expect(program.request.files).toEqual({ '/m.js': '// stays\nexport function a() {\n  null.b\n}' });
  expect(program.expected.outcomes).toEqual([{ kind: 'error', phase: 'evaluate', code: 'PJS400', file: '/m.js', line: 3, column: 8 }]);
  expect(program.since).toBe('pipyjs');
});

test('chunks are cut, and what stands before the first holds for all', () => {
  const cases = chunks('program', '//# title a\n1\n//= 1\n//--- more\n//# title b\n//# dialect classic\n//# source " 2"\n//= 2\n//---\n//# title c\n3\n//> 3\n');
  expect(cases.map(({ id, line, request }) => [id, line, request.dialect, request.source])).toEqual([
    ['x#a', 4, 'modern', '1'],
    ['x#b', 8, 'classic', ' 2'],
    ['x#c', 13, 'modern', '3'],
  ]);
  expect(cases[2].expected.outcomes).toEqual([{ kind: 'value', value: { t: 'any' }, ordered: false }]);
});

test('recorded answers stand beside what is expected', () => {
  const [probe] = chunks('program', "//# title t\n//# class defect\n//# why it is so\n0.1\n//= 0.1\n//~ ecma  = 0.1\n//~ 0.22 1.5  = 0.1 as '0.10'\n//~ 2.0  ! evaluate @1:2 not a thing\n//~ 3.0  crash\n");
  expect(probe.difference).toEqual({ class: 'defect', why: 'it is so' });
  expect(probe.observed).toEqual([
    { implementation: 'ecma', answer: { status: 'value', value: { t: 'number', v: '0.1' } } },
    { implementation: '0.22', answer: { status: 'value', value: { t: 'number', v: '0.1', as: '0.10' } } },
    { implementation: '1.5', answer: { status: 'value', value: { t: 'number', v: '0.1', as: '0.10' } } },
    { implementation: '2.0', answer: { status: 'error', phase: 'evaluate', line: 1, column: 2, message: 'not a thing' } },
    { implementation: '3.0', answer: { status: 'crash' } },
  ]);
  expect(judgeObservation(probe, '0.22')).toBeNull();
  expect(['ecma', '1.5', '2.0', '3.0', '4.0'].map((name) => judgeObservation(probe, name)?.wrong ?? null)).toEqual([
    null,
    null,
    expect.stringContaining('not a thing'),
    expect.stringContaining('crash'),
    null,
  ]);
});

test('a code base that loads, and one that does not', () => {
  const [loaded, refused] = chunks('load', "//# title a\npipy()\n//= { modules: ['/main.js'] }\n//---\n//# title b\npipy()\n//@ file p.js\n[a, b] //! error PJS300 @2 //! error @5\nc //! warning\n");
  expect(loaded.request).toEqual({ op: 'load', dialect: 'modern', files: { '/main.js': 'pipy()' }, main: '/main.js' });
  expect(loaded.expected.outcomes).toMatchObject([{ kind: 'loaded', value: { v: [['modules', {}]] }, findings: [] }]);
  expect(refused.request.files).toEqual({ '/main.js': 'pipy()', '/p.js': '[a, b]\nc' });
  expect(refused.expected.outcomes).toEqual([
    {
      kind: 'refused',
      findings: [
        { severity: 'error', code: null, file: '/p.js', line: 1, column: 5 },
        { severity: 'error', code: 'PJS300', file: '/p.js', line: 1, column: 2 },
        { severity: 'warning', code: null, file: '/p.js', line: 2, column: null },
      ],
    },
  ]);
});

test('a check asks for a text, or for a code base', () => {
  const [one, several] = chunks('check', '//# title a\n1\n//= []\n//---\n//# title b\na //! error\n//@ file p.js\n1\n');
  expect(one.request).toEqual({ op: 'check', dialect: 'modern', source: '1' });
  expect(one.expected).toEqual({ outcomes: [{ kind: 'checked', findings: [] }], printed: null });
  expect(several.request).toEqual({ op: 'check', dialect: 'modern', source: 'a', files: { '/p.js': '1' } });
});

test.each([
  ['a text before the first chunk', 'program', '', '1\n//---\n//# title t\n1\n//= 1'],
  ['a chunk without a title', 'program', '1\n//= 1'],
  ['a chunk that expects nothing', 'program', '//# title t\n1'],
  ['two chunks of one title', 'program', '//# title t\n1\n//= 1\n//---\n//# title T\n2\n//= 2'],
  ['an unknown key', 'program', '//# title t\n//# colour red\n1\n//= 1'],
  ['a dialect that is none', 'program', '//# title t\n//# dialect old\n1\n//= 1'],
  ['a source that is no JSON', 'program', '//# title t\n//# source 1\n//= 1'],
  ['an unknown directive for files', 'program', '//# title t\n1\n//@ folder x\n//= 1'],
  ['a file that begins twice', 'program', '//# title t\n1\n//@ file a\n//@ file a\n//= 1'],
  ['a bad observation', 'program', '//# title t\n1\n//= 1\n//~ quickjs = 1'],
  ['a phase where findings are listed', 'load', '//# title t\n1 //! resolve'],
  ['a code base that is both loaded and refused', 'load', '//# title t\n1 //! error\n//= any'],
  ['a code base that is neither', 'load', '//# title t\n1 //! warning'],
  ['a check that gives a value', 'check', '//# title t\n1\n//= 1'],
])('%s is refused', (_, kind, text, before = '') => {
  expect(() => (before === '' ? chunks(kind, text) : readCaseFile(`x.${kind}.pjs`, before))).toThrow(CaseFileError);
});

test('the examples of the README are what it says they are', () => {
  const page = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const example = (heading: string): string => {
    const lines = page.slice(page.indexOf(`\n### ${heading}\n`)).split('\n');
    const first = lines.findIndex((line) => line.startsWith('    //'));
    const length = lines.slice(first).findIndex((line) => line !== '' && !line.startsWith('    '));
    return lines.slice(first, first + length).map((line) => line.slice(4)).join('\n');
  };
  expect(readCaseFile('x.table.pjs', example('Tables')).length).toBe(5);
  expect(readCaseFile('x.program.pjs', example('Programs')).map(({ expected }) => expected.outcomes[0].kind)).toEqual(['error', 'value']);
  expect(readCaseFile('x.load.pjs', `//# spec s\n${example('Code bases')}`).map(({ expected }) => expected.outcomes[0].kind)).toEqual(['loaded', 'refused']);
  expect(readCaseFile('x.program.pjs', `//# spec s\n${example('Recorded answers')}`)[0].observed?.length).toBe(3);
});

test('a stream: what goes in and what comes out', () => {
  const [item] = chunks('stream', "//# title Bytes\n//# cut no\n//# flush exact\npipy()\n//< start { a: 1 }\n//< data 'a\\n' 0d0A 'é' 'x' * 3\n//< flush\n//< wait 20\n//< close ReadError\n//> said\n//= end\n//= close\n");
  expect(item).toMatchObject({
    uncut: true,
    request: {
      op: 'stream',
      source: 'pipy()',
      in: [
        { t: 'start', head: { t: 'object', c: 'Object', v: [['a', { t: 'number', v: '1' }]] } },
        { t: 'data', v: '610a0d0ac3a9787878' },
        { t: 'data', v: '' },
        { t: 'wait', v: '20' },
        { t: 'close', v: 'ReadError' },
      ],
    },
    expected: { outcomes: [{ kind: 'events', out: [{ t: 'end' }, { t: 'close', v: '' }], flushes: true }], printed: ['said'] },
  });
});

test.each([
  ['an event that there is not', '//< joy'],
  ['bytes that are none', "//< data 'a"],
  ['half a byte', '//< data abc'],
  ['no bytes', '//< data'],
  ['a head that is none', '//< start {'],
  ['two heads', '//< start 1 | 2'],
  ['more than an end', '//< end now'],
  ['an error of two words', '//< close Read Error'],
  ['a time that is none', '//< wait long'],
  ['time among what comes out', '//= wait 5'],
  ['more bytes than anybody asks for', "//< data 'x' * 999999999"],
  ['a mark in the text', 'null.a //! evaluate'],
])('%s is refused in a stream', (_, line) => expect(() => chunks('stream', `//# title t\npipy()\n${line}\n`)).toThrow(CaseFileError));
