/** Methods of arrays that change the array itself. */
import { ArrayObject, hole } from '../evaluate/array.js';
import { charge } from '../evaluate/meter.js';
import { toInteger } from '../evaluate/convert.js';
import type { Value } from '../evaluate/value.js';
import { fail, toEnd, toPosition } from './arguments.js';
import { payArray, payElements } from './cost.js';
import { costing, method, variadic } from './define.js';

/** The elements of an array that may be changed. */
export function elementsToChange(self: Value): Value[] {
  const array = self as ArrayObject;
  return array.frozen ? fail('TypeError', 'PJS404', 'length', 'an array') : array.elements;
}

/** A list of the host's that may have got too short while arguments were converted, filled up with holes. */
export function fillUp(elements: Value[], length: number): Value[] {
  while (elements.length < length) elements.push(hole);
  return elements;
}

/** Takes `count` elements away at `at`, puts others there, and gives those taken away. */
export function replaceRange(elements: Value[], at: number, count: number, others: readonly Value[]): Value[] {
  // The host's own splice takes its arguments from the stack, which a long list would overflow.
  if (others.length <= 256) return elements.splice(at, count, ...others);
  const rest = elements.splice(at);
  const removed = rest.splice(0, count);
  for (const value of others) elements.push(value);
  for (const value of rest) elements.push(value);
  return removed;
}

function present(value: Value): Value {
  return value === hole ? undefined : value;
}

/** Moving `count` elements to other places. */
function payMoving(count: number): void {
  charge(count >> 5);
}

function copyWithin(self: Value, target: Value, start: Value, end: Value): Value {
  const elements = elementsToChange(self);
  const { length } = elements;
  const to = toPosition(target, length);
  const from = toPosition(start, length);
  const last = toEnd(end, length);
  charge(length >> 2);
  const count = Math.min(last - from, length - to);
  if (count > 0) {
    // There may be fewer elements by now: converting the arguments can have made the array shorter.
    const moved = elements.slice(from, from + count);
    payElements(elements.length, Math.max(0, to + moved.length - elements.length));
    if (moved.length > 0) fillUp(elements, to);
    for (let i = 0; i < moved.length; i++) elements[to + i] = moved[i];
    for (let i = to + moved.length; i < to + count && i < elements.length; i++) elements[i] = hole;
  }
  return self;
}

function fill(self: Value, value: Value, start: Value, end: Value): Value {
  const elements = elementsToChange(self);
  const { length } = elements;
  const from = toPosition(start, length);
  const last = toEnd(end, length);
  if (from >= last) return self;
  charge((last - from) >> 2);
  payElements(elements.length, Math.max(0, last - elements.length));
  fillUp(elements, from);
  for (let i = from; i < last; i++) elements[i] = value;
  return self;
}

function push(self: Value, values: readonly Value[]): Value {
  const elements = elementsToChange(self);
  payElements(elements.length, values.length);
  for (const value of values) elements.push(value);
  return elements.length;
}

function shift(self: Value): Value {
  const elements = elementsToChange(self);
  payMoving(elements.length);
  return present(elements.shift());
}

function splice(self: Value, args: readonly Value[]): Value {
  const elements = elementsToChange(self);
  const { length } = elements;
  const from = toPosition(args[0], length);
  let count = 0;
  if (args.length === 1) count = length - from;
  else if (args.length > 1) count = Math.min(Math.max(toInteger(args[1]), 0), length - from);
  const added = args.slice(2);
  payMoving(elements.length);
  payArray(count);
  payElements(elements.length, added.length);
  fillUp(elements, Math.min(from, length));
  const removed = replaceRange(elements, from, count, added);
  return new ArrayObject(fillUp(removed, count));
}

function unshift(self: Value, values: readonly Value[]): Value {
  const elements = elementsToChange(self);
  payMoving(elements.length);
  payElements(elements.length, values.length);
  replaceRange(elements, 0, 0, values);
  return elements.length;
}

export const changing = [
  method('pop', 0, (self) => present(elementsToChange(self).pop()), 'Takes the last element away and gives it.'),
  ...costing('n', [
    method('copyWithin', 2, copyWithin, 'Copies the elements from `start` to `end` over those at `target`.'),
    method('fill', 1, fill, 'Puts a value into all elements from `start` to `end`.'),
    variadic('push', 1, push, 'Adds elements at the end and gives the new length.'),
    method('shift', 0, shift, 'Takes the first element away and gives it.'),
    variadic('splice', 2, splice, 'Takes elements away from a position, puts others there, and gives an array of those taken away.'),
    variadic('unshift', 1, unshift, 'Adds elements at the beginning and gives the new length.'),
  ]),
];
