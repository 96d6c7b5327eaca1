import { mark } from '../activation.js';
import { wording } from '../../source/codes.js';
import type { NewExpression } from '../../syntax/node.js';
import { describe } from '../describe.js';
import { ClassObject } from '../function.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import { planned, type Planned } from '../step.js';
import { listOf, planArguments } from './call.js';

/** `new A(b)`, of built-in classes. */
export function planNew(node: NewExpression, planner: Planner): Planned {
  const callee = planner.plan(node.callee);
  const args = planArguments(node, planner);
  const steps = args.map((arg) => arg.step);
  const site = planner.site(node);
  return planned(
    (frame) => {
      const type = callee.step(frame);
      const values = listOf(steps, frame);
      mark(site);
      if (type instanceof ClassObject) return type.construct(values);
      throw new ScriptError('PJS403', wording('PJS403', describe(type)), 'TypeError');
    },
    callee,
    ...args,
  );
}
