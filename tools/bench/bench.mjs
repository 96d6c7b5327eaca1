/**
 * Everything that is measured: `npm run bench -- [WHAT…] [options]`, where WHAT is one of `benches` below; all of them by default.
 *
 *   --seconds N      how long each proxy is measured (10)
 *   --processes N    in how many processes scripts are measured: medians are taken of them (5)
 *   --only NAME,…    of proxies, one contestant, or one kind: `hello`, `gateway`; of scripts, some kernels or engines
 *   --against FILE   also prints each figure as a part of what it was in an earlier `last.json`
 *   --write          put the tables into tools/bench/README.md
 *   --picture        draw the kernels' means into tools/bench/kernels.svg; so does `--write` where all kernels were measured
 *
 * Prints tables; everything measured is in tools/bench/last.json. The exit status is 1 when something that must hold does not.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { comparison } from './comparison.mjs';
import { picture } from './picture.mjs';

const benches = ['kernels', 'callback', 'programs', 'metering', 'compile', 'startup', 'scaling', 'proxies', 'loads', 'tenants', 'neighbours', 'memory', 'connections'];
const { values: options, positionals } = parseArgs({
  options: {
    seconds: { type: 'string' },
    processes: { type: 'string' },
    only: { type: 'string' },
    against: { type: 'string' },
    write: { type: 'boolean', default: false },
    picture: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const refuse = (what) => {
  console.error(what);
  process.exit(2);
};
const wanted = positionals.length === 0 ? benches : positionals;
const unknown = wanted.find((name) => !benches.includes(name));
if (unknown !== undefined) refuse(`there is no bench '${unknown}': there are ${benches.join(', ')}`);
/** What an option says, where it is given. */
const counted = (name) => {
  if (options[name] === undefined) return {};
  const value = Number(options[name]);
  return value > 0 ? { [name]: value } : refuse(`--${name} takes a number above 0`);
};
const settings = { ...counted('seconds'), ...counted('processes'), only: options.only };
// Read at first: it may be the file that is written at the end.
const earlier = options.against === undefined ? null : JSON.parse(readFileSync(options.against, 'utf8'));

const machine = `Node ${process.version}; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`;
const measured = {};
for (const name of wanted) {
  const { run } = await import(`./${name}.mjs`);
  const { about, table, results, problems } = await run(settings);
  measured[name] = { about, machine, date: new Date().toISOString(), results };
  console.log(`${name}\n\n${table}\n`);
  if (earlier !== null) console.log(`${comparison(results, earlier[name]?.results)}\n`);
  for (const problem of problems) console.error(`${name}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  if (options.write) writeTable(name, `${about}; ${machine}\n\n${table}`);
  if (name === 'kernels' && (options.picture || (options.write && options.only === undefined))) writeFileSync(new URL('kernels.svg', import.meta.url), picture(results));
}
writeFileSync(new URL('last.json', import.meta.url), `${JSON.stringify(measured, null, 1)}\n`);

function writeTable(name, text) {
  const file = new URL('README.md', import.meta.url);
  const page = readFileSync(file, 'utf8');
  writeFileSync(file, page.replace(new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`), (_, begin, end) => `${begin}\n${text}\n\n${end}`));
}
