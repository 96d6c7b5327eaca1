/** `a.b` and `a[b]`: reading members, with what was found cached at the node: shapes and classes, never values. */
import { mark, type Site } from '../calls.js';
import { ArrayObject } from '../array.js';
import { factory } from '../factory.js';
import { findMember, type ClassDescriptor, type MemberDefinition } from '../class.js';
import type { Identifier, MemberExpression } from '../../syntax/node.js';
import { getMember, memberValue } from '../member.js';
import { arrayIndex, type ScriptObject } from '../object.js';
import { getElement } from '../property.js';
import type { Planner } from '../plan.js';
import type { Shape } from '../shape.js';
import type { Step } from '../step.js';
import { textLength } from '../text.js';
import type { Value } from '../value.js';
import { plannedLink, type Link, type PlannedLink } from './link.js';

export function planMember(node: MemberExpression, planner: Planner): PlannedLink {
  const site = memberSite(node, planner);
  if (!node.computed) return plannedLink(readWritten(writtenKey(node), planner, site), []);
  const key = planner.plan(node.property);
  return plannedLink(planner.take(readComputed)(key.step, site), [key]);
}

/** The key of `a.b`. */
export function writtenKey(node: MemberExpression): string {
  return (node.property as Identifier).name;
}

/** Where a member is read: at its name. */
export function memberSite(node: MemberExpression, planner: Planner): Site {
  return planner.site(node.property);
}

/** Reads a member whose name is written in source. */
export function readWritten(key: string, planner: Planner, site: Site): (value: Value) => Value {
  if (key === 'length') return planner.take(readLength)(site);
  // An index, as a pattern may have it: what arrays and texts have no slots for.
  return arrayIndex(key) >= 0 ? planner.take(readIndex)(key, site) : planner.take(readNamed)(new MemberCache(key, site));
}

/** What was found for the value that came last: shapes and classes, never values. */
class MemberCache {
  shape: Shape | null = null;
  slot = 0;
  private descriptor: ClassDescriptor | null = null;
  private member: MemberDefinition | undefined = undefined;

  constructor(
    private readonly key: string,
    private readonly site: Site,
  ) {}

  search(value: Value): Value {
    const { key } = this;
    if (typeof value === 'object' && value !== null) {
      if (value.table !== null) {
        const own = value.table.get(key);
        if (own !== undefined) return own;
      }
      const slot = value.shape.find(key);
      if (slot >= 0) {
        this.shape = value.shape;
        this.slot = slot;
        return value.slots[slot];
      }
      if (value.table === null && !(value instanceof ArrayObject)) return this.ofClass(value);
    }
    mark(this.site);
    return getMember(value, key);
  }

  private ofClass(value: ScriptObject): Value {
    if (value.class !== this.descriptor) {
      this.descriptor = value.class;
      this.member = findMember(this.descriptor, this.key);
    }
    if (this.member === undefined) return undefined;
    mark(this.site);
    return memberValue(value, this.member);
  }
}

const readNamed = factory([], () => (cache: MemberCache) => (value: Value): Value => {
  const object = value as ScriptObject | undefined;
  return object?.shape === cache.shape ? object.slots[cache.slot] : cache.search(value);
});

const readIndex = factory([mark, getMember], (mark, getMember) => (key: string, site: Site) => (value: Value): Value => {
  mark(site);
  return getMember(value, key);
});

const readLength = factory([ArrayObject, lengthOf], (ArrayObject, lengthOf) => (site: Site) => (value: Value): Value => {
  return value instanceof ArrayObject ? value.elements.length : lengthOf(value, site);
});

function lengthOf(value: Value, site: Site): Value {
  mark(site);
  return typeof value === 'string' ? textLength(value) : getMember(value, 'length');
}

const readComputed = factory(
  [ArrayObject, elementOf],
  (ArrayObject, elementOf) =>
    (key: Step, site: Site): Link =>
    (value, frame) => {
      const index = key(frame);
      if (value instanceof ArrayObject && typeof index === 'number' && index >= 0 && index < value.elements.length && index % 1 === 0) return value.at(index);
      return elementOf(value, index, site);
    },
);

/** `value[index]`, whatever they are. */
export function elementOf(value: Value, index: Value, site: Site): Value {
  mark(site);
  return getElement(value, index);
}
