import type { Dialect } from '../syntax/dialect.js';
import { SourceFile } from '../source/source-file.js';
import { parse } from '../syntax/parse.js';
import { resolve, type Resolution, type Setting } from './resolver.js';

const globals = ['pipy', 'os', 'Math', 'undefined'];

function resolved(text: string, setting?: Setting, dialect: Dialect = 'classic'): Resolution & { readonly source: SourceFile } {
  const source = new SourceFile('/main.js', text);
  const { tree, diagnostics } = parse(source, dialect);
  if (tree === null) throw new Error(diagnostics[0].message);
  return { ...resolve(tree, source, (name) => globals.includes(name), globals, { dialect, ...(setting === undefined ? {} : { setting }) }), source };
}

/** Every identifier in the order of the text: `name hops:slot` for variables, `name=global`, `name#index`, `name?index` (hideable). */
function references(text: string, setting?: Setting, dialect?: Dialect): string {
  const { references } = resolved(text, setting, dialect);
  const words = [...references].map(([{ name }, reference]) => {
    switch (reference.kind) {
      case 'local':
        return `${name} ${reference.hops}:${reference.slot}`;
      case 'import':
        return `${name}<${reference.index}/${reference.hops}`;
      case 'global':
        return `${name}=global`;
      case 'context':
        return `${name}#${reference.index}/${reference.hops}`;
      case 'hideable':
        return `${name}?${reference.index}/${reference.hops}`;
    }
  });
  return words.join(', ');
}

/** Every function in the order of the text, the module first: plain slots, captured slots, and `^` where its closures skip a plain frame. */
function layouts(text: string, dialect?: Dialect): string {
  return [...resolved(text, undefined, dialect).layouts.values()].map((layout) => `${layout.plainSlots}+${layout.capturedSlots}${'^'.repeat(layout.scopeHops)}`).join(' ');
}

test.each<[string, string, string]>([
  ['(a, b) => a + b', '0+0 2+0', 'a 0:0, b 0:1, a 0:0, b 0:1'],
  ['() => 1', '0+0 0+0', ''],
  // Captured: one frame, which the inner function finds one up, past its own.
  ['a => b => a + b', '0+0 0+1 1+0', 'a 0:0, b 0:0, a 1:0, b 0:0'],
  ['a => () => a', '0+0 0+1 0+0', 'a 0:0, a 0:0'],
  // Called where it stands: a block of the function around it; at the top it is a function, which may be called again.
  ['a => ((b) => a + b)(1)', '0+0 2+0', 'a 0:0, b 0:1, a 0:0, b 0:1'],
  ['a => ((b) => () => b)(a)', '0+0 1+1 0+0^', 'a 0:0, b 1:0, b 0:0, a 0:0'],
  ['((b) => b)(1)', '0+0 1+0', 'b 0:0, b 0:0'],
  // Both: the plain frame is the current one and the captured one its parent; closures keep the latter.
  ['(a, b, c) => [a, () => b, c]', '0+0 2+1 0+0^', 'a 0:0, b 1:0, c 0:1, a 0:0, b 0:0, c 0:1'],
  ['(a, b) => [b, c => a + c]', '0+0 1+1 1+0^', 'a 1:0, b 0:0, b 0:0, c 0:0, a 1:0, c 0:0'],
  // A function with plain variables only adds no frame to what its inner functions see.
  ['a => b => [b, () => a]', '0+0 0+1 1+0 0+0^', 'a 0:0, b 0:0, b 0:0, a 0:0'],
  ['a => b => c => d => a + c + d', '0+0 0+1 1+0 0+1^ 1+0', 'a 0:0, b 0:0, c 0:0, d 0:0, a 2:0, c 1:0, d 0:0'],
  // The innermost of one name, which may be the function's own in the middle.
  ['a => [a, a => a, a]', '0+0 1+0 1+0^', 'a 0:0, a 0:0, a 0:0, a 0:0, a 0:0'],
  // Patterns declare in the order of the text; keys and members are no names.
  ['({ a, b: [c, { d }], 1: e }) => e.a[d]', '0+0 4+0', 'a 0:0, c 0:1, d 0:2, e 0:3, e 0:3, d 0:2'],
  ['a => ({ a, b: a, [a]: 1 }).a?.b', '0+0 1+0', 'a 0:0, a 0:0, a 0:0, a 0:0'],
])('%s', (text, expectedLayouts, expectedReferences) => {
  expect([layouts(text), references(text)]).toEqual([expectedLayouts, expectedReferences]);
});

test.each<[string, string, string]>([
  // What a module declares lies in its frame; what is declared later is known before.
  ['f(); function f() { return a } var a', '0+2 0+0', 'f 0:1, f 0:1, a 0:0, a 0:0'],
  ['function f(a) { var b = a; return b }', '0+1 2+0', 'f 0:0, a 0:0, b 0:1, a 0:0, b 0:1'],
  ['function f(a) { var a; if (a) { var b = 1 } return () => b }', '0+1 1+1 0+0^', 'f 0:0, a 0:0, a 0:0, a 0:0, b 1:0, b 0:0'],
  // A function expression has its own name around it, where it uses it.
  ['(function f() { return f })', '0+0 0+0', 'f 0:0, f 0:0'],
  ['(function f() { return 1 })', '0+0 0+0', 'f 0:0'],
  // Blocks: what they declare lies with the function's variables, but in a loop where an inner function uses it.
  ['() => { { function g() {} g() } }', '0+0 1+0 0+0^', 'g 0:0, g 0:0'],
  ['(a) => { try { a } catch (e) { e } }', '0+0 2+0', 'a 0:0, a 0:0, e 0:1, e 0:1'],
  ['(i) => { for (i; i; i) { function g() { return i } g() } }', '0+0 1+1 0+0^', 'i 1:0, i 1:0, i 1:0, i 1:0, g 0:0, i 0:0, g 0:0'],
  ['(i) => { for (i; i; i) { function g() { return g } g() } }', '0+0 0+1 0+0', 'i 0:0, i 0:0, i 0:0, i 0:0, g 0:0, g 0:0, g 0:0'],
  ['(i) => { for (i; i; i) try { i } catch (e) { () => e } }', '0+0 0+1 0+0', 'i 0:0, i 0:0, i 0:0, i 0:0, i 0:0, e 0:0, e 0:0'],
  // Defaults do not see what the body declares; a variable of the body has the parameter's value.
  ['(a, f = () => a) => { var a; return a }', '0+0 2+1 0+0^', 'a 1:0, f 0:0, a 0:0, a 0:1, a 0:1'],
  ['import { a } from "./a.js"; () => a', '0+0 0+0', 'a<0/0'],
])('%s, which is modern', (text, expectedLayouts, expectedReferences) => {
  expect([layouts(text, 'modern'), references(text, undefined, 'modern')]).toEqual([expectedLayouts, expectedReferences]);
});

test.each<[string, string[]]>([
  ['try {} catch ({ a, b: a }) {}', ['PJS304@1:23']],
  ['try {} catch ([e]) { var e }', ['PJS304@1:26']],
  ['try {} catch (e) { var e = 1; for (var e = 1; e; e) {} }', []],
  ['try {} catch (e) { function e() {} }', ['PJS304@1:29']],
  ['{ function f() {} function f() {} }', ['PJS304@1:28']],
  ['{ function f() {} var f }', ['PJS304@1:23']],
  ['switch (1) { case 1: function f() {} default: function f() {} }', ['PJS304@1:56']],
  ['function f() {} var f; function f() {}', []],
  ['function g(a) { var a; function a() {} }', []],
  ['import a from "./a.js"; import { a } from "./b.js"', ['PJS304@1:34']],
  ['import a from "./a.js"; var a', ['PJS304@1:29']],
  ['import a from "./a.js"; function a() {}', ['PJS304@1:34']],
  ['{ function f() {} } f', ['PJS300@1:21']],
  ['export { a }; var b; export { b as c }', ['PJS305@1:10']],
  ['var os; os = 1; () => { var Math }', ['PJS533@1:5']],
])('mistakes of %s', (text, expected) => {
  const { diagnostics, source } = resolved(text, undefined, 'modern');
  const places = diagnostics.map(({ code, span }) => {
    const { line, column } = source.position(span.start);
    return `${code}@${line}:${column}`;
  });
  expect(places).toEqual(expected);
});

test('a variable knows whether it is assigned to after it has its first value', () => {
  const text = '(a, b, c, d) => (a = 1, b++, () => c ??= 2, d)';
  const [, layout] = [...resolved(text).layouts.values()];
  expect(layout.variables.filter(({ assigned }) => assigned).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test.each<[Setting, string, string]>([
  // A module runs before there are context variables; its functions run after.
  ['module', 'pipy(() => os)', 'pipy=global, os?0/0'],
  ['module', '(a => b => [a, b, _x, os, _x])(os)', 'a 0:0, b 0:0, a 1:0, b 0:0, _x#0/2, os?1/2, _x#0/2, os=global'],
  ['module', '[__filename, __inbound, __thread]', '__filename#0/0, __inbound#1/0, __thread#2/0'],
  // In a context every name may be one of its variables.
  ['callback', 'x = os', 'x#0/0, os?1/0'],
  // By itself a text has no context variables.
  ['expression', 'a => Math', 'a 0:0, Math=global'],
])('free names of a text that runs as %s: %s', (setting, text, expected) => {
  expect(references(text, setting)).toBe(expected);
});

test('a context name tells where it is used and where it is written', () => {
  const { contextNames } = resolved('() => (_x = _x + 1, os.y)');
  expect(contextNames).toMatchObject([
    { name: '_x', uses: [{ start: 7, end: 9 }, { start: 12, end: 14 }], writes: [{ start: 7, end: 9 }], global: false },
    { name: 'os', uses: [{ start: 20, end: 22 }], writes: [], global: true },
  ]);
});

test.each<[Setting, string, string[]]>([
  ['module', 'pippy() + nope', ["PJS300@1:1 unknown name 'pippy' (did you mean `pipy`?)", expect.stringContaining("PJS301@1:11 unknown name 'nope' (a context variable")]],
  ['module', 'true || nope', [expect.stringContaining('PJS301@1:9')]],
  ['module', 'os = undefined = 1', ['PJS302@1:1', 'PJS302@1:6']],
  ['module', '() => (os = 1, [nope, __inbound, __filename])', []],
  ['module', '() => (__inbound = 1, __filename++)', ['PJS303@1:8', 'PJS303@1:23']],
  ['expression', '(a => a + pippy)()', ["PJS300@1:11 unknown name 'pippy' (did you mean `pipy`?)"]],
  ['expression', '[() => __inbound, () => Math = 1]', ["PJS300@1:8", 'PJS302@1:25']],
  ['callback', 'nope', []],
])('mistakes of a text that runs as %s: %s', (setting, text, expected) => {
  const { diagnostics, source } = resolved(text, setting);
  const found = diagnostics.map(({ code, message, span, hint }) => {
    const { line, column } = source.position(span.start);
    return { place: `${code}@${line}:${column}`, text: `${code}@${line}:${column} ${message} (${hint})` };
  });
  expect(found.map(({ place, text }, i) => (expected[i] === place ? place : text))).toEqual(expected);
});

test('names resolve in long chains and deep nests', () => {
  const names = Array.from({ length: 200 }, (_, i) => `a${i}`);
  expect(references(`${names.map((name) => `${name} => `).join('')}a0`)).toMatch(/, a0 1:0$/);
  expect(resolved(`() => a${'.b(c)'.repeat(40_000)}`).contextNames.map(({ name, uses }) => [name, uses.length])).toEqual([
    ['a', 1],
    ['c', 40_000],
  ]);
});
