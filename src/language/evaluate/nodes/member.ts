/** `a.b` and `a[b]`: reading members, with what was found cached at the node: shapes and classes, never values. */
import { mark, type Site } from '../activation.js';
import { ArrayObject } from '../array.js';
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
  if (!node.computed) return plannedLink(readWritten(writtenKey(node), site), []);
  const key = planner.plan(node.property);
  return plannedLink(readComputed(key.step, site), [key]);
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
export function readWritten(key: string, site: Site): (value: Value) => Value {
  if (key === 'length') return readLength(site);
  if (arrayIndex(key) >= 0) return readIndex(key, site);
  let shape: Shape | null = null;
  let slot = 0;
  let descriptor: ClassDescriptor | null = null;
  let member: MemberDefinition | undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null) {
      mark(site);
      return getMember(value, key);
    }
    if (value.shape === shape) return value.slots[slot];
    if (value.shape === Shape.dictionary) {
      const own = value.table!.get(key);
      if (own !== undefined) return own;
    } else {
      const found = value.shape.find(key);
      if (found >= 0) {
        shape = value.shape;
        slot = found;
        return value.slots[found];
      }
      if (!(value instanceof ArrayObject)) {
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
}

/** An index, as a pattern may have it: what arrays and texts have no slots for. */
function readIndex(key: string, site: Site): (value: Value) => Value {
  return (value) => {
    mark(site);
    return getMember(value, key);
  };
}

function readLength(site: Site): (value: Value) => Value {
  return (value) => {
    if (value instanceof ArrayObject) return value.elements.length;
    mark(site);
    return typeof value === 'string' ? textLength(value) : getMember(value, 'length');
  };
}

function readComputed(key: Step, site: Site): Link {
  return (value, frame) => {
    const index = key(frame);
    if (value instanceof ArrayObject && typeof index === 'number' && index >= 0 && index < value.elements.length && index % 1 === 0) {
      return value.at(index);
    }
    mark(site);
    return getElement(value, index);
  };
}
