/**
 * Runs the tests: `npm test`, or `npm test -- PATH…` for some of them. The last line reads
 * `N passed, N failed, N skipped`; the exit status is 0 when nothing failed and something passed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin/jest.js');
const directory = mkdtempSync(join(tmpdir(), 'pipyjs-test-'));
const report = join(directory, 'report.json');

const run = spawnSync(process.execPath, [jest, '--json', `--outputFile=${report}`, ...process.argv.slice(2)], {
  cwd: root,
  // The report goes to the file; jest would print it to stdout as well.
  stdio: ['inherit', 'ignore', 'inherit'],
});

let passed = 0;
let failed = 0;
let skipped = 0;
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed = result.numPassedTests;
  // A file that could not be run has no tests that could fail.
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  skipped = result.numPendingTests + result.numTodoTests;
} catch {
  failed = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : (run.status ?? 1);
