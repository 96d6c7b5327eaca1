/** `Int`: Pipy's integers of a fixed width. Operators take them too (`evaluate/operators.ts`). */
import { ArrayObject } from '../evaluate/array.js';
import { toInteger, toNumber } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { IntObject, intTypes, isUnsigned, makeInt, wholePart, widthOf, type IntType } from '../evaluate/int-object.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toWholeNumber } from './arguments.js';
import { payArray, payText } from './cost.js';
import { accessor, costing, defineClass, describeClass, method } from './define.js';
import { objectClass } from './object.js';

const since = '1.5';
const int = (self: Value): IntObject => self as IntObject;

const mask = 0xffffffffn;

function toBytes(self: Value): Value {
  const { type, value } = int(self);
  const count = widthOf(type) / 8;
  payArray(count);
  return new ArrayObject(Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn)));
}

function toText(self: Value, radix: Value): Value {
  const base = radix === undefined ? 10 : toWholeNumber(radix, 'the radix', 2, 36);
  payText(64);
  return int(self).value.toString(base);
}

const intClass = describeClass(
  'Int',
  [
    accessor('high', (self) => Number(int(self).value >> 32n), 'The bits above the lowest 32, as a number.', { since }),
    accessor('isUnsigned', (self) => isUnsigned(int(self).type), 'Whether its type is an unsigned one.', { since }),
    accessor('low', (self) => Number(int(self).value & mask), 'The lowest 32 bits, as a number from 0.', { since }),
    accessor('type', (self) => int(self).type, "Its type: `'i8'`, `'i16'`, `'i32'`, `'i64'`, `'u8'`, `'u16'`, `'u32'` or `'u64'`.", { since }),
    accessor('width', (self) => widthOf(int(self).type), 'How many bits its type has.', { since }),
    method('toBytes', 0, toBytes, 'Lists its bytes, the lowest first.', since),
    method('toString', 0, toText, 'Writes it in base ten, or in that of the argument, with all of its digits.', since),
    method('valueOf', 0, (self) => Number(int(self).value), 'Gives the nearest number.', since),
  ],
  { parent: objectClass },
);
IntObject.descriptor = intClass;

const isType = (value: Value): value is IntType => (intTypes as readonly Value[]).includes(value);

/** `new Int(value)`, `new Int(type, value)`, `new Int(low, high)`, `new Int(type, low, high)`. */
function construct(args: readonly Value[]): Value {
  const [first, second, third] = args;
  if (isType(first)) {
    if (args.length === 1) return makeInt(first, 0n);
    return makeInt(first, args.length === 2 ? valueOf(second, first) : fromHalves(second, third));
  }
  if (typeof first === 'string' && args.length > 1) return failType(first);
  if (typeof first === 'number' && args.length > 1) return makeInt('i64', fromHalves(first, second));
  const type = typeOfValue(first);
  return makeInt(type, valueOf(first, type));
}

function failType(value: Value): never {
  return fail('TypeError', 'PJS450', 'the type of an Int', "'i8', 'i16', 'i32', 'i64', 'u8', 'u16', 'u32' or 'u64'", describe(value));
}

/** The type of an Int that is made of a value alone. */
function typeOfValue(value: Value): IntType {
  if (value instanceof IntObject) return value.type;
  if (!(value instanceof ArrayObject)) return 'i64';
  const { length } = value.elements;
  return length > 4 ? 'u64' : length > 2 ? 'u32' : length > 1 ? 'u16' : 'u8';
}

function valueOf(value: Value, type: IntType): bigint {
  if (value instanceof IntObject) return value.value;
  if (typeof value === 'number' && Number.isFinite(value)) return wholePart(value);
  if (value instanceof ArrayObject) return fromBytes(value, widthOf(type) / 8);
  return (typeof value === 'string' ? read(value, 10) : null) ?? fail('TypeError', 'PJS450', 'the value of an Int', 'a finite number, a whole number as a text, an array of bytes or an Int', describe(value));
}

/** The lowest byte comes first; bytes that are missing are 0. */
function fromBytes(bytes: ArrayObject, count: number): bigint {
  let value = 0n;
  for (let i = 0; i < Math.min(count, bytes.elements.length); i++) value |= BigInt(toNumber(bytes.at(i)) & 0xff) << BigInt(8 * i);
  return value;
}

function fromHalves(low: Value, high: Value): bigint {
  return (wholePart(toInteger(low)) & mask) + (wholePart(toInteger(high)) << 32n);
}

/** More digits than this no Int has in any base, but for zeros in front. */
const mostDigits = 1000;

/** A whole number in a base from 2 to 36; null where the text is none. */
function read(text: string, base: number): bigint | null {
  charge(text.length >> 2);
  if (text.length > mostDigits) return null;
  const isNegative = text.startsWith('-');
  let value = 0n;
  const start = isNegative || text.startsWith('+') ? 1 : 0;
  for (let i = start; i < text.length; i++) {
    const digit = digitOf(text.charCodeAt(i));
    if (digit >= base) return null;
    value = value * BigInt(base) + BigInt(digit);
  }
  if (text.length === start) return null;
  return isNegative ? -value : value;
}

function digitOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x57 : Infinity;
}

function parse(text: Value, base: Value): Value {
  if (typeof text !== 'string') fail('TypeError', 'PJS450', 'argument 1 of Int.parse', 'a string', describe(text));
  const value = read(text, base === undefined ? 10 : toWholeNumber(base, 'the base', 2, 36));
  return value === null || BigInt.asIntN(64, value) !== value ? null : makeInt('i64', value);
}

export const intGlobal = defineClass({
  name: 'Int',
  since,
  cost: 'n',
  level: '1.5',
  doc: 'An integer of 8, 16, 32 or 64 bits, signed or not. Arithmetic with it wraps around; a number takes part as an `i64`.',
  length: 1,
  descriptor: intClass,
  statics: [...costing('n', [method('parse', 1, (_, text, base) => parse(text, base), 'Reads a whole number, in base ten or another, as an `i64`; gives null where the text is none, or too large.', since)])],
  construct,
  hasInstance: (value) => value instanceof IntObject,
});
