/** `&&`, `||`, `??`: one step for a chain of one operator; each further operand is charged when it is reached. */
import { pay, type Site } from '../calls.js';
import type { Expression, LogicalExpression } from '../../syntax/node.js';
import { toBoolean } from '../convert.js';
import { factory, type Factory } from '../factory.js';
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
  const step =
    operands.length === 2
      ? planner.take(pair[node.operator])(first.step, second.step, second.cost, site)
      : planner.take(chain)(
          operands.map((operand) => operand.step),
          operands.map((operand) => operand.cost),
          decides[node.operator],
          site,
        );
  return { step, cost: first.cost + 1, height: heightOf(operands) };
}

type Pair = (left: Step, right: Step, cost: number, site: Site) => Step;

const pair: Readonly<Record<LogicalExpression['operator'], Factory<Pair>>> = {
  '&&': factory([pay, toBoolean], (pay, toBoolean) => (left, right, cost, site) => (frame) => {
    const value = left(frame);
    if (value !== true && !toBoolean(value)) return value;
    pay(cost, site);
    return right(frame);
  }),
  '||': factory([pay, toBoolean], (pay, toBoolean) => (left, right, cost, site) => (frame) => {
    const value = left(frame);
    if (value !== false && toBoolean(value)) return value;
    pay(cost, site);
    return right(frame);
  }),
  '??': factory([pay], (pay) => (left, right, cost, site) => (frame) => {
    const value = left(frame);
    if (value !== undefined && value !== null) return value;
    pay(cost, site);
    return right(frame);
  }),
};

const chain = factory(
  [pay],
  (pay) =>
    (steps: readonly Step[], costs: readonly number[], isDecided: (value: Value) => boolean, site: Site): Step =>
    (frame) => {
      let value = steps[0](frame);
      for (let i = 1; i < steps.length && !isDecided(value); i++) {
        pay(costs[i], site);
        value = steps[i](frame);
      }
      return value;
    },
);

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
