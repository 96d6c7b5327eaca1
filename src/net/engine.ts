/** What only V8 can do for us: tell of the heap of this process, and run texts of ours anew; and what Node computes for globals. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext, Script } from 'node:vm';
import { resourceLimits } from 'node:worker_threads';
import { compression } from './compression.js';
import { cryptography } from './cryptography.js';

/** Past this part of its limit V8 does little but collect garbage, and soon ends the process. */
const fullPart = 0.8;

/** Bytes of V8's limit that are for what is young: they do not help what is not. */
const young = 48 << 20;

/** A thread may have a limit of its own, of what is not young. */
const mostOld = (resourceLimits.maxOldGenerationSizeMb ?? Infinity) * 2 ** 20;

/** V8's collector; found when it is first needed. */
let collector: ((options?: { type: 'minor' }) => void) | null = null;

function findCollector(): NonNullable<typeof collector> {
  setFlagsFromString('--expose-gc');
  // Contexts that are made from now on have it; the others do not.
  return runInNewContext('gc') as NonNullable<typeof collector>;
}

/** Lets go what is garbage among the young; takes less than a millisecond. */
export function collectYoung(): void {
  collector ??= findCollector();
  collector({ type: 'minor' });
}

/**
 * Has V8 make all objects as young ones. Else it makes those of which many lived on among the old, as it finds when a service has just begun: what a connection
 * holds is alive as long as anything of it is there, until a whole collection, and connections that come and go make each collection of the young take 10 ms.
 */
export function keepYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

const heap = {
  /** Whether it is nearly full. */
  isFull(): boolean {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return used > Math.min(limit - young, mostOld) * fullPart;
  },

  /** Bytes that are taken, garbage and what lies outside of V8's own heap included. */
  taken(): number {
    const { used_heap_size: used, external_memory: external } = getHeapStatistics();
    return used + external;
  },

  /** Lets all garbage go; takes long. */
  collect(): void {
    collector ??= findCollector();
    collector();
  },
};

/**
 * Bytes of V8's code that one function may take in of others, for the whole process: steps are many small functions, and those of a hot program belong
 * together. Its own 920 end in the midst of them.
 */
const inlined = 2000;

let inlines = false;

/** Gives what makes the value of `text`, a constant of ours, anew each time. */
function instantiate(text: string): () => unknown {
  if (!inlines) setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${inlined}`);
  inlines = true;
  const script = new Script(text, { filename: `factory:${text.slice(0, 80)}` });
  return () => script.runInThisContext();
}

/** In which tier programs run, where somebody measures that: `shared`, or `own` from the start. */
const { PIPYJS_TIER: asked } = process.env;
const tiers: 'shared' | 'own' | 'both' = asked === 'shared' || asked === 'own' ? asked : 'both';

export const engine = { heap, instantiate, tiers, computation: { cryptography, compression } };
