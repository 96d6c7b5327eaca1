/**
 * Activations: entries from the runtime into script, until they return.
 *
 * Script entered again through a built-in or a filter on the way shares the activation of its account.
 * Counters of the running activation are in `meter.ts`; here is where they are dealt and settled, and
 * where the place of every call under way is kept, for messages.
 */
import { LimitError, DeniedError, ScriptError, type TraceEntry } from './script-error.js';
import type { LimitCode, Limits } from './limits.js';
import { seededRandom } from './random.js';
import { JobQueue } from './job-queue.js';
import { ASTRAL, BYTES, DEPTH, FUEL, HEIGHT, hasSurrogate, slow, tank } from './meter.js';

/** A place in a script where something is called. */
export type Site = TraceEntry;

/** The variables that the running callback sees; the runtime's contexts are such. */
export interface EvaluationContext {
  /** One array per module, in load order. */
  readonly slots: unknown[][];
}

/** Nested steps of one activation: a test proves that Node's default stack holds this many of any kind. */
export const maxHeight = 8000;

/** Fuel between two looks at limits and clock: about half a millisecond. */
const fuelSlice = 1 << 16;
const byteSlice = 1 << 20;

/** Whom activations are charged to. */
export class Account {
  /** Belongs to the host: whose account this is. */
  owner: unknown = null;
  /** Units used by activations that have ended. */
  fuel = 0;
  /** Bytes allocated by activations that have ended. */
  allocated = 0;
  /** Whether a text with a surrogate has come in. */
  astral = false;
  /** What `Math.random` gives: a sequence of the account's own, which the host may seed. */
  random: () => number = seededRandom(1);
  /** Whether the host's own heap is nearly full, whoever filled it: asked now and then while much is allocated. */
  heapIsFull: () => boolean = () => false;
  /** Whether somebody wants the running activation to stop: asked now and then. */
  interrupted: () => boolean = () => false;
  /** What `Date.now` gives; without a host's clock it is always 1970. */
  clock: () => number = () => 0;
  /** What promises do later; see `jobs.ts`. */
  readonly jobs = new JobQueue();

  constructor(
    /** Those of the activations to come: may be replaced between two. */
    public limits: Limits,
    /** Milliseconds on a clock of the host's. */
    readonly now: () => number = () => 0,
  ) {}
}

/** What `leave` needs to go back to. */
export interface Activation {
  readonly account: Account | null;
  readonly context: EvaluationContext | null;
  readonly counters: Int32Array | null;
  readonly spent: Spent | null;
}

/** What the running activation has used, apart from what is left of the current slices. */
interface Spent {
  fuel: number;
  fuelSlice: number;
  bytes: number;
  byteSlice: number;
  /** When it began, or -1: read with the second slice, so that short activations never ask the clock. */
  started: number;
}

let account: Account | null = null;
let spent: Spent = newSpent();

/** The variables that the running callback sees; null while modules are evaluated. */
export let context: EvaluationContext | null = null;

/**
 * By remaining depth: the place of each call under way. A built-in's own call lies at the current depth, and
 * so does any step that may fail: a step writes its place here before it does what can throw or call script.
 */
export const sites: (Site | null)[] = new Array<Site | null>(1002).fill(null);

const idle: Activation = { account: null, context: null, counters: null, spent: null };

/** Begins an activation, or joins the one of the same account. Pair with `leave` in a `finally`. */
export function enter(entered: Account, within: EvaluationContext | null): Activation {
  let outer = idle;
  if (account !== null) outer = { account, context, counters: tank.slice(), spent };
  if (account !== entered) begin(entered);
  context = within;
  return outer;
}

export function leave(outer: Activation): void {
  const left = account!;
  const shared = outer.account === left;
  if (!shared) settle(left);
  account = outer.account;
  context = outer.context;
  if (outer.counters === null) return;
  if (shared) {
    tank[DEPTH] = outer.counters[DEPTH]!;
    tank[HEIGHT] = outer.counters[HEIGHT]!;
  } else {
    tank.set(outer.counters);
    spent = outer.spent!;
  }
}

export function currentAccount(): Account {
  if (account === null) throw new Error('no activation is running');
  return account;
}

/** The place where the running built-in was called; null when the host called it. */
export function currentSite(): Site | null {
  return sites[tank[DEPTH]] ?? null;
}

/** Units used so far: by the running activation when it is of this account, and by those before. */
export function fuelUsed(of: Account): number {
  return of.fuel + (of === account ? fuelOfActivation() : 0);
}

/** How deep the running activation is: what whoever catches an error and goes on restores. */
export interface Nesting {
  readonly depth: number;
  readonly height: number;
}

export function nesting(): Nesting {
  return { depth: tank[DEPTH], height: tank[HEIGHT] };
}

export function restoreNesting({ depth, height }: Nesting): void {
  tank[DEPTH] = depth;
  tank[HEIGHT] = height;
}

/** Notes that a program whose text has surrogates has come into the running account's world. */
export function admitText(text: string): void {
  if (hasSurrogate(text) || escapesSurrogate(text)) tank[ASTRAL] = 1;
}

/** Whether a source text may write a surrogate as an escape. */
function escapesSurrogate(text: string): boolean {
  for (let at = text.indexOf('\\u'); at >= 0; at = text.indexOf('\\u', at + 2)) {
    if ('dD{'.includes(text.charAt(at + 2))) return true;
  }
  return false;
}

/**
 * Fills in where an error came from, in the `catch` that stands before `leave`. Nobody restores the
 * depth while an error travels, so the calls that were under way are still on record.
 */
function completeTrace(error: unknown): void {
  if (!isTraced(error) || error.trace.length > 0) return;
  error.trace = traceFrom(sites[tank[DEPTH]] ?? null);
}

/**
 * What was thrown, in our terms: should the host's stack run out all the same, because little of it was
 * left when the activation began, that is the same limit; so it is when a table of the host's is full.
 */
export function caught(error: unknown): unknown {
  const found = error instanceof RangeError ? (hostLimit(error) ?? error) : error;
  completeTrace(found);
  return found;
}

/** The most entries that V8 allows in one table. */
const maxEntries = 1 << 24;

function hostLimit({ message }: RangeError): LimitError | null {
  switch (message) {
    case 'Maximum call stack size exceeded':
      return new LimitError('STACK', 'calls are nested too deep', maxHeight - tank[HEIGHT], maxHeight);
    case 'Map maximum size exceeded':
    case 'Set maximum size exceeded':
      return new LimitError('MEM_SINGLE', 'one object would have too many entries', maxEntries + 1, maxEntries);
    default:
      return null;
  }
}

function isTraced(error: unknown): error is ScriptError | LimitError | DeniedError {
  return error instanceof ScriptError || error instanceof LimitError || error instanceof DeniedError;
}

/** `innermost` and the calls around it, innermost first. */
function traceFrom(innermost: Site | null): TraceEntry[] {
  const trace: TraceEntry[] = [];
  if (innermost !== null) trace.push(innermost);
  const depths = account === null ? 0 : account.limits.depth;
  for (let depth = tank[DEPTH] + 1; depth <= depths; depth++) {
    const site = sites[depth] ?? null;
    if (site !== null) trace.push(site);
  }
  return trace;
}

function newSpent(): Spent {
  return { fuel: 0, fuelSlice: 0, bytes: 0, byteSlice: 0, started: -1 };
}

function begin(entered: Account): void {
  const { limits } = entered;
  if (account !== null) spent = newSpent();
  account = entered;
  spent.fuel = 0;
  spent.fuelSlice = Math.min(fuelSlice, limits.fuel);
  spent.bytes = 0;
  spent.byteSlice = byteSlice;
  spent.started = -1;
  tank[FUEL] = spent.fuelSlice;
  tank[BYTES] = byteSlice;
  tank[DEPTH] = limits.depth;
  tank[HEIGHT] = maxHeight;
  tank[ASTRAL] = entered.astral ? 1 : 0;
  // Called by the host: no place of a script.
  sites[limits.depth] = null;
}

function settle(left: Account): void {
  left.fuel += fuelOfActivation();
  left.allocated += spent.bytes + spent.byteSlice - tank[BYTES];
  if (tank[ASTRAL] === 1) left.astral = true;
}

function fuelOfActivation(): number {
  return spent.fuel + spent.fuelSlice - tank[FUEL];
}

slow.fuel = (extra) => {
  if (account === null) {
    tank[FUEL] = fuelSlice;
    return;
  }
  stopIfInterrupted(account);
  const { limits } = account;
  spent.fuel = fuelOfActivation() + extra;
  spent.fuelSlice = Math.max(0, Math.min(fuelSlice, limits.fuel - spent.fuel));
  tank[FUEL] = spent.fuelSlice;
  if (spent.fuel > limits.fuel) fail('CPU_STEPS', 'the script used up its fuel', spent.fuel, limits.fuel);
  if (limits.time !== Infinity) checkTime(account);
};

function checkTime({ limits, now }: Account): void {
  const time = now();
  if (spent.started < 0) spent.started = time;
  const elapsed = time - spent.started;
  if (elapsed > limits.time) fail('CPU_TIME', 'the script ran for too long', Math.round(elapsed), limits.time);
}

slow.bytes = (extra) => {
  if (account === null) {
    tank[BYTES] = byteSlice;
    return;
  }
  stopIfInterrupted(account);
  const { memory } = account.limits;
  if (extra > memory / 2) fail('MEM_SINGLE', 'one value would take too much memory', extra, memory / 2);
  spent.bytes += spent.byteSlice - tank[BYTES] + extra;
  spent.byteSlice = byteSlice;
  tank[BYTES] = byteSlice;
  if (account.heapIsFull()) fail('MEM_LIVE', 'the process has no memory left for this', spent.bytes, memory);
  if (spent.bytes > memory * 64) fail('MEM_ALLOC', 'the script allocated too much memory', spent.bytes, memory * 64);
};

function stopIfInterrupted({ interrupted }: Account): void {
  if (interrupted()) fail('INTERRUPT', 'the script was interrupted', 0, 0);
}

/** Says where the running step stands, for what may fail or call script from there. */
export function mark(site: Site): void {
  sites[tank[DEPTH]] = site;
}

/** The slow path of a step that charges fuel: a slice is used up. */
export function refuel(site: Site | null): void {
  if (site !== null) mark(site);
  slow.fuel(0);
}

/** Called where one more nested call or step would pass the limit. */
export function stackLimit(): never {
  const allowed = currentAccount().limits.depth;
  if (tank[DEPTH] <= 0) return fail('STACK', 'calls are nested too deep', allowed + 1, allowed);
  return fail('STACK', 'steps are nested too deep', maxHeight - tank[HEIGHT] + 1, maxHeight);
}

function fail(limit: LimitCode, message: string, used: number, allowed: number): never {
  throw new LimitError(limit, message, used, allowed);
}
