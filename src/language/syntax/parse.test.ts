import { parse as parseWithAcorn, parseExpressionAt } from 'acorn';
import fc from 'fast-check';
import { codes } from '../source/codes.js';
import { SourceFile } from '../source/source-file.js';
import type { DialectChoice } from './dialect.js';
import { parse } from './parse.js';
import type { ExpressionStatement } from './node.js';
import { slowness } from '../../testing/pace.js';

/** What is found in a text, as `code@line:column`. */
function found(text: string, dialect: DialectChoice = 'classic'): string[] {
  const source = new SourceFile('/main.js', text);
  const { tree, diagnostics } = parse(source, dialect);
  expect(tree === null).toBe(diagnostics.length > 0);
  return diagnostics.map(({ code, span }) => {
    const { line, column } = source.position(span.start);
    return `${code}@${line}:${column}`;
  });
}

test.each([
  'pipy()\n.listen(8080)\n.dummy()',
  '{ a: 1 }.a',
  "'use strict'",
  '((é, $, _, as, from, of, get, async, undefined, NaN) => 你好)(5)',
  '((\\u0061) => a)(0xff + 0b11 + 0o17 + .5 + 5. + 1_000 + 1e3)',
  '({ if: 1, "b c": 2, 3: 4, [5]: 6, a, ...b, __proto__: 1, __proto__: 2, get: 1, async: 2 }).typeof',
  '({ a, b: c, "d": [e, { f }], 1: g, }, [], {}) => a',
  '[1, ...a, [],].b?.c?.[d]?.(e).f',
  'a ? b ? x => x : c : d ? e : (f = g)',
  '(x => (x.y ??= 1, x[0]--, ++x, x() = 2))',
  'new new Map().x.y(1)',
  'typeof -a + (void b) ** -c',
  '`a${`b${c}`}d` + "\\u{41}\\x41\\\n\\0" + \'"\'',
  '/* a */ a // b\n / c',
  'delete a.b, delete f(), void 0, a in b, a instanceof c',
])('is classic: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test.each<[string, string[]]>([
  // What is no JavaScript.
  ['', ['PJS105@1:1']],
  ['// nothing', ['PJS105@1:11']],
  ['(1', ['PJS103@1:3']],
  ['1) garbage', ['PJS104@1:2']],
  ['"你好" b', ['PJS104@1:6']],
  ['1 @ 2', ['PJS101@1:3']],
  ["'a\nb'", ['PJS101@1:1']],
  ['`a${1}', ['PJS124@1:7']],
  ['/* a', ['PJS124@1:1']],
  ['08', ['PJS101@1:1']],
  ["'\\07'", ['PJS101@1:2']],
  ['<!-- a', ['PJS102@1:1']],
  ['(x\n=> x)(1)', ['PJS102@2:1']],
  ['(a, b) => a\n++b', ['PJS223@2:1']],
  ['((static) => yield)', ['PJS106@1:3', 'PJS106@1:14']],
  ['({if})', ['PJS106@1:3']],
  ['(a, {b: a}) => (a, a) => 1', ['PJS107@1:9', 'PJS107@1:20']],
  ['[1 = 2]', ['PJS108@1:2']],
  ['x => [x?.y = 1, (1, x) = 2]', ['PJS108@1:7', 'PJS108@1:18']],
  ['f()++', ['PJS108@1:1']],
  ['delete a, delete (b)', ['PJS109@1:1', 'PJS109@1:11']],
  ['eval => arguments = 1', ['PJS115@1:1', 'PJS115@1:9', 'PJS250@1:9']],
  ['-2 ** 2', ['PJS116@1:4']],
  ['1 ?? 2 || 3', ['PJS117@1:8']],
  ['(x + 1) => 1', ['PJS118@1:2']],
  // Statements: all of them are found.
  ['1;', ['PJS217@1:2']],
  ['a\nb\nc', ['PJS223@2:1', 'PJS223@3:1']],
  ['var a = 1\nlet b = this', ['PJS201@1:1', 'PJS202@2:1', 'PJS234@2:9']],
  ['if (a) { b } else c', ['PJS204@1:1']],
  ['for (;;) { while (1) break }', ['PJS206@1:1', 'PJS207@1:12', 'PJS210@1:22']],
  ['for (var k in a) for (const v of b) k', ['PJS208@1:1', 'PJS208@1:18', 'PJS202@1:23']],
  ['do 1; while (0)', ['PJS207@1:1']],
  ['switch (1) { case 1: 2 }', ['PJS205@1:1']],
  ['try { throw 1 } catch { debugger } finally {}', ['PJS214@1:1', 'PJS213@1:7', 'PJS219@1:25']],
  ['a: { ; }', ['PJS215@1:1', 'PJS217@1:6']],
  ['import a from "b"\nexport default 1', ['PJS220@1:1', 'PJS221@2:1']],
  ['function f() { return 1 }', ['PJS203@1:1', 'PJS212@1:16']],
  ['class A { #x; m() { this.#x } }', ['PJS222@1:1', 'PJS234@1:21']],
  ['#!/usr/bin/env pipyjs\n1n', ['PJS224@1:1', 'PJS240@2:1']],
  ['x => return x', ['PJS212@1:6']],
  // Expressions: all of them are found.
  ['[() => {}, function () {}, async () => await 1]', ['PJS230@1:8', 'PJS203@1:12', 'PJS231@1:28', 'PJS232@1:40']],
  ['(await) => 1', ['PJS232@1:2']],
  ['(function* () { yield 1 })', ['PJS233@1:2', 'PJS233@1:17']],
  ['[new.target, import.meta, import("x")]', ['PJS236@1:2', 'PJS236@1:14', 'PJS237@1:27']],
  ['super.x', ['PJS235@1:1']],
  ['[f`a${1}`, /a[/]\\//g, 1n, 0xffn]', ['PJS238@1:2', 'PJS239@1:12', 'PJS240@1:23', 'PJS240@1:27']],
  ['f(...a, new B(...c), [...d])', ['PJS241@1:3', 'PJS241@1:15']],
  ['([a, ...b], { c, ...d }, ...e) => 1', ['PJS242@1:6', 'PJS242@1:18', 'PJS242@1:26']],
  ['(a = 1, [b = 2], { c = 3 }) => [d] = e', ['PJS243@1:2', 'PJS244@1:10', 'PJS244@1:20', 'PJS245@1:32']],
  ['[[1,,2], ([,a], {[k]: b}) => 1]', ['PJS246@1:2', 'PJS246@1:11', 'PJS249@1:18']],
  ['({ get a() { return 1 }, set b(x) {}, c() {}, *d() {} })', ['PJS247@1:4', 'PJS212@1:14', 'PJS247@1:26', 'PJS248@1:39', 'PJS248@1:47', 'PJS233@1:49']],
  ['() => arguments.length', ['PJS250@1:7']],
])('is not: %j', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const arrows = (count: number) => Array.from({ length: count }, (_, i) => `a${i}=>`).join('');

test.each<[string, (n: number) => string, number]>([
  ['parentheses', (n) => nested('(', ')', n), 256],
  ['arrays', (n) => nested('[', ']', n), 256],
  ['objects', (n) => `(${nested('{a:', '}', n - 1)})`, 256],
  ['calls', (n) => nested('f(', ')', n), 256],
  ['templates', (n) => nested('`${', '}`', n), 256],
  ['patterns', (n) => `(${nested('[', ']', n - 1).replace('1', 'a')}) => 1`, 256],
  ['arrow functions', (n) => `${arrows(n)}1`, 256],
  ['prefix operators', (n) => `${'! '.repeat(n)}1`, 256],
  ['signs', (n) => `${'- '.repeat(n)}1`, 256],
  ['words', (n) => `${'typeof '.repeat(n)}1`, 256],
  ['new', (n) => `${'new '.repeat(n)}a`, 256],
  ['last arms of conditions', (n) => `${'a?b:'.repeat(n)}1`, 256],
  ['first arms of conditions', (n) => `${'a?'.repeat(n)}1${':b'.repeat(n)}`, 256],
  ['operators', (n) => `1${'+1'.repeat(n)}`, 1000],
  ['logical operators', (n) => `1${'&&1'.repeat(n)}`, 1000],
  ['powers', (n) => `1${'**1'.repeat(n)}`, 1000],
  ['assignments', (n) => `${'a='.repeat(n)}1`, 1000],
  ['operators around brackets', (n) => nested('1+1+1+1+(', ')', n / 4), 1000],
  ['operators after brackets', (n) => `${'('.repeat(n / 4)}1${'+1-1+1-1)'.repeat(n / 4)}`, 1000],
])('text nests so deep and no deeper: %s', (_, text, most) => {
  expect(found(text(most))).toEqual([]);
  const limits = parse(new SourceFile('/main.js', text(most + 4)), 'classic').diagnostics.map(({ code }) => codes[code].limit);
  expect(limits).toEqual(['PARSE_DEPTH']);
});

test.each<[string, string]>([
  ['elements', `[${'(a),'.repeat(300)}1]`],
  ['conditions beside each other', `[${'a ? b : c,'.repeat(300)}1]`],
  ['operators beside each other', `[${'a + b,'.repeat(1200)}1]`],
  ['prefix operators beside each other', Array.from({ length: 900 }, () => '!a').join(' + ')],
  ['arrow functions beside each other', `f(${'a => a,'.repeat(300)}1)`],
  ['members', `a${'.b'.repeat(100_000)}`],
  ['members whose names are words', `a${'.new'.repeat(300)}${'.typeof'.repeat(300)}`],
  ['calls', `f${'()'.repeat(100_000)}`],
  ['filters', `pipy()${'.dummy(1)'.repeat(40_000)}`],
])('is not nested: %s', (_, text) => {
  expect(found(text)).toEqual([]);
});

test.each<[string, string]>([
  ['tokens', `[${'1,'.repeat(100_000)}]`],
  ['bytes', `'${'x'.repeat(1 << 20)}'`],
  ['bytes, of few characters', `'${'你'.repeat(350_000)}'`],
])('there are too many %s', (_, text) => {
  const [found] = parse(new SourceFile('/main.js', text), 'classic').diagnostics;
  expect(codes[found.code].limit).toBe('PARSE_SIZE');
});

test.each<[string, string]>([
  ['brackets', '['.repeat(100_000)],
  ['statements', 'if (a) '.repeat(20_000) + 'b'],
  ['classes', 'class extends '.repeat(20_000)],
  ['digits', `${'9'.repeat(1_000_000)}n`],
  ['a regular expression', `/${'(a*)*'.repeat(100_000)}/`],
  ['mistakes', `(${'static,'.repeat(90_000)}a) => 1`],
])('hostile text is refused soon: %s', (_, text) => {
  const started = performance.now();
  const { diagnostics } = parse(new SourceFile('/main.js', text), 'classic');
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics.length).toBeLessThanOrEqual(1000);
  expect((performance.now() - started) / slowness()).toBeLessThan(5000);
});

test('a script is never given to the RegExp of the host', () => {
  const original = globalThis.RegExp;
  const seen: unknown[] = [];
  globalThis.RegExp = class extends original {
    constructor(pattern: string | RegExp, flags?: string) {
      super(pattern, flags);
      seen.push(pattern);
    }
  } as RegExpConstructor;
  try {
    expect(found('/secret/.test(a)')).toEqual(['PJS239@1:1']);
  } finally {
    globalThis.RegExp = original;
  }
  expect(seen).not.toContain('secret');
});

test('every text is either read or refused with a reason, and what is read is ECMAScript', () => {
  // prettier-ignore
  const token = fc.constantFrom(
    'a', 'b', '1', "'s'", '(', ')', '[', ']', '{', '}', ',', ':', ';', '.', '?.', '?', '=>', '=', '+', '-', '++', '**', '??', '||', '...', '`', '${',
    '!', 'typeof', 'new', 'in', 'delete', 'async', 'await', 'yield', 'function', 'class', 'if', 'while', 'return', 'this', '/', '\n', '\\', '#', 'static',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join(' ')), (text) => {
      const { tree, diagnostics } = parse(new SourceFile('/main.js', text), 'classic');
      expect(tree === null).toBe(diagnostics.length > 0);
      // A call on the left of `=` is an error of its own when it runs.
      if (tree === null || text.includes('=')) return;
      const { end, ...expression } = parseExpressionAt(text, 0, { ecmaVersion: 2024, sourceType: 'module' });
      expect((tree.body[0] as ExpressionStatement).expression).toMatchObject({ ...expression, end });
    }),
    { numRuns: 3000 },
  );
});

test('so it is with statements', () => {
  // prettier-ignore
  const token = fc.constantFrom(
    'a', 'b', '1', '(', ')', '{', '}', ',', ':', ';', ';', '=', '+', '\n', '\n', 'var', 'function', 'f', 'if', 'else', 'for', 'switch', 'case', 'default',
    'break', 'return', 'throw', 'try', 'catch', 'finally', 'import', 'export', 'from', "'./a.js'", '*', 'as', '=>', 'a:', '{}', '()', '(a)', 'let', 'while',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(' ')), (text) => {
      const { tree, diagnostics } = parse(new SourceFile('/main.js', text), 'modern');
      expect(tree === null).toBe(diagnostics.length > 0);
      if (tree === null) return;
      const read = (): unknown => parseWithAcorn(text, { ecmaVersion: 2024, sourceType: 'module', allowReturnOutsideFunction: true });
      let body: unknown;
      try {
        ({ body } = read() as { body: unknown });
      } catch (error) {
        // What is declared twice, or exported without being declared, is found when names are resolved; a call on the left of `=` when it runs.
        expect(String(error)).toMatch(/\) =(?!>)/.test(text) ? /has already been declared|is not defined|Assigning to rvalue/ : /has already been declared|is not defined/);
        return;
      }
      expect(JSON.stringify(tree.body)).toBe(JSON.stringify(body));
    }),
    { numRuns: 5000 },
  );
});

test.each<[string, DialectChoice, string]>([
  ['1', 'auto', 'classic'],
  ['({ a: 1 }).a', 'auto', 'classic'],
  ['1;', 'auto', 'modern'],
  ['', 'auto', 'modern'],
  ['var a = 1', 'auto', 'modern'],
  ['(a = 1) => a', 'auto', 'modern'],
  ['#!/usr/bin/env pipyjs\n1', 'auto', 'modern'],
  ['1', 'modern', 'modern'],
  ['1', 'classic', 'classic'],
])('%j, asked to be %s, is %s', (text, choice, dialect) => {
  expect(parse(new SourceFile('/main.js', text), choice)).toMatchObject({ dialect, diagnostics: [] });
});

test.each<[string, string[]]>([
  ['let a = 1; const b = 2; while (a) {}', ['PJS202@1:1', 'PJS202@1:12', 'PJS207@1:25']],
  ['for (;;) { continue }', ['PJS209@1:1', 'PJS211@1:12']],
  ['break', ['PJS120@1:1']],
  ['a: { break b }', ['PJS119@1:12']],
  ['a: { (() => { break a })() }', ['PJS119@1:21']],
  ['if (1) { import a from "./a.js" }', ['PJS121@1:10']],
  ['export var a; var b; export { b as a }', ['PJS123@1:36']],
  ['switch (1) { default: default: }', ['PJS101@1:23']],
  ['throw\n1', ['PJS101@1:6']],
  ['try {}', ['PJS101@1:1']],
  ['var {a}', ['PJS101@1:8']],
  ['function f(a, a) {}', ['PJS107@1:15']],
  ['class A { b() {} } async function f() { await 1 }', ['PJS222@1:1', 'PJS231@1:20', 'PJS232@1:41']],
  ['a\nb c', ['PJS102@2:3']],
])('mistakes of %j, which is modern', (text, expected) => expect(found(text, 'modern')).toEqual(expected));

test.each<[string, string, string[]]>([
  ['statements without a semicolon', Array.from({ length: 3000 }, (_, i) => `var f${i} = a => { return !-a ? 1 : 2 }`).join('\n'), []],
  ['256 bodies', `${'if (a) '.repeat(256)}b`, []],
  ['257 bodies', `${'if (a) '.repeat(257)}b`, ['PJS113@1:1796']],
  ['bodies and brackets', `${'for (a; b; c) {'.repeat(200)}${'if (a) '.repeat(57)}b`, ['PJS113@1:3396']],
  ['1,000 times else', `if (a) b;${' else if (a) b;'.repeat(1000)}`, []],
  ['1,001 times else', `if (a) b;${' else if (a) b;'.repeat(1001)}`, ['PJS122@1:15016']],
  ['100,000 blocks', '{'.repeat(100_000), ['PJS113@1:257']],
  ['20,000 labels', Array.from({ length: 20_000 }, (_, i) => `a${i}: `).join(''), ['PJS113@1:1433']],
  ['else in else', `${'if (a) b; else { '.repeat(200)}${'}'.repeat(200)}`, []],
  ['much of everything', `${'if (a) b; else '.repeat(900)}${'for (a; b; c) {'.repeat(120)} ${'['.repeat(120)}${'1 + '.repeat(900)}2${']'.repeat(120)}${'}'.repeat(120)}`, []],
])('limits: %s', (_, text, expected) => expect(found(text, 'modern')).toEqual(expected));
