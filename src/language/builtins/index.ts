/** All built-ins, in alphabetical order of their names. */
import { array } from './array.js';
import { boolean } from './boolean.js';
import { branch, select } from './branch.js';
import { constants } from './constants.js';
import { date } from './date.js';
import type { GlobalDefinition } from './define.js';
import { errors } from './error.js';
import { intGlobal } from './int.js';
import { invoke } from './invoke.js';
import { json } from './json.js';
import { map } from './map.js';
import { math } from './math.js';
import { number, numberFunctions } from './number.js';
import { object } from './object.js';
import { promise } from './promise.js';
import { regExp } from './regexp.js';
import { repeats } from './repeat.js';
import { set } from './set.js';
import { string } from './string.js';
import { uriFunctions } from './uri.js';

export const builtins: readonly GlobalDefinition[] = [
  array,
  boolean,
  branch,
  ...constants,
  date,
  ...errors,
  intGlobal,
  invoke,
  ...json,
  map,
  math,
  number,
  ...numberFunctions,
  object,
  promise,
  regExp,
  ...repeats,
  select,
  set,
  string,
  ...uriFunctions,
];
