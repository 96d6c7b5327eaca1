/** All built-ins, in alphabetical order of their names. */
import { array } from './array.js';
import { boolean } from './boolean.js';
import { constants } from './constants.js';
import type { GlobalDefinition } from './define.js';
import { json } from './json.js';
import { math } from './math.js';
import { number, numberFunctions } from './number.js';
import { object } from './object.js';
import { regExp } from './regexp.js';
import { repeat } from './repeat.js';
import { string } from './string.js';
import { uriFunctions } from './uri.js';

export const builtins: readonly GlobalDefinition[] = [
  array,
  boolean,
  ...constants,
  json,
  math,
  number,
  ...numberFunctions,
  object,
  regExp,
  repeat,
  string,
  ...uriFunctions,
];
