/** `repeat`: Pipy's loop, as 0.22 has it and as 1.5 has it. */
import { ArrayObject, hole } from '../evaluate/array.js';
import { toBoolean } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { FunctionObject } from '../evaluate/function.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { defineFunction, variadic } from './define.js';

/** Calls `body` with 0, 1, 2, … until what it gives is an end; gives that, or what it gave last. */
function count(times: number, body: FunctionObject, isEnd: (result: Value) => boolean): Value {
  let result: Value = undefined;
  for (let i = 0; i < times; i++) {
    charge(1);
    result = body.call(1, i, undefined, undefined);
    if (isEnd(result)) break;
  }
  return result;
}

/** Calls `body` with each element and its index until it gives something: as the methods of arrays walk, not over holes and not beyond the end that there was. */
function walk({ elements }: ArrayObject, body: FunctionObject): Value {
  const { length } = elements;
  for (let i = 0; i < length && i < elements.length; i++) {
    charge(1);
    if (elements[i] === hole) continue;
    const result = body.call(2, elements[i], i, undefined);
    if (result !== undefined) return result;
  }
  return undefined;
}

function toTimes(value: Value): number {
  return typeof value === 'number' ? Math.trunc(value) : fail('TypeError', 'PJS450', 'the count of repeat', 'a number', describe(value));
}

const isFalsy = (result: Value): boolean => !toBoolean(result);
const isSomething = (result: Value): boolean => result !== undefined;

const classic = variadic(
  'repeat',
  1,
  (_, args) => (args.length > 1 ? count(toTimes(args[0]), toCallback(args[1]), isFalsy) : count(Infinity, toCallback(args[0]), isFalsy)),
  'Calls a function with 0, 1, 2, … until it gives something falsy, at most `count` times where a count comes first; gives what it gave last.',
);

const modern = variadic(
  'repeat',
  1,
  (_, args) => {
    const [first, second] = args;
    if (first instanceof FunctionObject) return count(Infinity, first, isSomething);
    return first instanceof ArrayObject ? walk(first, toCallback(second)) : count(toTimes(first), toCallback(second), isSomething);
  },
  'Calls a function with 0, 1, 2, … until it gives something other than undefined, at most `count` times where a count comes first, or with each element of an array and its index where that comes first; gives what ended it.',
  '1.5',
);

export const repeats = [defineFunction({ ...classic, cost: 'n' }, '0.22'), defineFunction({ ...modern, cost: 'n' }, '1.5')];
