/**
 * Activations: entries from the runtime into script, until they return.
 *
 * Script entered again through a built-in or a filter on the way shares the activation of its account.
 * Counters of the running activation are in `meter.ts`; here is where they are dealt and settled, and
 * where the place of every call under way is kept, for messages.
 */
import { hostHeap, type Account } from './account.js';
import { framesFor, running, sites, type Site } from './calls.js';
import type { Frame } from './frame.js';
import { HeapWalk } from './heap-walk.js';
import type { LimitCode } from './limits.js';
import { freshAllowed, freshLeft, hasGrown, hiddenBytes } from './live-memory.js';
import { ASTRAL, BYTES, FUEL, NEST, depthLeft, hasSurrogate, heightLeft, oneCall, slow, tank } from './meter.js';
import { LimitError, DeniedError, ScriptError, type TraceEntry } from './script-error.js';

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

/** What `leave` needs to go back to. */
export interface Activation {
  readonly account: Account | null;
  readonly context: EvaluationContext | null;
  readonly counters: Int32Array | null;
  readonly spent: Spent | null;
  readonly frames: (Frame | null)[];
  /** What that one stands in. */
  readonly outer: Activation | null;
}

/** What the running activation has used, apart from what is left of the current slices. */
interface Spent {
  fuel: number;
  fuelSlice: number;
  bytes: number;
  byteSlice: number;
  /** When it began, or -1: read with the second slice, so that short activations never ask the clock. */
  started: number;
  /** What the host's heap took when the first slice of bytes was used up, or -1. */
  heap: number;
}

let account: Account | null = null;
let spent: Spent = newSpent();
/** Units used since the list of frames was replaced. */
let unrenewed = 0;
/** What the running activation stands in. */
let around: Activation | null = null;

/** The variables that the running callback sees; null while modules are evaluated. */
export let context: EvaluationContext | null = null;

const idle: Activation = { account: null, context: null, counters: null, spent: null, frames: running.frames, outer: null };

/** Begins an activation, or joins the one of the same account. Pair with `leave` in a `finally`. */
export function enter(entered: Account, within: EvaluationContext | null): Activation {
  let outer = idle;
  if (account !== null) outer = { account, context, counters: tank.slice(), spent, frames: running.frames, outer: around };
  if (account !== entered) deal(entered);
  around = outer;
  context = within;
  return outer;
}

export function leave(outer: Activation): void {
  const left = account!;
  const shared = outer.account === left;
  if (!shared) settle(left);
  account = outer.account;
  context = outer.context;
  around = outer.outer;
  if (outer.counters !== null) running.frames = outer.frames;
  if (outer.counters === null) return;
  if (shared) {
    tank[NEST] = outer.counters[NEST]!;
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
  return sites[depthLeft()] ?? null;
}

/** Units used so far: by the running activation when it is of this account, and by those before. */
export function fuelUsed(of: Account): number {
  return of.fuel + (of === account ? fuelOfActivation() : 0);
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
  error.trace = traceFrom(sites[depthLeft()] ?? null);
}

/**
 * What was thrown, in our terms: should the host's stack run out all the same, because little of it was
 * left when the activation began, that is the same limit; so it is when a table of the host's is full.
 */
export function caught(error: unknown): unknown {
  const found = error instanceof RangeError ? (hostLimit(error) ?? error) : error;
  completeTrace(found);
  if (found instanceof LimitError && account !== null) countHit(account, found);
  return found;
}

/** Notes that a limit was hit, once for each error. */
export function countHit(of: Account, hit: LimitError): void {
  if (hit.counted) return;
  hit.counted = true;
  const hits = (of.hits ??= new Map());
  hits.set(hit.limit, (hits.get(hit.limit) ?? 0) + 1);
  of.onHit(hit);
}

/** The most entries that V8 allows in one table. */
const maxEntries = 1 << 24;

function hostLimit({ message }: RangeError): LimitError | null {
  switch (message) {
    case 'Maximum call stack size exceeded':
      return new LimitError('STACK', 'calls are nested too deep', maxHeight - heightLeft(), maxHeight);
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
  for (let depth = depthLeft() + 1; depth <= depths; depth++) {
    const site = sites[depth] ?? null;
    if (site !== null) trace.push(site);
  }
  return trace;
}

function newSpent(): Spent {
  return { fuel: 0, fuelSlice: 0, bytes: 0, byteSlice: 0, started: -1, heap: -1 };
}

function deal(entered: Account): void {
  const { limits } = entered;
  if (account !== null) {
    spent = newSpent();
    running.frames = framesFor(limits.depth);
  } else if (running.frames.length <= limits.depth) {
    running.frames = framesFor(limits.depth);
  }
  account = entered;
  spent.fuel = 0;
  spent.fuelSlice = Math.min(fuelSlice, limits.fuel);
  spent.bytes = 0;
  spent.byteSlice = Math.min(byteSlice, freshLeft(entered));
  spent.started = -1;
  spent.heap = -1;
  tank[FUEL] = spent.fuelSlice;
  tank[BYTES] = spent.byteSlice;
  tank[NEST] = limits.depth * oneCall + maxHeight;
  tank[ASTRAL] = entered.astral ? 1 : 0;
  // Called by the host: no place of a script.
  sites[limits.depth] = null;
}

function settle(left: Account): void {
  left.fuel += fuelOfActivation();
  left.allocated += spent.bytes + spent.byteSlice - tank[BYTES];
  left.fresh += spent.byteSlice - tank[BYTES];
  if (tank[ASTRAL] === 1) left.astral = true;
  letGo(left);
}

/** Lets go the frames of calls that have returned. */
function letGo({ limits: { depth: top } }: Account): void {
  unrenewed += fuelOfActivation();
  if (unrenewed > fuelSlice) {
    unrenewed = 0;
    running.frames = framesFor(top);
    return;
  }
  const { frames } = running;
  frames[top] = null;
  for (let depth = top - 1; depth >= 0 && frames[depth] !== null; depth--) frames[depth] = null;
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
  running.frames = running.frames.slice();
  const { limits } = account;
  spent.fuel = fuelOfActivation() + extra;
  spent.fuelSlice = Math.max(0, Math.min(fuelSlice, limits.fuel - spent.fuel));
  tank[FUEL] = spent.fuelSlice;
  if (spent.fuel > limits.fuel) fail('CPU_STEPS', 'the script used up its fuel', spent.fuel, limits.fuel);
  if (limits.time !== Infinity) checkTime(account);
  // Reading a text that was joined makes it whole, which takes memory that nobody has asked for.
  if (spent.heap < 0) spent.heap = hostHeap.taken();
  else if (hasGrown(account, spent.heap)) lookAtMemory(account, 0);
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
  slow.single(extra);
  if (spent.heap < 0) spent.heap = hostHeap.taken();
  const used = spent.byteSlice - tank[BYTES];
  spent.bytes += used + extra;
  account.fresh += used;
  // Settled: should one of the limits end the activation, nothing is counted twice.
  spent.byteSlice = tank[BYTES] = 0;
  if (account.limits.time !== Infinity) checkTime(account);
  if (account.fresh + extra >= freshAllowed(account)) lookAtMemory(account, extra);
  account.fresh += extra;
  spent.byteSlice = tank[BYTES] = Math.min(byteSlice, freshLeft(account));
  if (hostHeap.isFull()) fail('MEM_LIVE', 'the process has no memory left for this', spent.bytes, memory);
  if (spent.bytes > memory * 64) fail('MEM_ALLOC', 'the script allocated too much memory', spent.bytes, memory * 64);
};

slow.single = (bytes) => {
  if (account === null) return;
  const most = account.limits.memory / 2;
  if (bytes > most) fail('MEM_SINGLE', 'one value would take too much memory', bytes, most);
};

/** Finds out what is alive, of what was allocated; `extra` bytes are about to be. */
function lookAtMemory(of: Account, extra: number): void {
  const { memory, time } = of.limits;
  const live = walkHeap(of);
  if (live + extra > memory) fail('MEM_LIVE', 'the script keeps too much memory', live + extra, memory);
  const hidden = hiddenBytes(of, spent.heap);
  if (hidden > memory) fail('MEM_LIVE', 'the script keeps too much memory', live + hidden, memory);
  if (time !== Infinity) checkTime(of);
}

/** Notes bytes that come in for an account from outside, and are kept at least for a while; an error, which nobody has thrown, when that is too much. */
export function receiveBytes(of: Account, bytes: number): LimitError | null {
  of.fresh += bytes;
  if (of.fresh < freshAllowed(of)) return null;
  const kept = walkHeap(of) + bytes;
  const { memory } = of.limits;
  return kept <= memory ? null : new LimitError('MEM_LIVE', 'the script keeps too much memory', kept, memory);
}

/** Walks through all that an account's values hold, notes how many bytes are alive, and gives that; no more than a quarter above the limit is told. */
export function walkHeap(of: Account): number {
  const walk = new HeapWalk(of.isBorder, of.limits.memory * 1.25);
  of.jobs.reach(walk);
  for (const root of of.roots) root.reach(walk);
  if (account === of) reachCalls(walk, context, running.frames);
  for (let outer = around; outer !== null; outer = outer.outer) if (outer.account === of) reachCalls(walk, outer.context, outer.frames);
  of.live = walk.finish();
  of.fresh = 0;
  return of.live;
}

/** What calls under way hold, where it can be found. */
function reachCalls(walk: HeapWalk, seen: EvaluationContext | null, frames: readonly (Frame | null)[]): void {
  walk.context(seen);
  for (const frame of frames) walk.frame(frame);
}

function stopIfInterrupted({ interrupted }: Account): void {
  if (interrupted()) fail('INTERRUPT', 'the script was interrupted', 0, 0);
}

/** Called where one more nested call or step would pass the limit. */
export function stackLimit(): never {
  const allowed = currentAccount().limits.depth;
  if (depthLeft() <= 0) return fail('STACK', 'calls are nested too deep', allowed + 1, allowed);
  return fail('STACK', 'steps are nested too deep', maxHeight - heightLeft() + 1, maxHeight);
}

slow.nest = stackLimit;

function fail(limit: LimitCode, message: string, used: number, allowed: number): never {
  throw new LimitError(limit, message, used, allowed);
}
