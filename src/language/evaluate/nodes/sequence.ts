import type { SequenceExpression } from '../../syntax/node.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import { byFours, levels } from './by-fours.js';

/** `a, b, c`. */
export function planSequence(node: SequenceExpression, planner: Planner): Planned {
  const parts = planner.planAll(node.expressions);
  const step = inSequence(
    parts.map((part) => part.step),
    planner,
  );
  return { step, cost: costOf(parts), height: heightOf(parts, levels(parts.length)) };
}

/** One after the other; what the last one gives. */
export function inSequence(steps: readonly Step[], planner: Planner): Step {
  return byFours(steps, (some) => joined(some, planner));
}

function joined(steps: readonly Step[], planner: Planner): Step {
  const [a, b, c, d] = steps as [Step, Step, Step, Step];
  switch (steps.length) {
    case 2:
      return planner.take(two)(a, b);
    case 3:
      return planner.take(three)(a, b, c);
    default:
      return planner.take(four)(a, b, c, d);
  }
}

const two = factory([], () => (a: Step, b: Step): Step => (frame) => (a(frame), b(frame)));
const three = factory([], () => (a: Step, b: Step, c: Step): Step => (frame) => (a(frame), b(frame), c(frame)));
const four = factory([], () => (a: Step, b: Step, c: Step, d: Step): Step => (frame) => (a(frame), b(frame), c(frame), d(frame)));
