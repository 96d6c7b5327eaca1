/** Writes the reference of spec/runtime/filters.md anew, from the definitions of the filters and cases of the conformance suite. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = join(dirname(fileURLToPath(import.meta.url)), 'test.mjs');
const { status } = spawnSync(process.execPath, [tests, 'src/testing/filters-page'], { stdio: 'inherit', env: { ...process.env, PIPYJS_WRITE_PAGES: '1' } });
process.exitCode = status ?? 1;
