/** Whom activations are charged to, and whose values are counted. */
import type { Root } from './heap-walk.js';
import { JobQueue } from './job-queue.js';
import type { LimitCode, Limits } from './limits.js';
import { seededRandom } from './random.js';
import type { LimitError } from './script-error.js';

/** The heap of the process that a script runs in, as its host sees it. */
export interface HostHeap {
  /** Whether it is nearly full, whoever filled it. */
  isFull(): boolean;
  /** Bytes that are taken, garbage included. */
  taken(): number;
  /** Lets all garbage go; takes long. */
  collect(): void;
}

/** What limits look at beside what they count themselves. */
export let hostHeap: HostHeap = { isFull: () => false, taken: () => 0, collect: () => {} };

/** Tells which heap scripts run in. */
export function watchHeap(heap: HostHeap): void {
  hostHeap = heap;
}

// One of each for all accounts, of which there may be many.
const never = (): boolean => false;
const zero = (): number => 0;
const nothing = (): void => {};

export class Account {
  /** Belongs to the host: whose account this is. */
  owner: unknown = null;
  /** Units used by activations that have ended. */
  fuel = 0;
  /** Bytes allocated by activations that have ended. */
  allocated = 0;
  /** Bytes that were alive when the heap was walked last. */
  live = 0;
  /** Bytes allocated since then, dead or alive. */
  fresh = 0;
  /** Whoever keeps values beside the running script. */
  roots: readonly Root[] = [];
  /** Which host objects end a walk: see `HeapWalk`. */
  isBorder: (object: object) => boolean = never;
  /** Whether a text with a surrogate has come in. */
  astral = false;
  /** What `Math.random` gives: a sequence of the account's own, which the host may seed. */
  random: () => number = seededRandom(1);
  /** Whether somebody wants the running activation to stop: asked now and then. */
  interrupted: () => boolean = never;
  /** What `Date.now` gives; without a host's clock it is always 1970. */
  clock: () => number = zero;
  /** How often each limit was hit; null while none was. */
  hits: Map<LimitCode, number> | null = null;
  /** Told of each. */
  onHit: (hit: LimitError) => void = nothing;
  /** What promises do later; see `jobs.ts`. */
  readonly jobs = new JobQueue();

  constructor(
    /** Those of the activations to come: may be replaced between two. */
    public limits: Limits,
    /** Milliseconds on a clock of the host's. */
    readonly now: () => number = zero,
  ) {}
}
