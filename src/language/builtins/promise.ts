/** `Promise` (ECMA-262 27.2), without subclasses. */
import { ArrayObject } from '../evaluate/array.js';
import type { VariadicRun } from '../evaluate/class.js';
import { errorOf, valueOf } from '../evaluate/error-object.js';
import { FunctionObject } from '../evaluate/function.js';
import { listFromIterable } from '../evaluate/iterate.js';
import { getMember } from '../evaluate/member.js';
import { allocate, sizes } from '../evaluate/meter.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { ScriptError } from '../evaluate/script-error.js';
import { Shape } from '../evaluate/shape.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray } from './cost.js';
import { costing, defineClass, describeClass, method, variadic } from './define.js';
import { aggregate } from './error.js';
import { objectClass } from './object.js';
import { attempt, makeFunction, newPromise, PromiseObject, settlers } from './promise-object.js';

function construct(args: readonly Value[]): Value {
  const executor = toCallback(args[0]);
  const promise = newPromise();
  const { resolve, reject } = settlers(promise);
  const outcome = attempt(() => executor.call(2, resolve, reject, undefined));
  if (outcome instanceof ScriptError) reject.call(1, valueOf(outcome), undefined, undefined);
  return promise;
}

/** A promise for `value`: itself where it is one. */
function promiseFor(value: Value): PromiseObject {
  if (value instanceof PromiseObject) return value;
  const promise = newPromise();
  promise.resolve(value);
  return promise;
}

function rejected(value: Value): PromiseObject {
  const promise = newPromise();
  promise.reject(errorOf(value));
  return promise;
}

function then(self: Value, onFulfilled: Value, onRejected: Value): PromiseObject {
  const result = newPromise();
  (self as PromiseObject).react({ onFulfilled: functionOf(onFulfilled), onRejected: functionOf(onRejected), result });
  return result;
}

function functionOf(value: Value): FunctionObject | null {
  return value instanceof FunctionObject ? value : null;
}

/** Calls the method `then` of a value, which may be a script's own. */
function invokeThen(value: Value, onFulfilled: Value, onRejected: Value): Value {
  const method = getMember(value, 'then');
  return toCallback(method).call(2, onFulfilled, onRejected, undefined);
}

/** ECMA-262 27.2.5.3: what `onFinally` gives is waited for and dropped. */
function finallyDo(self: Value, onFinally: Value): Value {
  if (!(onFinally instanceof FunctionObject)) return invokeThen(self, onFinally, onFinally);
  const after = (end: (value: Value) => Value): FunctionObject => {
    const run: VariadicRun = (_, [value]) => {
      const waited = promiseFor(onFinally.call(0, undefined, undefined, undefined));
      return invokeThen(waited, makeFunction(0, () => end(value), [value]), undefined);
    };
    return makeFunction(1, run, [onFinally]);
  };
  return invokeThen(
    self,
    after((value) => value),
    after((value) => {
      throw errorOf(value);
    }),
  );
}

/** What a static that waits for several does with each of them and in the end. */
type Combine = (items: readonly Value[], result: PromiseObject, watch: (item: Value, onFulfilled: Value, onRejected: Value) => void) => void;

/** A promise for what becomes of several: what fails on the way rejects it. */
function combine(items: Value, run: Combine): PromiseObject {
  const result = newPromise();
  const outcome = attempt(() => {
    run(listFromIterable(items), result, (item, onFulfilled, onRejected) => {
      invokeThen(promiseFor(item), onFulfilled, onRejected);
    });
    return undefined;
  });
  if (outcome instanceof ScriptError) result.reject(outcome);
  return result;
}

/** Collects one value for each of `count` promises, and calls `done` when all are there. */
class Collector {
  private readonly values: ArrayObject;
  private missing: number;

  /** `result` is the promise that `done` settles. */
  constructor(
    count: number,
    private readonly result: PromiseObject,
    private readonly done: (values: ArrayObject) => void,
  ) {
    payArray(count);
    this.values = new ArrayObject(new Array<Value>(count).fill(undefined));
    this.missing = count;
    if (count === 0) done(this.values);
  }

  /** A function that takes the value at `index`; it counts once, and so do all with the same `turn`. */
  take(index: number, wrap: (value: Value) => Value, turn = { taken: false }): FunctionObject {
    const run: VariadicRun = (_, [value]) => {
      if (turn.taken) return undefined;
      turn.taken = true;
      this.values.elements[index] = wrap(value);
      if (--this.missing === 0) this.done(this.values);
      return undefined;
    };
    return makeFunction(1, run, [this.values, this.result]);
  }
}

const same = (value: Value): Value => value;

function all(items: Value): Value {
  return combine(items, (list, result, watch) => {
    const { reject } = settlers(result);
    const collector = new Collector(list.length, result, (values) => result.resolve(values));
    list.forEach((item, index) => watch(item, collector.take(index, same), reject));
  });
}

const fulfilledShape = Shape.of(['status', 'value']);
const rejectedShape = Shape.of(['status', 'reason']);

function report(shape: Shape, status: string, value: Value): PlainObject {
  allocate(sizes.object + 2 * sizes.slot);
  return PlainObject.shaped(shape, [status, value]);
}

function allSettled(items: Value): Value {
  return combine(items, (list, result, watch) => {
    const collector = new Collector(list.length, result, (values) => result.resolve(values));
    list.forEach((item, index) => {
      const turn = { taken: false };
      watch(
        item,
        collector.take(index, (value) => report(fulfilledShape, 'fulfilled', value), turn),
        collector.take(index, (value) => report(rejectedShape, 'rejected', value), turn),
      );
    });
  });
}

function any(items: Value): Value {
  return combine(items, (list, result, watch) => {
    const { resolve } = settlers(result);
    const collector = new Collector(list.length, result, (errors) => result.reject(errorOf(aggregate(errors.elements, 'all promises were rejected', undefined))));
    list.forEach((item, index) => watch(item, resolve, collector.take(index, same)));
  });
}

function race(items: Value): Value {
  return combine(items, (list, result, watch) => {
    const { resolve, reject } = settlers(result);
    for (const item of list) watch(item, resolve, reject);
  });
}

const resolversShape = Shape.of(['promise', 'resolve', 'reject']);

function withResolvers(): Value {
  const promise = newPromise();
  const { resolve, reject } = settlers(promise);
  allocate(sizes.object + 3 * sizes.slot);
  return PlainObject.shaped(resolversShape, [promise, resolve, reject]);
}

PromiseObject.descriptor = describeClass(
  'Promise',
  [
    method('then', 2, then, 'Calls a function with what it is fulfilled with, or another with why it is rejected; gives a promise for what that gives.', '1.5'),
    method('catch', 1, (self, onRejected) => invokeThen(self, undefined, onRejected), 'Calls a function with why it is rejected.', '1.5'),
    method('finally', 1, finallyDo, 'Calls a function when it is settled, either way.', '1.5'),
  ],
  { parent: objectClass },
);

export const promise = defineClass({
  name: 'Promise',
  since: '1.5',
  doc: 'A value that comes later.',
  length: 1,
  descriptor: PromiseObject.descriptor,
  statics: [
    ...costing('n', [method('all', 1, (_, items) => all(items), 'Waits for all promises of a list, or for the first that is rejected.', '1.5')]),
    ...costing('n', [method('allSettled', 1, (_, items) => allSettled(items), 'Waits until all promises of a list are settled.', '1.5')]),
    ...costing('n', [method('any', 1, (_, items) => any(items), 'Waits for the first promise of a list that is fulfilled.', '1.5')]),
    ...costing('n', [method('race', 1, (_, items) => race(items), 'Waits for the first promise of a list that is settled.', '1.5')]),
    method('reject', 1, (_, reason) => rejected(reason), 'A promise that is rejected.', '1.5'),
    method('resolve', 1, (_, value) => promiseFor(value), 'A promise for a value.', '1.5'),
    variadic('withResolvers', 0, () => withResolvers(), 'A promise, and the functions that settle it.', 'pipyjs'),
  ],
  construct,
  call: () => fail('TypeError', 'PJS414', 'Promise'),
  hasInstance: (value) => value instanceof PromiseObject,
});
