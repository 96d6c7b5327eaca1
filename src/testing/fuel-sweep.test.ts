/** Every budget of fuel, for some programs; `npm run fuzz -- sweep` takes more of them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Random } from './differential/random.js';
import { sweep } from './fuel-sweep.js';
import { root } from './pages.js';
import { sweepPrograms } from './sweep-programs.js';

const programs = [
  'var n = 0; for (var i = 0; i < 400; i++) { try { if (i % 7 === 0) throw i; n += i; if (i % 50 === 1) console.log(n) } catch (e) { n -= e } finally { n++ } } n',
  'try { for (var i = 0; i < 9; i++) console.log(i) } finally { console.log("end") }',
  'var s = ""; try { [3, 1, 2].sort((a, b) => { console.log(a, b); return a - b }) } catch (e) { s = "caught" } s',
  'Promise.resolve(1).then(v => { console.log(v); return v + 1 }).then(v => console.log(v)).finally(() => console.log("done"))',
  'var m = new Map([[1, 2]]); m.forEach((v, k) => { if (k < 5) m.set(k + 1, v) }); [...m.keys()].map(k => `${k}`).join()',
  'try { try { null.x } finally { console.log("inner") } } catch (e) { e.name + invoke(() => { throw 1 }, () => "invoked") }',
  'JSON.stringify({ a: [1, { toJSON: k => { console.log(k); return k } }] }, null, 2) + new RegExp("(a+)+b").test("aaaaaaab")',
  'new Data("abc").toString("hex") + "x".repeat(100).replace(new RegExp("x", "g"), (m, i) => i % 10) + new URL("http://a/b?c=d").searchParams.get("c")',
  'throw new Error("why" + [1, 2].map(x => { console.log(x); return x }))',
];

test('below its need a program is stopped, from there on it is the same', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 32);
  const random = new Random(seed);
  const all = [...programs.map((text) => ({ text, dialect: 'modern' as const })), ...sweepPrograms(seed, 44, join(root, 'conformance'))];
  const sweeps = all.map(({ text, dialect }) => sweep(text, dialect, () => random.next()));
  const swept = sweeps.filter(({ need }) => need !== null);
  process.stderr.write(`fuel sweep: seed ${seed}, ${swept.length} programs, ${swept.reduce((sum, { budgets }) => sum + budgets, 0)} budgets\n`);
  expect(sweeps.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(swept.length).toBeGreaterThan(programs.length + 20);
}, 60_000);

test('random programs under small budgets end in order', () => {
  const seed = process.env['SEED'] ?? String(Date.now() % 2 ** 32);
  const args = [join(root, 'tools/fuzz/fuzz.mjs'), 'budgets', '--built', '--jobs', '1', '--seed', seed, '--count', process.env['RUNS'] ?? '4000'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status === 0 ? '' : stdout + stderr).toBe('');
  expect(stdout).toMatch(/^\s+\d+ {2}value$/m);
  expect(stdout).toMatch(/^\s+\d+ {2}limit CPU_STEPS$/m);
}, 300_000);

test('what programs cost does not depend on the process, nor on what other tenants do', () => {
  const seed = process.env['SEED'] ?? String(Date.now() % 2 ** 32);
  const args = [join(root, 'tools/fuzz/fuzz.mjs'), 'fuel', '--built', '--seed', seed, '--count', '200'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status === 0 ? '' : stdout + stderr).toBe('');
  expect(stdout).toContain('200 programs, ');
}, 120_000);
