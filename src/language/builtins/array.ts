/** `Array` (ECMA-262 23.1): the class; its methods are in the `array-…` files. */
import { ArrayObject, hole } from '../evaluate/array.js';
import { toInteger, toText } from '../evaluate/convert.js';
import type { FunctionObject } from '../evaluate/function.js';
import { iterables, listFromIterable } from '../evaluate/iterate.js';
import { getMember } from '../evaluate/member.js';
import { allocate, sizes } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import type { Value } from '../evaluate/value.js';
import { fail, toCallback } from './arguments.js';
import { changing } from './array-change.js';
import { copying } from './array-copy.js';
import { iterating } from './array-iterate.js';
import { ordering } from './array-order.js';
import { searching } from './array-search.js';
import { payArray, payElements } from './cost.js';
import { costing, defineClass, describeClass, method, variadic } from './define.js';
import { objectClass } from './object.js';

export const arrayClass = describeClass('Array', [...changing, ...copying, ...iterating, ...ordering, ...searching], {
  parent: objectClass,
});
ArrayObject.descriptor = arrayClass;

const longest = 4294967295;

function construct(args: readonly Value[]): Value {
  const first = args[0];
  if (args.length !== 1 || typeof first !== 'number') return listOf(args);
  if (first !== first >>> 0) fail('RangeError', 'PJS413');
  payArray(first);
  return new ArrayObject(holes(first));
}

/** `count` holes, made so that the host never sees a list with gaps. */
function holes(count: number): Value[] {
  const elements: Value[] = [];
  for (let i = 0; i < count; i++) elements.push(hole);
  return elements;
}

function listOf(values: readonly Value[]): Value {
  payArray(values.length);
  return new ArrayObject(values.slice());
}

function from(items: Value, mapper: Value): Value {
  const map = mapper === undefined ? null : toCallback(mapper);
  if (map !== null && items instanceof ArrayObject) return fromMapped(items, map);
  const list = isIterable(items) ? listFromIterable(items) : listFromLength(items);
  if (map !== null) {
    for (let i = 0; i < list.length; i++) list[i] = map.call(2, list[i], i, undefined);
  }
  return new ArrayObject(list);
}

/** Each element is read when it is its turn: the function may change the array. */
function fromMapped(items: ArrayObject, map: FunctionObject): Value {
  const list: Value[] = [];
  allocate(sizes.array);
  for (let i = 0; i < items.elements.length; i++) {
    payElements(i, 1);
    list.push(map.call(2, items.at(i), i, undefined));
  }
  return new ArrayObject(list);
}

function isIterable(value: Value): boolean {
  if (typeof value === 'string' || value instanceof ArrayObject) return true;
  return value instanceof ScriptObject && iterables.has(value.class);
}

/** What an object with a `length` and indexes holds. */
function listFromLength(value: Value): Value[] {
  const length = Math.min(Math.max(toInteger(getMember(value, 'length')), 0), Number.MAX_SAFE_INTEGER);
  if (length > longest) fail('RangeError', 'PJS413');
  payArray(length);
  const list: Value[] = [];
  for (let i = 0; i < length; i++) list.push(getMember(value, toText(i)));
  return list;
}

export const array = defineClass({
  name: 'Array',
  since: '0.22',
  cost: 'n',
  doc: 'A list of values.',
  length: 1,
  descriptor: arrayClass,
  statics: [
    ...costing('n', [method('from', 1, (_, items, mapper) => from(items, mapper), 'Makes an array of what can be iterated, or has a `length` and indexes; a function changes each element.', 'pipyjs')]),
    method('isArray', 1, (_, value) => value instanceof ArrayObject, 'Whether a value is an array.', 'pipyjs'),
    ...costing('n', [variadic('of', 0, (_, values) => listOf(values), 'Makes an array of its arguments.', 'pipyjs')]),
  ],
  construct,
  hasInstance: (value) => value instanceof ArrayObject,
});
