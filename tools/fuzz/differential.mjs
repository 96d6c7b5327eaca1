/**
 * `npm run fuzz -- differential [--seed N] [--count N | --minutes N] [--dialect D] [--jobs N]
 * [--first N]`: random programs of each
 * dialect, held against V8. Prints the seed that repeats the run, a smaller program for each difference, and what
 * the programs were made of. Exit status 1 when there was a difference.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import build from '../test-build.mjs';
import { nativeFrom } from './v8.mjs';

const dialects = ['classic', 'modern'];
/** Programs between two looks at the clock. */
const step = 200;
/** A process that says nothing for so long hangs. */
const mostSilence = 120_000;
const mostDifferences = 20;
/** In a run of so many programs, everything must have been used so often. */
const manyPrograms = 200_000;
const often = 200;

async function parts() {
  const root = new URL('../../.build/src/', import.meta.url);
  const load = (path) => import(new URL(path, root).href);
  const [outcome, print, own, random, builtins, run, rows, vocabulary] = await Promise.all([
    ...['outcome', 'print', 'own'].map((name) => load(`testing/differential/${name}.js`)),
    load('language/evaluate/random.js'),
    load('language/builtins/index.js'),
    ...['run', 'rows', 'vocabulary'].map((name) => load(`testing/differential/${name}.js`)),
  ]);
  return { ...outcome, ...print, ...own, ...random, ...builtins, ...run, ...rows, ...vocabulary };
}

/** One process: every `jobs`-th program from `job` on, until `count` or the time is reached. */
async function work({ seed, first, count, until, job, jobs, dialect }) {
  const loaded = await parts();
  loaded.silenceErrors();
  const members = loaded.builtins.filter(({ members }) => members.length > 0).map(({ name, members }) => [name, members.map((member) => member.name)]);
  const native = nativeFrom({ ...loaded, members });
  const tally = loaded.newTally();
  for (let index = first + job, n = 0; index < first + count; index += jobs, n++) {
    if (n % step === 0) {
      if (performance.timeOrigin + performance.now() > until) break;
      process.send({ at: index });
    }
    loaded.runAt(seed, index, dialect, native, tally);
    if (tally.differences.length >= mostDifferences) break;
  }
  return tally;
}

function read(args, options) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    console.error(`${error.message}\nusage: npm run fuzz -- differential [--seed N] [--count N | --minutes N] [--dialect ${dialects.join('|')}] [--jobs N] [--first N]`);
    return process.exit(2);
  }
}

function merge(into, from) {
  for (const name of ['count', 'values', 'errors', 'refused', 'limits', 'excluded']) into[name] += from[name];
  for (const name of ['sizes', 'rows', 'builtins']) for (const [what, times] of from[name]) into[name].set(what, (into[name].get(what) ?? 0) + times);
  into.differences.push(...from.differences);
}

function median(sizes) {
  const sorted = [...sizes].sort((a, b) => a[0] - b[0]);
  let left = sorted.reduce((sum, [, times]) => sum + times, 0) / 2;
  for (const [size, times] of sorted) if ((left -= times) <= 0) return size;
  return 0;
}

function report(dialect, tally, wanted, seconds) {
  const share = (part) => `${((100 * part) / Math.max(1, tally.count)).toFixed(1)} %`;
  console.log(`${dialect}: ${tally.count} programs in ${seconds.toFixed(0)} s, median size ${median(tally.sizes)}, largest ${Math.max(0, ...tally.sizes.keys())}`);
  console.log(`  reached a value ${share(tally.values)}, an error ${share(tally.errors)}, a limit ${share(tally.limits)}, refused ${share(tally.refused)}, excluded ${share(tally.excluded)}`);
  for (const [title, names, counts] of [['constructs', wanted.rows, tally.rows], ['built-ins', wanted.builtins, tally.builtins]]) {
    const sorted = names.map((name) => [name, counts.get(name) ?? 0]).sort((a, b) => b[1] - a[1]);
    console.log(`  ${title}: ${sorted.map(([name, times]) => `${name} ${times}`).join(', ')}`);
    const rare = sorted.filter(([, times]) => times < often);
    if (tally.count >= manyPrograms && rare.length > 0) {
      console.log(`  fewer than ${often}: ${rare.map(([name]) => name).join(', ')}`);
      process.exitCode = 1;
    }
  }
  for (const { seed, text, small, own, native } of tally.differences) {
    console.log(`\n${dialect}, program ${seed}:\n${text}\n\nsmaller:\n${small}\n`);
    for (const [who, outcome] of Object.entries({ PipyJS: own, V8: native })) console.log(`  ${who}: ${outcome.kind} ${outcome.text}\n     logged ${outcome.trace.join(' | ')}`);
    process.exitCode = 1;
  }
}

export async function fuzzDifferential(args) {
  const options = { seed: { type: 'string' }, count: { type: 'string' }, minutes: { type: 'string' }, dialect: { type: 'string' }, jobs: { type: 'string' }, first: { type: 'string' }, built: { type: 'boolean' } };
  const values = read(args, options);
  // Tests have built before they run.
  if (values.built !== true) build();
  const loaded = await parts();
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  const count = values.count !== undefined ? Number(values.count) : values.minutes !== undefined ? Infinity : manyPrograms;
  const jobs = Number(values.jobs ?? 2);
  const begin = performance.now();
  const chosen = dialects.filter((dialect) => values.dialect === undefined || values.dialect === dialect);
  console.log(`seed ${seed}`);
  for (const [i, dialect] of chosen.entries()) {
    const started = performance.now();
    const end = values.minutes === undefined ? Infinity : begin + (Number(values.minutes) * 60_000 * (i + 1)) / chosen.length;
    const until = end === Infinity ? Number.MAX_VALUE : performance.timeOrigin + end;
    const tally = loaded.newTally();
    const task = { seed, first: Number(values.first ?? 0), count: count === Infinity ? Number.MAX_VALUE : count, until, jobs, dialect };
    if (jobs === 1) merge(tally, await inProcess({ ...task, job: 0 }));
    else for (const part of await Promise.all(Array.from({ length: jobs }, (_, job) => inProcess({ ...task, job })))) merge(tally, part);
    const { uses } = loaded.vocabularyOf(dialect === 'classic' ? '0.22' : '1.5');
    const wanted = { rows: loaded.rowsOf(dialect), builtins: [...new Set(uses.map(loaded.nameOf))] };
    report(dialect, tally, wanted, (performance.now() - started) / 1000);
  }
}

/** A process of its own, in the zone that PipyJS knows. */
function inProcess(task) {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, TZ: 'UTC' }, serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    let last = 0;
    let patience;
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`a program hangs: ${task.dialect}, --seed ${task.seed} --first ${last} --count ${step * task.jobs}`));
      }, mostSilence);
    };
    child.on('message', ({ at, tally }) => {
      wait();
      if (tally === undefined) last = at;
      else resolve(tally);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(patience);
      reject(new Error(`a process ended with ${code ?? signal}: ${task.dialect}, --seed ${task.seed} --first ${last} --count ${step * task.jobs}`));
    });
    wait();
    child.send(task);
  });
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', async (task) => {
    try {
      process.send({ tally: await work(task) }, () => process.exit());
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  });
}
