import { mark, type Site } from '../calls.js';
import type { Identifier, MemberExpression, UpdateExpression } from '../../syntax/node.js';
import { factory } from '../factory.js';
import type { IntObject } from '../int-object.js';
import { countOn, toCountable } from '../operators.js';
import type { Planner } from '../plan.js';
import type { Store } from '../slots.js';
import { planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { planIdentifier, planStore } from './identifier.js';
import { planTarget, type MemberTarget } from './target.js';

/** `++a` `a++` `--a.b` */
export function planUpdate(node: UpdateExpression, planner: Planner): Planned {
  const delta = node.operator === '++' ? 1 : -1;
  return node.argument.type === 'Identifier' ? planName(node, node.argument, delta, planner) : planMember(node, node.argument, delta, planner);
}

type Delta = 1 | -1;

function planName({ prefix, ...node }: UpdateExpression, name: Identifier, delta: Delta, planner: Planner): Planned {
  const read = planIdentifier(name, planner);
  return planned(planner.take(updateName)(read.step, planStore(name, planner), delta, prefix, planner.site(node)), read);
}

function planMember({ prefix, ...node }: UpdateExpression, member: MemberExpression, delta: Delta, planner: Planner): Planned {
  const target = planTarget(member, planner);
  return planned(planner.take(updateMember)(target.receiver, target.key, target.get, target.set, delta, prefix, planner.site(node)), ...target.children);
}

function count(value: Value, site: Site): number | IntObject {
  mark(site);
  return toCountable(value);
}

const updateName = factory(
  [count, countOn],
  (count, countOn) =>
    (read: Step, store: Store, delta: Delta, prefix: boolean, site: Site): Step =>
    (frame) => {
      const value = read(frame);
      const old = typeof value === 'number' ? value : count(value, site);
      const next = typeof old === 'number' ? old + delta : countOn(old, delta);
      store(frame, next);
      return prefix ? next : old;
    },
);

const updateMember = factory(
  [count, countOn],
  (count, countOn) =>
    (receiver: Step, key: Step | null, get: MemberTarget['get'], set: MemberTarget['set'], delta: Delta, prefix: boolean, site: Site): Step =>
    (frame) => {
      const object = receiver(frame);
      const at = key === null ? undefined : key(frame);
      const value = get(object, at);
      const old = typeof value === 'number' ? value : count(value, site);
      const next = typeof old === 'number' ? old + delta : countOn(old, delta);
      set(object, at, next);
      return prefix ? next : old;
    },
);
