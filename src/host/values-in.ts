/** Script values from what the conformance protocol writes (`values-out.ts` writes it): those that the head of a message has. */
import { ArrayObject } from '../language/evaluate/array.js';
import { admit, allocate, sizes } from '../language/evaluate/meter.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { dataToValue } from './globals/data.js';

const maxDepth = 32;

/** What cannot be read, in words. */
export class UntaggableError extends Error {}

/** Call within an activation: what is made is paid for. */
export function untagValue(tagged: unknown, depth = 0): Value {
  if (depth > maxDepth) throw new UntaggableError(`values are nested deeper than ${maxDepth}`);
  if (typeof tagged !== 'object' || tagged === null) throw new UntaggableError('not a tagged value');
  const { t, v } = tagged as Record<string, unknown>;
  switch (t) {
    case 'undefined':
      return undefined;
    case 'null':
      return null;
    case 'boolean':
      return v === 'true';
    case 'number':
      return Number(v);
    case 'string':
      return admit(textOf(v));
    case 'data':
      return dataToValue(new Data(Buffer.from(textOf(v), 'hex')));
    case 'array':
      return new ArrayObject(listOf(v).map((item) => untagValue(item, depth + 1)));
    case 'object':
      return untagObject(listOf(v), depth);
    default:
      throw new UntaggableError(`no value of '${String(t)}'`);
  }
}

function untagObject(pairs: readonly unknown[], depth: number): PlainObject {
  allocate(sizes.object);
  const object = PlainObject.dictionary();
  for (const pair of pairs) {
    const [key, value] = listOf(pair);
    object.setOwn(textOf(key), untagValue(value, depth + 1));
  }
  return object;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new UntaggableError('a text is missing');
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new UntaggableError('a list is missing');
  return value;
}
