/** Methods of strings that take a regular expression or a text: match, replace, search, split. */
import { ArrayObject } from '../evaluate/array.js';
import { toText, toUint32 } from '../evaluate/convert.js';
import { FunctionObject } from '../evaluate/function.js';
import { allocate, allocateFixed, charge, sizes, tick } from '../evaluate/meter.js';
import { chargeSearch, cut, nextUnit, textIndex, unitIndexOf } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { payArray, payElements, payLonger } from './cost.js';
import { costing, method } from './define.js';
import { PatternObject, patterns } from './pattern.js';
import { expandTemplate } from './string-template.js';
import { textOf } from './string-text.js';

function match(self: Value, pattern: Value): Value {
  const text = textOf(self);
  return pattern instanceof PatternObject ? pattern.match(text) : patterns.make(pattern, '').match(text);
}

function matchAll(self: Value, pattern: Value): Value {
  const text = textOf(self);
  if (!(pattern instanceof PatternObject)) return patterns.make(pattern, 'g').matchAll(text);
  return pattern.global ? pattern.matchAll(text) : fail('TypeError', 'PJS455', 'matchAll');
}

function search(self: Value, pattern: Value): Value {
  const text = textOf(self);
  return pattern instanceof PatternObject ? pattern.search(text) : patterns.make(pattern, '').search(text);
}

function replace(self: Value, pattern: Value, replacement: Value): Value {
  const text = textOf(self);
  return pattern instanceof PatternObject ? pattern.replace(text, replacement) : replaceText(text, pattern, replacement, false);
}

function replaceAll(self: Value, pattern: Value, replacement: Value): Value {
  const text = textOf(self);
  if (!(pattern instanceof PatternObject)) return replaceText(text, pattern, replacement, true);
  return pattern.global ? pattern.replace(text, replacement) : fail('TypeError', 'PJS455', 'replaceAll');
}

/** Replaces a text wherever it stands, or where it stands first (ECMA-262 22.1.3.19 and 20). */
function replaceText(text: string, pattern: Value, replacement: Value, all: boolean): string {
  const sought = toText(pattern);
  const call = replacement instanceof FunctionObject ? replacement : null;
  const template = call === null ? toText(replacement) : '';
  chargeSearch(text, sought);
  let result = '';
  let end = 0;
  let unit = unitIndexOf(text, sought, 0);
  if (unit < 0) return text;
  while (unit >= 0) {
    charge(1);
    const instead =
      call !== null
        ? toText(call.call(3, sought, textIndex(text, unit), text))
        : expandTemplate(template, { text, start: unit, end: unit + sought.length, groups: [], named: undefined });
    payLonger(result.length + unit - end, instead.length);
    result += cut(text, end, unit) + instead;
    end = unit + sought.length;
    if (!all) break;
    unit = nextMatch(text, sought, unit);
  }
  payLonger(result.length + text.length - end, 0);
  return result + cut(text, end, text.length);
}

/** The match after the one at `unit`; an empty text stands before each code point and at the end. */
function nextMatch(text: string, sought: string, unit: number): number {
  if (sought !== '') return unitIndexOf(text, sought, unit + sought.length);
  return unit < text.length ? nextUnit(text, unit) : -1;
}

function split(self: Value, separator: Value, limit: Value): Value {
  const text = textOf(self);
  const most = limit === undefined ? 4294967295 : toUint32(limit);
  if (separator instanceof PatternObject) return separator.split(text, most);
  const between = toText(separator);
  if (most === 0) return new ArrayObject([]);
  if (separator === undefined) return new ArrayObject([text]);
  return new ArrayObject(between === '' ? splitPoints(text, most) : splitText(text, between, most));
}

/** Most texts have two or three parts: a list that is written out is made faster than one that grows, and has no room that nobody needs. */
function splitText(text: string, between: string, most: number): Value[] {
  chargeSearch(text, between);
  payArray(0);
  const size = between.length;
  const one = unitIndexOf(text, between, 0);
  if (one < 0) return [cut(text, 0, text.length)];
  payPart(0);
  const first = cut(text, 0, one);
  if (most === 1) return [first];
  const two = unitIndexOf(text, between, one + size);
  if (two < 0) return [first, cut(text, one + size, text.length)];
  payPart(1);
  const second = cut(text, one + size, two);
  if (most === 2) return [first, second];
  const three = unitIndexOf(text, between, two + size);
  if (three < 0) return [first, second, cut(text, two + size, text.length)];
  const parts: Value[] = [first, second];
  let start = two + size;
  for (let unit = three; unit >= 0; unit = unitIndexOf(text, between, start)) {
    payPart(parts.length);
    parts.push(cut(text, start, unit));
    if (parts.length === most) return parts;
    start = unit + size;
  }
  parts.push(cut(text, start, text.length));
  return parts;
}

/** For one more, where there are `count`. */
function payPart(count: number): void {
  tick();
  if (count >= 1024) payElements(count, 1);
  else allocateFixed(sizes.element);
}

function splitPoints(text: string, most: number): Value[] {
  const count = Math.min(text.length, most);
  payArray(count);
  charge(count + (text.length >> 10));
  allocate(count * sizes.string);
  const parts: Value[] = [];
  for (let unit = 0; unit < text.length && parts.length < most; ) {
    const next = nextUnit(text, unit);
    parts.push(text.slice(unit, next));
    unit = next;
  }
  return parts;
}

export const matching = [
  ...costing('n', [
    method('match', 1, match, 'Gives the first match of a regular expression with its groups, all matches with flag `g`, or null.'),
    method('matchAll', 1, matchAll, 'Gives all matches of a regular expression with flag `g`, each with its groups.', 'pipyjs'),
    method('search', 1, search, 'Gives the index of the first match of a regular expression, or -1.'),
  ]),
  ...costing('n · m', [
    method('replace', 2, replace, 'Replaces the first place of a text, or the matches of a regular expression.'),
    method('replaceAll', 2, replaceAll, 'Replaces all places of a text, or all matches of a regular expression.'),
    method('split', 2, split, 'Splits the string at a text or the matches of a regular expression.'),
  ]),
];
