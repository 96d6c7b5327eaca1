/**
 * Writing properties, and elements by computed keys.
 */
import { wording } from '../source/codes.js';
import { ArrayObject, hole } from './array.js';
import { findMember } from './class.js';
import { toNumber, toPropertyKey, toUint32 } from './convert.js';
import { describe } from './describe.js';
import { cannotRead, getMember } from './member.js';
import { allocate, charge, sizes } from './meter.js';
import { arrayIndex, ScriptObject } from './object.js';
import { ScriptError } from './script-error.js';
import { textAt } from './text.js';
import type { Value } from './value.js';

/** `value[key]`. */
export function getElement(value: Value, key: Value): Value {
  if (typeof key === 'number') {
    if (value instanceof ArrayObject) {
      if (key >= 0 && key < value.elements.length && Number.isInteger(key)) return value.at(key);
    } else if (typeof value === 'string') {
      return Number.isInteger(key) && key >= 0 ? textAt(value, key) : undefined;
    }
  }
  if (typeof key === 'string' && key.length < 256 && value instanceof ScriptObject && !(value instanceof ArrayObject)) {
    const own = value.getOwn(key);
    if (own !== undefined) return own;
  }
  if (value === undefined || value === null) return cannotRead(typeof key === 'object' ? describe(key) : toPropertyKey(key), value);
  return getMember(value, toPropertyKey(key));
}

/** `value.key = …` with a key from data: a new key makes a dictionary of the object. */
export function setMember(target: Value, key: string, value: Value): void {
  const object = writable(target, key);
  if (object instanceof ArrayObject && setOfArray(object, key, value)) return;
  if (!object.replaceOwn(key, value) && !setThroughClass(object, key, value)) {
    allocate(sizes.entry);
    object.setOwn(key, value);
  }
}

/** `value.key = …` with a key that is written in source: a new key makes a shape. */
export function setWrittenMember(target: Value, key: string, value: Value): void {
  const object = writable(target, key);
  if (object instanceof ArrayObject && setOfArray(object, key, value)) return;
  if (!object.replaceOwn(key, value) && !setThroughClass(object, key, value)) {
    allocate(sizes.slot);
    object.setWritten(key, value);
  }
}

/** `value[key] = …`. */
export function setElement(target: Value, key: Value, value: Value): void {
  if (target instanceof ArrayObject && typeof key === 'number' && key >= 0 && key < 4294967295 && Number.isInteger(key)) {
    if (target.frozen) cannotWrite(String(key), target);
    setIndex(target, key, value);
  } else {
    if (target === undefined || target === null) cannotWrite(typeof key === 'object' ? describe(key) : toPropertyKey(key), target);
    setMember(target, toPropertyKey(key), value);
  }
}

/** Sets `length` (ECMA-262 ArraySetLength, which converts an object twice). */
export function setLength(array: ArrayObject, value: Value): void {
  const length = toUint32(value);
  if (length !== toNumber(value)) {
    throw new ScriptError('PJS413', wording('PJS413'), 'RangeError');
  }
  if (length <= array.elements.length) array.elements.length = length;
  else growTo(array, length);
}

function setOfArray(array: ArrayObject, key: string, value: Value): boolean {
  if (key === 'length') {
    setLength(array, value);
    return true;
  }
  const index = arrayIndex(key);
  if (index >= 0) setIndex(array, index, value);
  return index >= 0;
}

function setIndex(array: ArrayObject, index: number, value: Value): void {
  const { elements } = array;
  if (index < elements.length) {
    elements[index] = value;
  } else {
    if (index > elements.length) growTo(array, index);
    allocate(sizes.element);
    elements.push(value);
  }
}

function growTo(array: ArrayObject, length: number): void {
  const { elements } = array;
  const missing = length - elements.length;
  charge(missing >> 2);
  allocate(missing * sizes.element);
  for (let i = elements.length; i < length; i++) elements.push(hole);
}

/** Whether the class has a say in it: an accessor that takes the value. */
function setThroughClass(object: ScriptObject, key: string, value: Value): boolean {
  const member = findMember(object.class, key);
  if (member === undefined || member.kind !== 'accessor') return false;
  if (member.set === undefined) return cannotWrite(key, object);
  member.set(object, value);
  return true;
}

function writable(target: Value, key: string): ScriptObject {
  if (target instanceof ScriptObject && !target.frozen) return target;
  return cannotWrite(key, target);
}

function cannotWrite(key: string, target: Value): never {
  const code = target === undefined || target === null ? 'PJS401' : 'PJS404';
  throw new ScriptError(code, wording(code, key, describe(target)), 'TypeError');
}
