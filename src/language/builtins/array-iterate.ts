/**
 * Methods of arrays that call a function for each element (ECMA-262 23.1.3).
 *
 * The length is read once, elements one by one: the function may change the array under way.
 */
import { ArrayObject, hole } from '../evaluate/array.js';
import { toBoolean } from '../evaluate/convert.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray, payElements } from './cost.js';
import { costing, method, variadic } from './define.js';

function every(self: Value, callback: Value): Value {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { length } = array.elements;
  for (let i = 0; i < length; i++) {
    charge(1);
    if (isPresent(array, i) && !toBoolean(test.call(3, array.elements[i], i, self))) return false;
  }
  return true;
}

function filter(self: Value, callback: Value): Value {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { length } = array.elements;
  payArray(0);
  const kept: Value[] = [];
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = array.elements[i];
    if (!toBoolean(test.call(3, value, i, self))) continue;
    payElements(kept.length, 1);
    kept.push(value);
  }
  return new ArrayObject(kept);
}

/** Gives `pick` of the first element, or the last, that the function accepts; undefined without one. */
function search<T>(self: Value, callback: Value, backwards: boolean, pick: (value: Value, index: number) => T): T | undefined {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { length } = array.elements;
  for (let n = 0; n < length; n++) {
    charge(1);
    const i = backwards ? length - 1 - n : n;
    const value = array.at(i);
    if (toBoolean(test.call(3, value, i, self))) return pick(value, i);
  }
  return undefined;
}

function find(self: Value, callback: Value, backwards: boolean): Value {
  return search(self, callback, backwards, (value) => value);
}

function findIndex(self: Value, callback: Value, backwards: boolean): Value {
  return search(self, callback, backwards, (_, index) => index) ?? -1;
}

function flatMap(self: Value, callback: Value): Value {
  const array = self as ArrayObject;
  const map = toCallback(callback);
  const { length } = array.elements;
  payArray(0);
  const elements: Value[] = [];
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = map.call(3, array.elements[i], i, self);
    const part = value instanceof ArrayObject ? value.elements : [value];
    payElements(elements.length, part.length);
    for (const item of part) if (item !== hole) elements.push(item);
  }
  return new ArrayObject(elements);
}

function forEach(self: Value, callback: Value): Value {
  const array = self as ArrayObject;
  const visit = toCallback(callback);
  const { length } = array.elements;
  for (let i = 0; i < length; i++) {
    charge(1);
    if (isPresent(array, i)) visit.call(3, array.elements[i], i, self);
  }
  return undefined;
}

function map(self: Value, callback: Value): Value {
  const array = self as ArrayObject;
  const change = toCallback(callback);
  const { length } = array.elements;
  payArray(length);
  const elements: Value[] = [];
  for (let i = 0; i < length; i++) {
    charge(1);
    elements.push(isPresent(array, i) ? change.call(3, array.elements[i], i, self) : hole);
  }
  return new ArrayObject(elements);
}

function reduce(self: Value, args: readonly Value[], name: string, backwards: boolean): Value {
  const array = self as ArrayObject;
  const combine = toCallback(args[0]);
  const { length } = array.elements;
  let n = 0;
  let result: Value;
  if (args.length > 1) {
    result = args[1];
  } else {
    while (n < length && !isPresent(array, backwards ? length - 1 - n : n)) n++;
    charge(n);
    if (n === length) fail('TypeError', 'PJS452', name);
    result = array.elements[backwards ? length - 1 - n : n];
    n++;
  }
  for (; n < length; n++) {
    charge(1);
    const i = backwards ? length - 1 - n : n;
    if (isPresent(array, i)) result = combine.apply([result, array.elements[i], i, self]);
  }
  return result;
}

function some(self: Value, callback: Value): Value {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { length } = array.elements;
  for (let i = 0; i < length; i++) {
    charge(1);
    if (isPresent(array, i) && toBoolean(test.call(3, array.elements[i], i, self))) return true;
  }
  return false;
}

function isPresent(array: ArrayObject, index: number): boolean {
  return index < array.elements.length && array.elements[index] !== hole;
}

export const iterating = costing('n', [
  method('every', 1, every, 'Whether a function accepts all elements.'),
  method('filter', 1, filter, 'Gives a new array of the elements that a function accepts.'),
  method('find', 1, (self, test) => find(self, test, false), 'Gives the first element that a function accepts.'),
  method('findIndex', 1, (self, test) => findIndex(self, test, false), 'Gives the index of the first element that a function accepts, or -1.'),
  method('findLast', 1, (self, test) => find(self, test, true), 'Gives the last element that a function accepts.', '1.5'),
  method('findLastIndex', 1, (self, test) => findIndex(self, test, true), 'Gives the index of the last element that a function accepts, or -1.', '1.5'),
  method('flatMap', 1, flatMap, 'Gives a new array of what a function makes of each element; arrays it gives are taken apart.'),
  method('forEach', 1, forEach, 'Calls a function for each element.'),
  method('map', 1, map, 'Gives a new array of what a function makes of each element.'),
  variadic('reduce', 1, (self, args) => reduce(self, args, 'reduce', false), 'Combines all elements to one value, from the first to the last.'),
  variadic('reduceRight', 1, (self, args) => reduce(self, args, 'reduceRight', true), 'Combines all elements to one value, from the last to the first.'),
  method('some', 1, some, 'Whether a function accepts at least one element.'),
]);
