/**
 * Everything that is measured: `npm run bench -- [WHAT…] [options]`, where WHAT is `startup`, `proxies`, `tenants`, `neighbours` or
 * `memory`; all of them by default.
 *
 *   --seconds N   how long each proxy is measured (10)
 *   --only NAME   of proxies, one contestant, or one kind: `hello`, `gateway`
 *   --write       put the tables into tools/bench/README.md
 *
 * Prints tables; everything measured is in tools/bench/last.json. The exit status is 1 when something that must hold does not.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

const benches = ['startup', 'proxies', 'tenants', 'neighbours', 'memory'];
const { values: options, positionals } = parseArgs({
  options: { seconds: { type: 'string' }, only: { type: 'string' }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = positionals.length === 0 ? benches : positionals;
const unknown = wanted.find((name) => !benches.includes(name));
if (unknown !== undefined) {
  console.error(`there is no bench '${unknown}': there are ${benches.join(', ')}`);
  process.exit(2);
}

const machine = `Node ${process.version}; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`;
const measured = {};
for (const name of wanted) {
  const { run } = await import(`./${name}.mjs`);
  const { about, table, results, problems } = await run({ ...(options.seconds !== undefined && { seconds: Number(options.seconds) }), only: options.only });
  measured[name] = { about, machine, date: new Date().toISOString(), results };
  console.log(`${name}\n\n${table}\n`);
  for (const problem of problems) console.error(`${name}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  if (options.write) writeTable(name, `${about}; ${machine}\n\n${table}`);
}
writeFileSync(new URL('last.json', import.meta.url), `${JSON.stringify(measured, null, 1)}\n`);

function writeTable(name, text) {
  const file = new URL('README.md', import.meta.url);
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, page.replace(new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`), `$1\n${text}\n\n$2`));
}
