/**
 * Texts as sequences of code points.
 *
 * The host counts UTF-16 units. While no surrogate has come into the tenant's world (`tank[ASTRAL]`)
 * units are code points and these functions cost nothing; after that they count. What they charge
 * depends on the text only, so fuel is the same in both cases. A high surrogate followed by a low one
 * is one code point wherever it came from; a lone one counts as one.
 */
import { ASTRAL, allocate, charge, sizes, tank } from './meter.js';

/** Units that are looked at for one unit of fuel. */
const unitsPerFuel = 10;

/** Slices of texts up to this length may keep the whole of it alive. */
const freeParent = 256;

/** How many code points `text` has. */
export function textLength(text: string): number {
  const length = text.length;
  if (length >= 1024) charge(length >> unitsPerFuel);
  return tank[ASTRAL] === 0 ? length : places.countOf(text);
}

/** The code point at `index`, a whole number, as a text; undefined outside. */
export function textAt(text: string, index: number): string | undefined {
  const code = codeAt(text, index);
  return code < 0 ? undefined : String.fromCodePoint(code);
}

/** The code point at `index`, a whole number; -1 outside. */
export function codeAt(text: string, index: number): number {
  const length = text.length;
  if (length >= 1024) charge(length >> unitsPerFuel);
  if (!(index >= 0 && index < length)) return -1;
  if (tank[ASTRAL] === 0) return text.charCodeAt(index);
  const unit = places.unitOf(text, index);
  return unit < length ? text.codePointAt(unit)! : -1;
}

/** The code points from `from` up to `to`, whole numbers with 0 <= from <= to <= textLength(text). */
export function textSlice(text: string, from: number, to: number): string {
  if (tank[ASTRAL] === 0) return cut(text, from, to);
  if (text.length >= 1024) charge(text.length >> unitsPerFuel);
  const start = places.unitOf(text, from);
  return cut(text, start, places.unitOf(text, to));
}

/** Index of the first `search` at or after `from` (0 <= from <= textLength(text)), or -1. */
export function textIndexOf(text: string, search: string, from: number): number {
  chargeSearch(text, search);
  if (tank[ASTRAL] === 0) return text.indexOf(search, from);
  const unit = unitIndexOf(text, search, places.unitOf(text, from));
  return unit < 0 ? -1 : places.indexOf(text, unit);
}

/** Index of the last `search` at or before `from` (0 <= from <= textLength(text)), or -1. */
export function textLastIndexOf(text: string, search: string, from: number): number {
  chargeSearch(text, search);
  if (tank[ASTRAL] === 0) return text.lastIndexOf(search, from);
  let unit = text.lastIndexOf(search, places.unitOf(text, from));
  while (unit > 0 && cutsPair(text, unit, unit + search.length)) unit = text.lastIndexOf(search, unit - 1);
  return unit < 0 || cutsPair(text, unit, unit + search.length) ? -1 : places.indexOf(text, unit);
}

/** Whether `search` stands at `index` (0 <= index <= textLength(text)). */
export function textStartsAt(text: string, search: string, index: number): boolean {
  charge(search.length >> 6);
  const unit = textUnit(text, index);
  return text.startsWith(search, unit) && !(tank[ASTRAL] !== 0 && cutsPair(text, unit, unit + search.length));
}

/** Where code point `index` (0 <= index <= textLength(text)) begins, in units. */
export function textUnit(text: string, index: number): number {
  if (tank[ASTRAL] === 0) return index;
  if (text.length >= 1024) charge(text.length >> unitsPerFuel);
  return places.unitOf(text, index);
}

/** The index of the code point that begins at `unit`. */
export function textIndex(text: string, unit: number): number {
  if (tank[ASTRAL] === 0) return unit;
  if (text.length >= 1024) charge(text.length >> unitsPerFuel);
  return places.indexOf(text, unit);
}

/** The first `search` at or after unit `from` that does not cut a code point in two; in units, or -1. */
export function unitIndexOf(text: string, search: string, from: number): number {
  let unit = text.indexOf(search, from);
  while (unit >= 0 && tank[ASTRAL] !== 0 && cutsPair(text, unit, unit + search.length)) {
    if (unit >= text.length) return -1;
    unit = text.indexOf(search, unit + 1);
  }
  return unit;
}

/** The code points of `text`, each as a text; charging is the caller's. */
export function textToList(text: string): string[] {
  const list: string[] = [];
  for (let unit = 0; unit < text.length; ) {
    const next = nextUnit(text, unit);
    list.push(text.slice(unit, next));
    unit = next;
  }
  return list;
}

/** Where the code point after the one at `unit` begins. */
export function nextUnit(text: string, unit: number): number {
  return tank[ASTRAL] !== 0 && text.codePointAt(unit)! > 0xffff ? unit + 2 : unit + 1;
}

/** Order by code points: negative, 0 or positive. UTF-16 order puts U+E000…U+FFFF after astral ones. */
export function compareTexts(a: string, b: string): number {
  const [shorter, longer] = a.length < b.length ? [a.length, b.length] : [b.length, a.length];
  // Both are read as far as they may be equal; and of one that was joined from pieces, the host makes a whole first.
  if (longer >= 256) charge(Math.max(shorter >> 8, longer >> unitsPerFuel));
  if (a === b) return 0;
  if (tank[ASTRAL] === 0) return a < b ? -1 : 1;
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === shorter) return a.length - b.length;
  if (i > 0 && isLow(a.charCodeAt(i)) !== isLow(b.charCodeAt(i)) && isHigh(a.charCodeAt(i - 1))) i--;
  return a.codePointAt(i)! - b.codePointAt(i)!;
}

/** `text.slice(start, end)` in units, as a text of its own where a slice would keep a large text alive. */
export function cut(text: string, start: number, end: number): string {
  const length = end - start;
  if (length === text.length) return text;
  allocate(sizes.string + length);
  if (length > 1024) charge(length >> unitsPerFuel);
  return text.length <= freeParent ? text.slice(start, end) : apart(text.slice(start, end));
}

/** The same text, which keeps no larger one alive that it may be a slice of. */
export function apart(text: string): string {
  // V8 copies slices of up to twelve units anyway.
  return text.length <= 12 ? text : (' ' + text).slice(1);
}

/** V8 hashes texts that are longer than this by their length, and compares one with all others that have it. */
export const longestHashed = 16383;

/** Makes one piece of a text that was joined from several, which V8 is slow to compare: reading a place does that. */
export function makeWhole(text: string): void {
  text.charCodeAt(0);
}

/** Charges for looking for `search` in `text`: the host's search is linear, but for very long needles. */
export function chargeSearch(text: string, search: string): void {
  charge((text.length >> 6) + Math.floor((text.length * search.length) / 8192));
}

/** Whether a stretch of units begins or ends between the halves of a code point. */
function cutsPair(text: string, start: number, end: number): boolean {
  return splits(text, start) || splits(text, end);
}

function splits(text: string, unit: number): boolean {
  return unit > 0 && unit < text.length && isLow(text.charCodeAt(unit)) && isHigh(text.charCodeAt(unit - 1));
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

/**
 * Remembers one text, how many code points it has and the last place asked for, so that walking a
 * text by index is linear. It never changes a result or a charge.
 */
class Places {
  private text = '';
  private count = 0;
  private unit = 0;
  private index = 0;

  countOf(text: string): number {
    if (text.length < 2) return text.length;
    this.remember(text);
    return this.count;
  }

  /** Where code point `index` begins; the text's length when it has no more than that. */
  unitOf(text: string, index: number): number {
    this.remember(text);
    if (this.count === text.length) return index;
    if (index >= this.count) return text.length;
    let { unit, index: at } = this;
    if (index < at >> 1) unit = at = 0;
    for (; at < index; at++) unit += isPair(text, unit) ? 2 : 1;
    for (; at > index; at--) unit -= splits(text, unit - 1) ? 2 : 1;
    this.unit = unit;
    this.index = at;
    return unit;
  }

  /** The index of the code point that begins at `unit`. */
  indexOf(text: string, unit: number): number {
    this.remember(text);
    if (this.count === text.length) return unit;
    let { unit: at, index } = this;
    if (unit < at >> 1) at = index = 0;
    for (; at < unit; index++) at += isPair(text, at) ? 2 : 1;
    for (; at > unit; index--) at -= splits(text, at - 1) ? 2 : 1;
    this.unit = at;
    this.index = index;
    return index;
  }

  private remember(text: string): void {
    if (this.text === text) return;
    let count = text.length;
    const last = text.length - 1;
    for (let i = 0; i < last; i++) {
      if (isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1))) {
        count--;
        i++;
      }
    }
    this.text = text;
    this.count = count;
    this.unit = this.index = 0;
  }
}

function isPair(text: string, unit: number): boolean {
  return splits(text, unit + 1);
}

const places = new Places();

/** Lets go of the text that was looked into last. */
export function forgetText(): void {
  places.countOf('  ');
}
