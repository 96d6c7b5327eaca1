/** Values in the words of error messages. */
import { FunctionObject } from './function.js';
import type { Value } from './value.js';

/** `value` as a message names it; runs no script. */
export function describe(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value.length > 32 ? 'a string' : `'${value}'`;
    case 'number':
      return String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    default:
      if (value === null) return 'null';
      if (value instanceof FunctionObject) return value.name === '' ? 'a function' : `function ${value.name}`;
      return value.class.name === 'Object' ? 'an object' : `${article(value.class.name)} ${value.class.name}`;
  }
}

function article(word: string): string {
  return 'AEIOU'.includes(word.charAt(0)) ? 'an' : 'a';
}
