/** `switch`: cases are compared in order, each charged when it is reached; `default` where none is equal. */
import type { SwitchStatement } from '../../syntax/node.js';
import { pay, type Site } from '../calls.js';
import { NORMAL, returned, takeReturned, type Completion, type PlannedStatement, type StatementStep } from '../completion.js';
import { factory } from '../factory.js';
import { strictEquals } from '../operators.js';
import type { Planner } from '../plan.js';
import { heightOf, type Planned, type Step } from '../step.js';
import { inBlockFrame, planStatements } from './block.js';
import { withoutValue } from './without-value.js';

export function planSwitch(node: SwitchStatement, planner: Planner): PlannedStatement {
  const discriminant = planner.plan(node.discriminant);
  const { target, planned: cases } = planner.breakable(null, () => inBlockFrame(node, planner, () => planCases(node, planner)));
  const step = planner.take(switching)(discriminant.step, cases.step, target);
  return withoutValue(planner, {
    step,
    cost: discriminant.cost + cases.cost + 1,
    height: heightOf([discriminant, cases]),
    abrupt: cases.abrupt,
  });
}

function planCases({ cases, start, end }: SwitchStatement, planner: Planner): PlannedStatement {
  const functions = planStatements(
    cases.flatMap(({ consequent }) => consequent.filter(({ type }) => type === 'FunctionDeclaration')),
    planner,
  );
  const tests = cases.map(({ test }) => (test === null ? null : planner.plan(test)));
  const bodies = cases.map(({ consequent }) => planStatements(consequent.filter(({ type }) => type !== 'FunctionDeclaration'), planner));
  const fallback = cases.findIndex(({ test }) => test === null);
  const site = planner.site({ start, end });
  const step = planner.take(choosing)(functions.step, tests, bodies, fallback, site);
  const children = [functions, ...tests.filter((test) => test !== null), ...bodies];
  return { step, cost: functions.cost, height: heightOf(children), abrupt: bodies.some(({ abrupt }) => abrupt) };
}

/** The cases take the value from `returned`: they may run in a frame of their own. */
const switching = factory([NORMAL, returned], (NORMAL, returned) => (value: Step, run: StatementStep, target: Completion): StatementStep => (frame) => {
  returned.value = value(frame);
  const completion = run(frame);
  return completion === target ? NORMAL : completion;
});

const choosing = factory(
  [NORMAL, pay, strictEquals, takeReturned],
  (NORMAL, pay, strictEquals, takeReturned) =>
    (makeFunctions: StatementStep, tests: readonly (Planned | null)[], bodies: readonly PlannedStatement[], fallback: number, site: Site): StatementStep =>
    (frame) => {
      const value = takeReturned();
      makeFunctions(frame);
      let at = 0;
      for (; at < tests.length; at++) {
        const test = tests[at];
        if (test === null) continue;
        pay(test.cost + 1, site);
        if (strictEquals(value, test.step(frame))) break;
      }
      if (at === tests.length) at = fallback < 0 ? tests.length : fallback;
      for (; at < bodies.length; at++) {
        pay(bodies[at].cost, site);
        const completion = bodies[at].step(frame);
        if (completion !== NORMAL) return completion;
      }
      return NORMAL;
    },
);
