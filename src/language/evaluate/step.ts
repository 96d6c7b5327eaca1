/**
 * Steps: what the nodes of a tree become once.
 *
 * A step already holds its slot numbers, constants and children; running it walks them. `cost` is the
 * fuel of everything that certainly runs when the step does: whoever enters a straight line (a
 * function's body, an arm of a condition) charges for all of it at once. `height` is how many steps
 * nest inside, this one included.
 */
import type { Frame } from './frame.js';
import type { Value } from './value.js';

export type Step = (frame: Frame) => Value;

export interface Planned {
  readonly step: Step;
  readonly cost: number;
  readonly height: number;
}

/** A step over `children` that all run whenever it does. */
export function planned(step: Step, ...children: readonly Planned[]): Planned {
  return { step, cost: costOf(children), height: heightOf(children) };
}

/** The cost of a step over children that all run. */
export function costOf(children: readonly { readonly cost: number }[], own = 1): number {
  let cost = own;
  for (const child of children) cost += child.cost;
  return cost;
}

/** The height of a step over children. */
export function heightOf(children: readonly { readonly height: number }[], own = 1): number {
  let height = 0;
  for (const child of children) if (child.height > height) height = child.height;
  return height + own;
}

/** Arms of up to this cost are charged with the line that they stand in, taken or not: asking for each would cost more than they do. */
const cheap = 12;

/** How an arm is charged: `line` with the line around it, or `own` when it is entered. */
export interface ArmCost {
  readonly line: number;
  readonly own: number;
}

export function armCost(cost: number): ArmCost {
  return cost <= cheap ? { line: cost, own: 0 } : { line: 0, own: cost };
}
