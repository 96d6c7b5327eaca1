/** Methods of strings that give a part of it. */
import { toInteger } from '../evaluate/convert.js';
import { cut, textLength, textSlice } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { clamp, toEnd, toPosition } from './arguments.js';
import { payReading } from './cost.js';
import { costing, method } from './define.js';
import { textOf } from './string-text.js';

function slice(self: Value, start: Value, end: Value): Value {
  const text = textOf(self);
  const length = textLength(text);
  const from = toPosition(start, length);
  return textSlice(text, from, Math.max(from, toEnd(end, length)));
}

function substr(self: Value, start: Value, count: Value): Value {
  const text = textOf(self);
  const length = textLength(text);
  const from = toPosition(start, length);
  const size = count === undefined ? length : toInteger(count);
  return textSlice(text, from, Math.min(Math.max(from + size, from), length));
}

function substring(self: Value, start: Value, end: Value): Value {
  const text = textOf(self);
  const length = textLength(text);
  const from = clamp(start, length);
  const to = end === undefined ? length : clamp(end, length);
  return textSlice(text, Math.min(from, to), Math.max(from, to));
}

function trim(self: Value, atStart: boolean, atEnd: boolean): Value {
  const text = textOf(self);
  payReading(text.length);
  let start = 0;
  let end = text.length;
  if (atStart) while (start < end && isSpace(text.charCodeAt(start))) start++;
  if (atEnd) while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return cut(text, start, end);
}

/** ECMA-262's WhiteSpace and LineTerminator. */
function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

export const slicing = costing('n', [
  method('slice', 2, slice, 'Gives the part from `start` to `end`; negative positions count from the end.'),
  method('substr', 2, substr, 'Gives a part of `length` code points from `start` on.', 'pipyjs'),
  method('substring', 2, substring, 'Gives the part between two positions.'),
  method('trim', 0, (self) => trim(self, true, true), 'Gives the string without blanks at both ends.'),
  method('trimEnd', 0, (self) => trim(self, false, true), 'Gives the string without blanks at its end.'),
  method('trimStart', 0, (self) => trim(self, true, false), 'Gives the string without blanks at its start.'),
]);
