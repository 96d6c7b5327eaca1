/** All built-ins, in alphabetical order of their names. */
import { array } from './array.js';
import { boolean } from './boolean.js';
import { constants } from './constants.js';
import { date } from './date.js';
import type { GlobalDefinition } from './define.js';
import { errors } from './error.js';
import { json } from './json.js';
import { map } from './map.js';
import { math } from './math.js';
import { number, numberFunctions } from './number.js';
import { object } from './object.js';
import { promise } from './promise.js';
import { regExp } from './regexp.js';
import { repeat } from './repeat.js';
import { set } from './set.js';
import { string } from './string.js';
import { uriFunctions } from './uri.js';

export const builtins: readonly GlobalDefinition[] = [
  array,
  boolean,
  ...constants,
  date,
  ...errors,
  ...json,
  map,
  math,
  number,
  ...numberFunctions,
  object,
  promise,
  regExp,
  repeat,
  set,
  string,
  ...uriFunctions,
];
