/** Writes the tables of spec/language/built-ins.md anew, from the definitions of the built-ins. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = join(dirname(fileURLToPath(import.meta.url)), 'test.mjs');
const { status } = spawnSync(process.execPath, [tests, 'src/testing/built-ins-page'], { stdio: 'inherit', env: { ...process.env, PIPYJS_WRITE_PAGES: '1' } });
process.exitCode = status ?? 1;
