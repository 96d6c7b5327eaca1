/** What the evaluator wants of the engine that it runs on, and how it is given it: without, it does what it can. */
import { watchHeap, type HostHeap } from './account.js';
import { renewFactories, type Instantiate } from './factory.js';

export interface Engine {
  readonly heap: HostHeap;
  readonly instantiate: Instantiate;
}

export function useEngine({ heap, instantiate }: Engine): void {
  watchHeap(heap);
  renewFactories(instantiate);
}
