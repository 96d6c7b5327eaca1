/** How long it takes to make a program of a text: it is read, checked, its names are resolved, and it is planned; nothing runs. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { begin, load } from './engines/ours.mjs';
import { digits, median, tableOf } from './figures.mjs';
import { textOf } from './many-programs.mjs';

const examples = new URL('../../examples/gateway/', import.meta.url);

/** As many handlers as fill so many kilobytes, as the values of one object. */
function generated(kilobytes) {
  const parts = [];
  for (let n = 0, length = 0; length < kilobytes * 1024; n++) length += parts.push(`handler${n}: ${textOf(n)}`) && parts[n].length;
  return `({\n${parts.join(',\n')}\n})`;
}

const cases = {
  small: { what: 'the example gateway, all its modules', texts: () => ['main.js', 'plugins/router.js', 'plugins/balancer.js', 'plugins/default.js'].map((file) => readFileSync(new URL(file, examples), 'utf8')) },
  medium: { what: 'handlers', texts: () => [generated(50)] },
  large: { what: 'handlers', texts: () => [generated(500)] },
};

/** What a kilobyte of the large text may take, of what one of the medium text takes: more means that time grows faster than the text. */
const most = 1.5;

export async function run({ processes = 5 }) {
  const results = [];
  for (const [name, { what, texts }] of Object.entries(cases)) {
    const runs = [];
    for (let i = 0; i < processes; i++) runs.push(JSON.parse((await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), name])).stdout));
    const kilobytes = texts().reduce((sum, { length }) => sum + length, 0) / 1024;
    const [first, ms] = ['first', 'ms'].map((figure) => median(runs.map((times) => times[figure])));
    results.push({ name, what, kilobytes, first, ms, msPerKilobyte: ms / kilobytes });
  }
  const table = tableOf(
    ['', 'KB', 'the first time, ms', 'then, ms', 'then, ms/KB'],
    results.map(({ name, what, kilobytes, first, ms, msPerKilobyte }) => [`${name}: ${what}`, digits(kilobytes), digits(first), digits(ms), msPerKilobyte.toFixed(3)]),
  );
  const [, medium, large] = results;
  const ratio = large.msPerKilobyte / medium.msPerKilobyte;
  const problems = ratio > most ? [`a kilobyte of the large text takes ${digits(ratio)} times that of the medium one: it must not be more than ${most}`] : [];
  return { about: `the first time in a process, and the least of the later ones; the median of ${processes} processes`, table, results, problems };
}

async function measure(name) {
  await begin();
  const [{ compile }, { SourceFile }, { globalsFor, automatic }] = await Promise.all(['language/evaluate/program.js', 'language/source/source-file.js', 'host/language-choice.js'].map(load));
  const texts = cases[name].texts();
  const once = () => {
    const start = performance.now();
    for (const text of texts) {
      const { program, diagnostics } = compile(new SourceFile('/main.js', text), (dialect) => globalsFor(automatic, dialect), { dialect: 'auto' });
      if (program === null) throw new Error(diagnostics[0].message);
    }
    return performance.now() - start;
  };
  const first = once();
  const times = [];
  for (const begun = performance.now(); times.length < 3 || performance.now() - begun < 1000; ) times.push(once());
  return { first, ms: Math.min(...times) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await measure(process.argv[2])));
