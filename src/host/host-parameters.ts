/** Makers of parameters for functions of an embedding program: each says what a script gives, and its type what the function gets. */
import type { Parameter, ParameterType } from '../definition/parameters.js';
import { value } from '../stream/runtime/parameters.js';
import type { HostValue, ScriptFunction } from './host-values.js';

export { choice, optional, options } from '../stream/runtime/parameters.js';

function required<T>(type: ParameterType, doc: string): Parameter<T> {
  return { type, optional: false, fallback: undefined, doc };
}

/** Any value. */
export const any = (doc: string): Parameter<HostValue> => required({ kind: 'any' }, doc);

export const boolean = (doc: string): Parameter<boolean> => value('boolean', doc);

export const number = (doc: string): Parameter<number> => value('number', doc);

export const text = (doc: string): Parameter<string> => value('text', doc);

/** Bytes, as a number or a text such as `'64k'`; a number for the function. */
export const size = (doc: string): Parameter<number> => value('size', doc);

/** A time, as a number of seconds or a text such as `'5s'`; a number for the function. */
export const seconds = (doc: string): Parameter<number> => value('seconds', doc);

/** A `Data`. */
export const bytes = (doc: string): Parameter<Uint8Array> => required({ kind: 'data' }, doc);

/** An array. */
export const list = (doc: string): Parameter<HostValue[]> => required({ kind: 'list' }, doc);

/** An object: a record, or a handle where it is an instance of a class. */
export const object = (doc: string): Parameter<HostValue> => required({ kind: 'object' }, doc);

/** A function of the script: see `Tenant.call`. */
export const callback = (doc: string): Parameter<ScriptFunction> => required({ kind: 'callback', returns: 'any' }, doc);
