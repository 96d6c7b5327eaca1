/**
 * What a call costs a script, and what it costs the host: a call is made for an input of size n, and one ten times as
 * large; fuel and bytes that the meter counted are held against the time that went by and the bytes that are alive.
 */
import type { Cost } from '../../definition/definition.js';
import type { Loader } from '../../host/loader.js';
import { Tenant } from '../../host/tenant.js';
import { Account } from '../../language/evaluate/account.js';
import { caught, enter, leave, walkHeap } from '../../language/evaluate/activation.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import type { Globals } from '../../language/evaluate/plan.js';
import { compile, ModuleInstance } from '../../language/evaluate/program.js';
import { SourceFile } from '../../language/source/source-file.js';
import { useComputation } from '../../host/computation.js';
import { engine } from '../../net/engine.js';
import { slowness } from '../pace.js';

useComputation(engine.computation);

export interface Call {
  /** Statements that prepare the input for `n`, outside of what is measured. */
  readonly given: string;
  /** The expression that is measured; `…` in it stands for n arguments, zeros. */
  readonly call: string;
  /** The smaller size; 1,000 where it is left out. */
  readonly n?: number;
}

export interface Reading {
  readonly fuel: number;
  /** Bytes that the meter counted. */
  readonly allocated: number;
  /** Bytes that are alive afterwards and were not before. */
  readonly kept: number;
  readonly milliseconds: number;
}

/** What inputs are made with. */
const tools = `
  var numbers = n => Array.from({ length: n }, (_, i) => i)
  var texts = n => Array.from({ length: n }, (_, i) => 'text ' + i)
  var text = n => 'abcdefghij'.repeat(n / 10)
  var pairs = n => Array.from({ length: n }, (_, i) => ['key ' + i, i])
  var object = n => Object.fromEntries(pairs(n))
`;

const limits = { fuel: Infinity, memory: 2 ** 40, depth: 1000, time: Infinity };

/** Files of `size` bytes, whatever they are called. */
const filesOf = (size: number) => ({
  read: () => Buffer.alloc(size, 'x'),
  write: () => true,
  stat: () => ({ kind: 'file', numbers: { size } }) as const,
  has: () => true,
});

/** One reading, in a world of its own. */
export function read({ given, call }: Call, n: number, globals: Globals): Reading {
  const source = new SourceFile('/cost.js', `${tools};(n => { var kept, then; ${given}; return () => { kept = (${call.replace('…', Array(n).fill(0).join())}) } })`);
  const { program, diagnostics } = compile(source, globals, { dialect: 'modern', setting: 'module' });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const account = new Account(limits, () => performance.now());
  const files = filesOf(n);
  const tenant = new Tenant({ account, print: () => {}, environment: { HOME: '/' }, files, codebase: files, control: { exit: () => {}, restart: () => {} } });
  tenant.loader = { configure: () => undefined } as unknown as Loader;
  const run = within(account, () => {
    const prepare = new ModuleInstance(program).evaluate() as FunctionObject;
    return prepare.call(1, n, undefined, undefined) as FunctionObject;
  });
  account.roots = [{ reach: (walk) => void walk.value(run) }];
  const before = walkHeap(account);
  const { fuel, allocated } = account;
  const milliseconds = within(account, () => {
    const start = performance.now();
    run.call(0, undefined, undefined, undefined);
    return performance.now() - start;
  });
  return { fuel: account.fuel - fuel, allocated: account.allocated - allocated, kept: walkHeap(account) - before, milliseconds };
}

function within<T>(account: Account, work: () => T): T {
  const outer = enter(account, null);
  try {
    return work();
  } catch (error) {
    throw caught(error);
  } finally {
    leave(outer);
    account.jobs.clear();
  }
}

/** How many times as much fuel ten times the size may cost. */
const growth: Readonly<Record<Cost, readonly [least: number, most: number]>> = {
  '1': [0.5, 1.5],
  n: [5, 13],
  'n log n': [9, 20],
  'n · m': [20, 130],
};

/** Microseconds that one unit may stand for, on a machine that is as fast as usual. */
const perUnit = 5;
/** Milliseconds that are noise. */
const noise = 0.5;
/** Of the bytes that a result keeps, the part that must have been counted. */
const counted = 0.4;

/** What is wrong with the costs of a call; nothing when all of it is paid for. */
export function faultsOf(call: Call, cost: Cost, globals: Globals): string[] {
  const { n = 1_000 } = call;
  const small = read(call, n, globals);
  let large = read(call, 10 * n, globals);
  const faults: string[] = [];
  const times = large.fuel / small.fuel;
  const [least, most] = growth[cost];
  if (times < least || times > most) faults.push(`declared ${cost}, but fuel grew from ${small.fuel} to ${large.fuel} for 10 n`);
  // How fast the machine is now is asked only where it matters.
  let slower = 1;
  for (let i = 0; isSlow(large, slower) && i < 5; i++) {
    slower = slowness();
    large = read(call, 10 * n, globals);
  }
  if (isSlow(large, slower)) faults.push(`${large.milliseconds.toFixed(1)} ms for ${large.fuel} units: ${((large.milliseconds * 1000) / large.fuel).toFixed(1)} µs each`);
  for (const { kept, allocated } of [small, large]) {
    if (kept * counted > allocated + 200) faults.push(`keeps ${kept} bytes, of which ${allocated} were counted`);
  }
  return faults;
}

function isSlow({ fuel, milliseconds }: Reading, slower: number): boolean {
  return milliseconds > noise + (fuel * perUnit * slower) / 1000;
}

