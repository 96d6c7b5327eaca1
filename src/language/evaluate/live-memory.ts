/**
 * When a tenant's memory is to be looked at, and what a walk through its heap cannot see.
 *
 * `live` bytes were alive at the last walk, `fresh` ones have been allocated since: together they are at least what is alive.
 */
import { hostHeap, type Account } from './account.js';

/**
 * Bytes that may be allocated after a walk before the next: few where nearly all are alive, but looking must not be all
 * that is done. Who keeps too much may still do what lets it go: a part of what is left up to a last bound, so that it
 * never comes there.
 */
export function freshAllowed({ live, limits: { memory } }: Account): number {
  if (live <= memory) return Math.ceil(Math.max(memory - live, memory / 16));
  return Math.max(0, Math.floor((memory * 1.125 - live) / 32));
}

/** Bytes that may still be allocated before the next walk. */
export function freshLeft(account: Account): number {
  return Math.max(0, freshAllowed(account) - account.fresh);
}

/** Bytes that other work in the process may take meanwhile. */
const leastSuspected = 32 << 20;

/** Whether the process has grown, since its heap took `before` bytes, by more than its account explains. */
export function hasGrown({ live, limits: { memory } }: Account, before: number): boolean {
  return hostHeap.taken() - before > live + Math.max(memory, leastSuspected);
}

/**
 * What expressions that are under way hold is where no walk finds it: operands, arguments, lists that are not whole yet.
 * Should the process have grown by more than that can be, its garbage is let go; what it has grown by then is alive.
 */
export function hiddenBytes(account: Account, before: number): number {
  if (!hasGrown(account, before)) return 0;
  hostHeap.collect();
  return hasGrown(account, before) ? hostHeap.taken() - before - account.live : 0;
}
