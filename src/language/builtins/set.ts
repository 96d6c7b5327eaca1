/** `Set` (ECMA-262 24.2), kept and listed as maps are. */
import { ArrayObject } from '../evaluate/array.js';
import type { ClassDescriptor } from '../evaluate/class.js';
import { iterables, listFromIterable } from '../evaluate/iterate.js';
import { allocate, charge, sizes } from '../evaluate/meter.js';
import type { HeapWalk } from '../evaluate/heap-walk.js';
import { OrdinaryObject } from '../evaluate/object.js';
import { seal, unseal, type TableKey } from '../evaluate/table-key.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { payArray } from './cost.js';
import { accessor, costing, defineClass, describeClass, method } from './define.js';
import { payKey } from './map.js';
import { objectClass } from './object.js';

export class SetObject extends OrdinaryObject {
  readonly held = new Set<TableKey>();

  override get class(): ClassDescriptor {
    return setClass;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.set(this.held.size);
    for (const key of this.held) walk.tableKey(key);
  }

  add(value: Value): void {
    payKey(value);
    const sealed = seal(value);
    if (!this.held.has(sealed)) allocate(sizes.entry);
    this.held.add(sealed);
  }

  /** In the order they came; what is added under way is given as well. */
  *items(): Generator<Value> {
    for (const key of this.held) yield unseal(key);
  }
}

const tableOf = (self: Value): Set<TableKey> => (self as SetObject).held;

function construct(args: readonly Value[]): Value {
  allocate(sizes.object + sizes.array);
  const set = new SetObject();
  const [values] = args;
  if (values !== undefined && values !== null) for (const value of listFromIterable(values)) set.add(value);
  return set;
}

function add(self: Value, value: Value): Value {
  (self as SetObject).add(value);
  return self;
}

function remove(self: Value, value: Value): Value {
  payKey(value);
  return tableOf(self).delete(seal(value));
}

function has(self: Value, value: Value): Value {
  payKey(value);
  return tableOf(self).has(seal(value));
}

/** What is added under way is visited as well. */
function forEach(self: Value, callback: Value): Value {
  const visit = toCallback(callback);
  for (const value of (self as SetObject).items()) {
    charge(1);
    visit.call(3, value, value, self);
  }
  return undefined;
}

function clear(self: Value): Value {
  tableOf(self).clear();
  return undefined;
}

function list(self: Value): Value[] {
  payArray(tableOf(self).size);
  return Array.from(tableOf(self), unseal);
}

function entries(self: Value): Value {
  const { size } = tableOf(self);
  charge(size);
  allocate(size * (sizes.array + 2 * sizes.element));
  return new ArrayObject(list(self).map((value) => new ArrayObject([value, value])));
}

const setClass = describeClass(
  'Set',
  [
    method('clear', 0, clear, 'Removes all values.', '1.5'),
    accessor('size', (self) => tableOf(self).size, 'How many values there are.', { since: '1.5' }),
    ...costing('n', [
      method('add', 1, add, 'Adds a value, and gives the set.', '1.5'),
      method('delete', 1, remove, 'Removes a value; gives whether it was there.', '1.5'),
      method('entries', 0, entries, 'Lists the values as [value, value], in the order they came.', 'pipyjs'),
      method('forEach', 1, forEach, 'Calls a function with value, value and set for each value.', '1.5'),
      method('has', 1, has, 'Whether a value is there.', '1.5'),
      method('keys', 0, (self) => new ArrayObject(list(self)), 'Lists the values, in the order they came.', 'pipyjs'),
      method('values', 0, (self) => new ArrayObject(list(self)), 'Lists the values, in the order they came.', 'pipyjs'),
    ]),
  ],
  { parent: objectClass },
);
iterables.set(setClass, list);

export const set = defineClass({
  name: 'Set',
  since: '1.5',
  cost: 'n',
  doc: 'Values of any kind, each once, in the order they came.',
  descriptor: setClass,
  construct,
  call: () => fail('TypeError', 'PJS414', 'Set'),
  hasInstance: (value) => value instanceof SetObject,
});
