import type { ExpressionStatement } from '../../syntax/node.js';
import { NORMAL, type PlannedStatement } from '../completion.js';
import { planComplete } from '../module-frame.js';
import type { Planner } from '../plan.js';

/** At the top of a module its value is what the module gives, unless another statement comes after. */
export function planExpressionStatement({ expression }: ExpressionStatement, planner: Planner): PlannedStatement {
  const { step, cost, height } = planner.plan(expression);
  if (planner.moduleHops < 0) return { step: (frame) => (step(frame), NORMAL), cost, height: height + 1, abrupt: false };
  const complete = planComplete(planner.moduleHops);
  return { step: (frame) => (complete(frame, step(frame)), NORMAL), cost, height: height + 1, abrupt: false };
}
