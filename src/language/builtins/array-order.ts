/** Methods of arrays that put the elements in another order; the sort is a stable merge sort of ours. */
import { ArrayObject, hole } from '../evaluate/array.js';
import { toNumber, toText } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { FunctionObject } from '../evaluate/function.js';
import { charge } from '../evaluate/meter.js';
import { compareTexts } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { elementsToChange } from './array-change.js';
import { payArray, payElements } from './cost.js';
import { costing, method } from './define.js';

/** Negative: `a` comes before `b`; positive: after. */
type Order<T> = (a: T, b: T) => number;

/** Runs of this length are sorted by insertion before they are merged. */
const shortRun = 8;

function reverse(self: Value): Value {
  const elements = elementsToChange(self);
  charge(elements.length >> 2);
  elements.reverse();
  return self;
}

function sort(self: Value, comparator: Value): Value {
  const elements = elementsToChange(self);
  const compare = toComparator(comparator);
  const { length } = elements;
  payArray(length);
  const { sorted, missing } = inOrder(elements.slice(), compare);
  // The comparator may have made the array shorter: writing all elements makes it as long as it was.
  payElements(elements.length, Math.max(0, sorted.length - elements.length));
  for (let i = 0; i < sorted.length; i++) elements[i] = sorted[i];
  for (let i = length - missing; i < length && i < elements.length; i++) elements[i] = hole;
  return self;
}

function toSorted(self: Value, comparator: Value): Value {
  const array = self as ArrayObject;
  const compare = toComparator(comparator);
  payArray(array.elements.length);
  return new ArrayObject(inOrder(array.elements.map((_, index) => array.at(index)), compare).sorted);
}

function toComparator(value: Value): FunctionObject | null {
  if (value === undefined) return null;
  return value instanceof FunctionObject ? value : fail('TypeError', 'PJS402', describe(value));
}

/** The elements in order, undefined ones last; and how many holes there were (ECMA-262 23.1.3.30.1). */
function inOrder(elements: readonly Value[], compare: FunctionObject | null): { sorted: Value[]; missing: number } {
  const defined = elements.filter((value) => value !== undefined && value !== hole);
  const missing = elements.reduce((count: number, value) => (value === hole ? count + 1 : count), 0);
  const sorted = compare === null ? sortByText(defined) : mergeSort(defined, orderBy(compare));
  for (let i = sorted.length; i < elements.length - missing; i++) sorted.push(undefined);
  return { sorted, missing };
}

function orderBy(compare: FunctionObject): Order<Value> {
  return (a, b) => {
    const order = compare.call(2, a, b, undefined);
    return typeof order === 'number' ? order : toNumber(order);
  };
}

/** Sorts by the texts of the values; each is converted once. */
function sortByText(values: readonly Value[]): Value[] {
  const keyed = values.map((value) => ({ value, text: toText(value) }));
  return mergeSort(keyed, (a, b) => {
    charge(Math.min(a.text.length, b.text.length) >> 6);
    return compareTexts(a.text, b.text);
  }).map(({ value }) => value);
}

/** A new list in a stable order; an order that contradicts itself gives some permutation. */
function mergeSort<T>(list: readonly T[], order: Order<T>): T[] {
  const { length } = list;
  let from = list.slice();
  for (let start = 0; start < length; start += shortRun) insertionSort(from, start, Math.min(start + shortRun, length), order);
  let to = new Array<T>(length);
  for (let run = shortRun; run < length; run *= 2) {
    for (let start = 0; start < length; start += 2 * run) {
      merge(from, to, start, Math.min(start + run, length), Math.min(start + 2 * run, length), order);
    }
    [from, to] = [to, from];
  }
  return from;
}

function insertionSort<T>(list: T[], start: number, end: number, order: Order<T>): void {
  for (let i = start + 1; i < end; i++) {
    const item = list[i];
    let at = i;
    for (; at > start; at--) {
      charge(1);
      if (!(order(list[at - 1], item) > 0)) break;
      list[at] = list[at - 1]!;
    }
    list[at] = item;
  }
}

/** Merges the sorted runs start…middle and middle…end of `from` into the same place of `to`. */
function merge<T>(from: readonly T[], to: T[], start: number, middle: number, end: number, order: Order<T>): void {
  let left = start;
  let right = middle;
  charge(end - start);
  const apart = middle < end && order(from[middle - 1], from[middle]) > 0;
  for (let at = start; at < end; at++) {
    if (right >= end || (left < middle && (!apart || !(order(from[left], from[right]) > 0)))) to[at] = from[left++]!;
    else to[at] = from[right++]!;
  }
}

export const ordering = [
  ...costing('n', [method('reverse', 0, reverse, 'Puts the elements in the opposite order.')]),
  ...costing('n log n', [method('sort', 1, sort, 'Sorts the elements by their texts, or as a function compares them; equal ones keep their order.')]),
  ...costing('n log n', [method('toSorted', 1, toSorted, 'Gives a sorted copy.', 'pipyjs')]),
];
