/**
 * Errors as values: what `new Error` makes, and what a `catch` is given for an error of ours.
 *
 * `name`, `message`, `cause` and `stack` are members of the class that read these fields and can be
 * assigned; so none of them enumerates, as in ECMA-262 20.5.
 */
import { wording } from '../source/codes.js';
import { caught } from './activation.js';
import type { ClassDescriptor } from './class.js';
import { describe } from './describe.js';
import type { HeapWalk } from './heap-walk.js';
import { allocate, charge, sizes } from './meter.js';
import { OrdinaryObject } from './object.js';
import { ScriptError, type ErrorName, type TraceEntry } from './script-error.js';
import type { Value } from './value.js';

const none: ClassDescriptor = { name: 'Error', parent: null, members: new Map(), enumerable: [] };

/** The classes of errors; filled in by the built-ins. */
export const errorClasses: Record<ErrorName, ClassDescriptor> = {
  Error: none,
  AggregateError: none,
  EvalError: none,
  RangeError: none,
  ReferenceError: none,
  SyntaxError: none,
  TypeError: none,
  URIError: none,
};

export class ErrorObject extends OrdinaryObject {
  name: Value;
  cause: Value = undefined;
  stack: Value = undefined;
  /** Of an AggregateError. */
  errors: Value = undefined;
  /** The error of ours that it stands for; null where a script made it. */
  origin: ScriptError | null = null;

  constructor(
    readonly errorName: ErrorName,
    public message: Value,
  ) {
    super();
    this.name = errorName;
  }

  override get class(): ClassDescriptor {
    return errorClasses[this.errorName];
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.add(errorBytes);
    this.message = walk.value(this.message);
    this.stack = walk.value(this.stack);
    for (const value of [this.name, this.cause, this.errors]) walk.value(value);
    if (this.origin !== null) walk.error(this.origin);
  }
}

/** What V8 takes for the fields of an error. */
const errorBytes = 48;

/** `TypeError: why`, whatever the script made of name and message; runs no script. */
export function errorText({ name, message }: ErrorObject): string {
  const title = typeof name === 'string' ? name : describe(name);
  const text = typeof message === 'string' ? message : describe(message);
  return title === '' || text === '' ? title + text : `${title}: ${text}`;
}

/** `throw value`. */
export function throwValue(value: Value): never {
  throw errorOf(value);
}

/** The error that carries `value` from where it is thrown to where it is caught, or reported. */
export function errorOf(value: Value): ScriptError {
  const error = value instanceof ErrorObject ? carry(value) : new ScriptError('PJS461', wording('PJS461', describe(value)));
  error.thrown = true;
  error.value = value;
  return error;
}

/** The error that a script may catch; what it may not is thrown on. Its trace is complete from here on. */
export function catchable(thrown: unknown): ScriptError {
  const error = caught(thrown);
  if (!(error instanceof ScriptError)) throw error;
  charge(throwCost);
  return error;
}

/** What a `catch` is given. */
export function valueOf(error: ScriptError): Value {
  if (!error.thrown) return toValue(error);
  const { value } = error;
  if (value instanceof ErrorObject && value.stack === undefined) value.stack = describeTrace(error);
  return value;
}

/** What the host does for an error that is thrown is worth so many steps. */
const throwCost = 20;

function toValue(error: ScriptError): ErrorObject {
  allocate(sizes.object + 4 * sizes.slot + error.message.length);
  const value = new ErrorObject(error.errorName, error.message);
  value.origin = error;
  value.stack = describeTrace(error);
  return value;
}

/** What is thrown on keeps its code and the place where it arose. */
function carry(value: ErrorObject): ScriptError {
  const { origin, errorName, message } = value;
  const text = typeof message === 'string' ? message : describe(message);
  if (origin === null) return new ScriptError('PJS460', text, errorName);
  const error = new ScriptError(origin.code, text, errorName, origin.hint);
  error.trace = origin.trace;
  return error;
}

/** A line for each call under way, the innermost first. */
function describeTrace({ trace }: ScriptError): string {
  charge(trace.length);
  const text = trace.map(lineOf).join('\n');
  allocate(text.length);
  return text;
}

function lineOf({ name, source, span }: TraceEntry): string {
  const { line, column } = source.position(span.start);
  return `In ${name === null ? '(root)' : name === '' ? '(anonymous function)' : name} at line ${line} column ${column} in ${source.name}`;
}
