import { mark, type Site } from '../calls.js';
import type { ChainExpression, Expression, MemberExpression, UnaryExpression } from '../../syntax/node.js';
import { toBoolean, toNumber, toPropertyKey, typeOf } from '../convert.js';
import { factory, type Factory } from '../factory.js';
import { deleteMember } from '../member.js';
import { minus, not } from '../operators.js';
import type { Planner } from '../plan.js';
import { planned, type Planned, type Step } from '../step.js';
import { planChain } from './chain.js';
import { plannedLink, type Link, type PlannedLink } from './link.js';
import { constant } from './literal.js';
import { memberSite, writtenKey } from './member.js';

/** `!a ~a -a +a typeof a void a delete a.b` */
export function planUnary(node: UnaryExpression, planner: Planner): Planned {
  if (node.operator === 'delete') return planDelete(node.argument, planner);
  const argument = planner.plan(node.argument);
  return planned(planner.take(operations[node.operator])(argument.step, planner.site(node)), argument);
}

type Operation = (operand: Step, site: Site) => Step;

const operations: Readonly<Record<Exclude<UnaryExpression['operator'], 'delete'>, Factory<Operation>>> = {
  '!': factory([toBoolean], (toBoolean) => (operand) => (frame) => {
    const value = operand(frame);
    return value === true ? false : value === false ? true : !toBoolean(value);
  }),
  typeof: factory([typeOf], (typeOf) => (operand) => (frame) => typeOf(operand(frame))),
  void: factory([], () => (operand) => (frame) => void operand(frame)),
  '-': factory([mark, minus], (mark, minus) => (operand, site) => (frame) => {
    const value = operand(frame);
    if (typeof value === 'number') return -value;
    mark(site);
    return minus(value);
  }),
  '+': factory([mark, toNumber], (mark, toNumber) => (operand, site) => (frame) => {
    const value = operand(frame);
    if (typeof value === 'number') return value;
    mark(site);
    return toNumber(value);
  }),
  '~': factory([mark, not], (mark, not) => (operand, site) => (frame) => {
    const value = operand(frame);
    if (typeof value === 'number') return ~value;
    mark(site);
    return not(value);
  }),
};

/** `delete a.b` deletes; of anything that is no property it gives true, after evaluating it. */
function planDelete(argument: Expression, planner: Planner): Planned {
  const member = argument.type === 'ChainExpression' ? argument.expression : argument;
  if (member.type !== 'MemberExpression') {
    const value = planner.plan(argument);
    return planned(planner.take(deleteNothing)(value.step), value);
  }
  const chain = planChain(argument as ChainExpression | MemberExpression, planner, planDeleteLink);
  return planned(planner.take(deletion)(chain.step), chain);
}

const deleteNothing = factory([], () => (value: Step): Step => (frame) => (value(frame), true));

/** A chain that ended early has nothing to delete. */
const deletion = factory([], () => (chain: Step): Step => (frame) => chain(frame) ?? true);

function planDeleteLink(member: MemberExpression, planner: Planner): PlannedLink {
  const key = member.computed ? planner.plan(member.property) : constant(writtenKey(member), planner);
  return plannedLink(planner.take(deleteLink)(key.step, memberSite(member, planner)), [key]);
}

const deleteLink = factory([mark, deleteMember, toPropertyKey], (mark, deleteMember, toPropertyKey) => (key: Step, site: Site): Link => (object, frame) => {
  const name = key(frame);
  mark(site);
  return deleteMember(object, toPropertyKey(name));
});
