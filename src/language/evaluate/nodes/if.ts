/** `if`: one step for a whole ladder of `else if`; each further condition and the arm taken are charged when they are reached. */
import type { IfStatement, Statement } from '../../syntax/node.js';
import { refuel, type Site } from '../activation.js';
import { NORMAL, type PlannedStatement, type StatementStep } from '../completion.js';
import { toBoolean } from '../convert.js';
import { FUEL, tank } from '../meter.js';
import type { Planner } from '../plan.js';
import { heightOf, type Planned } from '../step.js';
import { nothing } from './block.js';
import { withoutValue } from './without-value.js';

export function planIf(node: IfStatement, planner: Planner): PlannedStatement {
  const tests: Planned[] = [];
  const arms: PlannedStatement[] = [];
  let at: Statement | null = node;
  while (at !== null && at.type === 'IfStatement') {
    tests.push(planner.plan(at.test));
    arms.push(planner.planStatement(at.consequent));
    at = at.alternate;
  }
  const otherwise = at === null ? { step: nothing, cost: 0, height: 0, abrupt: false } : planner.planStatement(at);
  const site = planner.site(node);
  const step = tests.length === 1 ? single(tests[0], arms[0], otherwise, site) : ladder(tests, arms, otherwise, site);
  const all = [...arms, otherwise];
  return withoutValue(planner, { step, cost: tests[0].cost + 1, height: heightOf([...tests, ...all]), abrupt: all.some(({ abrupt }) => abrupt) });
}

function single(test: Planned, consequent: PlannedStatement, alternate: PlannedStatement, site: Site): StatementStep {
  const [condition, yes, no] = [test.step, consequent.step, alternate.step];
  const [yesCost, noCost] = [consequent.cost, alternate.cost];
  if (no === nothing) {
    return (frame) => {
      const value = condition(frame);
      if (value === false || (value !== true && !toBoolean(value))) return NORMAL;
      if ((tank[FUEL] -= yesCost) < 0) refuel(site);
      return yes(frame);
    };
  }
  return (frame) => {
    const value = condition(frame);
    if (value === true || (value !== false && toBoolean(value))) {
      if ((tank[FUEL] -= yesCost) < 0) refuel(site);
      return yes(frame);
    }
    if ((tank[FUEL] -= noCost) < 0) refuel(site);
    return no(frame);
  };
}

function ladder(tests: readonly Planned[], arms: readonly PlannedStatement[], otherwise: PlannedStatement, site: Site): StatementStep {
  const testSteps = tests.map(({ step }) => step);
  const testCosts = tests.map(({ cost }, i) => (i === 0 ? 0 : cost + 1));
  return (frame) => {
    for (let i = 0; i < testSteps.length; i++) {
      if ((tank[FUEL] -= testCosts[i]) < 0) refuel(site);
      if (!toBoolean(testSteps[i](frame))) continue;
      const { step, cost } = arms[i];
      if ((tank[FUEL] -= cost) < 0) refuel(site);
      return step(frame);
    }
    if ((tank[FUEL] -= otherwise.cost) < 0) refuel(site);
    return otherwise.step(frame);
  };
}
