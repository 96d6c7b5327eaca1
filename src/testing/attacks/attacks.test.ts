/**
 * Every attempt of the corpus, each against a tenant of its own in a process that is watched: how it ends, how long it
 * takes, how much memory, and that nobody else is harmed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../../conformance/runner/compare.js';
import { readAttacks, type Attempt } from '../../../conformance/runner/attack-file.js';
import { globalsOf } from '../../host/globals/index.js';
import { slowness } from '../pace.js';
import { readCorpus } from './corpus.js';
import type { Finding } from './finding.js';
import { Victim } from './victim.js';

const rows = readCorpus();
const victim = new Victim();

afterAll(() => victim.end());

const megabyte = 1 << 20;

const slower = slowness();
process.stderr.write(`attacks: bounds of time are those of the corpus times ${slower.toFixed(1)}\n`);

/** What is wrong with an attempt: empty where it was contained. */
async function attack({ file, line, dialect, source, outcomes, time: usual, memory }: Attempt): Promise<string[]> {
  const time = usual * slower;
  // On a slow machine the time is up before the fuel is.
  const slow = outcomes.some((outcome) => outcome.kind === 'limit' && outcome.code === 'CPU_STEPS') ? [{ kind: 'limit', code: 'CPU_TIME' } as const] : [];
  const judged = (answer: Finding['answer']): string | null => judge({ outcomes: [...outcomes, ...slow], printed: null }, answer, false);
  const isTooMuch = ({ harm, memory: took, time: lasted, answer }: Finding): boolean =>
    harm.length === 0 && (took > memory * megabyte || lasted > time || (answer['code'] === 'CPU_TIME' && judged(answer) !== null));
  let finding = await victim.attack({ dialect, source });
  // The figures of a process that has served others are upper bounds, as are those of a busy machine: what is too much is looked at again.
  for (let i = 0; i < 3 && isTooMuch(finding); i++) finding = await victim.attackAnew({ dialect, source });
  const wrong = [...finding.harm];
  const verdict = judged(finding.answer);
  if (verdict !== null) wrong.push(verdict);
  if (finding.time > time) wrong.push(`took ${finding.time.toFixed(0)} ms, may take ${time}`);
  if (finding.memory > memory * megabyte) wrong.push(`took ${(finding.memory / megabyte).toFixed(0)} MB, may take ${memory}`);
  return wrong.map((what) => `${file}:${line} ${source.slice(0, 100)}: ${what.slice(0, 1000)}`);
}

describe.each(rows.filter(({ attempts }) => attempts.length > 0))('$id $title', ({ attempts }) => {
  test('is contained', async () => {
    const wrong: string[] = [];
    for (const attempt of attempts) wrong.push(...(await attack(attempt)));
    expect(wrong).toEqual([]);
  }, 120_000);
});

test('every row is carried out, or waits for what is not there', () => {
  const waiting = rows.filter(({ waits }) => waits !== null);
  const scripts = rows.reduce((sum, { attempts }) => sum + attempts.length, 0);
  process.stderr.write(`attacks: ${rows.length} rows, ${scripts} scripts; ${waiting.length} rows wait: ${waiting.map(({ id, waits }) => `${id} (${waits})`).join(', ')}\n`);
  expect(rows.length).toBe(128);
  expect(rows.filter(({ attempts, tests, waits }) => attempts.length + tests.length === 0 && waits === null).map(({ id }) => id)).toEqual([]);
  const names = new Set([...globalsOf('0.22').keys(), ...globalsOf('1.5').keys()]);
  const due = rows.filter(({ absent }) => absent?.split(' ').some((name) => names.has(name)));
  expect(due.map(({ id }) => id)).toEqual([]);
});

/** The texts of all tests in a folder. */
function testsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => readFileSync(join(folder, name), 'utf8'));
}

test('tests that rows name are there', () => {
  const texts = ['src', 'tools'].flatMap((folder) => testsIn(join(__dirname, '../../..', folder))).join('\n');
  expect(rows.flatMap(({ id, tests }) => tests.filter((name) => !texts.includes(`test('${name}'`)).map((name) => `${id}: ${name}`))).toEqual([]);
});

test('what is not contained would be noticed', async () => {
  const attempts = readAttacks('lies', ['//# id A01', '//# time 0.001', '1 + 1 //= 3', '1 //= 1', 'repeat(() => 1) //! limit MEM_SINGLE'].join('\n')).flatMap((row) => row.attempts);
  const verdicts: number[] = [];
  for (const attempt of attempts) verdicts.push((await attack(attempt)).length);
  // All three are late; the first and the last end otherwise.
  expect(verdicts).toEqual([2, 1, 2]);
});
