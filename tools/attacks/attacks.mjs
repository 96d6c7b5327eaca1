/**
 * `npm run attacks [-- --only ID] [--jobs N] [--details]`: the corpus of attacks against other engines and ours, each
 * attempt in a process of its own. Writes the table in README.md of this folder; with `--only` prints what came of each.
 */
import { fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import build from '../test-build.mjs';
import { engines } from './engines.mjs';

/** Milliseconds until a probe hangs; after so many, and past so many bytes, what ends has overrun its limits. */
const patience = 4000;
const most = { time: 1000, memory: 256 << 20 };

/** From what harms least to what harms most. */
const verdicts = ['contained', 'host error', 'overrun', 'hang', 'dead', 'pollution', 'escape'];

const { values } = parseArgs({ options: { only: { type: 'string' }, jobs: { type: 'string', default: '2' } } });
build();
const { readAttacks } = await import('../../.build/conformance/runner/attack-file.js');
const folder = fileURLToPath(new URL('../../conformance/attacks/', import.meta.url));
const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.attacks.pjs'))
  .sort()
  .flatMap((name) => readAttacks(name, readFileSync(folder + name, 'utf8')))
  .filter(({ id, peers }) => peers.length > 0 && (values.only === undefined || id === values.only));

function probe(engine, source, dialect) {
  const child = fork(fileURLToPath(new URL('probe.mjs', import.meta.url)), [], { execArgv: ['--max-old-space-size=256'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new Promise((resolve) => {
    let timer;
    const end = (verdict, detail = '') => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve({ verdict, detail });
    };
    child.once('exit', (code, signal) => end('dead', `${code ?? signal}`));
    child.on('message', (message) => {
      // Time counts from when the engine is ready.
      if (message.begun) timer = setTimeout(() => end('hang'), patience);
      else end(judge(message), `${message.time.toFixed(0)} ms, ${(message.memory / 2 ** 20).toFixed(0)} MB, ${message.told.slice(0, 100)}`);
    });
    child.send({ engine, source, dialect });
  });
}

function judge({ escaped, changes, host, time, memory }) {
  if (escaped) return 'escape';
  if (changes.length > 0) return 'pollution';
  if (time > most.time || memory > most.memory) return 'overrun';
  return host ? 'host error' : 'contained';
}

const results = new Map();
const work = [];
for (const row of rows) {
  for (const [engine, { own }] of Object.entries(engines)) {
    const attempts = own ? row.attempts.map(({ source, dialect }) => [source, dialect]) : row.peers.map((source) => [source]);
    // A row that is attacked by tests only has nothing to be asked here.
    for (const [source, dialect] of attempts) work.push({ row, engine, source, dialect });
  }
}
await Promise.all(
  Array.from({ length: Number(values.jobs) }, async () => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      const { row, engine, source, dialect } = next;
      const { verdict, detail } = await probe(engine, source, dialect);
      if (values.only !== undefined) console.log(`${row.id} ${engine}: ${verdict} ${detail}\n    ${source.slice(0, 120)}`);
      const key = `${row.id} ${engine}`;
      const worst = results.get(key);
      if (worst === undefined || verdicts.indexOf(verdict) > verdicts.indexOf(worst)) results.set(key, verdict);
    }
  }),
);

const names = Object.keys(engines);
const cell = (row, engine) => results.get(`${row.id} ${engine}`) ?? 'n/a';
const show = (verdict) => (verdict === 'contained' ? 'ok' : verdict === 'n/a' ? verdict : `**${verdict}**`);
const table = [
  `| | ${names.join(' | ')} |`,
  `|---|${names.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.id} ${row.title} | ${names.map((engine) => show(cell(row, engine))).join(' | ')} |`),
  `| **contained, of ${rows.length}** | ${names.map((engine) => rows.filter((row) => ['contained', 'n/a'].includes(cell(row, engine))).length).join(' | ')} |`,
].join('\n');

const summary = [table.split('\n')[0], table.split('\n')[1], table.split('\n').at(-1)].join('\n');

if (values.only === undefined) {
  const page = fileURLToPath(new URL('README.md', import.meta.url));
  const text = readFileSync(page, 'utf8');
  const settings = names.map((name) => ` - **${name}**: ${engines[name].settings}`).join('\n');
  writeFileSync(page, text.replace(/(<!-- begin -->)[^]*(<!-- end -->)/, `$1\n\n${settings}\n\n${table}\n\n$2`));
  const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(/(<!-- attacks -->)[^]*(<!-- \/attacks -->)/, `$1\n${summary}\n$2`));
}
console.log(table);
process.exit();
