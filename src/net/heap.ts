/** The heap of this process. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Past this part of its limit V8 does little but collect garbage, and soon ends the process. */
const fullPart = 0.8;

/** V8's collector; found when it is first needed. */
let collector: (() => void) | null = null;

function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  // Contexts that are made from now on have it; the others do not.
  return runInNewContext('gc') as () => void;
}

export const heap = {
  /** Whether it is nearly full. */
  isFull(): boolean {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return used > limit * fullPart;
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
