import { mark } from '../activation.js';
import type { Identifier, MemberExpression, UpdateExpression } from '../../syntax/node.js';
import { toNumber } from '../convert.js';
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
  const numberOf = (value: Value): number => {
    if (typeof value === 'number') return value;
    mark(site);
    return toNumber(value);
  };
  return target.type === 'Identifier'
    ? updateName(target, delta, node.prefix, numberOf, planner)
    : updateMember(target, delta, node.prefix, numberOf, planner);
}

type NumberOf = (value: Value) => number;

function updateName(name: Identifier, delta: number, prefix: boolean, numberOf: NumberOf, planner: Planner): Planned {
  const read = planIdentifier(name, planner);
  const store = planStore(name, planner);
  const { step } = read;
  return planned((frame) => {
    const old = numberOf(step(frame));
    store(frame, old + delta);
    return prefix ? old + delta : old;
  }, read);
}

function updateMember(member: MemberExpression, delta: number, prefix: boolean, numberOf: NumberOf, planner: Planner): Planned {
  const target = planTarget(member, planner);
  return planned((frame) => {
    const object = target.receiver(frame);
    const key = target.key(frame);
    const old = numberOf(target.get(object, key));
    target.set(object, key, old + delta);
    return prefix ? old + delta : old;
  }, ...target.children);
}
