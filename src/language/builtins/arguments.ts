/** Arguments of built-ins: the conversions that many of them share, and their errors. */
import { toInteger } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { FunctionObject } from '../evaluate/function.js';
import { ScriptError, type ErrorName } from '../evaluate/script-error.js';
import type { Value } from '../evaluate/value.js';
import { wording, type Code } from '../source/codes.js';

export function fail(name: ErrorName, code: Code, ...fill: string[]): never {
  throw new ScriptError(code, wording(code, ...fill), name);
}

/** The function that a built-in is to call. */
export function toCallback(value: Value): FunctionObject {
  return value instanceof FunctionObject ? value : fail('TypeError', 'PJS402', describe(value));
}

/** A position counted from the end where negative, within 0…length. */
export function toPosition(value: Value, length: number): number {
  const index = toInteger(value);
  return index < 0 ? Math.max(length + index, 0) : Math.min(index, length);
}

/** The same, where undefined stands for the end. */
export function toEnd(value: Value, length: number): number {
  return value === undefined ? length : toPosition(value, length);
}

/** A position that is not counted from the end: clamped to 0…length. */
export function clamp(value: Value, length: number): number {
  return Math.min(Math.max(toInteger(value), 0), length);
}

/** A whole number from `least` to `most`, or a RangeError that names `what`. */
export function toWholeNumber(value: Value, what: string, least: number, most: number): number {
  const number = toInteger(value);
  if (number >= least && number <= most) return number;
  return fail('RangeError', 'PJS450', what, `a number from ${least} to ${most}`, String(number));
}
