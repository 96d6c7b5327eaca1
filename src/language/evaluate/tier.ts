/**
 * The two tiers of a program: planned with the factories that all share, and, once it has been called often, again with
 * factories of its own, as far as there is room for it. Results and fuel are the same in both.
 */
import { maxHeight } from './activation.js';
import type { Code, Run } from './closure.js';
import { canRenew } from './factory.js';
import { heightLeft, uncharged } from './meter.js';

/** All but `both` are for tests and measurements: never a second time, at once, and as soon as a program has been called a few times. */
export type Tiers = 'shared' | 'own' | 'soon' | 'both';

let tiers: Tiers = 'both';

/** For programs that are compiled from now on. */
export function useTiers(used: Tiers): void {
  tiers = used;
}

export function ownsAtOnce(): boolean {
  return tiers === 'own' && canRenew();
}

/**
 * Fuel that a program must have used for each of its steps before it is planned again, counted where its functions are entered: by then it has run for about as long as
 * planning it again takes, and V8's learning about it.
 */
const earnings = 4_000;
const soon = 30;

/** Steps that programs may have from factories of their own: each of them, and all of the process together. */
const mostOfOne = 3_000;
const mostOfAll = 7_000;

/** How many such steps there are. */
let taken = 0;

/** Gives back what programs took that are no more. */
const gone = new FinalizationRegistry<number>((steps) => (taken -= steps));

/** Counts what calls of a program's functions use; `again` plans them again, and gives how many steps it made. `steps` is how many there are about. */
export function warm(codes: readonly Code[], steps: number, again: () => number): void {
  if (tiers === 'shared' || tiers === 'own' || !canRenew() || steps > mostOfOne || codes.length === 0) return;
  let left = (tiers === 'soon' ? soon : earnings) * steps;
  const runs = codes.map(({ run }) => run);
  const heat = (): void => {
    codes.forEach((code, i) => (code.run = runs[i]));
    if (taken + steps > mostOfAll) return;
    const made = uncharged(again);
    taken += made;
    gone.register(codes[0], made);
  };
  codes.forEach((code, i) => (code.run = counted(runs[i], code)));

  function counted(run: Run, code: Code): Run {
    return (scope, a, b, c, args, extra) => {
      // Planning takes some of the host's stack: deep in a recursion it has to wait.
      if ((left -= code.cost) > 0 || heightLeft() < maxHeight / 2) return run(scope, a, b, c, args, extra);
      heat();
      return code.run(scope, a, b, c, args, extra);
    };
  }
}
