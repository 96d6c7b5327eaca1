/** `Error` and the native errors (ECMA-262 20.5). */
import type { ClassDescriptor } from '../evaluate/class.js';
import { toText } from '../evaluate/convert.js';
import { ErrorObject, errorClasses } from '../evaluate/error-object.js';
import { listFromIterable } from '../evaluate/iterate.js';
import { getMember, hasMember } from '../evaluate/member.js';
import { allocate, sizes } from '../evaluate/meter.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { ArrayObject } from '../evaluate/array.js';
import type { ErrorName } from '../evaluate/script-error.js';
import type { Value } from '../evaluate/value.js';
import { payLonger } from './cost.js';
import { accessor, costing, defineClass, describeClass, type GlobalDefinition, method } from './define.js';
import { objectClass } from './object.js';

const of = (self: Value): ErrorObject => self as ErrorObject;

const errorClass = describeClass(
  'Error',
  [
    accessor('name', (self) => of(self).name, 'The kind of error, such as `TypeError`.', { since: '1.5', set: (self, value) => void (of(self).name = value) }),
    accessor('message', (self) => of(self).message, 'What is wrong.', { since: '1.5', set: (self, value) => void (of(self).message = value) }),
    accessor('cause', (self) => of(self).cause, 'What it came from.', { since: '1.5', set: (self, value) => void (of(self).cause = value) }),
    accessor('stack', (self) => of(self).stack, 'Where it arose, once it was caught: a line for each call under way.', {
      since: '1.5',
      set: (self, value) => void (of(self).stack = value),
    }),
    ...costing('n', [method('toString', 0, describeError, 'Gives name and message.', '1.5')]),
  ],
  { parent: objectClass },
);

/** ECMA-262 20.5.3.4. */
function describeError(self: Value): string {
  const { name, message } = of(self);
  const title = name === undefined ? 'Error' : toText(name);
  const text = message === undefined ? '' : toText(message);
  if (title === '' || text === '') return title + text;
  payLonger(title.length, text.length + 2);
  return `${title}: ${text}`;
}

/** `message`, and what it came from: `{ cause }` as in ECMA-262, or an error itself as in Pipy. */
function makeError(name: ErrorName, message: Value, options: Value): ErrorObject {
  allocate(sizes.object + 4 * sizes.slot);
  const error = new ErrorObject(name, message === undefined ? '' : toText(message));
  if (options instanceof ErrorObject) error.cause = options;
  else if (options instanceof PlainObject && hasMember(options, 'cause')) error.cause = getMember(options, 'cause');
  return error;
}

function defineError(name: ErrorName, descriptor: ClassDescriptor, doc: string, construct: (args: readonly Value[]) => Value, length = 1): GlobalDefinition {
  errorClasses[name] = descriptor;
  return defineClass({
    name,
    since: name === 'Error' ? '1.5' : 'pipyjs',
    doc,
    length,
    descriptor,
    construct,
    hasInstance: (value) => value instanceof ErrorObject && (name === 'Error' || value.errorName === name),
  });
}

function native(name: ErrorName, doc: string): GlobalDefinition {
  return defineError(name, describeClass(name, [], { parent: errorClass }), doc, ([message, options]) => makeError(name, message, options));
}

const aggregateErrorClass = describeClass(
  'AggregateError',
  [accessor('errors', (self) => of(self).errors, 'The errors that it stands for.', { since: 'pipyjs', set: (self, value) => void (of(self).errors = value) })],
  { parent: errorClass },
);

/** An error that stands for several. */
export function aggregate(errors: Value[], message: Value, options: Value): ErrorObject {
  const error = makeError('AggregateError', message, options);
  error.errors = new ArrayObject(errors);
  return error;
}

export const errors: readonly GlobalDefinition[] = [
  defineError('Error', errorClass, 'An error.', ([message, options]) => makeError('Error', message, options)),
  {
    ...defineError('AggregateError', aggregateErrorClass, 'Several errors in one.', ([list, message, options]) => aggregate(listFromIterable(list), message, options), 2),
    cost: 'n',
  },
  native('EvalError', 'An error that nothing of the language throws.'),
  native('RangeError', 'A value outside of what is allowed.'),
  native('ReferenceError', 'A name that stands for nothing.'),
  native('SyntaxError', 'A text that cannot be read.'),
  native('TypeError', 'A value of the wrong kind.'),
  native('URIError', 'A URI that is malformed.'),
];
