/** Methods of arrays that look for a value or a place. */
import type { ArrayObject } from '../evaluate/array.js';
import { toInteger } from '../evaluate/convert.js';
import type { Value } from '../evaluate/value.js';
import { toPosition } from './arguments.js';
import { payComparing } from './cost.js';
import { costing, method, variadic } from './define.js';

function includes(self: Value, value: Value, start: Value): Value {
  const array = self as ArrayObject;
  const { length } = array.elements;
  if (length === 0) return false;
  for (let i = toPosition(start, length); i < length; i++) {
    const element = array.at(i);
    payComparing(value, element);
    if (element === value || (element !== element && value !== value)) return true;
  }
  return false;
}

function indexOf(self: Value, value: Value, start: Value): Value {
  const { elements } = self as ArrayObject;
  const { length } = elements;
  if (length === 0) return -1;
  for (let i = toPosition(start, length); i < length; i++) {
    payComparing(value, elements[i]);
    if (elements[i] === value && i < elements.length) return i;
  }
  return -1;
}

function lastIndexOf(self: Value, args: readonly Value[]): Value {
  const { elements } = self as ArrayObject;
  const { length } = elements;
  if (length === 0) return -1;
  const value = args[0];
  const start = args.length > 1 ? toInteger(args[1]) : length - 1;
  for (let i = start < 0 ? length + start : Math.min(start, length - 1); i >= 0; i--) {
    payComparing(value, elements[i]);
    if (elements[i] === value && i < elements.length) return i;
  }
  return -1;
}

function at(self: Value, index: Value): Value {
  const array = self as ArrayObject;
  const relative = toInteger(index);
  const { length } = array.elements;
  return array.at(relative < 0 ? length + relative : relative);
}

export const searching = [
  method('at', 1, at, 'Gives the element at an index; a negative one counts from the end.', 'pipyjs'),
  ...costing('n', [
    method('includes', 1, includes, 'Whether a value is among the elements; NaN is found.'),
    method('indexOf', 1, indexOf, 'Gives the index of the first element that is a value, or -1.'),
    variadic('lastIndexOf', 1, lastIndexOf, 'Gives the index of the last element that is a value, or -1.'),
  ]),
];
