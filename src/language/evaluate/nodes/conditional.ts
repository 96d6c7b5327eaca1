import { refuel } from '../activation.js';
import type { ConditionalExpression } from '../../syntax/node.js';
import { toBoolean } from '../convert.js';
import { FUEL, tank } from '../meter.js';
import type { Planner } from '../plan.js';
import { heightOf, type Planned } from '../step.js';

/** `a ? b : c`: the arm that is taken is charged when it is entered. */
export function planConditional(node: ConditionalExpression, planner: Planner): Planned {
  const test = planner.plan(node.test);
  const consequent = planner.plan(node.consequent);
  const alternate = planner.plan(node.alternate);
  const site = planner.site(node);
  const [condition, yes, no] = [test.step, consequent.step, alternate.step];
  const [yesCost, noCost] = [consequent.cost, alternate.cost];
  return {
    step: (frame) => {
      const value = condition(frame);
      if (value === true || (value !== false && toBoolean(value))) {
        if ((tank[FUEL] -= yesCost) < 0) refuel(site);
        return yes(frame);
      }
      if ((tank[FUEL] -= noCost) < 0) refuel(site);
      return no(frame);
    },
    cost: test.cost + 1,
    height: heightOf([test, consequent, alternate]),
  };
}
