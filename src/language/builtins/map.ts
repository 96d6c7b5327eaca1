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
import { OrdinaryObject, ScriptObject } from '../evaluate/object.js';
import { seal, unseal, type TableKey } from '../evaluate/table-key.js';
import { makeWhole } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray, payReading } from './cost.js';
import { accessor, costing, defineClass, describeClass, method } from './define.js';
import { objectClass } from './object.js';

export class MapObject extends OrdinaryObject {
  readonly held = new Map<TableKey, Value>();

  override get class(): ClassDescriptor {
    return mapClass;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    const { held: table } = this;
    walk.map(table.size);
    for (const [key, value] of table) {
      walk.tableKey(key);
      if (typeof value === 'string') table.set(key, walk.value(value));
      else walk.value(value);
    }
  }

  set(key: Value, value: Value): void {
    payKey(key);
    const sealed = seal(key);
    if (!this.held.has(sealed)) allocate(sizes.entry);
    this.held.set(sealed, value);
  }

  /** In the order they came; what is added under way is given as well. */
  *entries(): Generator<[Value, Value]> {
    for (const [key, value] of this.held) yield [unseal(key), value];
  }
}

/** Finding a text among keys reads it. */
export function payKey(key: Value): void {
  charge(1);
  if (typeof key !== 'string') return;
  payReading(key.length);
  makeWhole(key);
}

const tableOf = (self: Value): Map<TableKey, Value> => (self as MapObject).held;

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
  return tableOf(self).delete(seal(key));
}

function get(self: Value, key: Value): Value {
  payKey(key);
  return tableOf(self).get(seal(key));
}

function has(self: Value, key: Value): Value {
  payKey(key);
  return tableOf(self).has(seal(key));
}

function set(self: Value, key: Value, value: Value): Value {
  (self as MapObject).set(key, value);
  return self;
}

/** What is added under way is visited as well. */
function forEach(self: Value, callback: Value): Value {
  const visit = toCallback(callback);
  for (const [key, value] of tableOf(self)) {
    charge(1);
    visit.call(3, value, unseal(key), self);
  }
  return undefined;
}

function clear(self: Value): Value {
  tableOf(self).clear();
  return undefined;
}

/** The entries as arrays of key and value. */
function pairs(self: Value): Value[] {
  const map = self as MapObject;
  const { size } = map.held;
  payArray(size);
  charge(size);
  allocate(size * (sizes.array + 2 * sizes.element));
  return Array.from(map.entries(), (entry) => new ArrayObject(entry));
}

function keys(self: Value): Value {
  const table = tableOf(self);
  payArray(table.size);
  return new ArrayObject(Array.from(table.keys(), unseal));
}

function values(self: Value): Value {
  const table = tableOf(self);
  payArray(table.size);
  return new ArrayObject([...table.values()]);
}

const mapClass = describeClass(
  'Map',
  [
    method('clear', 0, clear, 'Removes all entries.', '1.5'),
    accessor('size', (self) => tableOf(self).size, 'How many entries there are.', { since: '1.5' }),
    ...costing('n', [
      method('delete', 1, remove, 'Removes the entry of a key; gives whether there was one.', '1.5'),
      method('entries', 0, (self) => new ArrayObject(pairs(self)), 'Lists the entries as [key, value], in the order they came.', 'pipyjs'),
      method('forEach', 1, forEach, 'Calls a function with value, key and map for each entry.', '1.5'),
      method('get', 1, get, 'Gives the value of a key.', '1.5'),
      method('has', 1, has, 'Whether there is an entry of a key.', '1.5'),
      method('keys', 0, keys, 'Lists the keys, in the order they came.', 'pipyjs'),
      method('set', 2, set, 'Sets the value of a key, and gives the map.', '1.5'),
      method('values', 0, values, 'Lists the values, in the order their keys came.', 'pipyjs'),
    ]),
  ],
  { parent: objectClass },
);
iterables.set(mapClass, pairs);

export const map = defineClass({
  name: 'Map',
  since: '1.5',
  cost: 'n',
  doc: 'Values by keys of any kind, in the order they came.',
  descriptor: mapClass,
  construct,
  call: () => fail('TypeError', 'PJS414', 'Map'),
  hasInstance: (value) => value instanceof MapObject,
});
