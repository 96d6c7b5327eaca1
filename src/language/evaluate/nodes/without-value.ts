/** Statements whose value is undefined unless one inside gives another (ECMA-262: UpdateEmpty). */
import type { PlannedStatement } from '../completion.js';
import { planComplete } from '../module-frame.js';
import type { Planner } from '../plan.js';

/** At the top of a module, `if`, `for`, `switch` and `try` leave undefined where nothing in them gives a value. */
export function withoutValue(planner: Planner, statement: PlannedStatement): PlannedStatement {
  if (planner.moduleHops < 0) return statement;
  const complete = planComplete(planner.moduleHops);
  const { step } = statement;
  return {
    ...statement,
    step: (frame) => {
      complete(frame, undefined);
      return step(frame);
    },
    height: statement.height + 1,
  };
}
