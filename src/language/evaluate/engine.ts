/** What the evaluator wants of the engine that it runs on, and how it is given it: without, it does what it can. */
import { watchHeap, type HostHeap } from './account.js';
import { renewFactories, type Instantiate } from './factory.js';
import { useTiers, type Tiers } from './tier.js';

export interface Engine {
  readonly heap: HostHeap;
  readonly instantiate: Instantiate;
  readonly tiers: Tiers;
}

export function useEngine({ heap, instantiate, tiers }: Engine): void {
  watchHeap(heap);
  renewFactories(instantiate);
  useTiers(tiers);
}
