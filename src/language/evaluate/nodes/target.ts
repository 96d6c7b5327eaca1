/** What can be assigned to beside a name: a member, read and written with its receiver and key evaluated once. */
import { mark, type Site } from '../calls.js';
import type { MemberExpression } from '../../syntax/node.js';
import { ArrayObject } from '../array.js';
import { toPropertyKey } from '../convert.js';
import { factory } from '../factory.js';
import { allocate, sizes } from '../meter.js';
import { setElement, setWrittenMember } from '../property.js';
import { ScriptObject } from '../object.js';
import type { Planner } from '../plan.js';
import type { Shape } from '../shape.js';
import type { Planned, Step } from '../step.js';
import type { Value } from '../value.js';
import { elementOf, memberSite, readWritten, writtenKey } from './member.js';

export interface MemberTarget {
  /** What runs to find it: the receiver, and the key where it is computed. */
  readonly children: readonly Planned[];
  readonly receiver: Step;
  /** Gives the key; null where it is written in source and `get` and `set` know it. */
  readonly key: Step | null;
  readonly get: (object: Value, key: Value) => Value;
  readonly set: (object: Value, key: Value, value: Value) => void;
}

export function planTarget(node: MemberExpression, planner: Planner): MemberTarget {
  const receiver = planner.plan(node.object);
  const site = memberSite(node, planner);
  if (node.computed) return computed(receiver, planner.plan(node.property), planner, site);
  const key = writtenKey(node);
  return {
    children: [receiver],
    receiver: receiver.step,
    key: null,
    get: readWritten(key, planner, site),
    set: planner.take(writeWritten)(new WriteCache(key, site)),
  };
}

function computed(receiver: Planned, key: Planned, planner: Planner, site: Site): MemberTarget {
  return {
    children: [receiver, key],
    receiver: receiver.step,
    key: planner.take(computedKey)(key.step, site),
    get: planner.take(readElement)(site),
    set: planner.take(writeElement)(site),
  };
}

const computedKey = factory([mark, toPropertyKey], (mark, toPropertyKey) => (key: Step, site: Site): Step => (frame) => {
  const value = key(frame);
  if (typeof value !== 'object') return value;
  mark(site);
  return toPropertyKey(value);
});

const readElement = factory([ArrayObject, elementOf], (ArrayObject, elementOf) => (site: Site): MemberTarget['get'] => (object, at) => {
  return object instanceof ArrayObject && typeof at === 'number' && at >= 0 && at < object.elements.length && at % 1 === 0 ? object.at(at) : elementOf(object, at, site);
});

const writeElement = factory([mark, setElement, ArrayObject], (mark, setElement, ArrayObject) => (site: Site) => (object: Value, at: Value, value: Value): void => {
  if (object instanceof ArrayObject && typeof at === 'number' && at >= 0 && at < object.elements.length && at % 1 === 0 && !object.frozen) {
    object.elements[at] = value;
    return;
  }
  mark(site);
  setElement(object, at, value);
});

/** What was found for the object that came last: shapes, never values. */
class WriteCache {
  /** Of objects that have the property, in `slot`. */
  shape: Shape | null = null;
  slot = 0;
  /** Of objects that got it: what they had before, and after. */
  private before: Shape | null = null;
  private after: Shape | null = null;

  constructor(
    private readonly key: string,
    private readonly site: Site,
  ) {}

  write(object: Value, value: Value): void {
    if (!(object instanceof ScriptObject)) {
      mark(this.site);
      setWrittenMember(object, this.key, value);
      return;
    }
    const { shape: old } = object;
    if (old === this.before && !object.frozen) {
      allocate(sizes.slot);
      object.append(this.after!, value);
      return;
    }
    mark(this.site);
    setWrittenMember(object, this.key, value);
    if (object.table === null) this.know(old, object.shape);
  }

  private know(old: Shape, shape: Shape): void {
    if (shape !== old) {
      this.before = old;
      this.after = shape;
    } else {
      const slot = old.find(this.key);
      if (slot < 0) return;
      this.shape = old;
      this.slot = slot;
    }
  }
}

/** Writes a member whose name is written in source. */
const writeWritten = factory([], () => (cache: WriteCache): MemberTarget['set'] => (object, _, value) => {
  const target = object as ScriptObject | undefined;
  if (target?.shape === cache.shape && !target.frozen) target.slots[cache.slot] = value;
  else cache.write(object, value);
});
