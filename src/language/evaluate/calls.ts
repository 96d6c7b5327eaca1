/**
 * The calls under way: where each stands in the source, for messages, and its innermost frame, for walks through the heap; and
 * what the steps charge.
 *
 * This runs at every step, so it is made by a function: what a module imports is looked at each time whether it is there
 * yet, what a function is given is not.
 */
import type { Frame } from './frame.js';
import { FUEL, NEST, oneCall, overdrawn, slow, tank } from './meter.js';
import type { TraceEntry } from './script-error.js';

/** A place in a script where something is called. */
export type Site = TraceEntry;

/** The most script calls that can be nested. */
export const mostCalls = 1000;

/**
 * By remaining depth: the place of each call under way. A built-in's own call lies at the current depth, and
 * so does any step that may fail: a step writes its place here before it does what can throw or call script.
 */
export const sites: (Site | null)[] = new Array<Site | null>(mostCalls + 2).fill(null);

/** By remaining depth: the innermost frame of each call under way, so that a walk through the heap finds its variables. */
type Frames = (Frame | null)[];

/**
 * Those of the running activation. The list is replaced now and then: what is young is written to an old list at the cost of telling
 * V8's collector, to a young one it is not.
 */
export const running: { frames: Frames } = { frames: framesFor(mostCalls) };

export function framesFor(depth: number): Frames {
  return new Array<Frame | null>(depth + 1).fill(null);
}

/** How deep the running activation is: what whoever catches an error and goes on restores. */
export type Nesting = number;

export const { mark, begin, pay, refuel, beginCall, restoreNesting } = hot({ tank, sites, running, slow, oneCall, overdrawn, FUEL, NEST });

interface Uses {
  readonly tank: Int32Array;
  readonly sites: (Site | null)[];
  readonly running: { readonly frames: Frames };
  readonly slow: { readonly fuel: (extra: number) => void; readonly nest: () => never };
  readonly oneCall: number;
  readonly overdrawn: number;
  readonly FUEL: number;
  readonly NEST: number;
}

function hot({ tank, sites, running, slow, oneCall, overdrawn, FUEL, NEST }: Uses) {
  /** Says where the running step stands, for what may fail or call script from there. */
  function mark(site: Site): void {
    sites[tank[NEST] >> 16] = site;
  }

  /** Says in which frame the running call is now. */
  function begin(frame: Frame): Frame {
    running.frames[tank[NEST] >> 16] = frame;
    return frame;
  }

  /** Charges `cost` at `site`. */
  function pay(cost: number, site: Site): void {
    if ((tank[FUEL] -= cost) < 0) refuel(site);
  }

  /** The slow path: a slice is used up. */
  function refuel(site: Site): void {
    mark(site);
    slow.fuel(0);
  }

  /** Begins a call of a script's function: `height` is what it nests. Gives what to restore after it. */
  function beginCall(cost: number, height: number): Nesting {
    const outside = tank[NEST];
    const inside = outside - oneCall - height;
    if ((inside & overdrawn) !== 0) slow.nest();
    if ((tank[FUEL] -= cost) < 0) slow.fuel(0);
    tank[NEST] = inside;
    return outside;
  }

  function restoreNesting(to: Nesting): void {
    tank[NEST] = to;
  }

  return { mark, begin, pay, refuel, beginCall, restoreNesting };
}

export function nesting(): Nesting {
  return tank[NEST];
}
