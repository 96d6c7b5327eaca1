/** `return`, `break`, labels and `throw`. */
import type { BreakStatement, LabeledStatement, ReturnStatement, ThrowStatement } from '../../syntax/node.js';
import { mark } from '../activation.js';
import { NORMAL, RETURN, returned, type PlannedStatement, type StatementStep } from '../completion.js';
import { throwValue } from '../error-object.js';
import type { Planner } from '../plan.js';

export function planReturn({ argument }: ReturnStatement, planner: Planner): PlannedStatement {
  if (argument === null) {
    const step: StatementStep = () => {
      returned.value = undefined;
      return RETURN;
    };
    return { step, cost: 1, height: 1, abrupt: true };
  }
  const { step, cost, height } = planner.plan(argument);
  return {
    step: (frame) => {
      returned.value = step(frame);
      return RETURN;
    },
    cost: cost + 1,
    height: height + 1,
    abrupt: true,
  };
}

export function planBreak({ label }: BreakStatement, planner: Planner): PlannedStatement {
  const target = planner.targetOf(label?.name ?? null);
  return { step: () => target, cost: 1, height: 1, abrupt: true };
}

export function planLabeled({ label, body }: LabeledStatement, planner: Planner): PlannedStatement {
  const { target, planned } = planner.breakable(label.name, () => planner.planStatement(body));
  if (!planned.abrupt) return planned;
  const { step } = planned;
  return {
    ...planned,
    step: (frame) => {
      const completion = step(frame);
      return completion === target ? NORMAL : completion;
    },
    height: planned.height + 1,
  };
}

export function planThrow({ argument, start, end }: ThrowStatement, planner: Planner): PlannedStatement {
  const { step, cost, height } = planner.plan(argument);
  const site = planner.site({ start, end });
  return {
    step: (frame) => {
      const value = step(frame);
      mark(site);
      return throwValue(value);
    },
    cost: cost + 1,
    height: height + 1,
    abrupt: false,
  };
}
