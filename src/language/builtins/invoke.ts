/** `invoke`: Pipy's way of catching an error in an expression. */
import { nesting, restoreNesting } from '../evaluate/calls.js';
import { toText } from '../evaluate/convert.js';
import { catchable, ErrorObject, valueOf } from '../evaluate/error-object.js';
import { FunctionObject } from '../evaluate/function.js';
import type { Value } from '../evaluate/value.js';
import { toCallback } from './arguments.js';
import { defineFunction, method } from './define.js';

/** Limits are not errors: they pass through. */
function run(body: Value, catcher: Value): Value {
  const called = toCallback(body);
  const outside = nesting();
  let thrown: Value;
  try {
    return called.call(0, undefined, undefined, undefined);
  } catch (error) {
    thrown = valueOf(catchable(error));
  }
  restoreNesting(outside);
  if (!(catcher instanceof FunctionObject)) return catcher;
  return catcher.call(1, toText(thrown instanceof ErrorObject ? thrown.message : thrown), undefined, undefined);
}

export const invoke = defineFunction(
  method(
    'invoke',
    1,
    (_, body, catcher) => run(body, catcher),
    'Calls a function and gives what it gives. Should that throw: gives `catcher`, or what `catcher` gives for the message of the error where it is a function.',
    '1.5',
  ),
  '1.5',
);
