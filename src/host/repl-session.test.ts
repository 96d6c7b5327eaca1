/** A session: what persists from one text to the next. */
import { Account } from '../language/evaluate/account.js';
import { ownLimits } from '../language/evaluate/limits.js';
import { memoryCodebase } from './codebase.js';
import { describeType } from './describe-type.js';
import { inspectQuoted } from './inspect.js';
import { Session } from './repl-session.js';
import { describeFault } from './report.js';
import { Tenant } from './tenant.js';
import { slowness } from '../testing/pace.js';

const files = {
  '/count.js': 'export var n = 0; export function next() { n = n + 1; return n }; export default "d"',
  '/user.js': "import { n } from './count.js'; export function seen() { return n }",
  '/broken.js': 'export var a = (',
  '/fails.js': 'export var a = 1; null.b',
};

function newSession(environment: Record<string, string> = {}): { session: Session; printed: string[]; account: Account } {
  const printed: string[] = [];
  const account = new Account(ownLimits, () => performance.now());
  const tenant = new Tenant({ account, print: (line) => printed.push(line), codebase: memoryCodebase(files), environment });
  return { session: new Session(tenant, { api: 'auto' }), printed, account };
}

/** What each text gives: its value, the code of its first fault, or `…` where it is not complete. */
function converse(texts: readonly string[], session = newSession().session): string[] {
  return texts.map((text) => {
    const answer = session.evaluate(text, (value) => inspectQuoted(value));
    if (answer.kind === 'value') return answer.value;
    return answer.kind === 'unfinished' ? '…' : codeOf(describeFault(answer.faults[0]).join('\n'));
  });
}

function codeOf(report: string): string {
  return report.slice(report.indexOf('[') + 1, report.indexOf(']'));
}

test.each<[string, [string, string][]]>([
  ['variables persist', [['var a = 1', 'undefined'], ['var b', 'undefined'], ['a + 1', '2'], ['a += 2', '3'], ['a', '3'], ['b', 'undefined']]],
  ['redeclaring keeps a value until it is given another', [['var a = 1', 'undefined'], ['var a', 'undefined'], ['a', '1']]],
  ['assigning to an unknown name declares it', [['x = 1', '1'], ['x', '1'], ['[p, { q }] = [2, { q: 3 }]; p + q', '5'], ['q', '3']]],
  ['so does assigning inside of a function', [['f = () => (y = 5, y)', '() => (y = 5, y)'], ['y', 'undefined'], ['f()', '5'], ['y', '5']]],
  ['what is assigned later in the text is known before', [['g = () => z; z = 4; g()', '4']]],
  ['reading an unknown name is an error', [['w', 'PJS300'], ['w += 1', 'PJS300'], ['w++', 'PJS300'], ['w ??= 1', 'PJS300'], ['w', 'PJS300']]],
  ['globals are not assigned to', [['Math = 1', 'PJS302'], ['Math.max(1, 2)', '2']]],
  ['functions replace each other', [['function f() { return 1 }', 'undefined'], ['var g = () => f()', 'undefined'], ['function f() { return 2 }', 'undefined'], ['g()', '2']]],
  ['closures keep the variable, not its value', [['var n = 0', 'undefined'], ['var up = () => n = n + 1', 'undefined'], ['up(); up()', '2'], ['n = 10', '10'], ['up()', '11']]],
  ['frames grow', [['a = 1; b = 2; c = 3', '3'], ['f = () => [a, b, c, d, e]; d = 4; e = 5; f()', '[1, 2, 3, 4, 5]'], ['h = 8; i = 9; f().concat(h, i)', '[1, 2, 3, 4, 5, 8, 9]']]],
  ['a brace begins an object where it can', [['{ a: 1 }', '{ a: 1 }'], ['{}', '{}'], ['{ a: { b: [1] } }.a.b', '[1]'], ['{ a: 1 };', '1'], ['{ var t = 2; t }', '2']]],
  ['the last value', [['1 + 1', '2'], ['_ * 2', '4'], ['var a = 1', 'undefined'], ['_', '4'], ['nope', 'PJS300'], ['_', '4']]],
  ['a text may end too early', [['[1,', '…'], ['f(() => {', '…'], ['`a', '…'], ['`a${1 +', '…'], ['/* a', '…'], ['1 +', '…'], ['{ a: 1, b:', '…'], ['{ a: 1,\n', '…'], ["'a", 'PJS101'], ['[1))', 'PJS102'], ['1', '1']]],
  ['what failed halfway has declared all the same', [['var a = 1; null.b; var c = 2', 'PJS400'], ['a', '1'], ['c', 'undefined']]],
  ['what does not compile has declared nothing', [['var a = 1; b', 'PJS300'], ['a', 'PJS300']]],
  ['promises have done what they do', [['p = Promise.resolve(1).then(v => v + 1)', 'Promise { 2 }'], ['var got; p.then(v => got = v)', 'Promise { 2 }'], ['got', '2'], ['Promise.reject(new Error("no"))', 'PJS460']]],
])('%s', (_, exchange) => {
  expect(converse(exchange.map(([text]) => text))).toEqual(exchange.map(([, answer]) => answer));
});

test('imports are live, shared, and replaced by what comes later', () => {
  expect(
    converse([
      "import { n, next } from './count.js'",
      'next(); next(); n',
      "import { seen } from './user.js'",
      'seen()',
      "import * as all from './count.js'",
      'next(); [all.n, seen()]',
      "import d, * as again from '/count.js'; again === all",
      'd',
      'n = 1',
      'old = () => n',
      'var n = "mine"',
      '[n, old(), seen()]',
      "import { next as n } from './count.js'; n()",
      "import { nxt } from './count.js'",
      'nxt',
      "import { a } from './none.js'",
      "import { a } from './broken.js'",
      "import { a } from './fails.js'",
      "import { a } from './fails.js'",
      'n()',
    ]),
  ).toEqual(['undefined', '2', 'undefined', '2', 'undefined', '[3, 3]', 'true', "'d'", 'PJS306', '() => n', 'undefined', "['mine', 3, 3]", '4', 'PJS311', 'PJS300', 'PJS520', 'PJS103', 'PJS400', 'PJS400', '5']);
});

test('a limit ends a text, not the session', () => {
  const { session } = newSession();
  session.limit({ fuel: 100_000 });
  expect(converse(['var a = 1', 'repeat(() => {})', '(f => f(f))(f => f(f))', "'x'.repeat(1e9)", 'a'], session)).toEqual(['undefined', 'CPU_STEPS', 'STACK', 'MEM_SINGLE', '1']);
  session.limit({ fuel: Infinity, time: 20 });
  expect(converse(['repeat(() => {})', 'a'], session)).toEqual(['CPU_TIME', '1']);
  expect(session.limits).toMatchObject({ fuel: Infinity, time: 20, depth: 1000 });
});

test.each(['repeat(() => {})', 'try { repeat(() => {}) } catch (e) { 1 }', "new RegExp('(a*)*b').test('a'.repeat(40))", 'a = []; repeat(() => { a.push([1, 2, 3]) })'])('%s can be interrupted', (text) => {
  const { session, account } = newSession();
  let asked = 0;
  account.interrupted = () => ++asked > 3;
  expect(converse([text], session)).toEqual(['INTERRUPT']);
  account.interrupted = () => false;
  expect(converse(['1 + 1'], session)).toEqual(['2']);
});

test('messages name the text that a function was in', () => {
  const { session } = newSession();
  session.evaluate('function f(o) {\n  return o.a.b }', () => 0);
  const answer = session.evaluate('f({})', () => 0);
  const report = answer.kind === 'faults' ? describeFault(answer.faults[0]).join('\n') : '';
  expect(report).toMatch(/PJS400[^]*--> REPL1:2:14[^]*at f \(REPL1:2:14\)[^]*\(REPL2:1:1\)/);
});

describe('completion', () => {
  const { session } = newSession({ HOME: '/home/x', 'not a name': '1' });
  session.evaluate("var counter = { inner: { deep: 1, 'a b': 2 }, list: [1] }; var cry = 'x'; function count() {}", () => 0);
  const at = (text: string): string[] => [...session.complete(text).names];

  test.each<[string, string[]]>([
    ['co', ['console', 'count', 'counter']],
    ['1 + cou', ['count', 'counter']],
    ['counter.', ['inner', 'list', 'toString', 'valueOf']],
    ['counter.inner.', ['deep', 'toString', 'valueOf']],
    ['counter?.inner.d', ['deep']],
    ["counter['inner'].de", ['deep']],
    ['f(counter.inner.de', ['deep']],
    ['counter.list.fla', ['flat', 'flatMap']],
    ['counter.list[0].toF', ['toFixed']],
    ['[].le', ['length']],
    ['[1, [2]].fil', ['fill', 'filter']],
    ["'a'.toUp", ['toUpperCase']],
    ['`a${1}b`.toUp', ['toUpperCase']],
    ['(cry).toUp', ['toUpperCase']],
    ['os.env.H', ['HOME']],
    ['new Map().g', ['get']],
    ['Math.ma', ['max']],
    ['typ', ['typeof']],
    ['count().', []],
    ['counter.none.', []],
    ['undefined.', []],
    ["'co", []],
    ['// co', []],
    ['12', []],
    ['1.', []],
    ['', expect.arrayContaining(['_', 'Math', 'counter'])] as never,
  ])('%s', (text, names) => {
    expect(at(text)).toEqual(names);
  });

  test('what is begun of the name is told', () => {
    expect(session.complete('1 + Math.ma').partial).toBe('ma');
  });

  test('nothing is called', () => {
    session.evaluate('called = 0; f = () => (called = called + 1, { member: 1 }); o = { f, toString: f, valueOf: f }', () => 0);
    for (const text of ['f().', 'o.f().', 'o.f.', 'o.', '`${f()}`.', '(f()).', '[f()].', 'new f().', '(() => f())().']) session.complete(text);
    expect(converse(['called'], session)).toEqual(['0']);
  });
});

test('the kind of a value, and what it has', () => {
  const { session } = newSession();
  const answer = session.evaluate("['a', { b: 1 }]", describeType);
  const lines = answer.kind === 'value' ? answer.value : [];
  expect(lines[0]).toBe('array of 2');
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}\.map\(\) +\S/));
  const kinds = ['1', "'ab'", 'null', 'Map', 'Math', '(a, b) => a', '({ k: 1 })', 'new Map()'].map((text) => session.evaluate(text, (value) => describeType(value)[0]));
  expect(kinds.map((kind) => (kind.kind === 'value' ? kind.value : kind))).toEqual([
    'number', 'string of 2 code points', 'null', 'class Map', 'namespace Math', 'function of 2 parameters', 'an object', 'a Map',
  ]);
});

test('the tree of a text', () => {
  const { session } = newSession();
  const answer = session.tree("a.b + 'c'");
  expect(answer.kind === 'value' ? answer.value : []).toEqual([
    'Program  1:1',
    '  body: ExpressionStatement  1:1',
    "    expression: BinaryExpression operator='+'  1:1",
    '      left: MemberExpression  1:1',
    "        object: Identifier name='a'  1:1",
    "        property: Identifier name='b'  1:3",
    "      right: Literal value='c'  1:7",
  ]);
  expect(session.tree('a +').kind).toBe('faults');
});

describe('hostile values', () => {
  test.each<[string, string]>([
    ['a text of many megabytes', "'x'.repeat(5e7)"],
    ['many of them', "var t = 'x'.repeat(1e6); new Array(1000).fill(t)"],
    ['a list that is long', 'new Array(1e6).fill(1)'],
    ['what contains itself', 'a = []; a.push(a, a); a'],
    ['what is nested deep', 'a = []; for (var i = 0; i < 1e5; i++) a = [a]; a'],
    ['what is shared again and again', 'a = [1]; for (var i = 0; i < 40; i++) a = [a, a, a, a]; a'],
    ['keys of a megabyte', "o = {}; for (var i = 0; i < 100; i++) o['k'.repeat(1e6) + i] = 1; o"],
    ['control characters in a function', "(() => '\u001b]0;title\u0007')"],
    ['control characters in an error', "new Error('\\u001b[2J')"],
    ['a map of maps', 'm = new Map(); m.set(m, m); m'],
    ['methods that would run', 'called = 0; o = { toString: () => called = 1, valueOf: () => called = 1, toJSON: () => called = 1 }; o'],
  ])('%s is shown in bounds, with nothing that a terminal obeys', (_, text) => {
    const { session } = newSession();
    const begun = performance.now();
    const [shown] = converse([text], session);
    expect(shown.length).toBeLessThan(4_000_000);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect((performance.now() - begun) / slowness()).toBeLessThan(5000);
    expect(converse(['1'], session)).toEqual(['1']);
  });
});
