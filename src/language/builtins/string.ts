/** `String` (ECMA-262 22.1), by code points: the class; its methods are in the `string-…` files. */
import { toNumber, toInteger, toText } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { iterables } from '../evaluate/iterate.js';
import { getMember, primitiveClasses } from '../evaluate/member.js';
import { admit } from '../evaluate/meter.js';
import { textLength, textToList } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { box, BoxedObject } from './boxed.js';
import { payArray, payLonger, payText } from './cost.js';
import { accessor, costing, defineClass, describeClass, method, variadic } from './define.js';
import { objectClass } from './object.js';
import { matching } from './string-match.js';
import { normalizing } from './string-normalize.js';
import { searching } from './string-search.js';
import { shaping } from './string-shape.js';
import { slicing } from './string-slice.js';
import { textOf } from './string-text.js';

export const stringClass = describeClass(
  'String',
  [
    ...costing('n', [accessor('length', (self) => textLength(textOf(self)), 'How many code points the string has.')]),
    ...matching,
    ...normalizing,
    ...searching,
    ...shaping,
    ...slicing,
    method('toString', 0, textOf, 'Gives the string itself.'),
    method('valueOf', 0, textOf, 'Gives the string itself.'),
  ],
  { parent: objectClass },
);
primitiveClasses.string = stringClass;

iterables.set(stringClass, (value) => {
  const text = textOf(value);
  payArray(text.length);
  return textToList(text);
});

function fromCharCode(units: readonly Value[]): Value {
  payText(units.length);
  let text = '';
  for (const unit of units) text += String.fromCharCode(toNumber(unit));
  return admit(text);
}

function fromCodePoint(points: readonly Value[]): Value {
  payText(2 * points.length);
  let text = '';
  for (const point of points) {
    const number = toNumber(point);
    if (!(number >= 0 && number <= 0x10ffff && number === toInteger(number))) {
      fail('RangeError', 'PJS450', 'a code point', 'a whole number from 0 to 1114111', String(number));
    }
    text += String.fromCodePoint(number);
  }
  return admit(text);
}

/** The raw parts of a template, with the other arguments between them. */
function raw(args: readonly Value[]): Value {
  const [template, ...others] = args;
  if (template === undefined || template === null) fail('TypeError', 'PJS451', describe(template));
  const parts = getMember(template, 'raw');
  if (parts === undefined || parts === null) fail('TypeError', 'PJS451', describe(parts));
  const length = toInteger(getMember(parts, 'length'));
  let text = '';
  const append = (piece: string): void => {
    payLonger(text.length, piece.length);
    text += piece;
  };
  for (let i = 0; i < length; i++) {
    append(toText(getMember(parts, String(i))));
    if (i < others.length && i + 1 < length) append(toText(others[i]));
  }
  return text;
}

export const string = defineClass({
  name: 'String',
  since: '0.22',
  doc: 'A text: a sequence of Unicode code points.',
  length: 1,
  descriptor: stringClass,
  statics: costing('n', [
    variadic('fromCharCode', 1, (_, units) => fromCharCode(units), 'Makes a string of UTF-16 units.'),
    variadic('fromCodePoint', 1, (_, points) => fromCodePoint(points), 'Makes a string of code points.'),
    variadic('raw', 1, (_, args) => raw(args), 'Joins the texts of `raw` of an object, with the other arguments between them.', 'pipyjs'),
  ]),
  construct: (args) => box(args.length === 0 ? '' : toText(args[0])),
  call: (args) => (args.length === 0 ? '' : toText(args[0])),
  hasInstance: (value) => value instanceof BoxedObject && typeof value.primitive === 'string',
});
