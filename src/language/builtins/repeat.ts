/** `repeat`: Pipy's loop, as 0.22 has it and as 1.5 has it. */
import { ArrayObject, hole } from '../evaluate/array.js';
import type { VariadicRun } from '../evaluate/class.js';
import { hostHeight, type Closure } from '../evaluate/closure.js';
import { toBoolean } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { factory } from '../evaluate/factory.js';
import { FunctionObject } from '../evaluate/function.js';
import { tick } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { defineFunction, variadic } from './define.js';

/** Calls `body` with 0, 1, 2, … until what it gives is an end; gives that, or what it gave last. */
const classicRun = factory([tick, hostHeight, toBoolean, toCallback, toTimes], (tick, hostHeight, toBoolean, toCallback, toTimes) => (): VariadicRun => (_, args) => {
  const times = args.length > 1 ? toTimes(args[0]) : Infinity;
  const body = toCallback(args.length > 1 ? args[1] : args[0]);
  const { code, scope } = body as Closure;
  let result: Value = undefined;
  for (let i = 0; i < times; i++) {
    tick();
    result = code ? code.run(scope, i, undefined, undefined, null, hostHeight) : body.call(1, i, undefined, undefined);
    if (!toBoolean(result)) break;
  }
  return result;
});

const modernRun = factory([ArrayObject, FunctionObject, tick, hostHeight, toCallback, toTimes, walk], (ArrayObject, FunctionObject, tick, hostHeight, toCallback, toTimes, walk) => (): VariadicRun => (_, args) => {
  const [first, second] = args;
  if (first instanceof ArrayObject) return walk(first, toCallback(second));
  const times = first instanceof FunctionObject ? Infinity : toTimes(first);
  const body = first instanceof FunctionObject ? first : toCallback(second);
  const { code, scope } = body as Closure;
  let result: Value = undefined;
  for (let i = 0; i < times; i++) {
    tick();
    result = code ? code.run(scope, i, undefined, undefined, null, hostHeight) : body.call(1, i, undefined, undefined);
    if (result !== undefined) break;
  }
  return result;
});

/** Calls `body` with each element and its index until it gives something: as the methods of arrays walk, not over holes and not beyond the end that there was. */
function walk({ elements }: ArrayObject, body: FunctionObject): Value {
  const { length } = elements;
  for (let i = 0; i < length && i < elements.length; i++) {
    tick();
    if (elements[i] === hole) continue;
    const result = body.call(2, elements[i], i, undefined);
    if (result !== undefined) return result;
  }
  return undefined;
}

function toTimes(value: Value): number {
  return typeof value === 'number' ? Math.trunc(value) : fail('TypeError', 'PJS450', 'the count of repeat', 'a number', describe(value));
}

const classic = variadic(
  'repeat',
  1,
  classicRun,
  'Calls a function with 0, 1, 2, … until it gives something falsy, at most `count` times where a count comes first; gives what it gave last.',
);

const modern = variadic(
  'repeat',
  1,
  modernRun,
  'Calls a function with 0, 1, 2, … until it gives something other than undefined, at most `count` times where a count comes first, or with each element of an array and its index where that comes first; gives what ended it.',
  '1.5',
);

export const repeats = [defineFunction({ ...classic, cost: 'n' }, '0.22'), defineFunction({ ...modern, cost: 'n' }, '1.5')];
