/**
 * The calls under way: where each stands in the source, for messages, and its innermost frame, for walks through the heap; and
 * what the steps charge.
 *
 * This runs at every step, so it is made by a function: V8 looks at what a module names whether it has a value yet, each time that it is
 * used; at parameters it does not.
 */
import type { Frame } from './frame.js';
import { FUEL, NEST, isOverdrawn, slow, tank } from './meter.js';
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

/** The slow path of `pay`: a slice is used up. */
function refuel(site: Site): void {
  mark(site);
  slow.fuel(0);
}

/** The slow path of `beginCall`: a slice is used up, or too much nests. */
function refuelCall(outside: Nesting, inside: Nesting): void {
  tank[NEST] = outside;
  if (isOverdrawn(inside)) slow.nest();
  slow.fuel(0);
  tank[NEST] = inside;
}

export const { mark, begin, pay, beginCall, restoreNesting } = hot(tank, sites, running, refuel, refuelCall, FUEL, NEST);

/** What is called at each step is kept so short that V8 puts it where it is called, whatever else it puts there: below 27 bytes of its code. */
function hot(
  counters: Int32Array,
  places: (Site | null)[],
  activation: { readonly frames: Frames },
  refill: typeof refuel,
  refillCall: typeof refuelCall,
  fuelAt: number,
  nestAt: number,
) {
  return {
    /** Says where the running step stands, for what may fail or call script from there. */
    mark(site: Site): void {
      places[counters[nestAt] >> 16] = site;
    },

    /** Says in which frame the running call is now. */
    begin(frame: Frame): void {
      activation.frames[counters[nestAt] >> 16] = frame;
    },

    /** Charges `cost` at `site`. */
    pay(cost: number, site: Site): void {
      if ((counters[fuelAt] -= cost) < 0) refill(site);
    },

    /** Begins a call of a script's function: `nests` is one call and the steps that it nests. Gives what to restore after it. */
    beginCall(cost: number, nests: number): Nesting {
      const outside = counters[nestAt];
      const inside = (counters[nestAt] = outside - nests);
      if (((inside << 16) | inside | (counters[fuelAt] -= cost)) < 0) refillCall(outside, inside);
      return outside;
    },

    restoreNesting(to: Nesting): void {
      counters[nestAt] = to;
    },
  };
}

/**
 * Leaves no gap in the list where a function that has no frame on record calls after all, to make a text or number of an object: what comes after a
 * gap would not be let go.
 */
export function noteCaller(frame: Frame): void {
  const depth = tank[NEST] >> 16;
  if (running.frames[depth] === null) running.frames[depth] = frame;
}

export function nesting(): Nesting {
  return tank[NEST];
}
