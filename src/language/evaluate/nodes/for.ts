/** `for (…; …; …)`: each turn is charged when it begins. */
import type { ForStatement } from '../../syntax/node.js';
import { pay, type Site } from '../calls.js';
import { NORMAL, type Completion, type PlannedStatement, type StatementStep } from '../completion.js';
import { toBoolean } from '../convert.js';
import { factory } from '../factory.js';
import type { Frame } from '../frame.js';
import type { Planner } from '../plan.js';
import { heightOf, type Step } from '../step.js';
import { planVariables } from './variable.js';
import { withoutValue } from './without-value.js';

export function planFor(node: ForStatement, planner: Planner): PlannedStatement {
  const init = node.init.type === 'VariableDeclaration' ? planVariables(node.init, planner) : planner.plan(node.init);
  const test = planner.plan(node.test);
  const update = planner.plan(node.update);
  const { target, planned: body } = planner.breakable(null, () => planner.planStatement(node.body));
  const site = planner.site(node);
  // What may break off does not pay for what would come after it.
  const turnCost = body.abrupt ? body.cost : body.cost + update.cost + test.cost;
  const nextCost = body.abrupt ? update.cost + test.cost : 0;
  const step = planner.take(loop)(init.step, test.step, body.step, update.step, turnCost, nextCost, target, site);
  const children = [init, test, update, body];
  return withoutValue(planner, { step, cost: init.cost + test.cost + 1, height: heightOf(children), abrupt: body.abrupt });
}

const loop = factory(
  [pay, toBoolean, NORMAL],
  (pay, toBoolean, NORMAL) =>
    (start: (frame: Frame) => unknown, condition: Step, turn: StatementStep, next: Step, turnCost: number, nextCost: number, target: Completion, site: Site): StatementStep =>
    (frame) => {
      start(frame);
      while (toBoolean(condition(frame))) {
        pay(turnCost, site);
        const completion = turn(frame);
        if (completion !== NORMAL) return completion === target ? NORMAL : completion;
        pay(nextCost, site);
        next(frame);
      }
      return NORMAL;
    },
);
