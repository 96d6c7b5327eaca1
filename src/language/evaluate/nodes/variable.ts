/** `var`: what has no initial value does nothing when it is reached. */
import type { VariableDeclaration } from '../../syntax/node.js';
import { NORMAL, type PlannedStatement } from '../completion.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf } from '../step.js';
import { nothing } from './block.js';
import { planPattern } from './pattern.js';

export function planVariables({ declarations }: VariableDeclaration, planner: Planner): PlannedStatement {
  const parts = declarations.flatMap(({ id, init }) => {
    if (init === null) return [];
    const pattern = planPattern(id, planner);
    const value = id.type === 'Identifier' ? planner.planNamed(init, id.name) : planner.plan(init);
    return [{ bind: pattern.bind, value: value.step, children: [...pattern.children, value] }];
  });
  const children = parts.flatMap((part) => part.children);
  const [first] = parts;
  if (first === undefined) return { step: nothing, cost: 0, height: 1, abrupt: false };
  const { bind, value } = first;
  return {
    step:
      parts.length === 1
        ? (frame) => (bind(frame, value(frame)), NORMAL)
        : (frame) => {
            for (const part of parts) part.bind(frame, part.value(frame));
            return NORMAL;
          },
    cost: costOf(children, 0),
    height: heightOf(children),
    abrupt: false,
  };
}
