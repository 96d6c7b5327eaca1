/** `repeat`: Pipy's loop. */
import { toBoolean } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { defineFunction, variadic } from './define.js';

/** Calls a function with 0, 1, 2, … until it gives something falsy, and gives what it gave last. */
function run(args: readonly Value[]): Value {
  const counted = args.length > 1;
  const body = toCallback(counted ? args[1] : args[0]);
  const count = counted ? args[0] : Infinity;
  if (typeof count !== 'number') fail('TypeError', 'PJS450', 'the count of repeat', 'a number', describe(count));
  const times = Math.trunc(count);
  let result: Value = undefined;
  for (let i = 0; i < times; i++) {
    charge(1);
    result = body.call(1, i, undefined, undefined);
    if (!toBoolean(result)) break;
  }
  return result;
}

export const repeat = defineFunction(
  variadic(
    'repeat',
    1,
    (_, args) => run(args),
    'Calls a function with 0, 1, 2, … until it gives something falsy, at most `count` times where a count comes first; gives what it gave last.',
  ),
);
