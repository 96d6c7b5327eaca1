/**
 * Values of an embedding program to values of a script and back, always by copy: no graph is shared.
 *
 * Lists, records and bytes are copied as deep as they go, with what is shared or circular in them kept so.
 * What has no like on the other side (functions, instances of classes) crosses as a handle of its tenant, and
 * a handle that comes back is the same value again.
 */
import { currentAccount } from '../language/evaluate/activation.js';
import { ArrayObject } from '../language/evaluate/array.js';
import type { MethodDefinition } from '../language/evaluate/class.js';
import { BuiltinFunction, FunctionObject } from '../language/evaluate/function.js';
import type { HeapWalk, Root } from '../language/evaluate/heap-walk.js';
import { admit, allocate, charge, sizes } from '../language/evaluate/meter.js';
import type { ScriptObject } from '../language/evaluate/object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import { DeniedError, ScriptError } from '../language/evaluate/script-error.js';
import type { Value } from '../language/evaluate/value.js';
import { wording } from '../language/source/codes.js';
import { Data } from '../stream/bytes/data.js';
import { EvaluationError, isFault } from './evaluation-error.js';
import { dataToValue } from './globals/data.js';
import { hostOf } from './peers.js';

/** What may be given to a script, and what comes back. Records come back without a prototype. */
export type HostValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | ScriptHandle
  | HostFunction
  | readonly HostValue[]
  | { readonly [key: string]: HostValue };

/** A function of the embedding program: it gets copies and gives one. */
export type HostFunction = (...args: HostValue[]) => HostValue;

/** An instance of a class of the script's world, which cannot be looked into from here. */
export class ScriptHandle {
  /** @internal */
  constructor(
    /** Such as `RegExp`, or `Function`. */
    readonly className: string,
    /** @internal */
    readonly crossing: Crossing,
    /** @internal Null when its tenant was disposed of. */
    public object: ScriptObject | null,
  ) {}
}

/** A function of a script: see `Tenant.call`. */
export class ScriptFunction extends ScriptHandle {
  readonly name: string;

  /** @internal */
  constructor(className: string, crossing: Crossing, object: FunctionObject) {
    super(className, crossing, object);
    this.name = object.name;
  }
}

/** What a copy for the host takes is charged to the script that gives it: chunks of a Data may be shared, a copy's are not. */
function payOut(bytes: number): void {
  charge(2 + Math.floor(bytes / 32));
  allocate(sizes.object + bytes);
}

/** What a function of the embedding program throws to deny what a script asked for: the script ends as it does where a policy denies. */
export class Denial extends Error {
  override readonly name = 'Denial';

  constructor(
    message: string,
    /** What would allow it. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** What is thrown by all that is done with a tenant that was disposed of. */
export function disposed(): Error {
  return new Error('the tenant was disposed of');
}

/** The border of one tenant. Cross it within an activation: what comes in is charged. */
export class Crossing implements Root {
  private readonly handles = new WeakMap<ScriptObject, ScriptHandle>();
  /** All handles that the embedding program may still have. */
  private readonly given = new Set<WeakRef<ScriptHandle>>();
  private isClosed = false;

  /** Tells `walk` what the embedding program keeps. */
  reach(walk: HeapWalk): void {
    for (const reference of this.given) {
      const handle = reference.deref();
      if (handle?.object) walk.object(handle.object);
      else this.given.delete(reference);
    }
  }

  /** From now on nothing crosses, and handles stand for nothing. */
  close(): void {
    this.isClosed = true;
    for (const reference of this.given) {
      const handle = reference.deref();
      if (handle !== undefined) handle.object = null;
    }
    this.given.clear();
  }

  /** A copy of a script's value. */
  out(value: Value): HostValue {
    const made = new Map<ScriptObject, HostValue>();
    const toFill: (() => void)[] = [];
    const copy = (item: Value): HostValue => {
      if (typeof item !== 'object' || item === null) return item;
      let result = made.get(item);
      if (result === undefined) {
        result = this.shellOf(item, copy, toFill);
        made.set(item, result);
      }
      return result;
    };
    const result = copy(value);
    for (let fill = toFill.pop(); fill !== undefined; fill = toFill.pop()) fill();
    return result;
  }

  /** A copy of a host's value for the script. */
  in(value: HostValue): Value {
    const made = new Map<unknown, Value>();
    const toFill: (() => void)[] = [];
    const copy = (item: HostValue): Value => {
      if (typeof item === 'string') {
        charge(item.length >> 6);
        allocate(sizes.string + item.length);
        return admit(item);
      }
      if ((typeof item !== 'object' && typeof item !== 'function') || item === null) return item;
      let result = made.get(item);
      if (result === undefined) {
        result = this.objectOf(item, copy, toFill);
        made.set(item, result);
      }
      return result;
    };
    const result = copy(value);
    for (let fill = toFill.pop(); fill !== undefined; fill = toFill.pop()) fill();
    return result;
  }

  /** The function behind a handle of this tenant. */
  functionOf(handle: ScriptFunction): FunctionObject {
    return this.objectBehind(handle) as FunctionObject;
  }

  private shellOf(object: ScriptObject, copy: (item: Value) => HostValue, toFill: (() => void)[]): HostValue {
    if (object instanceof ArrayObject) {
      const list: HostValue[] = [];
      payOut(object.elements.length * sizes.element);
      toFill.push(() => object.elements.forEach((_, index) => list.push(copy(object.at(index)))));
      return list;
    }
    if (object instanceof PlainObject) {
      const record = Object.create(null) as Record<string, HostValue>;
      payOut(object.ownCount * sizes.entry);
      toFill.push(() => object.each((key, item) => (record[key] = copy(item))));
      return record;
    }
    const data = hostOf(object, Data);
    if (data === null) return this.handleOf(object);
    charge(data.chunkCount);
    payOut(data.size);
    return new Uint8Array(data.toBuffer());
  }

  private handleOf(object: ScriptObject): ScriptHandle {
    let handle = this.handles.get(object);
    if (handle === undefined) {
      const { name } = object.class;
      charge(4);
      handle = object instanceof FunctionObject ? new ScriptFunction(name, this, object) : new ScriptHandle(name, this, object);
      this.handles.set(object, handle);
      this.given.add(new WeakRef(handle));
    }
    return handle;
  }

  private objectOf(item: object, copy: (item: HostValue) => Value, toFill: (() => void)[]): Value {
    if (item instanceof ScriptHandle) return this.objectBehind(item);
    if (item instanceof Promise) throw new TypeError('a promise of the host cannot be given to a script');
    if (typeof item === 'function') return this.functionFor(item as HostFunction);
    if (item instanceof Uint8Array) {
      charge(item.length >> 4);
      allocate(sizes.object + item.length);
      return dataToValue(new Data(Buffer.from(item)));
    }
    if (Array.isArray(item)) {
      const list = new ArrayObject([]);
      charge(item.length >> 2);
      allocate(sizes.array + item.length * sizes.element);
      toFill.push(() => item.forEach((element: HostValue) => list.elements.push(copy(element))));
      return list;
    }
    const object = PlainObject.dictionary();
    toFill.push(() => {
      const entries = Object.entries(item as Record<string, HostValue>);
      charge(entries.length);
      allocate(entries.length * sizes.entry);
      for (const [key, element] of entries) object.setOwn(admit(key), copy(element));
    });
    allocate(sizes.object);
    return object;
  }

  /** What a handle of this tenant stands for. */
  objectBehind(handle: ScriptHandle): ScriptObject {
    if (handle.crossing !== this) throw new Error('a value of one tenant cannot be given to another');
    return handle.object ?? fail();
  }

  private functionFor(run: HostFunction): FunctionObject {
    allocate(sizes.closure);
    return new BuiltinFunction(this.method(run.name, run.length, undefined, (args) => run(...args.map((argument) => this.out(argument)))));
  }

  /**
   * A method that does what a function of the embedding program does. What that throws stays outside: the script's error
   * says which function it was, and keeps the rest as its cause.
   */
  method(name: string, length: number, doc = 'A function of the embedding program.', run: (args: readonly Value[]) => HostValue): MethodDefinition {
    return {
      kind: 'method',
      name,
      length,
      since: 'pipyjs',
      doc,
      fixed: null,
      variadic: (_, args) => {
        let result: HostValue;
        try {
          result = run(args);
        } catch (error) {
          throw this.isClosed ? disposed() : faultOf(error, name);
        }
        if (this.isClosed) throw disposed();
        return this.in(result);
      },
    };
  }
}

function fail(): never {
  throw disposed();
}

/** What ends the script, or what it may catch, when a function of the embedding program throws. */
function faultOf(error: unknown, name: string): Error {
  if (error instanceof Denial) return new DeniedError('CAP', error.message, error.hint);
  // A script that the function ran on the way, of the same tenant, failed: that is what happened.
  if (error instanceof EvaluationError && error.account === currentAccount()) return error.fault;
  if (isFault(error)) return error;
  const failure = new ScriptError('PJS544', wording('PJS544', name));
  failure.cause = error;
  return failure;
}
