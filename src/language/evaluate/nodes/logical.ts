/** `&&`, `||`, `??`: one step for a chain of one operator; a further operand that costs much is charged when it is reached. */
import { pay, type Site } from '../calls.js';
import type { Expression, LogicalExpression } from '../../syntax/node.js';
import { toBoolean } from '../convert.js';
import { factory, type Factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { armCost, heightOf, type Planned, type Step } from '../step.js';
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
  const [first, ...others] = operands.map(({ step }) => step) as [Step, ...Step[]];
  const [, ...costs] = operands.map(({ cost }) => armCost(cost));
  const own = costs.map((cost) => cost.own);
  const line = operands[0].cost + 1 + costs.reduce((sum, cost) => sum + cost.line, 0);
  return { step: planOperands(node.operator, first, others, own, planner, site), cost: line, height: heightOf(operands) };
}

function planOperands(operator: LogicalExpression['operator'], first: Step, others: readonly Step[], costs: readonly number[], planner: Planner, site: Site): Step {
  if (others.length > 1) return planner.take(chain)([first, ...others], [0, ...costs], decides[operator], site);
  return costs[0] === 0 ? planner.take(cheap[operator])(first, others[0]) : planner.take(pair[operator])(first, others[0], costs[0], site);
}

type Cheap = (left: Step, right: Step) => Step;

const cheap: Readonly<Record<LogicalExpression['operator'], Factory<Cheap>>> = {
  '&&': factory([toBoolean], (toBoolean) => (left, right) => (frame) => {
    const value = left(frame);
    return value === true || toBoolean(value) ? right(frame) : value;
  }),
  '||': factory([toBoolean], (toBoolean) => (left, right) => (frame) => {
    const value = left(frame);
    return value === false || !toBoolean(value) ? right(frame) : value;
  }),
  '??': factory([], () => (left, right) => (frame) => left(frame) ?? right(frame)),
};

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
