/** What can be assigned to beside a name: a member, read and written with its receiver and key evaluated once. */
import { mark, type Site } from '../activation.js';
import type { MemberExpression } from '../../syntax/node.js';
import { toPropertyKey } from '../convert.js';
import { allocate, sizes } from '../meter.js';
import { getElement, setElement, setWrittenMember } from '../property.js';
import type { Planner } from '../plan.js';
import type { Shape } from '../shape.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';
import { memberSite, readWritten, writtenKey } from './member.js';

export interface MemberTarget {
  /** What runs to find it: the receiver, and the key where it is computed. */
  readonly children: readonly Planned[];
  readonly receiver: Step;
  /** Gives the key; undefined where it is written in source and `get` and `set` know it. */
  readonly key: Step;
  get(object: Value, key: Value): Value;
  set(object: Value, key: Value, value: Value): void;
}

export function planTarget(node: MemberExpression, planner: Planner): MemberTarget {
  const receiver = planner.plan(node.object);
  const site = memberSite(node, planner);
  if (node.computed) return computed(receiver, planner.plan(node.property), site);
  const key = writtenKey(node);
  const read = readWritten(key, site);
  return {
    children: [receiver],
    receiver: receiver.step,
    key: () => undefined,
    get: read,
    set: writeWritten(key, site),
  };
}

function computed(receiver: Planned, key: Planned, site: Site): MemberTarget {
  return {
    children: [receiver, key],
    receiver: receiver.step,
    key: (frame) => {
      const value = key.step(frame);
      if (typeof value !== 'object') return value;
      mark(site);
      return toPropertyKey(value);
    },
    get: (object, at) => {
      mark(site);
      return getElement(object, at);
    },
    set: (object, at, value) => {
      mark(site);
      setElement(object, at, value);
    },
  };
}

/** Writes a member whose name is written in source, with its slot cached by shape. */
function writeWritten(key: string, site: Site): (object: Value, key: Value, value: Value) => void {
  let shape: Shape | null = null;
  let slot = 0;
  let before: Shape | null = null;
  let after: Shape | null = null;
  return (object, _, value) => {
    if (typeof object === 'object' && object !== null && !object.frozen) {
      if (object.shape === shape) {
        object.slots[slot] = value;
        return;
      }
      if (object.shape === before) {
        allocate(sizes.slot);
        object.append(after!, value);
        return;
      }
    }
    mark(site);
    const old = typeof object === 'object' && object !== null ? object.shape : null;
    setWrittenMember(object, key, value);
    if (old === null || typeof object !== 'object' || object === null || object.table !== null) return;
    if (object.shape === old) {
      const found = old.find(key);
      if (found >= 0) {
        shape = old;
        slot = found;
      }
    } else {
      before = old;
      after = object.shape;
    }
  };
}
