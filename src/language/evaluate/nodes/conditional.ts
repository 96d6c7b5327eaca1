import { pay, type Site } from '../calls.js';
import type { ConditionalExpression } from '../../syntax/node.js';
import { toBoolean } from '../convert.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { heightOf, type Planned, type Step } from '../step.js';

/** `a ? b : c`: the arm that is taken is charged when it is entered. */
export function planConditional(node: ConditionalExpression, planner: Planner): Planned {
  const test = planner.plan(node.test);
  const consequent = planner.plan(node.consequent);
  const alternate = planner.plan(node.alternate);
  return {
    step: planner.take(conditional)(test.step, consequent.step, alternate.step, consequent.cost, alternate.cost, planner.site(node)),
    cost: test.cost + 1,
    height: heightOf([test, consequent, alternate]),
  };
}

const conditional = factory(
  [pay, toBoolean],
  (pay, toBoolean) =>
    (condition: Step, yes: Step, no: Step, yesCost: number, noCost: number, site: Site): Step =>
    (frame) => {
      const value = condition(frame);
      if (value === true || (value !== false && toBoolean(value))) {
        pay(yesCost, site);
        return yes(frame);
      }
      pay(noCost, site);
      return no(frame);
    },
);
