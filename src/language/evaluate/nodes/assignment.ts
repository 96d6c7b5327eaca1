/** `a = b`, `a.b += c`, `a ??= b`, `[a, b] = c`: left to right, the target found before the right side runs. */
import { mark, refuel } from '../activation.js';
import type { AssignmentExpression, CallExpression, Identifier, MemberExpression } from '../../syntax/node.js';
import { wording } from '../../source/codes.js';
import { FUEL, tank } from '../meter.js';
import { add } from '../operators.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import { costOf, heightOf, planned, type Planned } from '../step.js';
import type { Value } from '../value.js';
import { operations, type BinaryOperator } from './binary.js';
import { planIdentifier, planStore } from './identifier.js';
import { decides } from './logical.js';
import { planPattern } from './pattern.js';
import { planTarget } from './target.js';

type LogicalOperator = keyof typeof decides;

export function planAssignment(node: AssignmentExpression, planner: Planner): Planned {
  const target = node.left;
  const operator = node.operator.slice(0, -1);
  if (target.type === 'Identifier') {
    if (operator === '') return assignName(node, target, planner);
    return isLogical(operator) ? assignNameIf(operator, node, target, planner) : modifyName(operator, node, target, planner);
  }
  if (target.type === 'MemberExpression') {
    if (operator === '') return assignMember(node, target, planner);
    return isLogical(operator) ? assignMemberIf(operator, node, target, planner) : modifyMember(operator, node, target, planner);
  }
  if (target.type === 'CallExpression') return assignCall(target, planner);
  const value = planner.plan(node.right);
  const pattern = planPattern(target, planner);
  return planned(
    (frame) => {
      const result = value.step(frame);
      pattern.bind(frame, result);
      return result;
    },
    value,
    ...pattern.children,
  );
}

function assignName(node: AssignmentExpression, target: Identifier, planner: Planner): Planned {
  const right = planner.planNamed(node.right, target.name);
  const store = planStore(target, planner);
  const { step } = right;
  return planned((frame) => {
    const value = step(frame);
    store(frame, value);
    return value;
  }, right);
}

function modifyName(operator: string, node: AssignmentExpression, target: Identifier, planner: Planner): Planned {
  const left = planIdentifier(target, planner);
  const right = planner.plan(node.right);
  const store = planStore(target, planner);
  const site = planner.site(node);
  const combine = combination(operator);
  const isSum = operator === '+';
  const { step: read } = left;
  const { step: operand } = right;
  return planned(
    (frame) => {
      const a = read(frame);
      const b = operand(frame);
      mark(site);
      const value = isSum && typeof a === 'number' && typeof b === 'number' ? a + b : combine(a, b);
      store(frame, value);
      return value;
    },
    left,
    right,
  );
}

function assignNameIf(operator: LogicalOperator, node: AssignmentExpression, target: Identifier, planner: Planner): Planned {
  const left = planIdentifier(target, planner);
  const right = planner.planNamed(node.right, target.name);
  const store = planStore(target, planner);
  const site = planner.site(node);
  const isDecided = decides[operator];
  return {
    step: (frame) => {
      const old = left.step(frame);
      if (isDecided(old)) return old;
      if ((tank[FUEL] -= right.cost) < 0) refuel(site);
      const value = right.step(frame);
      store(frame, value);
      return value;
    },
    cost: costOf([left]),
    height: heightOf([left, right]),
  };
}

function assignMember(node: AssignmentExpression, member: MemberExpression, planner: Planner): Planned {
  const target = planTarget(member, planner);
  const right = planner.plan(node.right);
  const { receiver, key, set } = target;
  const { step } = right;
  return planned(
    (frame) => {
      const object = receiver(frame);
      const at = key(frame);
      const value = step(frame);
      set(object, at, value);
      return value;
    },
    ...target.children,
    right,
  );
}

function modifyMember(operator: string, node: AssignmentExpression, member: MemberExpression, planner: Planner): Planned {
  const target = planTarget(member, planner);
  const right = planner.plan(node.right);
  const site = planner.site(node);
  const combine = combination(operator);
  return planned(
    (frame) => {
      const object = target.receiver(frame);
      const at = target.key(frame);
      const a = target.get(object, at);
      const b = right.step(frame);
      mark(site);
      const value = combine(a, b);
      target.set(object, at, value);
      return value;
    },
    ...target.children,
    right,
  );
}

function assignMemberIf(operator: LogicalOperator, node: AssignmentExpression, member: MemberExpression, planner: Planner): Planned {
  const target = planTarget(member, planner);
  const right = planner.plan(node.right);
  const site = planner.site(node);
  const isDecided = decides[operator];
  return {
    step: (frame) => {
      const object = target.receiver(frame);
      const at = target.key(frame);
      const old = target.get(object, at);
      if (isDecided(old)) return old;
      if ((tank[FUEL] -= right.cost) < 0) refuel(site);
      const value = right.step(frame);
      target.set(object, at, value);
      return value;
    },
    cost: costOf(target.children),
    height: heightOf([...target.children, right]),
  };
}

/** `f() = a`: the call runs, then there is nothing to assign to (ECMA-262 annex B.3: a runtime error). */
function assignCall(call: CallExpression, planner: Planner): Planned {
  const callee = planner.plan(call);
  const site = planner.site(call);
  return planned((frame) => {
    callee.step(frame);
    mark(site);
    throw new ScriptError('PJS415', wording('PJS415'), 'ReferenceError');
  }, callee);
}

function isLogical(operator: string): operator is LogicalOperator {
  return operator === '&&' || operator === '||' || operator === '??';
}

/** What a compound assignment does with the old value and the right side. */
function combination(operator: string): (a: Value, b: Value) => Value {
  return operator === '+' ? add : operations[operator as BinaryOperator];
}
