/** However a script nests calls and steps, in either tier, its limits are reached before Node's default stack is. */
import { useEngine } from '../language/evaluate/engine.js';
import { engine } from '../net/engine.js';
import { globals, globalsAt } from './run-text.js';
import { SourceFile } from '../language/source/source-file.js';
import { Account } from '../language/evaluate/account.js';
import { enter, leave } from '../language/evaluate/activation.js';
import { ownLimits } from '../language/evaluate/limits.js';
import { compile, ModuleInstance } from '../language/evaluate/program.js';
import { LimitError } from '../language/evaluate/script-error.js';

const nesting = [
  ['calls', '(f => (f = n => n ? f(n - 1) + 1 : 0, f(1e9)))()'],
  ['calls with many arguments', '(f => (f = (a, b, c, d, e, g) => f(a, b, c, d, e, g), f(1, 2, 3, 4, 5, 6)))()'],
  ['calls that take arguments apart', '(f => (f = ({ a, b: [c, { d }] }) => f({ a, b: [c, { d }] }), f({ a: 1, b: [1, { d: 1 }] })))()'],
  ['methods', '(o => (o = { f: n => o?.f?.(n - 1) }, o.f(1)))()'],
  ['conditions', '(f => (f = n => n ? n ? n ? n ? n ? n ? n ? f(n - 1) : 0 : 0 : 0 : 0 : 0 : 0 : 0, f(1e9)))()'],
  ['literals', '(f => (f = n => n ? [[[[[[[[[[{ a: [`${[!(-(+(f(n - 1))))]}`] }]]]]]]]]]] : 0, f(1e9)))()'],
  ['map', '(f => (f = n => [1].map(() => f(n - 1))[0] + 1, f(1e9)))()'],
  ['reduce', '(f => (f = n => [1, 2].reduce(() => f(n - 1)), f(1e9)))()'],
  ['sort', '(f => (f = n => [1, 2].sort(() => f(n - 1)), f(1e9)))()'],
  ['flatMap and filter', '(f => (f = n => [1].flatMap(() => [2].filter(() => f(n))), f(1)))()'],
  ['toString', '(f => (f = n => `${{ toString: () => f(n - 1) }}`, f(1e9)))()'],
  ['join', '(f => (f = n => [{ toString: () => f(n - 1) }].join(), f(1e9)))()'],
  ['stringify', '(f => (f = n => JSON.stringify({ a: 1 }, () => f(n - 1)), f(1e9)))()'],
  ['parse', "(f => (f = n => JSON.parse('[1]', () => f(n - 1)), f(1e9)))()"],
  ['replace', "(f => (f = n => 'a'.replace('a', () => f(n - 1)), f(1e9)))()"],
  ['replace by pattern', "(f => (f = n => 'a'.replace(new RegExp('a'), () => f(n - 1)), f(1e9)))()"],
  ['repeat', '(f => (f = () => repeat(() => f()), f()))()'],
  ['from', '(f => (f = () => Array.from([1], () => f()), f()))()'],
  ['functions with bodies', 'function f(n) { var a = n; if (a) { return f(a - 1) + 1 } return 0 } f(1e9)'],
  ['ladders of if', 'function f(n) { if (n == 1) return 1; else if (n == 2) return 2; else if (n == 3) return 3; else { return f(n + 1) } } f(4)'],
  ['loops', 'function f(n) { for (var i = 0; i < 1; i++) for (var j = 0; j < 1; j++) { f(n) } } f(1)'],
  ['switches', 'function f(n) { switch (n) { case 0: break; default: switch (n) { case 1: f(n) } } } f(1)'],
  ['try', 'function f(n) { try { try { return f(n) } finally { n } } catch (e) { return 0 } } f(1)'],
  ['catch', 'function f(n) { try { throw n } catch (e) { try { throw e } catch ({ a }) { f(n) } finally { 1 } } } f(1)'],
  ['finally', 'function f(n) { try { 1 } finally { try { 2 } finally { f(n) } } } f(1)'],
  ['blocks with functions', 'function f(n) { for (var i = 0; i < 1; i++) { function g() { return () => g } a: { b: { f(n) } } } } f(1)'],
  ['defaults', 'function f(n = f()) { return n } f()'],
  ['patterns', 'function f({ a: [b] } = { a: [f()] }) { return b } f()'],
  ['invoke', 'function f() { return [invoke(f)] } f()'],
  ['the catcher of invoke', 'function f() { return [invoke(() => null.a, f)] } f()'],
  ['conditions of branch', 'function f() { return [branch(0, 1, f, 1)] } f()'],
  ['results of branch', 'function f() { return [branch(1, f)] } f()'],
  ['cases of select', 'function f() { return [select(1, f, 1)] } f()'],
  ['results of select', 'function f() { return [select(1, 1, () => f())] } f()'],
  ['comparing in select', 'function f() { return [select(1, { valueOf: f }, 1)] } f()'],
  ['repeat over an array', 'function f() { return [repeat([1], f)] } f()'],
  ['names of their own', '(function f(n) { return [f(n)] })(1)'],
  ['functions called where they stand', '(f => (f = n => ((a, b, c) => ((d) => (([e]) => f(a + d + e))([b]))(c))(n, 1, 2) + 1, f(1)))()'],
] as const;

afterAll(() => useEngine(engine));

describe.each(['shared', 'own'] as const)('in the tier %s', (tiers) => {
  beforeAll(() => useEngine({ ...engine, tiers }));

  test.each(nesting)('%s', (_, text) => {
    const { program } = compile(new SourceFile('/main.js', text), text.startsWith('function') ? globalsAt('1.5') : globals, { dialect: 'auto' });
    // Again and again, so that V8 has all of it compiled, which takes other room on the stack.
    for (const depth of [100, 1000, 1000, 1000, 1000]) {
      let thrown: unknown = null;
      const outer = enter(new Account({ ...ownLimits, depth }), null);
      try {
        new ModuleInstance(program!).evaluate();
      } catch (error) {
        thrown = error;
      } finally {
        leave(outer);
      }
      expect(thrown).toBeInstanceOf(LimitError);
      expect((thrown as LimitError).limit).toBe('STACK');
    }
  });
});

test('values nested deeper than any stack are written, compared and joined, or end by a limit', () => {
  const nest = '(v => (repeat(100000, () => (v = [v], true)), v))([])';
  for (const text of [`JSON.stringify(${nest})`, `'' + ${nest}`, `${nest} == ${nest}`, `${nest}.flat(1e9).length`]) {
    const { program } = compile(new SourceFile('/main.js', text), globals);
    const outer = enter(new Account(ownLimits), null);
    try {
      new ModuleInstance(program!).evaluate();
    } catch (error) {
      expect([text, error]).toEqual([text, expect.any(LimitError)]);
    } finally {
      leave(outer);
    }
  }
});
