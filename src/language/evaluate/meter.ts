/**
 * The meter of the activation that is running.
 *
 * Counters live in one typed array, so that a step charges with one subtraction and one comparison.
 * Fuel is dealt in slices: when a slice is used up, the slow path looks at the limits and the clock.
 * Charge *before* working, by the size of what will be read and made.
 */

/** Counters of the running activation. Fuel and bytes count down to below zero, the others to zero. */
export const tank = new Int32Array(4);
export const FUEL = 0;
/**
 * What may still be nested, in one number so that a call looks at one: script calls above the lower 16 bits (*depth*), steps in
 * them (*height*: what keeps the host's stack from overflowing).
 */
export const NEST = 1;
export const BYTES = 2;
/** 1 once a text with a surrogate has come into this tenant's world: until then code units are code points. */
export const ASTRAL = 3;

/** One script call, in `tank[NEST]`. */
export const oneCall = 1 << 16;
/** Whether calls or steps have gone below zero. */
export function isOverdrawn(nest: number): boolean {
  return ((nest << 16) | nest) < 0;
}

/** Script calls that may still be nested. */
export function depthLeft(): number {
  return tank[NEST] >> 16;
}

/** Steps that may still be nested. */
export function heightLeft(): number {
  return tank[NEST] & 0xffff;
}

/** The largest amount that one subtraction takes; a counter can never wrap around. */
const most = 1 << 20;

/** Checks the bytes of one value that grows, of which the new ones alone are allocated. */
export function checkSingle(bytes: number): void {
  if (bytes > most) slow.single(bytes);
}

/** Does what is nobody's work: whatever it charges is given back. */
export function uncharged<T>(work: () => T): T {
  const before = tank.slice();
  tank[FUEL] = tank[BYTES] = 2 ** 31 - 1;
  try {
    return work();
  } finally {
    tank.set(before);
  }
}

/** Notes that `text` comes in from outside (source, bytes, JSON escapes, the host) and gives it back. */
export function admit(text: string): string {
  if (tank[ASTRAL] === 0 && hasSurrogate(text)) tank[ASTRAL] = 1;
  return text;
}

/** Whether a code unit of `text` is half of a surrogate pair. */
export function hasSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xf800) === 0xd800) return true;
  return false;
}

/** Sizes that `allocate` is told, in bytes, near to what V8 takes: see `heap-walk.ts`, which counts what is alive. */
export const sizes = {
  object: 120,
  slot: 8,
  entry: 48,
  array: 120,
  element: 8,
  closure: 80,
  frame: 80,
  string: 24,
} as const;

/** What happens when a slice is used up, or calls or steps nest too deep; set by `activation.ts`. */
export const slow: { fuel: (extra: number) => void; bytes: (extra: number) => void; single: (bytes: number) => void; nest: () => never } = {
  fuel: () => {},
  bytes: () => {},
  single: () => {},
  nest: () => {
    throw new Error('nested too deep');
  },
};

export const { charge, allocate, tick, allocateFixed } = hot(tank, slow, most, FUEL, BYTES);

/** Made by a function for the reason that `calls.ts` gives. */
function hot(counters: Int32Array, paths: typeof slow, large: number, fuelAt: number, bytesAt: number) {
  return {
    /** Takes `fuel` units, a whole number >= 0 of any size. */
    charge(fuel: number): void {
      if (fuel > large) paths.fuel(fuel);
      else if ((counters[fuelAt] -= fuel) < 0) paths.fuel(0);
    },

    /** Takes one unit. */
    tick(): void {
      if (--counters[fuelAt] < 0) paths.fuel(0);
    },

    /** Counts `bytes` about to be allocated; also checks them against the limit for one value. */
    allocate(bytes: number): void {
      if (bytes > large) paths.bytes(bytes);
      else if ((counters[bytesAt] -= bytes) < 0) paths.bytes(0);
    },

    /** Counts bytes that are few: as many each time. */
    allocateFixed(bytes: number): void {
      if ((counters[bytesAt] -= bytes) < 0) paths.bytes(0);
    },
  };
}
