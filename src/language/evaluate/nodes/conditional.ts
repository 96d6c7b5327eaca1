import { pay, type Site } from '../calls.js';
import type { ConditionalExpression } from '../../syntax/node.js';
import { toBoolean } from '../convert.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { armCost, heightOf, type Planned, type Step } from '../step.js';

/** `a ? b : c`: an arm that costs much is charged when it is entered. */
export function planConditional(node: ConditionalExpression, planner: Planner): Planned {
  const test = planner.plan(node.test);
  const consequent = planner.plan(node.consequent);
  const alternate = planner.plan(node.alternate);
  const [ifSo, ifNot] = [armCost(consequent.cost), armCost(alternate.cost)];
  const step =
    ifSo.own + ifNot.own === 0
      ? planner.take(cheap)(test.step, consequent.step, alternate.step)
      : planner.take(conditional)(test.step, consequent.step, alternate.step, ifSo.own, ifNot.own, planner.site(node));
  return { step, cost: test.cost + 1 + Math.max(ifSo.line, ifNot.line), height: heightOf([test, consequent, alternate]) };
}

const cheap = factory([toBoolean], (toBoolean) => (condition: Step, yes: Step, no: Step): Step => (frame) => {
  const value = condition(frame);
  return value === true || (value !== false && toBoolean(value)) ? yes(frame) : no(frame);
});

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
