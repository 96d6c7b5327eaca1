/** A program with factories of its own comes to the same as with those that all share: results, messages, fuel and bytes. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { compile } from '../host/embedding.js';
import { useEngine } from '../language/evaluate/engine.js';
import { factories } from '../language/evaluate/factory.js';
import type { Tiers } from '../language/evaluate/tier.js';
import type { Dialect } from '../language/syntax/dialect.js';
import { engine } from '../net/engine.js';
import { run } from './fuel-sweep.js';
import { root } from './pages.js';
import { sweepPrograms } from './sweep-programs.js';

afterAll(() => useEngine(engine));

test.each(['shared', 'own'])('the conformance suite in the tier %s', (tier) => {
  const { stdout, status } = spawnSync(process.execPath, [join(root, '.build/src/cli/main.js'), 'conformance'], { encoding: 'utf8', env: { ...process.env, PIPYJS_TIER: tier } });
  expect(status === 0 ? '' : stdout).toBe('');
});

/** Texts with calls enough that they become hot on their way. */
const hot = [
  'var o = { n: 0, list: [] }; function add(x) { o.n += x; o["k" + x % 5] = x; if (x % 3 === 0) o.list.push(x); else if (x % 3 === 1) o.list.pop(); else return x; return -x } for (var i = 0; i < 4000; i++) add(i); JSON.stringify(o)',
  'var f = n => n < 2 ? n : f(n - 1) + f(n - 2); f(18)',
  'var caught = 0; function g(x) { try { if (x % 4 === 0) throw { x }; if (x % 5 === 0) null.x; return x } catch ({ x: y = 1 }) { caught += y; return y } finally { caught++ } } var s = 0; for (var i = 0; i < 3000; i++) s += g(i); [s, caught]',
  'var texts = []; for (var i = 0; i < 2500; i++) texts.push((({ a, b: [c, d = `${a}!`] }, e = a + c) => `${a}-${c}-${d}-${e}`)({ a: i, b: [i % 7] })); texts.join().length',
  'var m = new Map(); for (var i = 0; i < 2500; i++) (k => m.set(k, (m.get(k) ?? 0) + 1))(`k${i % 10}`); [...m.entries()].map(([k, v]) => k + v).join()',
  'var r = 0; for (var i = 0; i < 400; i++) r += [5, 3, 9, 1].map(x => x * i).filter(x => x % 2 === 0).sort((a, b) => a - b).reduce((a, b) => a + b, 0); r',
  'var k = (o => () => o?.a?.b?.[o.c]?.(o.c--))({ a: { b: { 1: x => x } }, c: 1 }); var s = ""; for (var i = 0; i < 2000; i++) s = `${k()}`; s',
  'var n = 0; function deep(x) { n++; return x > 0 ? deep(x - 1) : n % 2000 === 0 ? null.fails : 0 } for (var i = 0; i < 500; i++) deep(9); n',
  'function many(a, b, c, d, e) { a ||= 1; b &&= 2; c ??= 3; d ??= e; return a + b + c + d - e } var t = 0; for (var i = 0; i < 1500; i++) t += many(i % 2, i, null, undefined, i); t',
  'var w = 0; for (var i = 0; i < 1500; i++) w += (x => { switch (x % 4) { case 0: return 1; case 1: x += 5; case 2: return x; default: break } return -1 })(i); w',
];

function outcomes(tiers: Tiers, texts: readonly { readonly text: string; readonly dialect: Dialect }[]): unknown[] {
  useEngine({ ...engine, tiers });
  return texts.map(({ text, dialect }) => {
    const { program } = compile(text, { dialect, globals: ['log'] });
    if (program === null) return null;
    const { outcome, printed, fuel, tenant } = run(program, 10_000_000);
    return { text, outcome, printed, fuel, bytes: tenant.meters.allocated };
  });
}

test('results, fuel and bytes are the same in all tiers', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 32);
  process.stderr.write(`tiers: seed ${seed}\n`);
  const texts = [...hot.map((text) => ({ text, dialect: 'modern' as const })), ...sweepPrograms(seed, 300, join(root, 'conformance'))];
  const shared = outcomes('shared', texts);
  expect(outcomes('own', texts)).toEqual(shared);
  expect(outcomes('soon', texts)).toEqual(shared);
  expect(shared.filter((outcome) => outcome !== null).length).toBeGreaterThan(200);
}, 60_000);

test('an error in a hot program tells where it arose', () => {
  const text = 'function a(x) { return b(x) }\nfunction b(x) { return x === 1999 ? x.y.z : 0 }\nfor (var i = 0; i < 3000; i++) a(i)';
  const traces = (['shared', 'own', 'soon'] as const).map((tiers) => {
    useEngine({ ...engine, tiers });
    return run(compile(text, { dialect: 'modern' }).program!, 1_000_000).outcome;
  });
  expect(new Set(traces)).toEqual(new Set(['error PJS400']));
});

test('a factory is handed all that it uses', () => {
  const linter = new Linter();
  const names = ['undefined', 'Array'];
  const globals = Object.fromEntries(names.map((name) => [name, 'readonly' as const]));
  const read = (folder: string): string[] => readdirSync(join(root, '.build/src/language', folder)).map((file) => join(folder, file));
  // The texts as they are run, not as the tests compile them.
  const texts = [...read('evaluate/nodes'), ...read('builtins'), 'evaluate/slots.js'].flatMap((file) => textsIn(readFileSync(join(root, '.build/src/language', file), 'utf8')));
  const wrong = texts.flatMap((text) => linter.verify(`(${text})`, { languageOptions: { ecmaVersion: 2022, sourceType: 'script', globals }, rules: { 'no-undef': 'error' } }).map(({ message }) => `${message} in ${text}`));
  expect(wrong).toEqual([]);
  expect(texts.length).toBeGreaterThan(factories.length / 2);
});

/** The second arguments of calls of `factory`. */
function textsIn(module: string): string[] {
  const texts: string[] = [];
  for (const match of module.matchAll(/\bfactory\(\s*\[/g)) texts.push(argumentsAt(module, match.index + 'factory'.length));
  return texts;
}

/** What stands after the list of the first argument, in the parentheses that open at `start`. */
function argumentsAt(module: string, start: number): string {
  let depth = 0;
  let from = -1;
  for (let at = start; ; at++) {
    const char = module.charAt(at);
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    if (depth === 1 && char === ',' && from < 0) from = at + 1;
    if (depth === 0) return module.slice(from, at).replace(/,\s*$/, '');
  }
}
