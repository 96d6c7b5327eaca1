/** `a.b` and `a[b]`: reading members, with what was found cached at the node: shapes and classes, never values. */
import { mark, type Site } from '../calls.js';
import { ArrayObject } from '../array.js';
import { factory } from '../factory.js';
import { findMember, type ClassDescriptor, type MemberDefinition } from '../class.js';
import type { Identifier, MemberExpression } from '../../syntax/node.js';
import { getMember, memberValue } from '../member.js';
import { arrayIndex } from '../object.js';
import { getElement } from '../property.js';
import type { Planner } from '../plan.js';
import { Shape } from '../shape.js';
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
  return planner.take(arrayIndex(key) >= 0 ? readIndex : readNamed)(key, site);
}

const readNamed = factory(
  { mark, getMember, memberValue, findMember, Shape, ArrayObject },
  ({ mark, getMember, memberValue, findMember, Shape, ArrayObject }) =>
    (key: string, site: Site) => {
      let shape: Shape | null = null;
      let slot = 0;
      let descriptor: ClassDescriptor | null = null;
      let member: MemberDefinition | undefined;

      const search = (value: Value): Value => {
        if (typeof value === 'object' && value !== null) {
          const found = value.shape.find(key);
          if (found >= 0) {
            shape = value.shape;
            slot = found;
            return value.slots[found];
          }
          if (value.shape !== Shape.dictionary && !(value instanceof ArrayObject)) {
            if (value.class !== descriptor) {
              descriptor = value.class;
              member = findMember(descriptor, key);
            }
            if (member === undefined) return undefined;
            mark(site);
            return memberValue(value, member);
          }
        }
        mark(site);
        return getMember(value, key);
      };

      return (value: Value): Value => {
        if (typeof value !== 'object' || value === null) return search(value);
        if (value.shape === shape) return value.slots[slot];
        return (value.table === null ? undefined : value.table.get(key)) ?? search(value);
      };
    },
);

const readIndex = factory({ mark, getMember }, ({ mark, getMember }) => (key: string, site: Site) => (value: Value): Value => {
  mark(site);
  return getMember(value, key);
});

const readLength = factory({ ArrayObject, lengthOf }, ({ ArrayObject, lengthOf }) => (site: Site) => (value: Value): Value => {
  return value instanceof ArrayObject ? value.elements.length : lengthOf(value, site);
});

function lengthOf(value: Value, site: Site): Value {
  mark(site);
  return typeof value === 'string' ? textLength(value) : getMember(value, 'length');
}

const readComputed = factory(
  { ArrayObject, elementOf },
  ({ ArrayObject, elementOf }) =>
    (key: Step, site: Site): Link =>
    (value, frame) => {
      const index = key(frame);
      if (value instanceof ArrayObject && typeof index === 'number' && index >= 0 && index < value.elements.length && index % 1 === 0) return value.at(index);
      return elementOf(value, index, site);
    },
);

function elementOf(value: Value, index: Value, site: Site): Value {
  mark(site);
  return getElement(value, index);
}
