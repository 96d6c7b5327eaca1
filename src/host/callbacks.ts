/**
 * Script functions as the callbacks of filters.
 *
 * A call is one activation in the context of the pipeline that makes it. What the script throws is
 * reported here, with the place, the pipeline and the filter, and reaches the filter as `CallbackError`.
 */
import type { Shape } from '../definition/parameters.js';
import { caught, enter, leave } from '../language/evaluate/activation.js';
import { ArrayObject } from '../language/evaluate/array.js';
import { toBoolean, toNumber, toText } from '../language/evaluate/convert.js';
import { FunctionObject } from '../language/evaluate/function.js';
import { ScriptObject } from '../language/evaluate/object.js';
import { PromiseObject, whenSettled } from '../language/builtins/promise-object.js';
import { LimitError, ScriptError } from '../language/evaluate/script-error.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd } from '../stream/events/event.js';
import { Message } from '../stream/events/message.js';
import { CallbackError, Pending, type Answer, type Callback, type CallbackArgument, type CallSite, type Dynamic } from '../stream/runtime/callback.js';
import type { Inbound } from '../stream/runtime/context.js';
import { eventToValue, inboundToValue } from './events.js';
import { hostOf, valueToEvents } from './peers.js';
import { reportError } from './report.js';
import { currentTenant, type Tenant } from './tenant.js';
import { parseSeconds, parseSize } from './units.js';

/** A callback of the tenant whose script is running now. */
export function makeCallback<R>(fn: FunctionObject, returns: Shape): Callback<R> {
  const tenant = currentTenant();
  const convert = converters[returns];
  tenant.loader!.keep(fn);
  return (context, site, a, b, c) => {
    const count = c !== undefined ? 3 : b !== undefined ? 2 : a !== undefined ? 1 : 0;
    const outer = enter(tenant.account, context);
    try {
      const result = fn.call(count, argumentToValue(a), argumentToValue(b), argumentToValue(c));
      return (result instanceof PromiseObject ? pendingOf(result, convert, tenant, site) : convert(result, site, tenant)) as Answer<R>;
    } catch (error) {
      reportError(tenant, caught(error), site);
      throw new CallbackError();
    } finally {
      leave(outer);
    }
  };
}

/** Milliseconds that a filter waits for a promise. */
const longestWait = 60_000;

/** What a promise will be, for the filter that asked. */
function pendingOf(promise: PromiseObject, convert: Converter, tenant: Tenant, site: CallSite): Pending<unknown> {
  const pending = new Pending<unknown>();
  const { runtime } = tenant.loader!;
  const timer = runtime.ports.clock.after(longestWait, () => {
    reportError(tenant, new LimitError('WALL', 'a promise that a filter waits for was not settled in time', longestWait, longestWait), site);
    pending.reject();
  });
  pending.onAbandon = () => timer.cancel();
  const refuse = (error: unknown): void => {
    timer.cancel();
    reportError(tenant, error, site);
    runtime.defer(() => pending.reject());
  };
  whenSettled(
    promise,
    (value) => {
      let answer: unknown;
      try {
        answer = convert(value, site, tenant);
      } catch (thrown) {
        const error = caught(thrown);
        refuse(error);
        // It has been reported; what no script may catch ends the run of jobs as well.
        if (!(error instanceof ScriptError)) throw error;
        return;
      }
      timer.cancel();
      runtime.defer(() => pending.resolve(answer));
    },
    refuse,
  );
  return pending;
}

/** A plain value, or a function that is asked in the context of each use. */
export function makeDynamic<T>(value: Value, of: Shape): Dynamic<T> {
  if (value instanceof FunctionObject) {
    const callback = makeCallback<T>(value, of);
    return { constant: undefined, get: callback };
  }
  currentTenant().loader!.keep(value);
  const constant = constantOf(value, of) as T;
  return { constant, get: () => constant };
}

/** A plain value of a shape that `arguments.ts` has found it to be. */
export function constantOf(value: Value, shape: Shape): unknown {
  switch (shape) {
    case 'size':
      return typeof value === 'string' ? parseSize(value) : value;
    case 'seconds':
      return typeof value === 'string' ? parseSeconds(value) : value;
    case 'message':
      return hostOf(value, Message);
    case 'data':
      return hostOf(value, Data);
    case 'events':
      return valueToEvents(value, () => {});
    case 'list':
      return listOf(value);
    default:
      return value;
  }
}

type Converter = (value: Value, site: CallSite, tenant: Tenant) => unknown;

/** What a script's answer becomes for the filter that asked. Runs inside the activation: it may call `toString`. */
const converters: Readonly<Record<Shape, Converter>> = {
  boolean: toBoolean,
  text: (value) => (typeof value === 'string' ? value : value === undefined || value === null ? '' : toText(value)),
  number: toNumber,
  size: (value) => (typeof value === 'string' ? parseSize(value) : toNumber(value)),
  seconds: (value) => (typeof value === 'string' ? parseSeconds(value) : toNumber(value)),
  message: (value) => hostOf(value, Message),
  data: (value) => hostOf(value, Data),
  events: (value, site, tenant) => valueToEvents(value, () => tenant.logError(`[filter] not an Event object: ${site.describe()}`)),
  object: (value) => (value instanceof ScriptObject ? value : null),
  list: (value) => listOf(value),
  void: () => undefined,
  any: (value) => value,
};

function listOf(value: Value): Value[] | null {
  return value instanceof ArrayObject ? value.elements.map((_, i) => value.at(i)) : null;
}

function argumentToValue(argument: CallbackArgument): Value {
  if (typeof argument !== 'object' || argument === null) return argument;
  if (
    argument instanceof Message ||
    argument instanceof MessageStart ||
    argument instanceof Data ||
    argument instanceof MessageEnd ||
    argument instanceof StreamEnd
  ) {
    return eventToValue(argument);
  }
  if ('remoteAddress' in argument && 'peer' in argument) return inboundToValue(argument as Inbound);
  return recordToValue(argument);
}

/** A record of texts that a filter hands over, such as what a TLS client says hello with. */
function recordToValue(record: Readonly<Record<string, string | readonly string[] | undefined>>): PlainObject {
  const object = PlainObject.dictionary();
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'string') object.setOwn(name, value);
    else if (value !== undefined) object.setOwn(name, new ArrayObject([...value]));
  }
  return object;
}

