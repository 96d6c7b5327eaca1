/** `switch`: cases are compared in order, each charged when it is reached; `default` where none is equal. */
import type { SwitchStatement } from '../../syntax/node.js';
import { refuel } from '../activation.js';
import { NORMAL, type PlannedStatement, type StatementStep } from '../completion.js';
import { FUEL, tank } from '../meter.js';
import { strictEquals } from '../operators.js';
import type { Planner } from '../plan.js';
import { heightOf } from '../step.js';
import { inBlockFrame, planStatements } from './block.js';
import { withoutValue } from './without-value.js';
import { returned } from '../completion.js';

export function planSwitch(node: SwitchStatement, planner: Planner): PlannedStatement {
  const discriminant = planner.plan(node.discriminant);
  const { target, planned: cases } = planner.breakable(null, () => inBlockFrame(node, planner, () => planCases(node, planner)));
  const [value, run] = [discriminant.step, cases.step];
  const step: StatementStep = (frame) => {
    // The cases take it from there: they may run in a frame of their own.
    returned.value = value(frame);
    const completion = run(frame);
    return completion === target ? NORMAL : completion;
  };
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
  const makeFunctions = functions.step;
  const step: StatementStep = (frame) => {
    const { value } = returned;
    returned.value = undefined;
    makeFunctions(frame);
    let at = 0;
    for (; at < tests.length; at++) {
      const test = tests[at];
      if (test === null) continue;
      if ((tank[FUEL] -= test.cost + 1) < 0) refuel(site);
      if (strictEquals(value, test.step(frame))) break;
    }
    if (at === tests.length) at = fallback < 0 ? tests.length : fallback;
    for (; at < bodies.length; at++) {
      const body = bodies[at];
      if ((tank[FUEL] -= body.cost) < 0) refuel(site);
      const completion = body.step(frame);
      if (completion !== NORMAL) return completion;
    }
    return NORMAL;
  };
  const children = [functions, ...tests.filter((test) => test !== null), ...bodies];
  return { step, cost: functions.cost, height: heightOf(children), abrupt: bodies.some(({ abrupt }) => abrupt) };
}
