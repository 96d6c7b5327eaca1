/** Promises, and what is done when one settles (ECMA-262 27.2.1). */
import { caught, context, currentAccount, type EvaluationContext } from '../evaluate/activation.js';
import { nesting, restoreNesting } from '../evaluate/calls.js';
import type { ClassDescriptor, VariadicRun } from '../evaluate/class.js';
import { catchable, errorOf, valueOf } from '../evaluate/error-object.js';
import { FunctionObject, NativeClosure, type BuiltinFunction } from '../evaluate/function.js';
import type { HeapWalk } from '../evaluate/heap-walk.js';
import { enqueueJob } from '../evaluate/jobs.js';
import { getMember } from '../evaluate/member.js';
import { allocate, charge, sizes } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import { ScriptError } from '../evaluate/script-error.js';
import type { Value } from '../evaluate/value.js';
import { wording } from '../source/codes.js';

/** What is called, and which promise takes what it gives, when a promise settles. */
interface Reaction {
  readonly onFulfilled: FunctionObject | null;
  readonly onRejected: FunctionObject | null;
  readonly result: PromiseObject | null;
}

function keptBy({ onFulfilled, onRejected, result }: Reaction): Value[] {
  return [onFulfilled, onRejected, result];
}

/** What V8 takes for one that waits. */
const waitingBytes = 88;

/** A reaction, and the context of whoever asked for it. */
interface Waiting {
  readonly reaction: Reaction;
  readonly context: EvaluationContext | null;
}

export class PromiseObject extends ScriptObject {
  state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  /** What it is fulfilled with, or why it is rejected. */
  value: Value = undefined;
  /** Whether somebody has asked what becomes of it. */
  handled = false;
  /** Why it is rejected, as an error that can be reported. */
  error: ScriptError | null = null;
  private reactions: Waiting[] = [];

  /** Set by `promise.ts`. */
  static descriptor: ClassDescriptor = { name: 'Promise', parent: null, members: new Map(), enumerable: [] };

  override get class(): ClassDescriptor {
    return PromiseObject.descriptor;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    this.value = walk.value(this.value);
    if (this.error !== null) walk.error(this.error);
    walk.list(this.reactions.length);
    for (const { reaction, context } of this.reactions) {
      walk.add(waitingBytes);
      walk.context(context);
      for (const value of keptBy(reaction)) walk.value(value);
    }
  }

  /** Fulfills it with `value`, or with what that will be where it is a promise or has a method `then`. */
  resolve(value: Value): void {
    if (this.state !== 'pending') return;
    if (value === this) {
      this.reject(new ScriptError('PJS462', wording('PJS462'), 'TypeError'));
      return;
    }
    if (!(value instanceof ScriptObject)) {
      this.settle('fulfilled', value);
      return;
    }
    const then = attempt(() => getMember(value, 'then'));
    if (then instanceof ScriptError) this.reject(then);
    else if (!(then.value instanceof FunctionObject)) this.settle('fulfilled', value);
    else adopt(this, then.value);
  }

  reject(error: ScriptError): void {
    if (this.state !== 'pending') return;
    this.error = caught(error) as ScriptError;
    this.settle('rejected', valueOf(error));
    if (this.handled) return;
    allocate(sizes.entry);
    const { jobs } = currentAccount();
    jobs.addRejection(this);
  }

  /** ECMA-262 PerformPromiseThen; a reaction without a `result` is nobody's promise. */
  react(reaction: Reaction): void {
    this.handled = true;
    allocate(sizes.object + 3 * sizes.slot);
    const waiting = { reaction, context };
    if (this.state === 'pending') this.reactions.push(waiting);
    else this.enqueue(waiting);
  }

  private settle(state: 'fulfilled' | 'rejected', value: Value): void {
    const { reactions } = this;
    this.state = state;
    this.value = value;
    this.reactions = [];
    for (const reaction of reactions) this.enqueue(reaction);
  }

  /** In the context of whoever asked for the reaction, whoever settles the promise. */
  private enqueue({ reaction, context: within }: Waiting): void {
    const { onFulfilled, onRejected, result } = reaction;
    const isFulfilled = this.state === 'fulfilled';
    const handler = isFulfilled ? onFulfilled : onRejected;
    const { value } = this;
    const run = (): void => {
      if (handler === null) {
        if (isFulfilled) result?.resolve(value);
        else result?.reject(errorOf(value));
        return;
      }
      const outcome = attempt(() => handler.call(1, value, undefined, undefined));
      if (outcome instanceof ScriptError) result?.reject(outcome);
      else result?.resolve(outcome.value);
    };
    enqueueJob(run, [value, ...keptBy(reaction)], within);
  }
}

/** What `work` gives, or the error that it throws where scripts may catch it. */
export function attempt(work: () => Value): { readonly value: Value } | ScriptError {
  const outside = nesting();
  try {
    return { value: work() };
  } catch (thrown) {
    const error = catchable(thrown);
    restoreNesting(outside);
    return error;
  }
}

export function newPromise(): PromiseObject {
  charge(8);
  allocate(sizes.object + 4 * sizes.slot);
  return new PromiseObject();
}

/** The functions that settle a promise: whichever is called first counts (ECMA-262 27.2.1.3). */
export function settlers(promise: PromiseObject): { readonly resolve: BuiltinFunction; readonly reject: BuiltinFunction } {
  let isSettled = false;
  const once = (settle: (value: Value) => void): BuiltinFunction => {
    const settleOnce: VariadicRun = (_, [value]) => {
      if (isSettled) return undefined;
      isSettled = true;
      settle(value);
      return undefined;
    };
    return makeFunction(1, settleOnce, [promise]);
  };
  return { resolve: once((value) => promise.resolve(value)), reject: once((value) => promise.reject(errorOf(value))) };
}

/** Tells the host, in a job, what becomes of a promise: either function may throw as a built-in does. */
export function whenSettled(promise: PromiseObject, onFulfilled: (value: Value) => void, onRejected: (error: ScriptError) => void): void {
  const tell =
    (what: (value: Value) => void): VariadicRun =>
    (_, [value]) => {
      what(value);
      return undefined;
    };
  promise.react({
    onFulfilled: makeFunction(1, tell(onFulfilled), []),
    onRejected: makeFunction(1, tell(() => onRejected(promise.error!)), [promise]),
    result: null,
  });
}

/** A function that a built-in gives to a script; `keeps` are the values that `run` holds. */
export function makeFunction(length: number, run: VariadicRun, keeps: readonly Value[]): BuiltinFunction {
  charge(4);
  allocate(2 * sizes.closure + keeps.length * sizes.slot);
  return new NativeClosure({ kind: 'method', name: '', length, since: '1.5', doc: '', fixed: null, variadic: run }, keeps);
}

/** Waits, a job later, for what `then` says (ECMA-262 27.2.2.2). */
function adopt(promise: PromiseObject, then: FunctionObject): void {
  const run = (): void => {
    const { resolve, reject } = settlers(promise);
    const outcome = attempt(() => then.call(2, resolve, reject, undefined));
    if (outcome instanceof ScriptError) reject.call(1, valueOf(outcome), undefined, undefined);
  };
  enqueueJob(run, [promise, then]);
}
