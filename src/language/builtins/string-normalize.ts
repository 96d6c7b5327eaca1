/** `normalize` (ECMA-262 22.1.3.15): texts whose characters are written in one way. */
import { toText } from '../evaluate/convert.js';
import { allocate, charge } from '../evaluate/meter.js';
import { describe } from '../evaluate/describe.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { payText } from './cost.js';
import { costing, method } from './define.js';
import { propertyRanges } from './regexp-property.js';
import { contains } from './regexp-ranges.js';
import { textOf } from './string-text.js';

/** How many times as long a text can get, in units (UAX #15, section 4 of its frequently asked questions). */
const growth: ReadonlyMap<string, number> = new Map([
  ['NFC', 3],
  ['NFD', 4],
  ['NFKC', 18],
  ['NFKD', 18],
]);

function normalize(self: Value, form: Value): Value {
  const text = textOf(self);
  const name = form === undefined ? 'NFC' : toText(form);
  const times = growth.get(name);
  if (times === undefined) fail('RangeError', 'PJS450', 'the form', "'NFC', 'NFD', 'NFKC' or 'NFKD'", describe(name));
  payText(text.length);
  if (isPlain(text)) return text;
  allocate((times - 1) * text.length);
  payOrdering(text);
  return text.normalize(name);
}

/** Of ASCII alone: every form is the text itself. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Marks on one letter are put in order, which takes time in the square of how many there are. */
function payOrdering(text: string): void {
  charge(text.length >> 2);
  const marks = propertyRanges('M')!;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    if (code > 0x7f && contains(marks, code)) {
      run++;
      continue;
    }
    charge(Math.floor((run * run) / 32));
    run = 0;
  }
  charge(Math.floor((run * run) / 32));
}

export const normalizing = costing('n', [
  method('normalize', 0, normalize, 'Writes each character in one way: composed (`NFC`) or not (`NFD`), and without its looks (`NFKC`, `NFKD`).', 'pipyjs'),
]);
