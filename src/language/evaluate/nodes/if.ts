/** `if`: one step for a whole ladder of `else if`; each further condition, and the arm taken where it costs much, are charged when they are reached. */
import type { IfStatement, Statement } from '../../syntax/node.js';
import { pay, type Site } from '../calls.js';
import { NORMAL, type PlannedStatement, type StatementStep } from '../completion.js';
import { toBoolean } from '../convert.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { armCost, heightOf, type Planned, type Step } from '../step.js';
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
  const step = tests.length === 1 ? planSingle(tests[0], arms[0], otherwise, planner, site) : planLadder(tests, arms, otherwise, planner, site);
  const all = [...arms, otherwise];
  const line = tests.length === 1 ? Math.max(armCost(arms[0].cost).line, armCost(otherwise.cost).line) : 0;
  return withoutValue(planner, { step, cost: tests[0].cost + 1 + line, height: heightOf([...tests, ...all]), abrupt: all.some(({ abrupt }) => abrupt) });
}

function planSingle(test: Planned, yes: PlannedStatement, no: PlannedStatement, planner: Planner, site: Site): StatementStep {
  const [{ own: yesCost }, { own: noCost }] = [armCost(yes.cost), armCost(no.cost)];
  if (yesCost + noCost === 0) return no.step === nothing ? planner.take(cheapAlone)(test.step, yes.step) : planner.take(cheap)(test.step, yes.step, no.step);
  return no.step === nothing ? planner.take(alone)(test.step, yes.step, yesCost, site) : planner.take(either)(test.step, yes.step, no.step, yesCost, noCost, site);
}

const cheapAlone = factory([toBoolean, NORMAL], (toBoolean, NORMAL) => (condition: Step, yes: StatementStep): StatementStep => (frame) => {
  const value = condition(frame);
  return value === true || (value !== false && toBoolean(value)) ? yes(frame) : NORMAL;
});

const cheap = factory([toBoolean], (toBoolean) => (condition: Step, yes: StatementStep, no: StatementStep): StatementStep => (frame) => {
  const value = condition(frame);
  return value === true || (value !== false && toBoolean(value)) ? yes(frame) : no(frame);
});

const alone = factory(
  [pay, toBoolean, NORMAL],
  (pay, toBoolean, NORMAL) =>
    (condition: Step, yes: StatementStep, cost: number, site: Site): StatementStep =>
    (frame) => {
      const value = condition(frame);
      if (value === false || (value !== true && !toBoolean(value))) return NORMAL;
      pay(cost, site);
      return yes(frame);
    },
);

const either = factory(
  [pay, toBoolean],
  (pay, toBoolean) =>
    (condition: Step, yes: StatementStep, no: StatementStep, yesCost: number, noCost: number, site: Site): StatementStep =>
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

function planLadder(tests: readonly Planned[], arms: readonly PlannedStatement[], otherwise: PlannedStatement, planner: Planner, site: Site): StatementStep {
  const steps = tests.map(({ step }) => step);
  const costs = tests.map(({ cost }, i) => (i === 0 ? 0 : cost + 1));
  return planner.take(ladder)(steps, costs, arms, otherwise, site);
}

const ladder = factory(
  [pay, toBoolean],
  (pay, toBoolean) =>
    (tests: readonly Step[], costs: readonly number[], arms: readonly PlannedStatement[], otherwise: PlannedStatement, site: Site): StatementStep =>
    (frame) => {
      for (let i = 0; i < tests.length; i++) {
        pay(costs[i], site);
        if (!toBoolean(tests[i](frame))) continue;
        pay(arms[i].cost, site);
        return arms[i].step(frame);
      }
      pay(otherwise.cost, site);
      return otherwise.step(frame);
    },
);
