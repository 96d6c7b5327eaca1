/** `branch` and `select`: Pipy's conditions as calls. */
import { toBoolean } from '../evaluate/convert.js';
import { FunctionObject } from '../evaluate/function.js';
import { charge } from '../evaluate/meter.js';
import { looseEquals } from '../evaluate/operators.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { defineFunction, variadic } from './define.js';

/** A value, or what it gives where it is a function. */
function resultOf(value: Value): Value {
  return value instanceof FunctionObject ? value.call(0, undefined, undefined, undefined) : value;
}

/** The result behind the first case that is met, from `start`; else the one that is left over, or undefined. */
function choose(args: readonly Value[], start: number, isMet: (value: Value) => boolean): Value {
  let at = start;
  for (; at + 1 < args.length; at += 2) {
    charge(1);
    if (isMet(resultOf(args[at]))) return resultOf(args[at + 1]);
  }
  return at < args.length ? resultOf(args[at]) : undefined;
}

function checkCount(name: string, args: readonly Value[], least: number): void {
  if (args.length < least) fail('TypeError', 'PJS450', `the number of arguments of ${name}`, `${least} or more`, String(args.length));
}

export const branch = defineFunction(
  { cost: 'n', ...variadic(
    'branch',
    2,
    (_, args) => {
      checkCount('branch', args, 2);
      return choose(args, 0, toBoolean);
    },
    'Takes conditions, each with a result behind it, and may end with a result alone: gives the result of the first condition that is truthy. Conditions and results that are functions are called.',
    '1.5',
  ) },
  '1.5',
);

export const select = defineFunction(
  { cost: 'n', ...variadic(
    'select',
    3,
    (_, args) => {
      checkCount('select', args, 3);
      return choose(args, 1, (value) => looseEquals(value, args[0]));
    },
    'Takes a value, then cases, each with a result behind it, and may end with a result alone: gives the result of the first case that equals the value (`==`). Cases and results that are functions are called.',
    '1.5',
  ) },
  '1.5',
);
