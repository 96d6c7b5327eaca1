/** `Object` (ECMA-262 20.1), without prototypes and property attributes. */
import { ArrayObject } from '../evaluate/array.js';
import { toPropertyKey } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { ErrorObject } from '../evaluate/error-object.js';
import { FunctionObject } from '../evaluate/function.js';
import { NamespaceObject } from '../evaluate/host-object.js';
import { listFromIterable } from '../evaluate/iterate.js';
import { getMember, ownEnumerableKeys } from '../evaluate/member.js';
import { allocate, charge, sizes } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import { PlainObject } from '../evaluate/plain-object.js';
import { setMember } from '../evaluate/property.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { box } from './boxed.js';
import { payArray } from './cost.js';
import { costing, defineClass, describeClass, method, variadic } from './define.js';

/** Names of classes that `toString` tells apart; all others are objects to it (ECMA-262 20.1.3.6). */
const tags = new Set(['Array', 'Boolean', 'Date', 'Map', 'Number', 'Promise', 'RegExp', 'Set', 'String']);

export const objectClass = describeClass('Object', [
  method('toString', 0, (self) => `[object ${tagOf(self)}]`, 'Gives `[object Object]`.'),
  method('valueOf', 0, (self) => self, 'Gives the object itself.'),
]);
PlainObject.descriptor = objectClass;

function tagOf(value: Value): string {
  if (value instanceof FunctionObject) return 'Function';
  if (value instanceof NamespaceObject) return value.class.name;
  if (value instanceof ErrorObject) return 'Error';
  const name = value instanceof ScriptObject ? value.class.name : 'Object';
  return tags.has(name) ? name : 'Object';
}

/** ToObject. */
function toObject(value: Value): ScriptObject {
  if (value instanceof ScriptObject) return value;
  return value === undefined || value === null ? fail('TypeError', 'PJS451', describe(value)) : box(value);
}

function keysOf(value: Value): string[] {
  if (value === undefined || value === null) fail('TypeError', 'PJS451', describe(value));
  const keys = ownEnumerableKeys(value);
  payArray(keys.length);
  return keys;
}

function assign(target: Value, sources: readonly Value[]): Value {
  const object = toObject(target);
  for (const source of sources) {
    if (source === undefined || source === null) continue;
    const keys = keysOf(source);
    charge(keys.length);
    for (const key of keys) setMember(object, key, getMember(source, key));
  }
  return object;
}

function entries(value: Value): Value {
  const keys = keysOf(value);
  allocate(keys.length * (sizes.array + 2 * sizes.element));
  return new ArrayObject(keys.map((key) => new ArrayObject([key, getMember(value, key)])));
}

function fromEntries(iterable: Value): Value {
  const list = listFromIterable(iterable);
  allocate(sizes.object);
  const object = PlainObject.dictionary();
  for (const entry of list) {
    if (!(entry instanceof ScriptObject)) fail('TypeError', 'PJS453', describe(entry));
    const key = toPropertyKey(getMember(entry, '0'));
    charge(1);
    allocate(sizes.entry);
    object.setOwn(key, getMember(entry, '1'));
  }
  return object;
}

function construct(args: readonly Value[]): Value {
  const value = args[0];
  if (value !== undefined && value !== null) return toObject(value);
  allocate(sizes.object);
  return new PlainObject();
}

export const object = defineClass({
  name: 'Object',
  since: '0.22',
  doc: 'An object with properties of its own, and what can be done with all objects.',
  length: 1,
  descriptor: objectClass,
  statics: costing('n', [
    variadic('assign', 2, (_, [target, ...sources]) => assign(target, sources), 'Copies the own properties of the sources into the target, and gives the target.'),
    method('entries', 1, (_, value) => entries(value), 'Lists the own properties as [key, value].'),
    method('fromEntries', 1, (_, iterable) => fromEntries(iterable), 'Makes an object of a list of [key, value].'),
    method('keys', 1, (_, value) => new ArrayObject(keysOf(value)), 'Lists the keys of the own properties.'),
    method('values', 1, (_, value) => new ArrayObject(keysOf(value).map((key) => getMember(value, key))), 'Lists the values of the own properties.'),
  ]),
  construct,
  hasInstance: (value) => value instanceof ScriptObject,
});
