/** Operators on values (ECMA-262 section 13.15.3 and 7.2); pure, apart from conversions that run script. */
import { wording } from '../source/codes.js';
import { toNumber, toPrimitive, toPropertyKey, toText } from './convert.js';
import { describe } from './describe.js';
import { ClassObject } from './function.js';
import { hasMember } from './member.js';
import { allocate, sizes } from './meter.js';
import { ScriptObject } from './object.js';
import { ScriptError } from './script-error.js';
import { compareTexts } from './text.js';
import type { Value } from './value.js';

/** `a + b`. */
export function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return concatenate(a, b);
  const left = toPrimitive(a, 'default');
  const right = toPrimitive(b, 'default');
  if (typeof left === 'string' || typeof right === 'string') return concatenate(toText(left), toText(right));
  return toNumber(left) + toNumber(right);
}

/** Texts that are joined share their parts; each part's first use in a longer text is paid for here. */
export function concatenate(a: string, b: string): string {
  const shorter = a.length < b.length ? a.length : b.length;
  allocate(sizes.string + 8 + shorter);
  if (a.length + b.length > largestText) allocate(2 ** 40);
  return a + b;
}

/** No text can be longer than this, whatever the limits: V8 has its own end near 2 to the 29th. */
export const largestText = 500_000_000;

export function strictEquals(a: Value, b: Value): boolean {
  return a === b;
}

/** `a == b` (IsLooselyEqual). */
export function looseEquals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === undefined || a === null) return b === undefined || b === null;
  if (b === undefined || b === null) return false;
  const aIsObject = typeof a === 'object';
  const bIsObject = typeof b === 'object';
  if (aIsObject && bIsObject) return false;
  if (aIsObject) return looseEquals(toPrimitive(a, 'default'), b);
  if (bIsObject) return looseEquals(a, toPrimitive(b, 'default'));
  if (typeof a === 'string' && typeof b === 'string') return false;
  return toNumber(a) === toNumber(b);
}

export type Relation = '<' | '>' | '<=' | '>=';

/** `a < b` and the like (IsLessThan); texts compare by code points. */
export function compare(relation: Relation, a: Value, b: Value): boolean {
  const left = toPrimitive(a, 'number');
  const right = toPrimitive(b, 'number');
  if (typeof left === 'string' && typeof right === 'string') return holds(relation, compareTexts(left, right), 0);
  return holds(relation, toNumber(left), toNumber(right));
}

function holds(relation: Relation, a: number, b: number): boolean {
  switch (relation) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
  }
}

/** `key in object`. */
export function isIn(key: Value, object: Value): boolean {
  if (object instanceof ScriptObject) return hasMember(object, toPropertyKey(key));
  throw new ScriptError('PJS406', wording('PJS406', describe(object)), 'TypeError');
}

/** `value instanceof type`, where `type` is a built-in class. */
export function isInstance(value: Value, type: Value): boolean {
  if (type instanceof ClassObject) return type.definition.hasInstance(value);
  throw new ScriptError('PJS409', wording('PJS409', describe(type)), 'TypeError');
}
