/** `&&`, `||`, `??`: one step for a chain of one operator; each further operand is charged when it is reached. */
import { refuel, type Site } from '../activation.js';
import type { Expression, LogicalExpression } from '../../syntax/node.js';
import { toBoolean } from '../convert.js';
import { FUEL, tank } from '../meter.js';
import type { Planner } from '../plan.js';
import { heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';

/** Whether the value on the left decides. */
export const decides: Readonly<Record<LogicalExpression['operator'], (value: Value) => boolean>> = {
  '&&': (value) => !toBoolean(value),
  '||': toBoolean,
  '??': (value) => value !== undefined && value !== null,
};

export function planLogical(node: LogicalExpression, planner: Planner): Planned {
  const operands = planner.planAll(operandsOf(node));
  const site = planner.site(node);
  const [first, second] = operands as [Planned, Planned];
  const step = operands.length === 2 ? pair[node.operator](first.step, second, site) : chain(operands, decides[node.operator], site);
  return { step, cost: first.cost + 1, height: heightOf(operands) };
}

type Pair = (left: Step, right: Planned, site: Site) => Step;

const pair: Readonly<Record<LogicalExpression['operator'], Pair>> = {
  '&&':
    (left, { step: right, cost }, site) =>
    (frame) => {
      const value = left(frame);
      if (value !== true && !toBoolean(value)) return value;
      if ((tank[FUEL] -= cost) < 0) refuel(site);
      return right(frame);
    },
  '||':
    (left, { step: right, cost }, site) =>
    (frame) => {
      const value = left(frame);
      if (value !== false && toBoolean(value)) return value;
      if ((tank[FUEL] -= cost) < 0) refuel(site);
      return right(frame);
    },
  '??':
    (left, { step: right, cost }, site) =>
    (frame) => {
      const value = left(frame);
      if (value !== undefined && value !== null) return value;
      if ((tank[FUEL] -= cost) < 0) refuel(site);
      return right(frame);
    },
};

function chain(operands: readonly Planned[], isDecided: (value: Value) => boolean, site: Site): Step {
  const steps = operands.map((operand) => operand.step);
  const costs = operands.map((operand) => operand.cost);
  return (frame) => {
    let value = steps[0](frame);
    for (let i = 1; i < steps.length && !isDecided(value); i++) {
      if ((tank[FUEL] -= costs[i]) < 0) refuel(site);
      value = steps[i](frame);
    }
    return value;
  };
}

/** The operands of a chain of one operator, from left to right. */
function operandsOf(node: LogicalExpression): Expression[] {
  const operands: Expression[] = [];
  let at: Expression = node;
  while (at.type === 'LogicalExpression' && at.operator === node.operator) {
    operands.push(at.right);
    at = at.left;
  }
  operands.push(at);
  return operands.reverse();
}
