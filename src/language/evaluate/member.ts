/**
 * Members by name: reading, listing and deleting.
 *
 * A value has its own properties and the members of its class, nothing else. No read ever reaches a
 * host object. A method that is read without being called is a new function bound to its receiver.
 */
import { wording } from '../source/codes.js';
import { ArrayObject, hole } from './array.js';
import { findMember, type ClassDescriptor, type MemberDefinition } from './class.js';
import { describe } from './describe.js';
import { BuiltinFunction } from './function.js';
import { allocate, charge, sizes } from './meter.js';
import { arrayIndex, ScriptObject } from './object.js';
import { ScriptError } from './script-error.js';
import { textAt, textLength } from './text.js';
import type { Value } from './value.js';

const none: ClassDescriptor = { name: '', parent: null, members: new Map(), enumerable: [] };

/** The classes of primitive values; filled in by the built-ins. */
export const primitiveClasses: { string: ClassDescriptor; number: ClassDescriptor; boolean: ClassDescriptor } = {
  string: none,
  number: none,
  boolean: none,
};

/** `value.key`. */
export function getMember(value: Value, key: string): Value {
  switch (typeof value) {
    case 'string':
      return getTextMember(value, key);
    case 'number':
      return classMember(value, primitiveClasses.number, key);
    case 'boolean':
      return classMember(value, primitiveClasses.boolean, key);
    case 'undefined':
      return cannotRead(key, value);
    default:
      return value === null ? cannotRead(key, value) : getObjectMember(value, key);
  }
}

/** The class that gives `value` its members; null for undefined and null. */
export function classOf(value: Value): ClassDescriptor | null {
  switch (typeof value) {
    case 'string':
      return primitiveClasses.string;
    case 'number':
      return primitiveClasses.number;
    case 'boolean':
      return primitiveClasses.boolean;
    case 'undefined':
      return null;
    default:
      return value === null ? null : value.class;
  }
}

/** The own property, also of arrays and texts; `hole` when there is none. */
export function ownValue(value: Value, key: string): Value {
  if (typeof value === 'string') {
    if (key === 'length') return textLength(value);
    const index = arrayIndex(key);
    return (index < 0 ? undefined : textAt(value, index)) ?? hole;
  }
  if (!(value instanceof ScriptObject)) return hole;
  if (value instanceof ArrayObject) {
    if (key === 'length') return value.elements.length;
    const index = arrayIndex(key);
    if (index >= 0) return index < value.elements.length ? value.elements[index] : hole;
  }
  return value.hasOwn(key) ? value.getOwn(key) : hole;
}

/** `key in value`. */
export function hasMember(value: ScriptObject, key: string): boolean {
  return ownValue(value, key) !== hole || findMember(value.class, key) !== undefined;
}

/** `delete value.key`: true, or an error as in strict mode. */
export function deleteMember(target: Value, key: string): boolean {
  if (target === undefined || target === null) return cannotRead(key, target);
  if (typeof target === 'string' && ownValue(target, key) !== hole) return cannotDelete(key, target);
  if (!(target instanceof ScriptObject)) return true;
  if (target instanceof ArrayObject) {
    if (key === 'length') return cannotDelete(key, target);
    const index = arrayIndex(key);
    if (index >= 0) {
      if (index < target.elements.length) target.elements[index] = hole;
      return true;
    }
  }
  if (target.frozen && hasMember(target, key)) return cannotDelete(key, target);
  target.deleteOwn(key);
  return true;
}

/**
 * The own enumerable keys in ECMA's order: of arrays, texts and objects, and the enumerable accessors of
 * values that stand for something of the host.
 */
export function ownEnumerableKeys(value: Value): string[] {
  if (typeof value === 'string') return indexes(textLength(value));
  if (!(value instanceof ScriptObject)) return [];
  if (value instanceof ArrayObject) {
    payIndexes(value.elements.length);
    const keys: string[] = [];
    value.elements.forEach((element, index) => {
      if (element !== hole) keys.push(String(index));
    });
    return value.ownCount === 0 ? keys : keys.concat(value.ownKeys());
  }
  const { enumerable } = value.class;
  charge(value.ownCount >> 2);
  return enumerable.length === 0 ? value.ownKeys() : [...enumerable.filter((key) => !value.hasOwn(key)), ...value.ownKeys()];
}

/** A member of a class, as reading it gives it. */
export function memberValue(self: Value, member: MemberDefinition): Value {
  switch (member.kind) {
    case 'method':
      allocate(sizes.closure);
      return new BuiltinFunction(member, self);
    case 'accessor':
      return member.get(self);
    case 'constant':
      return member.value;
  }
}

function getTextMember(text: string, key: string): Value {
  if (key === 'length') return textLength(text);
  const index = arrayIndex(key);
  return index >= 0 ? textAt(text, index) : classMember(text, primitiveClasses.string, key);
}

function getObjectMember(object: ScriptObject, key: string): Value {
  if (object instanceof ArrayObject) {
    if (key === 'length') return object.elements.length;
    const index = arrayIndex(key);
    if (index >= 0) return index < object.elements.length ? object.at(index) : undefined;
  }
  return object.hasOwn(key) ? object.getOwn(key) : classMember(object, object.class, key);
}

function classMember(self: Value, descriptor: ClassDescriptor, key: string): Value {
  const member = findMember(descriptor, key);
  return member === undefined ? undefined : memberValue(self, member);
}

function indexes(length: number): string[] {
  payIndexes(length);
  return Array.from({ length }, (_, index) => String(index));
}

function payIndexes(count: number): void {
  charge(count >> 2);
  allocate(count * sizes.string);
}

export function cannotRead(key: string, value: Value): never {
  throw new ScriptError('PJS400', wording('PJS400', key, describe(value)), 'TypeError');
}

function cannotDelete(key: string, target: Value): never {
  throw new ScriptError('PJS405', wording('PJS405', key, describe(target)), 'TypeError');
}
