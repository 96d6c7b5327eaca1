/**
 * Integers of a fixed width, as Pipy's class `Int` has them: what they hold, and what operators do with them.
 *
 * Two of different types are both made one of the wider type first; a number takes part as an `i64`. Results
 * wrap around. Compared, they are what they are worth: `new Int('u8', 5) < 5.5`.
 */
import { wording } from '../source/codes.js';
import type { ClassDescriptor } from './class.js';
import { toNumber } from './convert.js';
import type { HeapWalk } from './heap-walk.js';
import { allocate, charge, sizes } from './meter.js';
import { OrdinaryObject } from './object.js';
import { ScriptError } from './script-error.js';
import type { Value } from './value.js';

export const intTypes = ['i8', 'i16', 'i32', 'i64', 'u8', 'u16', 'u32', 'u64'] as const;
/** What V8 takes for 64 bits. */
const bigintBytes = 24;

export type IntType = (typeof intTypes)[number];

export const widthOf = (type: IntType): number => Number(type.slice(1));
export const isUnsigned = (type: IntType): boolean => type.startsWith('u');

export class IntObject extends OrdinaryObject {
  override readonly frozen = true;
  readonly value: bigint;

  /** Takes the lowest bits of `value`, as many as the type has. */
  constructor(
    readonly type: IntType,
    value: bigint,
  ) {
    super();
    this.value = wrap(type, value);
  }

  override get class(): ClassDescriptor {
    return IntObject.descriptor;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.add(bigintBytes);
  }

  /** Set by `builtins/int.ts`. */
  static descriptor: ClassDescriptor = { name: 'Int', parent: null, members: new Map(), enumerable: [] };
}

/** A new one, paid for. */
export function makeInt(type: IntType, value: bigint): IntObject {
  charge(1);
  allocate(sizes.object + sizes.entry);
  return new IntObject(type, value);
}

function wrap(type: IntType, value: bigint): bigint {
  return isUnsigned(type) ? BigInt.asUintN(widthOf(type), value) : BigInt.asIntN(widthOf(type), value);
}

/** The whole part of a number; what is not finite counts as 0. */
export function wholePart(number: number): bigint {
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
}

function toInt(value: Value): IntObject {
  return value instanceof IntObject ? value : makeInt('i64', wholePart(toNumber(value)));
}

/** The type that both become: the wider one; where only one is signed, one that is signed if it is wider than the other. */
function promote(a: IntType, b: IntType): IntType {
  if (isUnsigned(a) === isUnsigned(b)) return widthOf(a) >= widthOf(b) ? a : b;
  const [signed, unsigned] = isUnsigned(a) ? [b, a] : [a, b];
  if (widthOf(signed) > widthOf(unsigned)) return signed;
  return unsigned === 'u64' ? 'u64' : (`i${2 * widthOf(unsigned)}` as IntType);
}

export type IntOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^';

/** `a + b` and the like, where one of the two is an Int. */
export function calculate(operator: IntOperator, a: Value, b: Value): IntObject {
  const left = toInt(a);
  const right = toInt(b);
  const type = promote(left.type, right.type);
  return makeInt(type, combine(operator, wrap(type, left.value), wrap(type, right.value)));
}

function combine(operator: IntOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / divisor(b);
    case '%':
      return a % divisor(b);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
  }
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new ScriptError('PJS418', wording('PJS418'), 'RangeError');
  return value;
}

export type ShiftOperator = '<<' | '>>' | '>>>';

/** `a << b` and the like: an Int keeps its type, a shift of its width or more leaves what is shifted in. */
export function shift(operator: ShiftOperator, { type, value }: IntObject, by: number): IntObject {
  const width = widthOf(type);
  const count = BigInt(Math.min(by & 63, width));
  if (operator === '<<') return makeInt(type, value << count);
  return makeInt(type, (operator === '>>>' ? BigInt.asUintN(width, value) : value) >> count);
}

/** `-a`. */
export const negate = ({ type, value }: IntObject): IntObject => makeInt(type, -value);
/** `~a`. */
export const invert = ({ type, value }: IntObject): IntObject => makeInt(type, ~value);
/** `++a`, `--a`. */
export const step = ({ type, value }: IntObject, delta: 1 | -1): IntObject => makeInt(type, value + BigInt(delta));

/** What it is worth, to be compared with numbers. */
export function worth(value: Value): bigint | number {
  return value instanceof IntObject ? value.value : toNumber(value);
}
