/**
 * The kinds of value.
 *
 * `undefined`, `null`, booleans, numbers and strings are the host's primitives; every other value is
 * an instance of `ScriptObject`. No host object is ever a value.
 */
import type { ScriptObject } from './object.js';

export type Primitive = undefined | null | boolean | number | string;
export type Value = Primitive | ScriptObject;
