/** `return`, `break`, labels and `throw`. */
import type { BreakStatement, LabeledStatement, ReturnStatement, ThrowStatement } from '../../syntax/node.js';
import { mark, type Site } from '../calls.js';
import { NORMAL, RETURN, returned, type Completion, type PlannedStatement, type StatementStep } from '../completion.js';
import { throwValue } from '../error-object.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import type { Step } from '../step.js';

export function planReturn({ argument }: ReturnStatement, planner: Planner): PlannedStatement {
  const { step, cost, height } = argument === null ? { step: planner.take(returnNothing)(), cost: 0, height: 0 } : planner.plan(argument);
  return { step: planner.take(returning)(step), cost: cost + 1, height: height + 1, abrupt: true };
}

const returnNothing = factory([], () => (): Step => () => undefined);

const returning = factory([RETURN, returned], (RETURN, returned) => (argument: Step): StatementStep => (frame) => {
  returned.value = argument(frame);
  return RETURN;
});

export function planBreak({ label }: BreakStatement, planner: Planner): PlannedStatement {
  return { step: planner.take(breaking)(planner.targetOf(label?.name ?? null)), cost: 1, height: 1, abrupt: true };
}

const breaking = factory([], () => (target: Completion): StatementStep => () => target);

export function planLabeled({ label, body }: LabeledStatement, planner: Planner): PlannedStatement {
  const { target, planned } = planner.breakable(label.name, () => planner.planStatement(body));
  if (!planned.abrupt) return planned;
  return { ...planned, step: planner.take(labeled)(planned.step, target), height: planned.height + 1 };
}

const labeled = factory([NORMAL], (NORMAL) => (step: StatementStep, target: Completion): StatementStep => (frame) => {
  const completion = step(frame);
  return completion === target ? NORMAL : completion;
});

export function planThrow({ argument, start, end }: ThrowStatement, planner: Planner): PlannedStatement {
  const { step, cost, height } = planner.plan(argument);
  return { step: planner.take(throwing)(step, planner.site({ start, end })), cost: cost + 1, height: height + 1, abrupt: false };
}

const throwing = factory([mark, throwValue], (mark, throwValue) => (argument: Step, site: Site): StatementStep => (frame) => {
  const value = argument(frame);
  mark(site);
  return throwValue(value);
});
