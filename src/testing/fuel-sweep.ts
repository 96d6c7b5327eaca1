/** One program under every budget of fuel: below what it needs it is stopped, from there on nothing changes any more. */
import { inspect } from 'node:util';
import { compile, Tenant, type Program } from '../host/embedding.js';
import { EvaluationError } from '../host/evaluation-error.js';
import { ScriptHandle, type HostValue } from '../host/host-values.js';
import { seededRandom } from '../language/evaluate/random.js';
import type { Dialect } from '../language/syntax/dialect.js';

/** Programs that need more are not swept. */
const mostFuel = 200_000;
/** Up to here all budgets are tried; of programs that need more than `mostSwept`, only so many, and some at random. */
const mostSwept = 3000;
const firstSwept = 500;
const drawn = 200;

export interface Sweep {
  /** What it takes; null where it is not swept: it does not compile, or passes a limit anyway. */
  readonly need: number | null;
  /** How many budgets were tried. */
  readonly budgets: number;
  /** What did not hold. */
  readonly wrong: readonly string[];
}

export interface Run {
  /** What it came to, in words. */
  readonly outcome: string;
  readonly printed: readonly string[];
  readonly fuel: number;
  readonly tenant: Tenant;
}

const after = compile('1 + 1').program!;
/** What `after` takes, and no more. */
const afterNeeds = 10;

/** `random` gives numbers from 0 up to 1, to choose among many budgets. */
export function sweep(text: string, dialect: Dialect, random: () => number): Sweep {
  const { program } = compile(text, { dialect, globals: ['log'] });
  if (program === null) return { need: null, budgets: 0, wrong: [] };
  const whole = run(program, mostFuel);
  if (whole.outcome.startsWith('limit')) return { need: null, budgets: 0, wrong: [] };
  const need = whole.fuel;
  const wrong: string[] = [];
  let budgets = 0;
  for (const budget of budgetsFor(need, random)) {
    budgets++;
    const { outcome, printed, fuel, tenant } = run(program, budget);
    const expected = budget < need ? 'limit CPU_STEPS' : whole.outcome;
    const say = (what: string): void => void wrong.push(`with ${budget} of ${need}: ${what}\n${text}`);
    if (outcome !== expected) say(`${outcome} in place of ${expected}`);
    if (budget >= need && fuel !== need) say(`${fuel} units were used`);
    if (!(budget < need ? isPrefix(printed, whole.printed) : printed.join('\n') === whole.printed.join('\n'))) say(`printed ${printed.join(' | ')}`);
    const next = outcomeOf(() => tenant.evaluate(after));
    if (next !== 'value 2' && !(budget < afterNeeds && next === 'limit CPU_STEPS')) say(`the tenant then gives ${next}`);
  }
  return { need, budgets, wrong };
}

function* budgetsFor(need: number, random: () => number): Generator<number> {
  const all = need <= mostSwept;
  for (let budget = 1; budget <= (all ? need + 2 : firstSwept); budget++) yield budget;
  if (all) return;
  for (let i = 0; i < drawn; i++) yield firstSwept + Math.floor(random() * (need - firstSwept));
  for (let budget = need - 5; budget <= need + 2; budget++) yield budget;
}

/** Runs a program in a tenant of its own, with what random programs need. */
export function run(program: Program, fuel: number): Run {
  const printed: string[] = [];
  const print = (text: string): void => void printed.push(text);
  // What random programs log by.
  const log = (value: HostValue): HostValue => {
    print(describe(value));
    return value;
  };
  const tenant = new Tenant({ limits: { fuel, time: 60_000 }, print, globals: { log }, random: seededRandom(7), clock: () => 1_600_000_000_123 });
  const outcome = outcomeOf(() => tenant.evaluate(program));
  return { outcome, printed, fuel: tenant.meters.fuel, tenant };
}

function outcomeOf(work: () => HostValue): string {
  try {
    return `value ${describe(work())}`;
  } catch (error) {
    if (error instanceof EvaluationError) return `${error.kind} ${error.record.code}`;
    return `bug ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function describe(value: HostValue): string {
  return value instanceof ScriptHandle ? value.className : inspect(value, { depth: 1 }).slice(0, 1000);
}

function isPrefix(part: readonly string[], whole: readonly string[]): boolean {
  return part.length <= whole.length && part.every((line, index) => line === whole[index]);
}
