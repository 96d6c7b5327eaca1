/**
 * `npm run fuzz -- fuel [--seed N] [--count N]`: random programs (1000) and what each costs, in a process that does nothing else and
 * in one where other tenants are busy before each of them. Both must come to the same, to the unit.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import build from '../test-build.mjs';

const options = { seed: { type: 'string' }, count: { type: 'string', default: '1000' }, built: { type: 'boolean' } };

/** What other tenants do meanwhile: they compute, allocate, match, throw, and run into limits. */
const distractions = [
  'repeat(() => true)',
  'var list = []; for (var i = 0; i < 3000; i++) list.push({ i, text: `number ${i}` }); list.sort((a, b) => b.i - a.i).length',
  'new RegExp("(a+)+$").test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")',
  'JSON.parse(JSON.stringify({ a: [1, { b: "\u{1F600}" }] })).a.length',
  'Promise.all([1, 2, 3].map(x => Promise.resolve(x))).then(list => list.reverse())',
];

async function work({ seed, count, busy }) {
  const load = (path) => import(new URL(`../../.build/src/${path}.js`, import.meta.url).href);
  const [{ compile, Tenant }, { EvaluationError }, { sweepPrograms }, { seededRandom }] = await Promise.all(
    ['host/embedding', 'host/evaluation-error', 'testing/sweep-programs', 'language/evaluate/random'].map(load),
  );
  const others = distractions.map((text) => compile(text, { dialect: 'modern' }).program);
  let turn = 0;
  const distract = () => {
    const tenant = new Tenant({ limits: { fuel: 50_000 } });
    try {
      tenant.evaluate(others[turn++ % others.length]);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
  };
  const costs = [];
  for (const { text, dialect } of sweepPrograms(seed, count, fileURLToPath(new URL('../../conformance', import.meta.url)))) {
    const { program, diagnostics } = compile(text, { dialect, globals: ['log'] });
    if (program === null) {
      costs.push({ text, came: `refused ${diagnostics[0]?.code}` });
      continue;
    }
    if (busy) distract();
    const tenant = new Tenant({ limits: { time: Infinity }, globals: { log: (value) => value }, random: seededRandom(7), clock: () => 1_600_000_000_123 });
    let came = 'value';
    try {
      tenant.evaluate(program);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      came = `${error.kind} ${error.record.code} ${error.record.line}:${error.record.column}`;
    }
    costs.push({ text, came, fuel: tenant.meters.fuel, allocated: tenant.meters.allocated });
  }
  return costs;
}

function runIn(task) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', resolve);
    child.on('exit', (code) => reject(new Error(`the process ended with ${code}`)));
    child.send(task);
  });
}

export async function fuzzFuel(args) {
  const { values } = parseArgs({ args, options });
  if (values.built !== true) build();
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  const count = Number(values.count);
  console.log(`seed ${seed}`);
  const [idle, busy] = await Promise.all([runIn({ seed, count, busy: false }), runIn({ seed, count, busy: true })]);
  const differ = idle.map((cost, index) => [cost, busy[index]]).filter(([one, other]) => JSON.stringify(one) !== JSON.stringify(other));
  for (const [{ text, ...one }, { text: _, ...other }] of differ.slice(0, 10)) console.log(`${text}\n  alone ${JSON.stringify(one)}\n  among others ${JSON.stringify(other)}`);
  const total = idle.reduce((sum, { fuel = 0 }) => sum + fuel, 0);
  console.log(`${idle.length} programs, ${total} units: ${differ.length} differ`);
  if (differ.length > 0) process.exitCode = 1;
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', async (task) => process.send(await work(task), () => process.exit()));
}
