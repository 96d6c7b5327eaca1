/** Writes spec/pipyjs.d.ts anew, the typings of scripts, from the definitions of filters and globals. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = join(dirname(fileURLToPath(import.meta.url)), 'test.mjs');
const { status } = spawnSync(process.execPath, [tests, 'src/testing/typings.test'], { stdio: 'inherit', env: { ...process.env, PIPYJS_WRITE_PAGES: '1' } });
process.exitCode = status ?? 1;
