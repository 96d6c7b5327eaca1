/**
 * `npm run fuzz -- budgets [--seed N] [--count N] [--jobs N] [--first N]`: random programs of both dialects under small
 * random budgets. Each must end in a value, an error of the script, a limit or a denial; no error of the host comes out,
 * no process dies, and the heap is as large at the end as after the first programs. Prints seed, outcomes and heap.
 */
import { fork } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import build from '../test-build.mjs';

/** Programs between two signs of life. */
const step = 1000;
/** A process that says nothing for so long hangs. */
const mostSilence = 60_000;
/** Each process warms up with so many programs before its heap is measured. */
const warmUp = 10_000;
/** Bytes that the heap may grow by after that. */
const mostGrowth = 16 << 20;
/** Programs that share one tenant. */
const perTenant = 3;

const options = { seed: { type: 'string' }, count: { type: 'string', default: '1000000' }, jobs: { type: 'string', default: '2' }, first: { type: 'string', default: '0' }, built: { type: 'boolean' } };

function heap() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function work({ seed, first, count, job, jobs }) {
  const load = (path) => import(new URL(`../../.build/src/${path}.js`, import.meta.url).href);
  const [{ compile, Tenant }, { EvaluationError }, { print }, { Random, seedAt }, { generate }, { vocabularyOf }] = await Promise.all([
    ...['host/embedding', 'host/evaluation-error'].map(load),
    ...['print', 'random', 'statements', 'vocabulary'].map((name) => load(`testing/differential/${name}`)),
  ]);
  const vocabularies = { classic: vocabularyOf('0.22'), modern: vocabularyOf('1.5') };
  const outcomes = new Map();
  const wrong = [];
  let [tenant, left, warm, ran] = [null, 0, 0, 0];
  for (let index = first + job, n = 0; index < first + count; index += jobs, n++) {
    if (n % step === 0) {
      process.send({ at: index });
      // What weak references have given is kept until the turn is over.
      await setImmediate();
    }
    if (n === warmUp) warm = heap();
    const programSeed = seedAt(seed, index);
    const random = new Random(programSeed ^ 0x5bd1e995);
    const dialect = index % 2 === 0 ? 'classic' : 'modern';
    const text = print(generate(programSeed, dialect, vocabularies[dialect]).tree, 'own');
    if (left-- === 0) {
      // Small budgets more often than large ones.
      const upTo = (most, least = 1) => Math.floor(least * (most / least) ** random.next());
      const limits = { fuel: upTo(5000), memory: upTo(1 << 20, 16 << 10), depth: 1 + random.below(20), time: upTo(50) };
      // What random programs log by.
      tenant = new Tenant({ limits, print: () => {}, globals: { log: (value) => value } });
      left = random.below(perTenant);
    }
    ran++;
    let outcome;
    try {
      const { program, diagnostics } = compile(text, { dialect, globals: ['log'] });
      if (program === null) {
        outcome = `refused ${diagnostics[0].code}`;
      } else {
        tenant.evaluate(program);
        outcome = 'value';
      }
    } catch (error) {
      if (error instanceof EvaluationError && error.record.code !== 'BUG') {
        outcome = error.kind === 'error' ? 'error of the script' : `${error.kind} ${error.record.code}`;
      } else {
        outcome = 'error of the host';
        wrong.push(`program ${index}, ${dialect}: ${error instanceof Error ? error.stack : error}\n${text}`);
      }
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (wrong.length >= 20) break;
  }
  const end = heap();
  if (warm > 0 && end - warm > mostGrowth) wrong.push(`the heap grew from ${mega(warm)} to ${mega(end)} MB`);
  return { ran, outcomes, wrong, warm, end };
}

const mega = (bytes) => (bytes / (1 << 20)).toFixed(1);

export async function fuzzBudgets(args) {
  const { values } = parseArgs({ args, options });
  // Tests have built before they run.
  if (values.built !== true) build();
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  const [count, jobs, first] = [Number(values.count), Number(values.jobs), Number(values.first)];
  console.log(`seed ${seed}`);
  const begun = performance.now();
  const results = await Promise.all(Array.from({ length: jobs }, (_, job) => inProcess({ seed, first, count, job, jobs })));
  const seconds = (performance.now() - begun) / 1000;
  const outcomes = new Map();
  for (const result of results) for (const [what, times] of result.outcomes) outcomes.set(what, (outcomes.get(what) ?? 0) + times);
  for (const [what, times] of [...outcomes].sort((a, b) => b[1] - a[1])) console.log(`${String(times).padStart(9)}  ${what}`);
  const ran = results.reduce((sum, result) => sum + result.ran, 0);
  console.log(`${ran} programs in ${seconds.toFixed(0)} s, ${Math.round(ran / seconds)} a second`);
  for (const { warm, end } of results) console.log(`heap of a process: ${warm === 0 ? 'not measured at first' : `${mega(warm)} MB after ${warmUp} programs`}, ${mega(end)} MB at the end`);
  for (const wrong of results.flatMap((result) => result.wrong)) {
    console.log(wrong);
    process.exitCode = 1;
  }
}

function inProcess(task) {
  const child = fork(fileURLToPath(import.meta.url), [], { execArgv: ['--expose-gc'], serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    let last = task.first;
    let patience;
    const where = () => `npm run fuzz -- budgets --seed ${task.seed} --first ${last} --count ${step * task.jobs}`;
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`a program hangs: ${where()}`));
      }, mostSilence);
    };
    child.on('message', ({ at, result }) => {
      wait();
      if (result === undefined) last = at;
      else resolve(result);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(patience);
      reject(new Error(`a process ended with ${code ?? signal}: ${where()}`));
    });
    wait();
    child.send(task);
  });
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', async (task) => {
    try {
      process.send({ result: await work(task) }, () => process.exit());
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  });
}
