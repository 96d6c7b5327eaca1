/**
 * `npm run fuzz -- [--seconds N] [--seed N] [--only script|http]`: random input, for so long each (10). Prints the seed
 * that repeats it, and what was met how often. Exit status 1 when something did not hold.
 * `npm run fuzz -- differential …`: random programs, held against V8; see differential.mjs.
 * `npm run fuzz -- budgets …`: random programs under small budgets; see budgets.mjs.
 * `npm run fuzz -- sweep …`: programs under every budget of fuel; see sweep.mjs.
 * `npm run fuzz -- fuel …`: what programs cost, alone and among other tenants; see fuel.mjs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzBudgets } from './budgets.mjs';
import { fuzzDifferential } from './differential.mjs';
import { fuzzFuel } from './fuel.mjs';
import { fuzzHttp } from './http.mjs';
import { randomFrom } from './random.mjs';
import { fuzzScript } from './script.mjs';
import { fuzzSweep } from './sweep.mjs';

const others = { differential: fuzzDifferential, budgets: fuzzBudgets, sweep: fuzzSweep, fuel: fuzzFuel };
if (Object.hasOwn(others, process.argv[2] ?? '')) {
  await others[process.argv[2]](process.argv.slice(3));
  process.exit();
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, seed: { type: 'string' }, only: { type: 'string' } } });
const seed = Number(values.seed ?? Date.now() % 2 ** 32);
const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const histogram = new Map();
const count = (what) => histogram.set(what, (histogram.get(what) ?? 0) + 1);

console.log(`seed ${seed}`);
for (const [name, fuzz] of Object.entries({ script: fuzzScript, http: fuzzHttp })) {
  if (values.only !== undefined && values.only !== name) continue;
  const folder = mkdtempSync(join(tmpdir(), 'pipyjs-fuzz-'));
  const end = performance.now() + Number(values.seconds) * 1000;
  try {
    await fuzz({ random: randomFrom(seed), folder, program, until: () => end, count });
  } catch (error) {
    console.log(`${name}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
for (const [what, times] of [...histogram].sort((a, b) => b[1] - a[1])) console.log(`${String(times).padStart(8)}  ${what}`);
process.exit();
