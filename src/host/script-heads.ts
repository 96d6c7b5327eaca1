/** Message heads as script objects: what a codec decodes *is* what the script sees. */
import type { Head, HeadModel } from '../stream/events/head.js';
import { ArrayObject, hole } from '../language/evaluate/array.js';
import { toText } from '../language/evaluate/convert.js';
import { admit } from '../language/evaluate/meter.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import { Shape } from '../language/evaluate/shape.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { dataToValue } from './globals/data.js';
import { hostOf } from './peers.js';

const requestShape = Shape.of(['protocol', 'method', 'path', 'headers']);
const responseShape = Shape.of(['protocol', 'status', 'statusText', 'headers']);

/** The texts of a head are one character a byte: no surrogate comes in by one. */
export const scriptHeads: HeadModel = {
  create: () => PlainObject.dictionary(),

  request: (protocol, method, path, headers) =>
    PlainObject.shaped(requestShape, [protocol, method, path, asValue(headers)]),

  response: (protocol, status, statusText, headers) =>
    PlainObject.shaped(responseShape, [protocol, status, statusText, asValue(headers)]),

  record: (fields) => {
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    return PlainObject.shaped(
      Shape.of(given.map(([name]) => name)),
      given.map(([, value]) => incoming(value)),
    );
  },

  list: (items) => new ArrayObject(items.map(incoming)),

  data: (bytes) => dataToValue(bytes),

  asData: (value) => (typeof value === 'string' ? Data.of(value) : (hostOf(value as Value, Data)?.clone() ?? null)),

  asList: (value) => (value instanceof ArrayObject ? value.elements.map((item) => (item === hole ? undefined : item)) : null),

  asHead: (value) => (value instanceof PlainObject ? value : null),

  text: (value) => {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return null;
    // A head is data: what would run script code to become text is not asked.
    return typeof value === 'object' ? null : toText(value as Value);
  },
};

/** What a codec has made of bytes; it makes nothing but plain values, and objects by this model. */
function incoming(value: unknown): Value {
  return typeof value === 'string' ? admit(value) : (value as Value);
}

/** Heads of this model are script objects. */
function asValue(head: Head): Value {
  return head as PlainObject;
}
