/** Random programs give what V8 gives; and the test of that would notice. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readStatements, readExpression } from '../../language/syntax/parser.js';
import { compare, newTally, runAt, type Native } from './run.js';
import type { Outcome } from './outcome.js';
import { runOwn, silenceErrors } from './own.js';
import { print } from './print.js';
import { findRows, rowsOf } from './rows.js';
import { seedAt } from './random.js';
import { generate } from './statements.js';
import { shrink } from './shrink.js';
import { sizeOf } from './tree.js';
import { nameOf, vocabularyOf } from './vocabulary.js';

const dialects = ['classic', 'modern'] as const;
const levels = { classic: '0.22', modern: '1.5' } as const;
const count = 12_000;

beforeAll(silenceErrors);

test('random programs give what V8 gives', () => {
  const seed = process.env['SEED'] ?? String(Date.now() % 2 ** 32);
  const tool = join(__dirname, '../../../tools/fuzz/fuzz.mjs');
  const args = [tool, 'differential', '--built', '--jobs', '1', '--seed', seed, '--count', process.env['RUNS'] ?? String(count)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const summary = stdout.split('\n').filter((line) => /^seed |^\w+: \d+ programs|^ {2}reached/.test(line));
  process.stderr.write(`random programs against V8: ${summary.join('\n  ')}\n`);
  expect(status === 0 ? '' : stdout + stderr).toBe('');
}, 300_000);

test.each(dialects)('every built-in is known: %s', (dialect) => expect(vocabularyOf(levels[dialect]).unknown).toEqual([]));

test.each(dialects)('programs are the same for a seed, have all rows and built-ins, and are printed as they are: %s', (dialect) => {
  const vocabulary = vocabularyOf(levels[dialect]);
  const rows = new Set<string>();
  const used = new Set<string>();
  for (let index = 0; index < 6000; index++) {
    const { tree, used: names } = generate(seedAt(1, index), dialect, vocabulary);
    findRows(tree, rows);
    for (const name of names) used.add(name);
    if (index % 20 > 0) continue;
    expect(generate(seedAt(1, index), dialect, vocabulary).tree).toEqual(tree);
    const text = print(tree, 'own');
    const reading = dialect === 'classic' ? readExpression(text) : readStatements(text);
    expect([text, reading.faults, sizeOf(reading.tree as never) + (dialect === 'classic' ? 2 : 0)]).toEqual([text, [], sizeOf(tree)]);
  }
  expect(rowsOf(dialect).filter((row) => !rows.has(row))).toEqual([]);
  expect([...new Set(vocabulary.uses.map(nameOf))].filter((name) => !used.has(name))).toEqual([]);
});

/** PipyJS itself as the other side, but for one thing. */
const otherwise =
  (change: (outcome: Outcome, text: string) => Outcome): Native =>
  (text, dialect) =>
    change(runOwn(text.replaceAll(/\/\*<\*\/.*?\/\*>\*\//g, ''), dialect), text);

test('a difference is found, told with its seed, and made small', () => {
  const tally = newTally();
  const native = otherwise((outcome, text) => (text.includes('Math.abs(') ? { ...outcome, kind: 'error', text: 'TypeError(' } : outcome));
  for (let index = 0; index < 2000 && tally.differences.length === 0; index++) runAt(1, index, 'classic', native, tally);
  const [{ seed, text, small }] = tally.differences;
  expect(print(generate(seed, 'classic', vocabularyOf('0.22')).tree, 'own')).toBe(text);
  expect(small).toContain('Math.abs(');
  expect(small.length).toBeLessThan(40);
});

test('what differs in its trace only is different, and what V8 leaves out is left out', () => {
  const { tree } = generate(seedAt(1, 3), 'modern', vocabularyOf('1.5'));
  const verdict = (change: (outcome: Outcome) => Outcome): string => compare(tree, 'modern', otherwise(change)).kind;
  expect(verdict((outcome) => outcome)).toBe('same');
  expect(verdict((outcome) => ({ ...outcome, trace: [...outcome.trace, '1'] }))).toBe('different');
  expect(verdict((outcome) => ({ ...outcome, kind: 'excluded' }))).toBe('excluded');
  expect(verdict((outcome) => ({ ...outcome, kind: 'bug' }))).toBe('different');
});

test('shrinking keeps what it is told to keep', () => {
  const { tree } = generate(seedAt(2, 11), 'modern', vocabularyOf('1.5'));
  // That a text has `var` is all that is asked for, so it need not even be a program.
  const small = shrink(tree, (candidate) => print(candidate, 'own').includes('var '));
  expect(print(small, 'own')).toBe('var ;');
});
