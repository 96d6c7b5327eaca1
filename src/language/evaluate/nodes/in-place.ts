/** `((a, b) => …)(c, d)` within a function: a block of that function with variables of its own. */
import type { ArrowFunctionExpression, Expression } from '../../syntax/node.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import type { Store } from '../slots.js';
import { costOf, heightOf, planned, type Planned, type Step } from '../step.js';
import { planPattern } from './pattern.js';
import { inSequence } from './sequence.js';
import { levels } from './by-fours.js';

/** It runs once in each call of the function around it, so that variables without an argument have no value yet. */
export function planInPlace({ params, body }: ArrowFunctionExpression, args: readonly Planned[], planner: Planner): Planned {
  const values = args.map((value, i) => (i < params.length ? planned(planner.take(put)(value.step, planPattern(params[i], planner).bind), value) : value));
  const parts = [...values, planner.plan(body as Expression)];
  const step = inSequence(
    parts.map((part) => part.step),
    planner,
  );
  return { step, cost: costOf(parts), height: heightOf(parts, 1 + levels(parts.length)) };
}

const put = factory([], () => (value: Step, bind: Store): Step => (frame) => {
  bind(frame, value(frame));
  return undefined;
});
