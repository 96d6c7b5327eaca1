/** Methods of strings that give a longer or otherwise written string. */
import { toInteger, toText } from '../evaluate/convert.js';
import { textLength, textSlice } from '../evaluate/text.js';
import { allocate } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { payLonger, payReading, payText } from './cost.js';
import { costing, method, variadic } from './define.js';
import { textOf } from './string-text.js';

function concat(self: Value, values: readonly Value[]): Value {
  let text = textOf(self);
  for (const value of values) {
    const more = toText(value);
    payLonger(text.length, more.length);
    text += more;
  }
  return text;
}

/** What has to be added to `text` to make it `target` code points long. */
function padding(text: string, target: Value, filler: Value): string {
  const missing = toInteger(target) - textLength(text);
  if (missing <= 0) return '';
  const pad = filler === undefined ? ' ' : toText(filler);
  const size = textLength(pad);
  if (size === 0) return '';
  payText(text.length + Math.ceil(missing / size) * pad.length);
  return pad.repeat(Math.floor(missing / size)) + textSlice(pad, 0, missing % size);
}

function padEnd(self: Value, target: Value, filler: Value): Value {
  const text = textOf(self);
  return text + padding(text, target, filler);
}

function padStart(self: Value, target: Value, filler: Value): Value {
  const text = textOf(self);
  return padding(text, target, filler) + text;
}

function repeat(self: Value, count: Value): Value {
  const text = textOf(self);
  const times = toInteger(count);
  if (times < 0 || times === Infinity) {
    fail('RangeError', 'PJS450', 'the count of repeat', 'a number that is finite and not negative', String(times));
  }
  payText(text.length * times);
  return text === '' ? '' : text.repeat(times);
}

function toLowerCase(self: Value): Value {
  return changeCase(textOf(self), (text) => text.toLowerCase());
}

function toUpperCase(self: Value): Value {
  return changeCase(textOf(self), (text) => text.toUpperCase());
}

/** Changing the case makes a text at most three times as long (Unicode SpecialCasing), and may make its units wider. */
function changeCase(text: string, change: (text: string) => string): string {
  payText(text.length);
  const changed = change(text);
  if (changed.length > text.length) allocate(2 * (changed.length - text.length));
  return changed;
}

function isWellFormed(self: Value): Value {
  const text = textOf(self);
  payReading(text.length);
  return firstLone(text) < 0;
}

function toWellFormed(self: Value): Value {
  const text = textOf(self);
  payText(text.length);
  let result = '';
  let start = 0;
  for (let at = firstLone(text); at >= 0; at = firstLone(text, start)) {
    result += `${text.slice(start, at)}\ufffd`;
    start = at + 1;
  }
  return result + text.slice(start);
}

/** Where the first half of a surrogate pair stands alone, from unit `from` on, or -1. */
function firstLone(text: string, from = 0): number {
  for (let i = from; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    else if ((code & 0xf800) === 0xd800) return i;
  }
  return -1;
}

export const shaping = costing('n', [
  variadic('concat', 1, concat, 'Joins the texts of the arguments to the end.'),
  method('isWellFormed', 0, isWellFormed, 'Whether no half of a surrogate pair stands alone.', 'pipyjs'),
  method('padEnd', 1, padEnd, 'Adds a filler at the end until the string has the length asked for.'),
  method('padStart', 1, padStart, 'Adds a filler at the start until the string has the length asked for.'),
  method('repeat', 1, repeat, 'Gives the string so many times in a row.'),
  method('toLocaleLowerCase', 0, toLowerCase, 'Gives the string in lower case: there are no locales.', 'pipyjs'),
  method('toLocaleUpperCase', 0, toUpperCase, 'Gives the string in upper case: there are no locales.', 'pipyjs'),
  method('toLowerCase', 0, toLowerCase, 'Gives the string in lower case.'),
  method('toUpperCase', 0, toUpperCase, 'Gives the string in upper case.'),
  method('toWellFormed', 0, toWellFormed, 'Gives the string with U+FFFD in place of each lone half of a surrogate pair.', 'pipyjs'),
]);
