/** Statements whose value is undefined unless one inside gives another (ECMA-262: UpdateEmpty). */
import type { PlannedStatement, StatementStep } from '../completion.js';
import { factory } from '../factory.js';
import { planComplete, type Complete } from '../module-frame.js';
import type { Planner } from '../plan.js';

/** At the top of a module, `if`, `for`, `switch` and `try` leave undefined where nothing in them gives a value. */
export function withoutValue(planner: Planner, statement: PlannedStatement): PlannedStatement {
  if (planner.moduleHops < 0) return statement;
  const step = planner.take(emptying)(statement.step, planComplete(planner.moduleHops));
  return { ...statement, step, height: statement.height + 1 };
}

const emptying = factory([], () => (step: StatementStep, complete: Complete): StatementStep => (frame) => {
  complete(frame, undefined);
  return step(frame);
});
