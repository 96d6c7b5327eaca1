/** What `pipyjs migrate` makes of classic texts. */
import fc from 'fast-check';
import { SourceFile } from '../language/source/source-file.js';
import { parse } from '../language/syntax/parse.js';
import { runOwn, silenceErrors } from '../testing/differential/own.js';
import { print } from '../testing/differential/print.js';
import { generate } from '../testing/differential/statements.js';
import { vocabularyOf } from '../testing/differential/vocabulary.js';
import { migrate } from './migrate.js';

const migrated = (text: string): string => migrate(new SourceFile('/main.js', text)).text;

test.each([
  ['a body of several expressions', '() => (a(), b(), c)', '() => { a(); b(); return c }'],
  ['parentheses around parentheses', '() => ((a, (b)))', '() => { a; return (b) }'],
  ['what is done on a condition', '() => (a && b(), c)', '() => { if (a) b(); return c }'],
  ['and otherwise', '() => (a || b(), a.b === 1 || c(), !a || d(), !(a && b) || e(), (a, b) || f(), 0)', '() => { if (!a) b(); if (!(a.b === 1)) c(); if (a) d(); if (a && b) e(); if (!(a, b)) f(); return 0 }'],
  ['a choice', '() => (a ? b() : c(), d)', '() => { if (a) b(); else c(); return d }'],
  ['a choice among many', '() => (a ? b() : c ? d() : e(), f)', '() => { if (a) b(); else if (c) d(); else e(); return f }'],
  ['conditions in a choice', '() => (a ? b && c() : d && e(), f)', '() => { if (a) { if (b) c() } else { if (d) e() } return f }'],
  ['several things on a condition', '() => ((a || b) && (c(), d()), e)', '() => { if (a || b) { c(); d() } return e }'],
  ['an assignment', '() => (a && (b = 1), (c && (d = 2)), e)', '() => { if (a) b = 1; if (c) d = 2; return e }'],
  ['objects and texts as statements', "() => ({}, 'use strict', a && {}, a && ({}), b)", "() => { ({}); ('use strict'); if (a) ({}); if (a) ({}); return b }"],
  ['functions in functions', 'f(() => (a, () => (b, c)), d)', 'f(() => { a; return () => { b; return c } }, d)'],
  ['a missing space', '()=>(a&&b,c?d:e,f)', '()=>{ if (a) b; if (c) d; else e; return f }'],
  ['an object', '{ a: 1 }', '({ a: 1 })'],
  ['pipelines with conditions', "pipy().link('a', () => x, 'b', () => (y, z), 'c')", "pipy().branch(() => x, 'a', () => { y; return z }, 'b', 'c')"],
  ['a pipeline with a condition', "pipy().link(\n  'a',\n  () => x\n)", "pipy().branch(\n  () => x, 'a'\n)"],
  ['pipelines without conditions', "pipy().link('a').link('a', () => b, '').link(f, () => b)", "pipy().link('a').link('a', () => b, '').link(f, () => b)"],
])('%s', (_, text, expected) => {
  expect(migrated(text)).toBe(expected);
  expect(migrated(expected)).toBe(expected);
});

test('what is a value stays an expression', () => {
  const text = 'f(a && b, (c, d), () => e ? f : g, () => h || i)';
  expect(migrated(text)).toBe(text);
});

test('comments, lines and indentation stay', () => {
  const text = `// The gateway.
pipy({ _a: null }) // here
  .handleMessageStart(
    msg => (
      // first
      _a = find(msg), // found
      _a && (
        // with it
        use(_a), /* and */
        done = true
      ),
      (_a /* none */ || ready) ? (
        go()
      ) : (
        wait()
      ), // so
      _a
        && close(),
      !_a ||
        stop(),
      msg // last
    )
  )
`;
  expect(migrated(text)).toBe(`// The gateway.
pipy({ _a: null }) // here
  .handleMessageStart(
    msg => {
      // first
      _a = find(msg); // found
      if (_a) {
        // with it
        use(_a); /* and */
        done = true
      }
      if (_a /* none */ || ready) {
        go()
      } else {
        wait()
      } // so
      if (_a)
        close();
      if (_a)
        stop();
      return msg // last
    }
  )
`);
});

test('modern texts stay as they are, and what is neither is told', () => {
  const modern = 'var f = () => (a, b)';
  expect(migrate(new SourceFile('/main.js', modern))).toEqual({ text: modern, diagnostics: [] });
  expect(migrate(new SourceFile('/main.js', 'let f = 1')).diagnostics).toMatchObject([{ code: 'PJS202' }]);
});

test('random programs mean the same, can be read, and stay as they are the next time', () => {
  silenceErrors();
  const vocabulary = vocabularyOf('0.22');
  let changed = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const text = print(generate(seed, 'classic', vocabulary).tree, 'own');
      const result = migrated(text);
      changed += result === text ? 0 : 1;
      expect([result, parse(new SourceFile('/main.js', result), 'modern').diagnostics]).toEqual([result, []]);
      expect(migrated(result)).toBe(result);
      const before = runOwn(text, 'classic');
      const after = runOwn(result, 'modern', '0.22');
      // The text of a function is another one, as it should be.
      const showsFunctions = [before.text, ...before.trace].some((shown) => shown.includes('=>'));
      if (before.kind !== 'limit' && after.kind !== 'limit' && !showsFunctions) expect([result, after]).toEqual([result, before]);
    }),
    { numRuns: 500 },
  );
  expect(changed).toBeGreaterThan(30);
});
