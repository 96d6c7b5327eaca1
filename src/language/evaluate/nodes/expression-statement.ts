import type { ExpressionStatement } from '../../syntax/node.js';
import { NORMAL, type PlannedStatement, type StatementStep } from '../completion.js';
import { factory } from '../factory.js';
import { planComplete, type Complete } from '../module-frame.js';
import type { Planner } from '../plan.js';
import type { Step } from '../step.js';

/** At the top of a module its value is what the module gives, unless another statement comes after. */
export function planExpressionStatement({ expression }: ExpressionStatement, planner: Planner): PlannedStatement {
  const { step, cost, height } = planner.plan(expression);
  const made = planner.moduleHops < 0 ? planner.take(inFunction)(step) : planner.take(inModule)(step, planComplete(planner.moduleHops));
  return { step: made, cost, height: height + 1, abrupt: false };
}

const inFunction = factory([NORMAL], (NORMAL) => (expression: Step): StatementStep => (frame) => {
  expression(frame);
  return NORMAL;
});

const inModule = factory([NORMAL], (NORMAL) => (expression: Step, complete: Complete): StatementStep => (frame) => {
  complete(frame, expression(frame));
  return NORMAL;
});
