/** The page of deviations and the conformance suite know of each other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../conformance/runner/case.js';
import { readKnown } from '../../conformance/runner/known.js';
import { judgeObservation } from '../../conformance/runner/observed.js';
import { readSuite } from '../../conformance/runner/suite.js';
import { root } from './pages.js';

const page = 'spec/deviations.md';
/** The suite cannot ask for most of the runtime: rows there name words of tests. */
const [text, runtime] = readFileSync(join(root, page), 'utf8').split('### In the runtime');
const cases = readSuite(join(root, 'conformance'));
const known = readKnown(readFileSync(join(root, 'conformance/known/pipyjs.txt'), 'utf8'));

interface Row {
  readonly what: string;
  /** The versions of Pipy that have the accident; empty in tables without such a column. */
  readonly versions: readonly string[];
  readonly cases: readonly string[];
}

function rowsOf(lines: readonly string[]): Row[] {
  const rows: Row[] = [];
  let columns: string[] = [];
  for (const line of lines) {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
    if (cells.length === 0) columns = [];
    else if (columns.length === 0) columns = cells;
    else if (!/^-+$/.test(cells[0])) {
      const at = (column: string): string => cells[columns.indexOf(column)] ?? '';
      rows.push({ what: cells.slice(0, 2).join(': '), versions: at('in').match(/\d+\.\d+/g) ?? [], cases: [...at('cases').matchAll(/`([^`]+)`/g)].map(([, id]) => id) });
    }
  }
  return rows;
}

const rows = rowsOf(text.split('\n'));
const named = (id: string): Case[] => cases.filter((each) => each.id === id || each.id.startsWith(`${id}#`));

/** Whether a version of Pipy was seen to do otherwise than our first choice, or to find out later than an engine does. */
function differs(asked: Case, version: string): boolean {
  const [first] = asked.expected.outcomes;
  const verdict = judgeObservation({ ...asked, since: '0', expected: { ...asked.expected, outcomes: [first] } }, version);
  if (verdict === null) return false;
  const phase = (name: string): unknown => asked.observed?.find(({ implementation }) => implementation === name)?.answer['phase'];
  return verdict.wrong !== null || (phase('ecma') === 'parse' && phase(version) === 'evaluate');
}

test.each(rows.map((row) => [row.what, row] as const))('%s', (_, row) => {
  expect(row.cases).not.toEqual([]);
  expect(row.cases.filter((id) => named(id).length === 0)).toEqual([]);
  expect(row.cases.filter((id) => known.has(id))).toEqual([]);
  if (row.versions.length === 0) return;
  // Recorded answers show in which versions an accident is; no modern text is asked of 0.22.
  const recorded = row.cases.flatMap(named).filter(({ observed }) => observed !== undefined);
  if (recorded.length === 0) return;
  const classic = recorded.filter(({ request }) => request['dialect'] === 'classic');
  const seen = [
    ...(classic.some((each) => differs(each, '0.22')) ? ['0.22'] : []),
    ...(recorded.some((each) => differs(each, '1.5')) ? ['1.5'] : []),
  ];
  expect(seen).toEqual(classic.length > 0 ? row.versions : row.versions.filter((version) => version !== '0.22'));
});

test('each cause for which Pipy was seen to differ from ECMA-262 has a row', () => {
  const told = new Set(rows.flatMap((row) => row.cases).flatMap(named).map(({ difference }) => difference?.why));
  const causes = new Set(cases.filter(({ id, difference }) => difference !== undefined && !known.has(id)).map(({ difference }) => difference!.why));
  expect([...causes].filter((why) => !told.has(why))).toEqual([]);
  expect(causes.size).toBeGreaterThan(80);
});

const ofRuntime = runtime.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| **') && !line.startsWith('| what'));

test.each(ofRuntime)('%s', (line) => {
  const [, name, , words] = /`([^`]+)`( "(.+)")? \|$/.exec(line) ?? [];
  if (name.startsWith('src/')) expect(readFileSync(join(root, name), 'utf8')).toContain(words);
  else expect(named(name)).not.toEqual([]);
});

test('a row that names nothing would be noticed', () => {
  const [row] = rowsOf(['| what | in | cases |', '|---|---|---|', '| `a \\| b` | 0.22 | `nowhere#1` |']);
  expect(row).toEqual({ what: '`a \\| b`: 0.22', versions: ['0.22'], cases: ['nowhere#1'] });
  expect(named('nowhere#1')).toEqual([]);
  expect([rows.length > 120, ofRuntime.length > 40]).toEqual([true, true]);
});
