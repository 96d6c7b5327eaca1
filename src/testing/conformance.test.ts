/** We obey our own suite: in this process, and as a program that may make no code from texts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKnown } from '../../conformance/runner/known.js';
import { reports } from '../../conformance/runner/report/index.js';
import { readSuite, runSuite } from '../../conformance/runner/suite.js';
import { allGlobals, usesOf, watchUses } from './members-used.js';
import { root } from './pages.js';
import { cleanUp, Program } from './program.js';
import { answerLine } from './testee.js';

const directory = join(root, 'conformance');
const knownFile = join(directory, 'known/pipyjs.txt');

/** What is of the world outside, or has no meaning: no case can use it. */
const unasked = (use: string): boolean => /^os\.|^FileStatus\.|^__inbound\.|^pipy\.(exit|restart)$|^new pipy$/.test(use);

test('in this process', async () => {
  const used = watchUses();
  const lines: string[] = [];
  const cases = readSuite(directory);
  const known = readKnown(readFileSync(knownFile, 'utf8'));
  const testee = { ask: (request: object) => Promise.resolve(answerLine(JSON.stringify({ id: 0, ...request }), '0')), close: () => Promise.resolve() };
  const run = await runSuite({ cases, testee, known, report: reports['terminal']((line) => lines.push(line)) });
  expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
  expect(run.passed).toBeGreaterThan(4000);
  // What is known to fail is a case that there is, and nothing else is skipped.
  expect([...known.keys()].filter((id) => !cases.some((item) => item.id === id))).toEqual([]);
  expect(run.skipped).toBe(known.size);
  // Of all that scripts can use, everything is used by some case.
  expect(allGlobals.flatMap(usesOf).filter((use) => !used.has(use) && !unasked(use))).toEqual([]);
}, 60_000);

test('as a program', async () => {
  const program = new Program(['conformance', '--only', 'language/'], { env: { NODE_OPTIONS: '--disallow-code-generation-from-strings' } });
  expect(await program.end()).toBe(0);
  expect(program.stdout).toMatch(/^pipyjs \d[^]*\n\d+ passed, 0 failed, 0 skipped\n$/);
  await cleanUp();
}, 60_000);
