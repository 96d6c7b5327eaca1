/** `Boolean` (ECMA-262 20.3). */
import { toBoolean } from '../evaluate/convert.js';
import { primitiveClasses } from '../evaluate/member.js';
import { box, BoxedObject, unbox } from './boxed.js';
import { defineClass, describeClass, method } from './define.js';
import { objectClass } from './object.js';

const booleanClass = describeClass(
  'Boolean',
  [
    method('toString', 0, (self) => (unbox(self) === true ? 'true' : 'false'), "Gives `'true'` or `'false'`."),
    method('valueOf', 0, unbox, 'Gives the boolean itself.'),
  ],
  { parent: objectClass },
);
primitiveClasses.boolean = booleanClass;

export const boolean = defineClass({
  name: 'Boolean',
  since: '0.22',
  doc: 'True or false.',
  length: 1,
  descriptor: booleanClass,
  construct: (args) => box(toBoolean(args[0])),
  call: (args) => toBoolean(args[0]),
  hasInstance: (value) => value instanceof BoxedObject && typeof value.primitive === 'boolean',
});
