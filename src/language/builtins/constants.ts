/** Values that have names (ECMA-262 19.1). */
import { defineConstant } from './define.js';

export const constants = [
  defineConstant({ name: 'Infinity', since: '1.5', doc: 'More than all other numbers.' }, Infinity),
  defineConstant({ name: 'NaN', since: '1.5', doc: 'Not a number.' }, NaN),
  defineConstant({ name: 'undefined', since: '0.22', doc: 'What is not there.' }, undefined),
];
