import { mark } from '../activation.js';
import type { ChainExpression, Expression, MemberExpression, UnaryExpression } from '../../syntax/node.js';
import { toBoolean, toNumber, toPropertyKey, typeOf } from '../convert.js';
import { deleteMember } from '../member.js';
import { minus, not } from '../operators.js';
import type { Planner } from '../plan.js';
import { planned, type Planned, type Step } from '../step.js';
import { planChain } from './chain.js';
import { plannedLink, type PlannedLink } from './link.js';
import { constant } from './literal.js';
import { memberSite, writtenKey } from './member.js';

/** `!a ~a -a +a typeof a void a delete a.b` */
export function planUnary(node: UnaryExpression, planner: Planner): Planned {
  if (node.operator === 'delete') return planDelete(node.argument, planner);
  const argument = planner.plan(node.argument);
  const operand = argument.step;
  const site = planner.site(node);
  return planned(operation(node.operator, operand, () => mark(site)), argument);
}

/** `marked` is called before what may run script. */
function operation(operator: Exclude<UnaryExpression['operator'], 'delete'>, operand: Step, marked: () => void): Step {
  switch (operator) {
    case '!':
      return (frame) => !toBoolean(operand(frame));
    case 'typeof':
      return (frame) => typeOf(operand(frame));
    case 'void':
      return (frame) => void operand(frame);
    case '-':
      return (frame) => {
        const value = operand(frame);
        if (typeof value === 'number') return -value;
        marked();
        return minus(value);
      };
    case '+':
      return (frame) => {
        const value = operand(frame);
        if (typeof value === 'number') return value;
        marked();
        return toNumber(value);
      };
    case '~':
      return (frame) => {
        const value = operand(frame);
        if (typeof value === 'number') return ~value;
        marked();
        return not(value);
      };
  }
}

/** `delete a.b` deletes; of anything that is no property it gives true, after evaluating it. */
function planDelete(argument: Expression, planner: Planner): Planned {
  const member = argument.type === 'ChainExpression' ? argument.expression : argument;
  if (member.type !== 'MemberExpression') {
    const value = planner.plan(argument);
    return planned((frame) => (value.step(frame), true), value);
  }
  const chain = planChain(argument as ChainExpression | MemberExpression, planner, deleteLink);
  // A chain that ended early has nothing to delete.
  return planned((frame) => chain.step(frame) ?? true, chain);
}

function deleteLink(member: MemberExpression, planner: Planner): PlannedLink {
  const site = memberSite(member, planner);
  const key = member.computed ? planner.plan(member.property) : constant(writtenKey(member));
  return plannedLink(
    (object, frame) => {
      const name = key.step(frame);
      mark(site);
      return deleteMember(object, toPropertyKey(name));
    },
    [key],
  );
}
