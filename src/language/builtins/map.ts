/**
 * `Map` (ECMA-262 24.1). There are no iterators: `keys`, `values` and `entries` give arrays.
 *
 * A host's map keeps the entries: it compares keys as SameValueZero does, keeps their order, and may be
 * changed while it is walked. Objects are keys by identity, so it never looks into one.
 */
import { ArrayObject } from '../evaluate/array.js';
import type { ClassDescriptor } from '../evaluate/class.js';
import { describe } from '../evaluate/describe.js';
import { iterables, listFromIterable } from '../evaluate/iterate.js';
import { getMember } from '../evaluate/member.js';
import { allocate, charge, sizes } from '../evaluate/meter.js';
import type { HeapWalk } from '../evaluate/heap-walk.js';
import { ScriptObject } from '../evaluate/object.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray, payReading } from './cost.js';
import { accessor, defineClass, describeClass, method } from './define.js';
import { objectClass } from './object.js';

export class MapObject extends ScriptObject {
  readonly entries = new Map<Value, Value>();

  override get class(): ClassDescriptor {
    return mapClass;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    const { entries } = this;
    walk.map(entries.size);
    for (const [key, value] of entries) {
      if (typeof key === 'string') walk.key(key);
      else walk.value(key);
      if (typeof value === 'string') entries.set(key, walk.value(value));
      else walk.value(value);
    }
  }

  set(key: Value, value: Value): void {
    payKey(key);
    if (!this.entries.has(key)) allocate(sizes.entry);
    this.entries.set(key, value);
  }
}

/** Finding a text among keys reads it. */
export function payKey(key: Value): void {
  charge(1);
  if (typeof key === 'string') payReading(key.length);
}

const entriesOf = (self: Value): Map<Value, Value> => (self as MapObject).entries;

function construct(args: readonly Value[]): Value {
  allocate(sizes.object + sizes.array);
  const map = new MapObject();
  const [entries] = args;
  if (entries === undefined || entries === null) return map;
  for (const entry of listFromIterable(entries)) {
    if (!(entry instanceof ScriptObject)) fail('TypeError', 'PJS453', describe(entry));
    const key = getMember(entry, '0');
    map.set(key, getMember(entry, '1'));
  }
  return map;
}

function remove(self: Value, key: Value): Value {
  payKey(key);
  return entriesOf(self).delete(key);
}

function get(self: Value, key: Value): Value {
  payKey(key);
  return entriesOf(self).get(key);
}

function has(self: Value, key: Value): Value {
  payKey(key);
  return entriesOf(self).has(key);
}

function set(self: Value, key: Value, value: Value): Value {
  (self as MapObject).set(key, value);
  return self;
}

/** What is added under way is visited as well. */
function forEach(self: Value, callback: Value): Value {
  const visit = toCallback(callback);
  for (const [key, value] of entriesOf(self)) {
    charge(1);
    visit.call(3, value, key, self);
  }
  return undefined;
}

function clear(self: Value): Value {
  entriesOf(self).clear();
  return undefined;
}

/** The entries as arrays of key and value. */
function pairs(self: Value): Value[] {
  const entries = entriesOf(self);
  payArray(entries.size);
  charge(entries.size);
  allocate(entries.size * (sizes.array + 2 * sizes.element));
  return [...entries].map((entry) => new ArrayObject(entry));
}

function listOf(self: Value, items: (entries: Map<Value, Value>) => Iterable<Value>): Value {
  const entries = entriesOf(self);
  payArray(entries.size);
  return new ArrayObject([...items(entries)]);
}

const mapClass = describeClass(
  'Map',
  [
    method('clear', 0, clear, 'Removes all entries.', '1.5'),
    method('delete', 1, remove, 'Removes the entry of a key; gives whether there was one.', '1.5'),
    method('entries', 0, (self) => new ArrayObject(pairs(self)), 'Lists the entries as [key, value], in the order they came.', 'pipyjs'),
    method('forEach', 1, forEach, 'Calls a function with value, key and map for each entry.', '1.5'),
    method('get', 1, get, 'Gives the value of a key.', '1.5'),
    method('has', 1, has, 'Whether there is an entry of a key.', '1.5'),
    method('keys', 0, (self) => listOf(self, (entries) => entries.keys()), 'Lists the keys, in the order they came.', 'pipyjs'),
    method('set', 2, set, 'Sets the value of a key, and gives the map.', '1.5'),
    accessor('size', (self) => entriesOf(self).size, 'How many entries there are.', { since: '1.5' }),
    method('values', 0, (self) => listOf(self, (entries) => entries.values()), 'Lists the values, in the order their keys came.', 'pipyjs'),
  ],
  { parent: objectClass },
);
iterables.set(mapClass, pairs);

export const map = defineClass({
  name: 'Map',
  since: '1.5',
  doc: 'Values by keys of any kind, in the order they came.',
  descriptor: mapClass,
  construct,
  call: () => fail('TypeError', 'PJS414', 'Map'),
  hasInstance: (value) => value instanceof MapObject,
});
