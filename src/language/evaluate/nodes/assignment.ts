/** `a = b`, `a.b += c`, `a ??= b`, `[a, b] = c`: left to right, the target found before the right side runs. */
import { mark, pay, type Site } from '../calls.js';
import type { AssignmentExpression, CallExpression, Identifier, MemberExpression } from '../../syntax/node.js';
import { wording } from '../../source/codes.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { ScriptError } from '../script-error.js';
import { costOf, heightOf, planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import type { Store } from '../slots.js';
import { marking, type BinaryOperator } from './binary.js';
import { planIdentifier, planStore } from './identifier.js';
import { decides } from './logical.js';
import { planPattern } from './pattern.js';
import { planTarget, type MemberTarget } from './target.js';

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
  return planned(planner.take(assign)(value.step, pattern.bind), value, ...pattern.children);
}

function assignName(node: AssignmentExpression, target: Identifier, planner: Planner): Planned {
  const right = planner.planNamed(node.right, target.name);
  return planned(planner.take(assign)(right.step, planStore(target, planner)), right);
}

/** `a = …`, `[a, b] = …` */
const assign = factory([], () => (right: Step, store: Store): Step => (frame) => {
  const value = right(frame);
  store(frame, value);
  return value;
});

function modifyName(operator: string, node: AssignmentExpression, target: Identifier, planner: Planner): Planned {
  const left = planIdentifier(target, planner);
  const right = planner.plan(node.right);
  const make = planner.take(operator === '+' ? increase : modify);
  return planned(make(left.step, right.step, planStore(target, planner), combination(operator), planner.site(node)), left, right);
}

type Modify = (left: Step, right: Step, store: Store, combine: Combine, site: Site) => Step;

const modify = factory([], (): Modify => (left, right, store, combine, site) => (frame) => {
  const value = combine(left(frame), right(frame), site);
  store(frame, value);
  return value;
});

const increase = factory([], (): Modify => (left, right, store, add, site) => (frame) => {
  const a = left(frame);
  const b = right(frame);
  const value = typeof a === 'number' && typeof b === 'number' ? a + b : add(a, b, site);
  store(frame, value);
  return value;
});

function assignNameIf(operator: LogicalOperator, node: AssignmentExpression, target: Identifier, planner: Planner): Planned {
  const left = planIdentifier(target, planner);
  const right = planner.planNamed(node.right, target.name);
  return {
    step: planner.take(assignIf)(left.step, right.step, right.cost, planStore(target, planner), decides[operator], planner.site(node)),
    cost: costOf([left]),
    height: heightOf([left, right]),
  };
}

const assignIf = factory(
  [pay],
  (pay) =>
    (left: Step, right: Step, cost: number, store: Store, isDecided: (value: Value) => boolean, site: Site): Step =>
    (frame) => {
      const old = left(frame);
      if (isDecided(old)) return old;
      pay(cost, site);
      const value = right(frame);
      store(frame, value);
      return value;
    },
);

function assignMember(node: AssignmentExpression, member: MemberExpression, planner: Planner): Planned {
  const target = planTarget(member, planner);
  const right = planner.plan(node.right);
  const { receiver, key, set } = target;
  const step = key === null ? planner.take(assignWritten)(receiver, right.step, set) : planner.take(assignComputed)(receiver, key, right.step, set);
  return planned(step, ...target.children, right);
}

const assignWritten = factory([], () => (receiver: Step, right: Step, set: MemberTarget['set']): Step => (frame) => {
  const object = receiver(frame);
  const value = right(frame);
  set(object, undefined, value);
  return value;
});

const assignComputed = factory([], () => (receiver: Step, key: Step, right: Step, set: MemberTarget['set']): Step => (frame) => {
  const object = receiver(frame);
  const at = key(frame);
  const value = right(frame);
  set(object, at, value);
  return value;
});

function modifyMember(operator: string, node: AssignmentExpression, member: MemberExpression, planner: Planner): Planned {
  const target = planTarget(member, planner);
  const right = planner.plan(node.right);
  const { receiver, key, get, set } = target;
  const [isSum, combine, site] = [operator === '+', combination(operator), planner.site(node)];
  const step =
    key === null
      ? planner.take(isSum ? increaseWritten : modifyWritten)(receiver, get, set, right.step, combine, site)
      : planner.take(isSum ? increaseComputed : modifyComputed)(receiver, key, get, set, right.step, combine, site);
  return planned(step, ...target.children, right);
}

type ModifyWritten = (receiver: Step, get: MemberTarget['get'], set: MemberTarget['set'], right: Step, combine: Combine, site: Site) => Step;
type ModifyComputed = (receiver: Step, key: Step, get: MemberTarget['get'], set: MemberTarget['set'], right: Step, combine: Combine, site: Site) => Step;

const modifyWritten = factory([], (): ModifyWritten => (receiver, get, set, right, combine, site) => (frame) => {
  const object = receiver(frame);
  const value = combine(get(object, undefined), right(frame), site);
  set(object, undefined, value);
  return value;
});

const increaseWritten = factory([], (): ModifyWritten => (receiver, get, set, right, add, site) => (frame) => {
  const object = receiver(frame);
  const a = get(object, undefined);
  const b = right(frame);
  const value = typeof a === 'number' && typeof b === 'number' ? a + b : add(a, b, site);
  set(object, undefined, value);
  return value;
});

const modifyComputed = factory([], (): ModifyComputed => (receiver, key, get, set, right, combine, site) => (frame) => {
  const object = receiver(frame);
  const at = key(frame);
  const value = combine(get(object, at), right(frame), site);
  set(object, at, value);
  return value;
});

const increaseComputed = factory([], (): ModifyComputed => (receiver, key, get, set, right, add, site) => (frame) => {
  const object = receiver(frame);
  const at = key(frame);
  const a = get(object, at);
  const b = right(frame);
  const value = typeof a === 'number' && typeof b === 'number' ? a + b : add(a, b, site);
  set(object, at, value);
  return value;
});

function assignMemberIf(operator: LogicalOperator, node: AssignmentExpression, member: MemberExpression, planner: Planner): Planned {
  const target = planTarget(member, planner);
  const right = planner.plan(node.right);
  return {
    step: planner.take(assignTargetIf)(target.receiver, target.key, target.get, target.set, right.step, right.cost, decides[operator], planner.site(node)),
    cost: costOf(target.children),
    height: heightOf([...target.children, right]),
  };
}

const assignTargetIf = factory(
  [pay],
  (pay) =>
    (receiver: Step, key: Step | null, get: MemberTarget['get'], set: MemberTarget['set'], right: Step, cost: number, isDecided: (value: Value) => boolean, site: Site): Step =>
    (frame) => {
      const object = receiver(frame);
      const at = key === null ? undefined : key(frame);
      const old = get(object, at);
      if (isDecided(old)) return old;
      pay(cost, site);
      const value = right(frame);
      set(object, at, value);
      return value;
    },
);

/** `f() = a`: the call runs, then there is nothing to assign to (ECMA-262 annex B.3: a runtime error). */
function assignCall(call: CallExpression, planner: Planner): Planned {
  const callee = planner.plan(call);
  return planned(planner.take(assignNowhere)(callee.step, planner.site(call)), callee);
}

const assignNowhere = factory([mark, noTarget], (mark, noTarget) => (callee: Step, site: Site): Step => (frame) => {
  callee(frame);
  mark(site);
  return noTarget();
});

function noTarget(): never {
  throw new ScriptError('PJS415', wording('PJS415'), 'ReferenceError');
}

function isLogical(operator: string): operator is LogicalOperator {
  return operator === '&&' || operator === '||' || operator === '??';
}

type Combine = (a: Value, b: Value, site: Site) => Value;

/** What a compound assignment does with the old value and the right side. */
function combination(operator: string): Combine {
  return marking[operator as BinaryOperator];
}
