import { mark, type Site } from '../calls.js';
import { wording } from '../../source/codes.js';
import type { NewExpression } from '../../syntax/node.js';
import { describe } from '../describe.js';
import { factory } from '../factory.js';
import { ClassObject } from '../function.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import { planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { planArguments, planList, type ListStep } from './call.js';

/** `new A(b)`, of built-in classes. */
export function planNew(node: NewExpression, planner: Planner): Planned {
  const callee = planner.plan(node.callee);
  const args = planArguments(node, planner);
  planner.fillsFrame = true;
  const list = planList(
    args.map(({ step }) => step),
    planner,
  );
  return planned(planner.take(newObject)(callee.step, list, planner.site(node)), callee, ...args);
}

const newObject = factory([mark, construct], (mark, construct) => (callee: Step, list: ListStep, site: Site): Step => (frame) => {
  const type = callee(frame);
  const values = list(frame);
  mark(site);
  return construct(type, values);
});

function construct(type: Value, values: readonly Value[]): Value {
  if (type instanceof ClassObject) return type.construct(values);
  throw new ScriptError('PJS403', wording('PJS403', describe(type)), 'TypeError');
}
