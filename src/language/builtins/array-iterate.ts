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
import { charge, tick } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray, payElements } from './cost.js';
import { costing, method, variadic } from './define.js';


/** Gives what tells of elements whether a function accepts all of them, or (where it is not `all`) at least one. */
function testing(all: boolean): Factory<() => FixedRun> {
  return factory([all, hole, tick, hostHeight, toBoolean, toCallback], (all, hole, tick, hostHeight, toBoolean, toCallback) => (): FixedRun => (self, callback) => {
    const { elements } = self as ArrayObject;
    const test = toCallback(callback);
    const { code, scope } = test as Closure;
    const { length } = elements;
    for (let i = 0; i < length; i++) {
      tick();
      const value = i < elements.length ? elements[i] : hole;
      if (value === hole) continue;
      const result = code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self);
      if (toBoolean(result) !== all) return !all;
    }
    return all;
  });
}

const filter = factory(
  [ArrayObject, hole, tick, hostHeight, payArray, payElements, toBoolean, toCallback],
  (ArrayObject, hole, tick, hostHeight, payArray, payElements, toBoolean, toCallback) => (): FixedRun => (self, callback) => {
    const { elements } = self as ArrayObject;
    const test = toCallback(callback);
    const { code, scope } = test as Closure;
    const { length } = elements;
    payArray(0);
    const kept: Value[] = [];
    for (let i = 0; i < length; i++) {
      tick();
      const value = i < elements.length ? elements[i] : hole;
      if (value === hole) continue;
      const result = code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self);
      if (result !== true && !toBoolean(result)) continue;
      payElements(kept.length, 1);
      kept.push(value);
    }
    return new ArrayObject(kept);
  },
);

/** Finds the first element, or the last, that the function accepts; gives it or its index. */
function searching(backwards: boolean, givesIndex: boolean): Factory<() => FixedRun> {
  return factory(
    [backwards, givesIndex, tick, hostHeight, toBoolean, toCallback],
    (backwards, givesIndex, tick, hostHeight, toBoolean, toCallback) => (): FixedRun => (self, callback) => {
      const array = self as ArrayObject;
      const test = toCallback(callback);
      const { code, scope } = test as Closure;
      const { length } = array.elements;
      for (let n = 0; n < length; n++) {
        tick();
        const i = backwards ? length - 1 - n : n;
        const value = array.at(i);
        if (toBoolean(code ? code.run(scope, value, i, self, null, hostHeight) : test.call(3, value, i, self))) return givesIndex ? i : value;
      }
      return givesIndex ? -1 : undefined;
    },
  );
}

const flatMap = factory(
  [ArrayObject, hole, tick, hostHeight, payArray, payElements, toCallback],
  (ArrayObject, hole, tick, hostHeight, payArray, payElements, toCallback) => (): FixedRun => (self, callback) => {
    const { elements } = self as ArrayObject;
    const change = toCallback(callback);
    const { code, scope } = change as Closure;
    const { length } = elements;
    payArray(0);
    const made: Value[] = [];
    for (let i = 0; i < length; i++) {
      tick();
      const value = i < elements.length ? elements[i] : hole;
      if (value === hole) continue;
      const result = code ? code.run(scope, value, i, self, null, hostHeight) : change.call(3, value, i, self);
      const part = result instanceof ArrayObject ? result.elements : [result];
      payElements(made.length, part.length);
      for (const item of part) if (item !== hole) made.push(item);
    }
    return new ArrayObject(made);
  },
);

const forEach = factory([hole, tick, hostHeight, toCallback], (hole, tick, hostHeight, toCallback) => (): FixedRun => (self, callback) => {
  const { elements } = self as ArrayObject;
  const visit = toCallback(callback);
  const { code, scope } = visit as Closure;
  const { length } = elements;
  for (let i = 0; i < length; i++) {
    tick();
    const value = i < elements.length ? elements[i] : hole;
    if (value === hole) continue;
    if (code) code.run(scope, value, i, self, null, hostHeight);
    else visit.call(3, value, i, self);
  }
  return undefined;
});

const map = factory(
  [ArrayObject, hole, emptyList, tick, hostHeight, payArray, toCallback],
  (ArrayObject, hole, emptyList, tick, hostHeight, payArray, toCallback) => (): FixedRun => (self, callback) => {
    const { elements } = self as ArrayObject;
    const change = toCallback(callback);
    const { code, scope } = change as Closure;
    const { length } = elements;
    payArray(length);
    const made = emptyList(length);
    for (let i = 0; i < length; i++) {
      tick();
      const value = i < elements.length ? elements[i] : hole;
      if (value === hole) made[i] = hole;
      else made[i] = code ? code.run(scope, value, i, self, null, hostHeight) : change.call(3, value, i, self);
    }
    return new ArrayObject(made);
  },
);

/** A list that gets `length` values, in order. Room for very many is made as they come: so long a list V8 would keep as a table. */
function emptyList(length: number): Value[] {
  return length < 1 << 20 ? new Array<Value>(length) : [];
}

function reducing(name: string, backwards: boolean): Factory<() => VariadicRun> {
  return factory(
    [name, backwards, hole, tick, firstOf, hostHeight, toCallback],
    (name, backwards, hole, tick, firstOf, hostHeight, toCallback) => (): VariadicRun => (self, args) => {
      const { elements } = self as ArrayObject;
      const combine = toCallback(args[0]);
      const { code, scope } = combine as Closure;
      const { length } = elements;
      let n = args.length > 1 ? 0 : firstOf(elements, backwards, name);
      let result = args.length > 1 ? args[1] : elements[backwards ? length - 1 - n++ : n++];
      for (; n < length; n++) {
        tick();
        const i = backwards ? length - 1 - n : n;
        const value = i < elements.length ? elements[i] : hole;
        if (value === hole) continue;
        if (code) result = code.run(scope, result, value, i, code.parameters > 3 ? [result, value, i, self] : null, hostHeight);
        else result = combine.apply([result, value, i, self]);
      }
      return result;
    },
  );
}

/** How many holes come before the first element, or after the last one. */
function firstOf(elements: readonly Value[], backwards: boolean, name: string): number {
  const { length } = elements;
  let n = 0;
  while (n < length && elements[backwards ? length - 1 - n : n] === hole) n++;
  charge(n);
  return n < length ? n : fail('TypeError', 'PJS452', name);
}

export const iterating = costing('n', [
  method('every', 1, testing(true), 'Whether a function accepts all elements.'),
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
  method('some', 1, testing(false), 'Whether a function accepts at least one element.'),
]);
