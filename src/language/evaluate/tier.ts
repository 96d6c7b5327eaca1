/**
 * The two tiers of a function: planned with the factories that all share, and, once it has been called often, again with
 * factories of its own, as far as there is room for it. Results and fuel are the same in both.
 */
import { maxHeight } from './activation.js';
import type { Code, Run } from './closure.js';
import { canRenew } from './factory.js';
import { heightLeft, uncharged } from './meter.js';

/** All but `both` are for tests and measurements: never a second time, at once, and as soon as a program has been called a few times, however many have been. */
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
 * Fuel that functions must have used for each of their steps before they are planned again, counted where they are entered: by then they have run for about as long as V8
 * will take to learn about them. The more steps there are already, the more of it.
 */
const earnings = { least: 4_000, forEachThere: 10 };
/** For each step of the whole program: as long as planning it again takes. */
const planning = 400;
const soon = 30;

/**
 * Steps from factories of their own that all programs together may have: so many, or where there are many programs this part of all steps. With V8's code for it such a step takes
 * about 1.5 KB, a shared one 0.2.
 */
const most = { atLeast: 1_800, part: 1 / 20 };

/** How many there are, and how many steps programs have in all. */
let taken = 0;
let all = 0;

/** Takes from those numbers what programs had that are no more. */
const gone = new FinalizationRegistry<{ readonly all: number; readonly own: number }>((steps) => {
  all -= steps.all;
  taken -= steps.own;
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Counts what calls of a program's functions use, and has those planned again that are called when it is much; `steps` is how many steps each function has.
 * `again` plans the functions again of which it is told.
 */
export function warm(codes: readonly Code[], steps: readonly number[], again: (owns: (at: number) => boolean) => void): void {
  if (tiers === 'shared' || tiers === 'own' || !canRenew() || codes.length === 0) return;
  new Warming(codes, steps, again);
}

/** A program some functions of which may become hot. */
class Warming {
  private readonly runs: readonly Run[];
  private readonly steps: { readonly all: number; own: number };
  /** Fuel that each function has used. */
  private readonly used: number[];
  /** Those that have no steps of their own. */
  private waiting: readonly number[];
  /** Fuel until it is time to look. */
  private left: number;

  constructor(
    private readonly codes: readonly Code[],
    private readonly stepsOf: readonly number[],
    private readonly again: (owns: (at: number) => boolean) => void,
  ) {
    this.runs = codes.map(({ run }) => run);
    this.used = codes.map(() => 0);
    this.waiting = [...codes.keys()];
    this.steps = { all: sum(stepsOf), own: 0 };
    all += this.steps.all;
    gone.register(codes[0], this.steps);
    this.left = this.price();
    for (const at of this.waiting) codes[at].run = this.counted(at);
  }

  /** The function's `run`, which counts. */
  private counted(at: number): Run {
    const code = this.codes[at];
    const run = this.runs[at];
    const { cost } = code;
    return (scope, a, b, c, args, extra) => {
      this.used[at] += cost;
      // Planning takes some of the host's stack: deep in a recursion it has to wait.
      if ((this.left -= cost) > 0 || heightLeft() < maxHeight / 2) return run(scope, a, b, c, args, extra);
      this.look();
      return code.run(scope, a, b, c, args, extra);
    };
  }

  /** Fuel that those that wait must have used. */
  private price(): number {
    const waiting = sum(this.waiting.map((at) => this.stepsOf[at]));
    if (tiers === 'soon') return soon * waiting;
    return Math.max((earnings.least + earnings.forEachThere * taken) * waiting, planning * this.steps.all);
  }

  /** Gives those that are hot steps of their own as far as there is room; if there is none, nothing is counted any longer. */
  private look(): void {
    // There may be more steps by now, so that it takes more.
    this.left = this.price() - sum(this.used);
    if (this.left > 0) return;
    const chosen = new Set(this.hottest());
    if (chosen.size === 0) {
      for (const at of this.waiting) this.codes[at].run = this.runs[at];
      return;
    }
    uncharged(() => this.again((at) => chosen.has(at)));
    const made = sum([...chosen].map((at) => this.stepsOf[at]));
    this.steps.own += made;
    taken += made;
    // Others may be called more often by and by.
    this.waiting = this.waiting.filter((at) => !chosen.has(at));
    this.used.fill(0);
    this.left = this.price();
  }

  /** Those that were called for which there is room, the hottest of them first. One that was called once may be what calls the others, in a loop. */
  private hottest(): readonly number[] {
    const heat = (at: number): number => this.used[at] / (this.stepsOf[at] + 1);
    const hot = this.waiting.filter((at) => this.used[at] > 0).sort((a, b) => heat(b) - heat(a));
    let room = tiers === 'soon' ? Infinity : Math.max(most.atLeast, all * most.part) - taken;
    return hot.filter((at) => {
      const fits = this.stepsOf[at] <= room;
      if (fits) room -= this.stepsOf[at];
      return fits;
    });
  }
}
