/** `parseFloat` and `parseInt` (ECMA-262 19.2.4 and 19.2.5): a number at the beginning of a text. */
import { toInt32, toText } from '../evaluate/convert.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';

export function parseDecimal(value: Value): number {
  const text = toText(value);
  charge(text.length >> 4);
  return Number.parseFloat(text);
}

export function parseWhole(value: Value, radix: Value): number {
  const text = toText(value);
  charge(text.length >> 4);
  return Number.parseInt(text, toInt32(radix));
}
