/** Methods of arrays that give a new array, or a text, and call nothing. */
import { ArrayObject, hole } from '../evaluate/array.js';
import { toInteger, toText } from '../evaluate/convert.js';
import { FunctionObject } from '../evaluate/function.js';
import { getMember } from '../evaluate/member.js';
import { allocate, charge, sizes } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toEnd, toPosition } from './arguments.js';
import { fillUp, replaceRange } from './array-change.js';
import { ascend, descend, payArray, payElements, payLonger, payText } from './cost.js';
import { costing, method, variadic } from './define.js';

/** The elements with undefined in place of holes. */
function filled(self: Value): Value[] {
  const { elements } = self as ArrayObject;
  payArray(elements.length);
  return elements.map((value) => (value === hole ? undefined : value));
}

function concat(self: Value, values: readonly Value[]): Value {
  const parts = [self, ...values];
  let length = 0;
  for (const part of parts) length += part instanceof ArrayObject ? part.elements.length : 1;
  payArray(length);
  const elements: Value[] = [];
  for (const part of parts) {
    if (part instanceof ArrayObject) for (const value of part.elements) elements.push(value);
    else elements.push(part);
  }
  return new ArrayObject(elements);
}

function flat(self: Value, depth: Value): Value {
  const levels = depth === undefined ? 1 : toInteger(depth);
  const elements: Value[] = [];
  flatten((self as ArrayObject).elements, levels, elements);
  return new ArrayObject(elements);
}

function flatten(from: readonly Value[], levels: number, into: Value[]): void {
  descend();
  // An empty list costs a visit too: lists may hold each other many times over.
  charge(1);
  payElements(into.length, from.length);
  for (const value of from) {
    if (value instanceof ArrayObject && levels >= 1) flatten(value.elements, levels - 1, into);
    else if (value !== hole) into.push(value);
  }
  ascend();
}

/** Arrays whose texts are being made: one that contains itself has no text there, as in all engines. */
const joining = new Set<ArrayObject>();

/** There are no iterators: `keys`, `values` and `entries` give arrays, as they do of maps. */
function listAll(self: Value, itemOf: (array: ArrayObject, index: number) => Value): Value {
  const array = self as ArrayObject;
  const { length } = array.elements;
  payArray(length);
  return new ArrayObject(Array.from({ length }, (_, index) => itemOf(array, index)));
}

function entryAt(array: ArrayObject, index: number): Value {
  allocate(sizes.array + 2 * sizes.element);
  return new ArrayObject([index, array.at(index)]);
}

/** `join`, which is also what an array's text is. */
function join(self: Value, separator: Value, textOf: (value: Value) => string = toText): Value {
  const array = self as ArrayObject;
  if (joining.has(array)) return '';
  joining.add(array);
  try {
    return joinElements(array, separator, textOf);
  } finally {
    joining.delete(array);
  }
}

function joinElements(array: ArrayObject, separator: Value, textOf: (value: Value) => string): string {
  const { length } = array.elements;
  const between = separator === undefined ? ',' : toText(separator);
  descend();
  payText(Math.max(0, length - 1) * between.length);
  charge(length);
  let text = '';
  for (let i = 0; i < length; i++) {
    if (i > 0) text += between;
    const value = array.at(i);
    if (value === undefined || value === null) continue;
    const piece = textOf(value);
    payLonger(text.length, piece.length);
    text += piece;
  }
  ascend();
  return text;
}

function localText(value: Value): string {
  const write = getMember(value, 'toLocaleString');
  return toText(write instanceof FunctionObject ? write.call(0, undefined, undefined, undefined) : value);
}

function slice(self: Value, start: Value, end: Value): Value {
  const { elements } = self as ArrayObject;
  const { length } = elements;
  const from = toPosition(start, length);
  const count = Math.max(0, toEnd(end, length) - from);
  payArray(count);
  return new ArrayObject(fillUp(elements.slice(from, from + count), count));
}

function toSpliced(self: Value, args: readonly Value[]): Value {
  const { length } = (self as ArrayObject).elements;
  const from = toPosition(args[0], length);
  let count = 0;
  if (args.length === 1) count = length - from;
  else if (args.length > 1) count = Math.min(Math.max(toInteger(args[1]), 0), length - from);
  const elements = filled(self);
  payArray(args.length);
  replaceRange(elements, from, count, args.slice(2));
  return new ArrayObject(elements);
}

function replaced(self: Value, at: Value, value: Value): Value {
  const { length } = (self as ArrayObject).elements;
  const relative = toInteger(at);
  const index = relative < 0 ? length + relative : relative;
  if (index < 0 || index >= length) fail('RangeError', 'PJS450', 'the index of with', 'that of an element', String(relative));
  const elements = filled(self);
  elements[index] = value;
  return new ArrayObject(elements);
}

export const copying = costing('n', [
  variadic('concat', 1, concat, 'Gives a new array with the elements of this one and of the arguments; arrays among those are taken apart.'),
  method('flat', 0, flat, 'Gives a new array in which arrays among the elements are taken apart, `depth` levels deep.'),
  method('entries', 0, (self) => listAll(self, entryAt), 'Lists the elements as [index, element].', 'pipyjs'),
  method('join', 1, (self, separator) => join(self, separator), 'Joins the texts of the elements, with a separator between them.'),
  method('keys', 0, (self) => listAll(self, (_, index) => index), 'Lists the indexes.', 'pipyjs'),
  method('slice', 2, slice, 'Gives a new array of the elements from `start` to `end`; negative positions count from the end.'),
  method('toReversed', 0, (self) => new ArrayObject(filled(self).reverse()), 'Gives a reversed copy.', 'pipyjs'),
  variadic('toSpliced', 2, toSpliced, 'Gives a copy with elements taken away and others put there.', 'pipyjs'),
  method('toLocaleString', 0, (self) => join(self, undefined, localText), 'Joins what `toLocaleString` of the elements gives with commas.', 'pipyjs'),
  method('toString', 0, (self) => join(self, undefined), 'Joins the texts of the elements with commas.'),
  method('values', 0, (self) => listAll(self, (array, index) => array.at(index)), 'Gives a copy, with undefined for elements that are missing.', 'pipyjs'),
  method('with', 2, replaced, 'Gives a copy with one element replaced.', 'pipyjs'),
]);
