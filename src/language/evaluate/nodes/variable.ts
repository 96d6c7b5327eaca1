/** `var`: what has no initial value does nothing when it is reached. */
import type { VariableDeclaration } from '../../syntax/node.js';
import { NORMAL, type PlannedStatement, type StatementStep } from '../completion.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import type { Store } from '../slots.js';
import { costOf, heightOf, type Step } from '../step.js';
import { joinStatements, nothing } from './block.js';
import { byFours, levels } from './by-fours.js';
import { planPattern } from './pattern.js';

export function planVariables({ declarations }: VariableDeclaration, planner: Planner): PlannedStatement {
  const parts = declarations.flatMap(({ id, init }) => {
    if (init === null) return [];
    const pattern = planPattern(id, planner);
    const value = id.type === 'Identifier' ? planner.planNamed(init, id.name) : planner.plan(init);
    return [{ step: planner.take(declare)(value.step, pattern.bind), children: [...pattern.children, value] }];
  });
  if (parts.length === 0) return { step: nothing, cost: 0, height: 1, abrupt: false };
  const children = parts.flatMap((part) => part.children);
  const step = byFours(
    parts.map((part) => part.step),
    (steps) => joinStatements(steps, planner),
  );
  return { step, cost: costOf(children, 0), height: heightOf(children, 1 + levels(parts.length)), abrupt: false };
}

const declare = factory([NORMAL], (NORMAL) => (value: Step, bind: Store): StatementStep => (frame) => {
  bind(frame, value(frame));
  return NORMAL;
});
