import type { SequenceExpression } from '../../syntax/node.js';
import type { Planner } from '../plan.js';
import { planned, type Planned, type Step } from '../step.js';

/** `a, b, c`: one step however many there are. */
export function planSequence(node: SequenceExpression, planner: Planner): Planned {
  const parts = planner.planAll(node.expressions);
  return planned(inOrder(parts.map((part) => part.step)), ...parts);
}

function inOrder(steps: readonly Step[]): Step {
  const [a, b, c, d] = steps as [Step, Step, Step, Step];
  switch (steps.length) {
    case 2:
      return (frame) => (a(frame), b(frame));
    case 3:
      return (frame) => (a(frame), b(frame), c(frame));
    case 4:
      return (frame) => (a(frame), b(frame), c(frame), d(frame));
    default: {
      const last = steps.at(-1)!;
      const others = steps.slice(0, -1);
      return (frame) => {
        for (const step of others) step(frame);
        return last(frame);
      };
    }
  }
}
