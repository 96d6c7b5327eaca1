/**
 * Methods of arrays that call a function for each element (ECMA-262 23.1.3).
 *
 * The length is read once, elements one by one: the function may change the array under way.
 */
import { ArrayObject, hole } from '../evaluate/array.js';
import type { FixedRun, VariadicRun } from '../evaluate/class.js';
import { hostHeight, type Closure } from '../evaluate/closure.js';
import { toBoolean } from '../evaluate/convert.js';
import { factory, type Factory } from '../evaluate/factory.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray, payElements } from './cost.js';
import { costing, method, variadic } from './define.js';



const every = factory([charge, hostHeight, isPresent, toBoolean, toCallback], (charge, hostHeight, isPresent, toBoolean, toCallback) => (): FixedRun => (self, callback) => {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { code, scope } = test as Closure;
  const { length } = array.elements;
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = array.elements[i];
    if (!toBoolean(code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self))) return false;
  }
  return true;
});

const some = factory([charge, hostHeight, isPresent, toBoolean, toCallback], (charge, hostHeight, isPresent, toBoolean, toCallback) => (): FixedRun => (self, callback) => {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { code, scope } = test as Closure;
  const { length } = array.elements;
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = array.elements[i];
    if (toBoolean(code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self))) return true;
  }
  return false;
});

const filter = factory([ArrayObject, charge, hostHeight, isPresent, payArray, payElements, toBoolean, toCallback], (ArrayObject, charge, hostHeight, isPresent, payArray, payElements, toBoolean, toCallback) => (): FixedRun => (self, callback) => {
  const array = self as ArrayObject;
  const test = toCallback(callback);
  const { code, scope } = test as Closure;
  const { length } = array.elements;
  payArray(0);
  const kept: Value[] = [];
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = array.elements[i];
    if (!toBoolean(code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self))) continue;
    payElements(kept.length, 1);
    kept.push(value);
  }
  return new ArrayObject(kept);
});

/** Finds the first element, or the last, that the function accepts; gives it or its index. */
function searching(backwards: boolean, givesIndex: boolean): Factory<() => FixedRun> {
  return factory(
    [backwards, givesIndex, charge, hostHeight, toBoolean, toCallback],
    (backwards, givesIndex, charge, hostHeight, toBoolean, toCallback) =>
      (): FixedRun =>
      (self, callback) => {
        const array = self as ArrayObject;
        const test = toCallback(callback);
        const { code, scope } = test as Closure;
        const { length } = array.elements;
        for (let n = 0; n < length; n++) {
          charge(1);
          const i = backwards ? length - 1 - n : n;
          const value = array.at(i);
          if (toBoolean(code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self))) return givesIndex ? i : value;
        }
        return givesIndex ? -1 : undefined;
      },
  );
}

const flatMap = factory([ArrayObject, charge, hole, hostHeight, isPresent, payArray, payElements, toCallback], (ArrayObject, charge, hole, hostHeight, isPresent, payArray, payElements, toCallback) => (): FixedRun => (self, callback) => {
  const array = self as ArrayObject;
  const map = toCallback(callback);
  const { code, scope } = map as Closure;
  const { length } = array.elements;
  payArray(0);
  const elements: Value[] = [];
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = array.elements[i];
    const mapped = code ? code.run(scope, value, i, self, null, hostHeight) : map.call(3, value, i, self);
    const part = mapped instanceof ArrayObject ? mapped.elements : [mapped];
    payElements(elements.length, part.length);
    for (const item of part) if (item !== hole) elements.push(item);
  }
  return new ArrayObject(elements);
});

const forEach = factory([charge, hostHeight, isPresent, toCallback], (charge, hostHeight, isPresent, toCallback) => (): FixedRun => (self, callback) => {
  const array = self as ArrayObject;
  const visit = toCallback(callback);
  const { code, scope } = visit as Closure;
  const { length } = array.elements;
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) continue;
    const value = array.elements[i];
    if (code) code.run(scope, value, i, self, null, hostHeight);
    else visit.call(3, value, i, self);
  }
  return undefined;
});

const map = factory([ArrayObject, charge, hole, hostHeight, isPresent, payArray, toCallback], (ArrayObject, charge, hole, hostHeight, isPresent, payArray, toCallback) => (): FixedRun => (self, callback) => {
  const array = self as ArrayObject;
  const change = toCallback(callback);
  const { code, scope } = change as Closure;
  const { length } = array.elements;
  payArray(length);
  const elements: Value[] = [];
  for (let i = 0; i < length; i++) {
    charge(1);
    if (!isPresent(array, i)) {
      elements.push(hole);
      continue;
    }
    const value = array.elements[i];
    elements.push(code ? code.run(scope, value, i, self, null, hostHeight) : change.call(3, value, i, self));
  }
  return new ArrayObject(elements);
});

function reducing(name: string, backwards: boolean): Factory<() => VariadicRun> {
  return factory(
    [name, backwards, charge, fail, hostHeight, isPresent, toCallback],
    (name, backwards, charge, fail, hostHeight, isPresent, toCallback) =>
      (): VariadicRun =>
      (self, args) => {
        const array = self as ArrayObject;
        const combine = toCallback(args[0]);
        const { code, scope } = combine as Closure;
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
          if (!isPresent(array, i)) continue;
          const args = code && code.parameters <= 3 ? null : [result, array.elements[i], i, self];
          result = code ? code.run(scope, result, array.elements[i], i, args, hostHeight) : combine.apply(args!);
        }
        return result;
      },
  );
}

function isPresent(array: ArrayObject, index: number): boolean {
  return index < array.elements.length && array.elements[index] !== hole;
}

export const iterating = costing('n', [
  method('every', 1, every, 'Whether a function accepts all elements.'),
  method('filter', 1, filter, 'Gives a new array of the elements that a function accepts.'),
  method('find', 1, searching(false, false), 'Gives the first element that a function accepts.'),
  method('findIndex', 1, searching(false, true), 'Gives the index of the first element that a function accepts, or -1.'),
  method('findLast', 1, searching(true, false), 'Gives the last element that a function accepts.', '1.5'),
  method('findLastIndex', 1, searching(true, true), 'Gives the index of the last element that a function accepts, or -1.', '1.5'),
  method('flatMap', 1, flatMap, 'Gives a new array of what a function makes of each element; arrays it gives are taken apart.'),
  method('forEach', 1, forEach, 'Calls a function for each element.'),
  method('map', 1, map, 'Gives a new array of what a function makes of each element.'),
  variadic('reduce', 1, reducing('reduce', false), 'Combines all elements to one value, from the first to the last.'),
  variadic('reduceRight', 1, reducing('reduceRight', true), 'Combines all elements to one value, from the last to the first.'),
  method('some', 1, some, 'Whether a function accepts at least one element.'),
]);
