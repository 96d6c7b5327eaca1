/**
 * `node tools/test262/test262.mjs --checkout DIR [--only TEXT] [--list failed|refused|passed|skipped] [--json FILE] [--jobs N]`:
 * runs the files of a test262 checkout that the modern dialect takes, and tells how many there are, how many of
 * them pass, and what keeps the others out. Exit status 1 where a file fails that `failures.txt` does not list, or
 * one passes that it does; 2 for wrong usage. README.md says what the figures mean.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { compareWithList, readFailures } from './failures.mjs';
import { staleRows } from './left-out.mjs';
import { classifyAll } from './pool.mjs';
import { listing, summary } from './report.mjs';

const lists = ['failed', 'refused', 'passed', 'skipped'];

function usage(message) {
  console.error(`test262: ${message}\nusage: node tools/test262/test262.mjs --checkout DIR [--only TEXT] [--list ${lists.join('|')}] [--json FILE] [--jobs N] [--failures FILE]`);
  process.exit(2);
}

function readOptions() {
  const text = { type: 'string' };
  try {
    return parseArgs({ options: { checkout: text, only: text, list: text, json: text, jobs: text, failures: text } }).values;
  } catch (error) {
    return usage(error.message);
  }
}

const options = readOptions();
if (options.checkout === undefined) usage('--checkout is missing');
const checkout = resolve(options.checkout);
if (!existsSync(join(checkout, 'test'))) usage(`there is no folder 'test' in ${checkout}`);
if (options.list !== undefined && !lists.includes(options.list)) usage(`--list takes ${lists.join(', ')}`);
const jobs = Number(options.jobs ?? availableParallelism());
if (!Number.isInteger(jobs) || jobs < 1) usage('--jobs takes a whole number above 0');

const paths = readdirSync(join(checkout, 'test'), { recursive: true })
  .map((name) => `test/${name.split(sep).join('/')}`)
  .filter((path) => path.endsWith('.js') && !path.includes('_FIXTURE') && path.includes(options.only ?? ''))
  .sort();
const records = await classifyAll(checkout, paths, jobs);

if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(records, null, 1)}\n`);
for (const line of options.list === undefined ? summary(records) : listing(records, options.list)) console.log(line);

const complaints = [
  ...compareWithList(records, readFailures(options.failures ?? new URL('failures.txt', import.meta.url))),
  ...staleRows().map((row) => `${row} is left out by left-out.mjs, but it is there`),
];
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
