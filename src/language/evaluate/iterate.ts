/** What spreading and destructuring take apart. */
import { wording } from '../source/codes.js';
import { ArrayObject } from './array.js';
import type { ClassDescriptor } from './class.js';
import { describe } from './describe.js';
import { allocate, charge, sizes } from './meter.js';
import { ScriptError } from './script-error.js';
import { textToList } from './text.js';
import type { Value } from './value.js';

/** Classes beside arrays and texts whose instances can be iterated, such as Map: each gives its list. The class `Map` itself is none of them. */
export const iterables = new Map<ClassDescriptor, (value: Value) => Value[]>();

/** A new list of what iterating over `value` gives: elements (holes are undefined), or code points of a text. */
export function listFromIterable(value: Value): Value[] {
  if (value instanceof ArrayObject) {
    const { length } = value.elements;
    charge(length >> 2);
    allocate(sizes.array + length * sizes.element);
    const list = value.elements.slice();
    for (let i = 0; i < length; i++) list[i] = value.at(i);
    return list;
  }
  if (typeof value === 'string') {
    charge(value.length >> 2);
    allocate(sizes.array + value.length * sizes.element);
    return textToList(value);
  }
  const iterate = typeof value === 'object' && value !== null ? iterables.get(value.class) : undefined;
  if (iterate !== undefined) return iterate(value);
  throw new ScriptError('PJS407', wording('PJS407', describe(value)), 'TypeError');
}
