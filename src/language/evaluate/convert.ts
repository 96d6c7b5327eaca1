/** Conversions of values (ECMA-262 section 7.1). */
import { wording } from '../source/codes.js';
import { describe } from './describe.js';
import { FunctionObject } from './function.js';
import { getMember } from './member.js';
import { charge } from './meter.js';
import { ScriptObject } from './object.js';
import { ScriptError } from './script-error.js';
import { longestHashed, makeWhole } from './text.js';
import type { Primitive, Value } from './value.js';

export type Hint = 'default' | 'number' | 'string';

export function toBoolean(value: Value): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '' && value === value;
}

export function toNumber(value: Value): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'string':
      return textToNumber(value);
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return NaN;
    default:
      return value === null ? 0 : toNumber(toPrimitive(value, 'number'));
  }
}

/** ToIntegerOrInfinity: NaN and -0 become 0. */
export function toInteger(value: Value): number {
  const number = toNumber(value);
  return number !== number ? 0 : Math.trunc(number) + 0;
}

export function toInt32(value: Value): number {
  return toNumber(value) | 0;
}

export function toUint32(value: Value): number {
  return toNumber(value) >>> 0;
}

/** ToString. */
export function toText(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberToText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return 'undefined';
    default:
      return value === null ? 'null' : toText(toPrimitive(value, 'string'));
  }
}

/** ToPrimitive: `valueOf` and `toString`, own ones first, in the order of the hint. */
export function toPrimitive(value: Value, hint: Hint): Primitive {
  if (!(value instanceof ScriptObject)) return value;
  const textFirst = hint === 'string' || (hint === 'default' && value.class.name === 'Date');
  return callToPrimitive(value, textFirst ? 'toString' : 'valueOf', textFirst ? 'valueOf' : 'toString');
}

function callToPrimitive(value: ScriptObject, first: string, second: string): Primitive {
  for (const name of [first, second]) {
    const convert = getMember(value, name);
    if (!(convert instanceof FunctionObject)) continue;
    const result = convert.call(0, undefined, undefined, undefined);
    if (!(result instanceof ScriptObject)) return result;
  }
  throw new ScriptError('PJS408', wording('PJS408', describe(value)), 'TypeError');
}

/** A long key is read when it is looked up. */
function payLongKey(key: string): void {
  charge(key.length > longestHashed ? key.length >> 5 : key.length >> 8);
  makeWhole(key);
}

/** ToPropertyKey; symbols do not exist. */
export function toPropertyKey(value: Value): string {
  const key = typeof value === 'string' ? value : toText(value);
  if (key.length >= 256) payLongKey(key);
  return key;
}

/** What `typeof` says. */
export function typeOf(value: Value): string {
  if (value === null) return 'object';
  if (typeof value !== 'object') return typeof value;
  return value instanceof FunctionObject ? 'function' : 'object';
}

/** Number::toString in base ten. */
export function numberToText(number: number): string {
  return String(number);
}

/** StringToNumber, which reads each character once. */
export function textToNumber(text: string): number {
  if (text.length > 32) charge(text.length >> 4);
  return Number(text);
}
