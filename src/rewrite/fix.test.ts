/** What `pipyjs check --fix` makes of texts, and what it leaves alone. */
import { parse } from '../language/syntax/parse.js';
import type { Dialect } from '../language/syntax/dialect.js';
import { SourceFile } from '../language/source/source-file.js';
import { mend, withFixes } from './fix.js';

function fixed(text: string, dialect: Dialect): string {
  const { diagnostics } = parse(new SourceFile('/main.js', text), dialect);
  return mend(text, withFixes(diagnostics, dialect)).text;
}

test.each([
  ['a constant', 'const a = 1; f(a)', 'var a = 1; f(a)'],
  ['what is exported', 'export const a = 1, b = 2', 'export var a = 1, b = 2'],
  ['patterns', 'let { a, b: [c] } = o; a + c', 'var { a, b: [c] } = o; a + c'],
  ['a block that nothing around it knows of', 'if (x) { let a = 1; f(a) }', 'if (x) { var a = 1; f(a) }'],
  ['loops one after the other', 'for (let i = 0; i < 2; i++) f(i); for (let i = 0; i < 3; i++) f(i)', 'for (var i = 0; i < 2; i++) f(i); for (var i = 0; i < 3; i++) f(i)'],
  ['a loop after one that is mended already', 'for (var i = 0; i < 2; i++) f(i); for (let i = 0; i < 3; i++) f(i)', 'for (var i = 0; i < 2; i++) f(i); for (var i = 0; i < 3; i++) f(i)'],
  ['a function that calls itself', 'const f = n => f(n - 1)', 'var f = n => f(n - 1)'],
  ['namesakes in functions', 'const a = 1; const f = a => { let b = a; return b }', 'var a = 1; var f = a => { var b = a; return b }'],
  ['regular expressions', "f(/a\\/'[/]\\\\/gi, /b/)", "f(new RegExp('a\\\\/\\'[/]\\\\\\\\', 'gi'), new RegExp('b'))"],
  ['a regular expression next to a word', 'function f() { return/a/.source }', "function f() { return new RegExp('a').source }"],
  ['methods', "({ f(a) { return a }, 'g' () {}, [h]() {} })", "({ f: function (a) { return a }, 'g' : function () {}, [h]: function () {} })"],
  ['methods in methods', '({ f() { return { g() {} } } })', '({ f: function () { return { g: function () {} } } })'],
  ['a loop without clauses', 'for (;;) break', 'for (undefined; true; undefined) break'],
  ['a loop with a comment', 'for (var i = (0) /* ; */; ; i++) break', 'for (var i = (0) /* ; */; true; i++) break'],
  ['a loop with a condition in parentheses', 'while ((a) /* ) */) f()', 'for (undefined; (a) /* ) */; undefined) f()'],
  ['a debugger', 'debugger; if (a) debugger', ' if (a) {}'],
])('is mended: %s', (_, text, expected) => {
  expect(fixed(text, 'modern')).toBe(expected);
  expect(parse(new SourceFile('/main.js', expected), 'modern').diagnostics).toEqual([]);
});

test.each([
  ['semicolons at the end', 'pipy() // here;\n;;', 'pipy() // here;\n'],
  ['a function that returns', '() => { return a, b; }', '() => (a, b)'],
  ['a function that returns an object', '() => {\n  return { a }\n}', '() => ({ a })'],
])('is mended in the classic dialect: %s', (_, text, expected) => {
  expect(fixed(text, 'classic')).toBe(expected);
  expect(parse(new SourceFile('/main.js', expected), 'classic').diagnostics).toEqual([]);
});

test.each([
  ['a function that keeps the variable of its round', 'for (let i = 0; i < 2; i++) list.push(() => i)'],
  ['a variable that is fresh in each round', 'for (var i = 0; i < 2; i++) { let a; a = a ?? i }'],
  ['a variable that hides another', 'var a = 1; { let a = 2; f(a) } f(a)'],
  ['a variable that hides a parameter', 'function f(a) { if (a) { let a = 2; g(a) } }'],
  ['one inside of the other', '{ let a = 1; { let a = 2 } }'],
  ['a name that means something else outside of the block', 'if (x) { let Math = 2 } Math.abs(1)'],
  ['a variable that is read too early', 'f(a); let a = 1'],
  ['a constant that is assigned to', 'const a = 1; a = 2'],
  ['what would be a context variable', 'let $a = 1'],
  ['a loop beside a variable that is used outside of its own', 'for (var i = 0; i < 2; i++) f(i); for (let i = 0; i < 3; i++) f(i); f(i)'],
  ['a regular expression with a flag that there is not', '/a/v'],
  ['a RegExp that is another', 'var RegExp = 1; /a/'],
  ['variables of two blocks that a function keeps', 'switch (a) { case 1: let b = 1; case 2: b = () => b } { let b = 2 }'],
])('is left alone: %s', (_, text) => expect(fixed(text, 'modern')).toBe(text));

test('more than is found at once is mended a part at a time, and that whole', () => {
  const part = (word: string, index: number): string => `${word} a${index} = 1; for (${word} i = 0; i < 2; i++) f(i, a${index})\n`;
  const whole = (word: string): string => Array.from({ length: 1500 }, (_, index) => part(word, index)).join('');
  let text = whole('let');
  for (let round = 0; round < 4; round++) text = fixed(text, 'modern');
  expect(text).toBe(whole('var'));
});

test('comments are not lost', () => expect(fixed('() => { /* why */ return a }', 'classic')).toBe('() => { /* why */ return a }'));
