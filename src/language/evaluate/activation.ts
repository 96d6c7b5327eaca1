/**
 * Activations: entries from the runtime into script, until they return.
 *
 * Script entered again through a built-in or a filter on the way shares the activation of its account.
 * Counters of the running activation are in `meter.ts`; here is where they are dealt and settled, and
 * where the place of every call under way is kept, for messages.
 */
import { hostHeap, type Account } from './account.js';
import type { Frame } from './frame.js';
import { HeapWalk } from './heap-walk.js';
import type { LimitCode } from './limits.js';
import { freshAllowed, freshLeft, hasGrown, hiddenBytes } from './live-memory.js';
import { ASTRAL, BYTES, DEPTH, FUEL, HEIGHT, hasSurrogate, slow, tank } from './meter.js';
import { LimitError, DeniedError, ScriptError, type TraceEntry } from './script-error.js';

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
/** What the running activation stands in. */
let around: Activation | null = null;

/** The variables that the running callback sees; null while modules are evaluated. */
export let context: EvaluationContext | null = null;

/**
 * By remaining depth: the place of each call under way. A built-in's own call lies at the current depth, and
 * so does any step that may fail: a step writes its place here before it does what can throw or call script.
 */
export const sites: (Site | null)[] = new Array<Site | null>(1002).fill(null);

/** By remaining depth: the innermost frame of each call under way, so that a walk through the heap finds its variables. */
export let frames: (Frame | null)[] = newFrames();

function newFrames(): (Frame | null)[] {
  return new Array<Frame | null>(1002).fill(null);
}

const idle: Activation = { account: null, context: null, counters: null, spent: null, frames, outer: null };

/** Begins an activation, or joins the one of the same account. Pair with `leave` in a `finally`. */
export function enter(entered: Account, within: EvaluationContext | null): Activation {
  let outer = idle;
  if (account !== null) outer = { account, context, counters: tank.slice(), spent, frames, outer: around };
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
  frames = outer.frames;
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

/** Notes that a program whose text brings surrogates has come into the running account's world. */
export function admitSurrogates(): void {
  tank[ASTRAL] = 1;
}

/** Whether a source text has surrogates, or may write one as an escape. */
export function bringsSurrogates(text: string): boolean {
  return hasSurrogate(text) || escapesSurrogate(text);
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
  return { fuel: 0, fuelSlice: 0, bytes: 0, byteSlice: 0, started: -1, heap: -1 };
}

function deal(entered: Account): void {
  const { limits } = entered;
  if (account !== null) {
    spent = newSpent();
    frames = newFrames();
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
  tank[DEPTH] = limits.depth;
  tank[HEIGHT] = maxHeight;
  tank[ASTRAL] = entered.astral ? 1 : 0;
  // Called by the host: no place of a script.
  sites[limits.depth] = null;
}

function settle(left: Account): void {
  left.fuel += fuelOfActivation();
  left.allocated += spent.bytes + spent.byteSlice - tank[BYTES];
  left.fresh += spent.byteSlice - tank[BYTES];
  if (tank[ASTRAL] === 1) left.astral = true;
  // What has returned is let go.
  const { depth: top } = left.limits;
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
  if (account === of) reachCalls(walk, context, frames);
  for (let outer = around; outer !== null; outer = outer.outer) if (outer.account === of) reachCalls(walk, outer.context, outer.frames);
  of.live = walk.finish();
  of.fresh = 0;
  return of.live;
}

/** What calls under way hold, where it can be found. */
function reachCalls(walk: HeapWalk, seen: EvaluationContext | null, running: readonly (Frame | null)[]): void {
  walk.context(seen);
  for (const frame of running) walk.frame(frame);
}

function stopIfInterrupted({ interrupted }: Account): void {
  if (interrupted()) fail('INTERRUPT', 'the script was interrupted', 0, 0);
}

/** Says in which frame the running call is now. */
export function begin(frame: Frame): Frame {
  frames[tank[DEPTH]] = frame;
  return frame;
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
