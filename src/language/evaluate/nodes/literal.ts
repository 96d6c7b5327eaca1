import type { Literal } from '../../syntax/node.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';

export function planLiteral(node: Literal, planner: Planner): Planned {
  return constant(node.value, planner);
}

const always = factory([], () => (value: Value): Step => () => value);

/** A step that gives the same value whenever it runs. */
export function constant(value: Value, planner: Planner): Planned {
  return { step: planner.take(always)(value), cost: 1, height: 1 };
}
