/** Operators on values (ECMA-262 section 13.15.3 and 7.2); pure, apart from conversions that run script. */
import { wording } from '../source/codes.js';
import { toInt32, toNumber, toPrimitive, toPropertyKey, toText, toUint32 } from './convert.js';
import { describe } from './describe.js';
import { ClassObject } from './function.js';
import { calculate, IntObject, invert, negate, shift, step, worth, type IntOperator, type ShiftOperator } from './int-object.js';
import { hasMember } from './member.js';
import { allocate, charge, checkSingle, sizes } from './meter.js';
import { ScriptObject } from './object.js';
import { ScriptError } from './script-error.js';
import { compareTexts } from './text.js';
import type { Value } from './value.js';

/** `a + b`. */
export function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return concatenate(a, b);
  const left = a instanceof IntObject ? a : toPrimitive(a, 'default');
  const right = b instanceof IntObject ? b : toPrimitive(b, 'default');
  if (typeof left === 'string' || typeof right === 'string') return concatenate(toText(left), toText(right));
  if (left instanceof IntObject || right instanceof IntObject) return calculate('+', left, right);
  return toNumber(left) + toNumber(right);
}

/** An operator on numbers that Ints have as well. */
function arithmetic(operator: IntOperator, numbers: (a: Value, b: Value) => number): (a: Value, b: Value) => Value {
  return (a, b) => (a instanceof IntObject || b instanceof IntObject ? calculate(operator, a, b) : numbers(a, b));
}

export const subtract = arithmetic('-', (a, b) => toNumber(a) - toNumber(b));
export const multiply = arithmetic('*', (a, b) => toNumber(a) * toNumber(b));
export const divide = arithmetic('/', (a, b) => toNumber(a) / toNumber(b));
export const remainder = arithmetic('%', (a, b) => toNumber(a) % toNumber(b));
export const and = arithmetic('&', (a, b) => toInt32(a) & toInt32(b));
export const or = arithmetic('|', (a, b) => toInt32(a) | toInt32(b));
export const xor = arithmetic('^', (a, b) => toInt32(a) ^ toInt32(b));

function shifting(operator: ShiftOperator, numbers: (a: Value, b: Value) => number): (a: Value, b: Value) => Value {
  return (a, b) => (a instanceof IntObject ? shift(operator, a, toInt32(b)) : numbers(a, b));
}

export const shiftLeft = shifting('<<', (a, b) => toInt32(a) << toUint32(b));
export const shiftRight = shifting('>>', (a, b) => toInt32(a) >> toUint32(b));
export const shiftRightUnsigned = shifting('>>>', (a, b) => toUint32(a) >>> toUint32(b));

/** `-a`. */
export function minus(value: Value): Value {
  return value instanceof IntObject ? negate(value) : -toNumber(value);
}

/** `~a`. */
export function not(value: Value): Value {
  return value instanceof IntObject ? invert(value) : ~toInt32(value);
}

/** What `++` and `--` count from: an Int, or a number. */
export function toCountable(value: Value): number | IntObject {
  return value instanceof IntObject ? value : toNumber(value);
}

export function countOn(value: number | IntObject, delta: 1 | -1): Value {
  return typeof value === 'number' ? value + delta : step(value, delta);
}

/**
 * Texts that are joined share their parts until somebody reads them: then all is copied, which is paid for by who reads. Should
 * much be kept that was made whole, a look at the heap finds it (`activation.ts`).
 */
export function concatenate(a: string, b: string): string {
  const length = a.length + b.length;
  checkSingle(length > largestText ? Infinity : length);
  allocate(sizes.string + 8 + (a.length < b.length ? a.length : b.length));
  return a + b;
}

/** No text can be longer than this, whatever the limits: V8 has its own end near 2 to the 29th. */
export const largestText = 500_000_000;

/** Texts of this length or more pay for being compared, one unit for so many of their units. */
export const longText = 256;

/** Comparing texts reads them, as far as they may be equal. */
function payEquality(a: Value, b: Value): void {
  if (typeof a === 'string' && a.length >= longText && typeof b === 'string' && a.length === b.length) charge(Math.floor(a.length / longText));
}

/** `a === b`. */
export function strictEquals(a: Value, b: Value): boolean {
  payEquality(a, b);
  return a === b;
}

/** `a == b` (IsLooselyEqual). */
export function looseEquals(a: Value, b: Value): boolean {
  payEquality(a, b);
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return false;
  if (a === undefined || a === null) return b === undefined || b === null;
  if (b === undefined || b === null) return false;
  const aIsObject = typeof a === 'object';
  const bIsObject = typeof b === 'object';
  if (a instanceof IntObject || b instanceof IntObject) return equalInts(a, b);
  if (aIsObject && bIsObject) return false;
  if (aIsObject) return looseEquals(toPrimitive(a, 'default'), b);
  if (bIsObject) return looseEquals(a, toPrimitive(b, 'default'));
  return toNumber(a) === toNumber(b);
}

/** Two Ints are equal whose values are; an Int and another object never are. */
function equalInts(a: Value, b: Value): boolean {
  const isOtherObject = (value: Value): boolean => typeof value === 'object' && !(value instanceof IntObject);
  if (isOtherObject(a) || isOtherObject(b)) return false;
  const [left, right] = [worth(a), worth(b)];
  // A number and a big integer are never the same, but have an order.
  return typeof left === typeof right ? left === right : left <= right && left >= right;
}

export type Relation = '<' | '>' | '<=' | '>=';

/** `a < b` and the like (IsLessThan); texts compare by code points. */
export function compare(relation: Relation, a: Value, b: Value): boolean {
  const left = a instanceof IntObject ? a : toPrimitive(a, 'number');
  const right = b instanceof IntObject ? b : toPrimitive(b, 'number');
  if (typeof left === 'string' && typeof right === 'string') return holds(relation, compareTexts(left, right), 0);
  if (left instanceof IntObject || right instanceof IntObject) return holds(relation, worth(left), worth(right));
  return holds(relation, toNumber(left), toNumber(right));
}

function holds(relation: Relation, a: number | bigint, b: number | bigint): boolean {
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
