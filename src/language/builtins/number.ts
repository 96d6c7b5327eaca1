/** `Number` (ECMA-262 21.1), and the global functions that read numbers. */
import { numberToText, toInteger, toNumber } from '../evaluate/convert.js';
import { primitiveClasses } from '../evaluate/member.js';
import type { Value } from '../evaluate/value.js';
import { fail, toWholeNumber } from './arguments.js';
import { box, BoxedObject, unbox } from './boxed.js';
import { payText } from './cost.js';
import { constant, costing, defineClass, defineFunction, describeClass, method } from './define.js';
import { parseDecimal, parseWhole } from './number-parse.js';
import { objectClass } from './object.js';

function numberOf(self: Value): number {
  return unbox(self) as number;
}

function toExponential(self: Value, digits: Value): Value {
  const number = numberOf(self);
  const count = toInteger(digits);
  if (!Number.isFinite(number)) return numberToText(number);
  toWholeNumber(count, 'the digits of toExponential', 0, 100);
  payText(128);
  return digits === undefined ? number.toExponential() : number.toExponential(count);
}

function toFixed(self: Value, digits: Value): Value {
  const count = toWholeNumber(digits, 'the digits of toFixed', 0, 100);
  payText(128);
  return numberOf(self).toFixed(count);
}

function toPrecision(self: Value, precision: Value): Value {
  const number = numberOf(self);
  if (precision === undefined) return numberToText(number);
  const count = toInteger(precision);
  if (!Number.isFinite(number)) return numberToText(number);
  toWholeNumber(count, 'the digits of toPrecision', 1, 100);
  payText(128);
  return number.toPrecision(count);
}

function toRadix(self: Value, radix: Value): Value {
  const number = numberOf(self);
  if (radix === undefined) return numberToText(number);
  const base = toInteger(radix);
  if (base < 2 || base > 36) fail('RangeError', 'PJS450', 'the radix of toString', 'a number from 2 to 36', String(base));
  payText(1100);
  return number.toString(base);
}

const numberClass = describeClass(
  'Number',
  [
    method('toExponential', 1, toExponential, 'Writes the number with an exponent.'),
    method('toFixed', 1, toFixed, 'Writes the number with so many digits after the point.'),
    method('toPrecision', 1, toPrecision, 'Writes the number with so many digits in all.'),
    method('toLocaleString', 0, (self) => numberToText(numberOf(self)), 'Writes the number in base ten: there are no locales.', 'pipyjs'),
    method('toString', 1, toRadix, 'Writes the number, in base ten or another.'),
    method('valueOf', 0, numberOf, 'Gives the number itself.'),
  ],
  { parent: objectClass },
);
primitiveClasses.number = numberClass;

const reading = costing('n', [
  method('parseFloat', 1, (_, text) => parseDecimal(text), 'Reads a number from the beginning of a text.', '1.5'),
  method('parseInt', 2, (_, text, radix) => parseWhole(text, radix), 'Reads a whole number from the beginning of a text.', '1.5'),
]);

const statics = [
  constant('EPSILON', Number.EPSILON, 'The difference between 1 and the next number.'),
  constant('MAX_SAFE_INTEGER', Number.MAX_SAFE_INTEGER, 'The largest whole number that is told apart from its neighbours.'),
  constant('MAX_VALUE', Number.MAX_VALUE, 'The largest number.'),
  constant('MIN_SAFE_INTEGER', Number.MIN_SAFE_INTEGER, 'The smallest whole number that is told apart from its neighbours.'),
  constant('MIN_VALUE', Number.MIN_VALUE, 'The smallest number above 0.'),
  constant('NEGATIVE_INFINITY', -Infinity, 'Less than all other numbers.'),
  constant('NaN', NaN, 'Not a number.'),
  constant('POSITIVE_INFINITY', Infinity, 'More than all other numbers.'),
  method('isFinite', 1, (_, value) => Number.isFinite(value), 'Whether a value is a finite number.', '1.5'),
  method('isInteger', 1, (_, value) => Number.isInteger(value), 'Whether a value is a whole number.', '1.5'),
  method('isNaN', 1, (_, value) => Number.isNaN(value), 'Whether a value is NaN.', '1.5'),
  method('isSafeInteger', 1, (_, value) => Number.isSafeInteger(value), 'Whether a value is a whole number that is told apart from its neighbours.', 'pipyjs'),
  ...reading,
];

export const number = defineClass({
  name: 'Number',
  since: '0.22',
  cost: 'n',
  doc: 'A double-precision number.',
  length: 1,
  descriptor: numberClass,
  statics,
  construct: (args) => box(args.length === 0 ? 0 : toNumber(args[0])),
  call: (args) => (args.length === 0 ? 0 : toNumber(args[0])),
  hasInstance: (value) => value instanceof BoxedObject && typeof value.primitive === 'number',
});

/** The global functions on numbers: `isNaN`, `isFinite`, `parseFloat`, `parseInt`. */
export const numberFunctions = [
  ...costing('n', [
    method('isFinite', 1, (_, value) => Number.isFinite(toNumber(value)), 'Whether a value, as a number, is finite.', 'pipyjs'),
    method('isNaN', 1, (_, value) => Number.isNaN(toNumber(value)), 'Whether a value, as a number, is NaN.', 'pipyjs'),
  ]).map((run) => defineFunction(run)),
  ...reading.map((run) => defineFunction({ ...run, since: 'pipyjs' })),
];
