/** Methods of strings that look for a text or a place. */
import { toInteger, toNumber, toText } from '../evaluate/convert.js';
import { codeAt, compareTexts, textAt, textIndexOf, textLastIndexOf, textLength, textStartsAt } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { clamp, fail } from './arguments.js';
import { payReading } from './cost.js';
import { costing, method } from './define.js';
import { PatternObject } from './pattern.js';
import { textOf } from './string-text.js';

function at(self: Value, index: Value): Value {
  const text = textOf(self);
  const relative = toInteger(index);
  return textAt(text, relative < 0 ? textLength(text) + relative : relative);
}

function codePoint(self: Value, index: Value): number {
  return codeAt(textOf(self), toInteger(index));
}

/** The text to look for; a regular expression is refused rather than taken for its text. */
function toSought(value: Value, name: string): string {
  return value instanceof PatternObject ? fail('TypeError', 'PJS454', name) : toText(value);
}

function endsWith(self: Value, search: Value, end: Value): Value {
  const text = textOf(self);
  const sought = toSought(search, 'endsWith');
  const length = textLength(text);
  const start = (end === undefined ? length : clamp(end, length)) - textLength(sought);
  return start >= 0 && textStartsAt(text, sought, start);
}

function includes(self: Value, search: Value, start: Value): Value {
  const text = textOf(self);
  const sought = toSought(search, 'includes');
  return textIndexOf(text, sought, clamp(start, textLength(text))) >= 0;
}

function indexOf(self: Value, search: Value, start: Value): Value {
  const text = textOf(self);
  const sought = toText(search);
  return textIndexOf(text, sought, clamp(start, textLength(text)));
}

function lastIndexOf(self: Value, search: Value, start: Value): Value {
  const text = textOf(self);
  const sought = toText(search);
  const from = toNumber(start);
  const length = textLength(text);
  return textLastIndexOf(text, sought, from !== from ? length : clamp(from, length));
}

/** Order by code points, which is the same everywhere; ECMA-262 leaves the order to the implementation. */
function localeCompare(self: Value, other: Value): Value {
  const text = textOf(self);
  payReading(text.length);
  return Math.sign(compareTexts(text, toText(other)));
}

function startsWith(self: Value, search: Value, start: Value): Value {
  const text = textOf(self);
  const sought = toSought(search, 'startsWith');
  return textStartsAt(text, sought, clamp(start, textLength(text)));
}

export const searching = [
  ...costing('n', [
    method('at', 1, at, 'Gives the code point at an index; a negative one counts from the end.', 'pipyjs'),
    method('charAt', 1, (self, index) => textAt(textOf(self), toInteger(index)) ?? '', 'Gives the code point at an index as a string, or an empty one.'),
    method('charCodeAt', 1, (self, index) => nanIfNone(codePoint(self, index)), 'Gives the number of the code point at an index, or NaN.'),
    method('codePointAt', 1, (self, index) => undefinedIfNone(codePoint(self, index)), 'Gives the number of the code point at an index, or undefined.'),
    method('endsWith', 1, endsWith, 'Whether the string, up to `end`, ends with another.'),
    method('localeCompare', 1, localeCompare, 'Compares two strings by code points: -1, 0 or 1.', 'pipyjs'),
    method('startsWith', 1, startsWith, 'Whether another string is at `start`.'),
  ]),
  ...costing('n · m', [
    method('includes', 1, includes, 'Whether another string is in this one, at or after `start`.'),
    method('indexOf', 1, indexOf, 'Gives the index of the first place at or after `start` where another string is, or -1.'),
    method('lastIndexOf', 1, lastIndexOf, 'Gives the index of the last place at or before `start` where another string is, or -1.'),
  ]),
];

function nanIfNone(code: number): number {
  return code < 0 ? NaN : code;
}

function undefinedIfNone(code: number): number | undefined {
  return code < 0 ? undefined : code;
}
