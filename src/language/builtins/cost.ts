/** What built-ins pay before they work, by the size of what they read and make. */
import { stackLimit } from '../evaluate/activation.js';
import { NEST, allocate, charge, checkSingle, heightLeft, sizes, tank } from '../evaluate/meter.js';
import { largestText } from '../evaluate/operators.js';
import type { Value } from '../evaluate/value.js';

/** Reading `units` of a text. */
export function payReading(units: number): void {
  charge(units >> 5);
}

/** Making a text of `units`. */
export function payText(units: number): void {
  allocate(units > largestText ? Infinity : sizes.string + units);
  charge(Math.floor(units / 32));
}

/** Making a text longer, from `length` by `more` units. */
export function payLonger(length: number, more: number): void {
  const total = length + more;
  // A text that grows piece by piece is one value all the same.
  checkSingle(total > largestText ? Infinity : total);
  allocate(more);
  charge(1 + Math.floor(more / 32));
}

/** Making an array of `length` elements, without calling anything for each. */
export function payArray(length: number): void {
  allocate(sizes.array + length * sizes.element);
  charge(Math.floor(length / 4));
}

/** Giving `count` more elements to an array that has `length`. */
export function payElements(length: number, count: number): void {
  const bytes = (length + count) * sizes.element;
  // An array that grows bit by bit is one value all the same.
  checkSingle(bytes);
  allocate(count * sizes.element);
  charge(Math.floor(count / 4));
}

/** Comparing a value with another: a long text with one of its length takes its time. */
export function payComparing(value: Value, other: Value): void {
  charge(1);
  if (typeof value === 'string' && value.length > 256 && typeof other === 'string' && other.length === value.length) {
    charge(value.length >> 8);
  }
}

/** How many nested steps one level of a built-in's own recursion is worth, on the host's stack. */
const level = 10;

/** Enters one more level of recursion; pair with `ascend` (an error needs none). */
export function descend(): void {
  if (heightLeft() < level) stackLimit();
  tank[NEST] -= level;
}

export function ascend(): void {
  tank[NEST] += level;
}
