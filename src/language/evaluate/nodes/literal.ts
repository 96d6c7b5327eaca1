import type { Literal } from '../../syntax/node.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';

export function planLiteral(node: Literal): Planned {
  return constant(node.value);
}

/** A step that gives the same value whenever it runs. */
export function constant(value: Value): Planned {
  const step: Step = () => value;
  return { step, cost: 1, height: 1 };
}
