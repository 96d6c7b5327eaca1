import { mark } from '../activation.js';
import type { Identifier, MemberExpression, UpdateExpression } from '../../syntax/node.js';
import type { IntObject } from '../int-object.js';
import { countOn, toCountable } from '../operators.js';
import type { Planner } from '../plan.js';
import { planned, type Planned } from '../step.js';
import type { Value } from '../value.js';
import { planIdentifier, planStore } from './identifier.js';
import { planTarget } from './target.js';

/** `++a` `a++` `--a.b` */
export function planUpdate(node: UpdateExpression, planner: Planner): Planned {
  const target = node.argument;
  const delta = node.operator === '++' ? 1 : -1;
  const site = planner.site(node);
  const numberOf = (value: Value): number | IntObject => {
    if (typeof value === 'number') return value;
    mark(site);
    return toCountable(value);
  };
  return target.type === 'Identifier'
    ? updateName(target, delta, node.prefix, numberOf, planner)
    : updateMember(target, delta, node.prefix, numberOf, planner);
}

type Delta = 1 | -1;
type NumberOf = (value: Value) => number | IntObject;

function updateName(name: Identifier, delta: Delta, prefix: boolean, numberOf: NumberOf, planner: Planner): Planned {
  const read = planIdentifier(name, planner);
  const store = planStore(name, planner);
  const { step } = read;
  return planned((frame) => {
    const old = numberOf(step(frame));
    const next = typeof old === 'number' ? old + delta : countOn(old, delta);
    store(frame, next);
    return prefix ? next : old;
  }, read);
}

function updateMember(member: MemberExpression, delta: Delta, prefix: boolean, numberOf: NumberOf, planner: Planner): Planned {
  const target = planTarget(member, planner);
  return planned((frame) => {
    const object = target.receiver(frame);
    const key = target.key(frame);
    const old = numberOf(target.get(object, key));
    const next = typeof old === 'number' ? old + delta : countOn(old, delta);
    target.set(object, key, next);
    return prefix ? next : old;
  }, ...target.children);
}
