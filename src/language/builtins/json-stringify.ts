/** Values become JSON texts (ECMA-262 25.5.2): a writer of our own. */
import { ArrayObject } from '../evaluate/array.js';
import { numberToText, toInteger, toNumber, toText } from '../evaluate/convert.js';
import { describe } from '../evaluate/describe.js';
import { FunctionObject } from '../evaluate/function.js';
import { IntObject } from '../evaluate/int-object.js';
import { getMember, ownEnumerableKeys } from '../evaluate/member.js';
import { charge } from '../evaluate/meter.js';
import { ScriptObject } from '../evaluate/object.js';
import { textLength, textSlice } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { BoxedObject } from './boxed.js';
import { ascend, descend, payLonger, payReading } from './cost.js';

/**
 * The JSON text of `value`, or undefined where it has none, as of a function. `replacer` is a function or
 * a list of keys; `space` a number of blanks or a text to indent with.
 */
export function stringifyJson(value: Value, replacer: Value, space: Value): string | undefined {
  const writer = new JsonWriter(
    replacer instanceof FunctionObject ? replacer : null,
    replacer instanceof ArrayObject ? keyList(replacer) : null,
    toGap(space),
  );
  return writer.write('', value) ? writer.text : undefined;
}

/** The keys that a list of keys allows, each once. */
function keyList(list: ArrayObject): string[] {
  const keys = new Set<string>();
  charge(list.elements.length);
  for (let i = 0; i < list.elements.length; i++) {
    const item = list.at(i);
    const primitive = item instanceof BoxedObject ? item.primitive : item;
    if (typeof primitive === 'string' || typeof primitive === 'number') keys.add(toText(item));
  }
  return [...keys];
}

function toGap(space: Value): string {
  const primitive = space instanceof BoxedObject ? space.primitive : space;
  if (typeof primitive === 'number') return ' '.repeat(Math.min(10, Math.max(0, toInteger(toNumber(space)))));
  if (typeof primitive !== 'string') return '';
  const text = toText(space);
  return textSlice(text, 0, Math.min(10, textLength(text)));
}

class JsonWriter {
  text = '';
  private indent = '';
  private readonly open: ScriptObject[] = [];

  constructor(
    private readonly replacer: FunctionObject | null,
    private readonly keys: readonly string[] | null,
    private readonly gap: string,
  ) {}

  /** Writes the value of `key`; false when there is nothing to write. */
  write(key: string | number, given: Value, before = ''): boolean {
    charge(1);
    const value = this.prepare(key, given);
    switch (typeof value) {
      case 'string':
        this.add(before);
        this.add(quoteJson(value));
        return true;
      case 'number':
        this.add(before + (Number.isFinite(value) ? numberToText(value) : 'null'));
        return true;
      case 'boolean':
        this.add(before + (value ? 'true' : 'false'));
        return true;
      case 'undefined':
        return false;
      default:
        break;
    }
    if (value === null) this.add(`${before}null`);
    else if (value instanceof FunctionObject) return false;
    // All of its digits, as no number could hold them.
    else if (value instanceof IntObject) this.add(before + String(value.value));
    else this.writeObject(value, before);
    return true;
  }

  /** What is written in place of a value: `toJSON`, the replacer, and boxes have their say. */
  private prepare(key: string | number, given: Value): Value {
    let value = given;
    if (value instanceof ScriptObject) {
      const toJson = getMember(value, 'toJSON');
      if (toJson instanceof FunctionObject) value = toJson.call(1, toText(key), undefined, undefined);
    }
    if (this.replacer !== null) value = this.replacer.call(2, toText(key), value, undefined);
    if (!(value instanceof BoxedObject)) return value;
    if (typeof value.primitive === 'boolean') return value.primitive;
    return typeof value.primitive === 'string' ? toText(value) : toNumber(value);
  }

  private writeObject(value: ScriptObject, before: string): void {
    if (this.open.includes(value)) fail('TypeError', 'PJS458', describe(value));
    this.open.push(value);
    descend();
    this.add(before);
    const outer = this.indent;
    this.indent += this.gap;
    if (value instanceof ArrayObject) this.writeElements(value, outer);
    else this.writeProperties(value, outer);
    this.indent = outer;
    ascend();
    this.open.pop();
  }

  private writeElements(array: ArrayObject, outer: string): void {
    const { length } = array.elements;
    const lineBreak = this.lineBreak(this.indent);
    let before = `[${lineBreak}`;
    for (let i = 0; i < length; i++) {
      if (!this.write(i, array.at(i), before)) this.add(`${before}null`);
      before = `,${lineBreak}`;
    }
    this.add(length === 0 ? '[]' : `${this.lineBreak(outer)}]`);
  }

  private writeProperties(object: ScriptObject, outer: string): void {
    const keys = this.keys ?? ownEnumerableKeys(object);
    const lineBreak = this.lineBreak(this.indent);
    const colon = this.gap === '' ? ':' : ': ';
    let before = `{${lineBreak}`;
    let any = false;
    for (const key of keys) {
      const start = before + quoteJson(key) + colon;
      if (!this.write(key, getMember(object, key), start)) continue;
      any = true;
      before = `,${lineBreak}`;
    }
    this.add(any ? `${this.lineBreak(outer)}}` : '{}');
  }

  private lineBreak(indent: string): string {
    return this.gap === '' ? '' : `\n${indent}`;
  }

  private add(text: string): void {
    payLonger(this.text.length, text.length);
    this.text += text;
  }
}

/** A text in double quotes, with escapes where JSON asks for them (ECMA-262 QuoteJSONString). */
function quoteJson(text: string): string {
  payReading(text.length);
  let result = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit !== 0x22 && unit !== 0x5c && (unit & 0xf800) !== 0xd800) continue;
    const escape = escapeOf(text, i);
    if (escape === null) {
      i++;
      continue;
    }
    payLonger(result.length, i - start + escape.length);
    result += text.slice(start, i) + escape;
    start = i + 1;
  }
  return start === 0 ? `"${text}"` : `"${result}${text.slice(start)}"`;
}

const shortEscapes = new Map([
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

/** How the unit at `at` is escaped; null for the first half of a whole surrogate pair. */
function escapeOf(text: string, at: number): string | null {
  if (text.codePointAt(at)! > 0xffff) return null;
  const unit = text.charCodeAt(at);
  return shortEscapes.get(unit) ?? `\\u${unit.toString(16).padStart(4, '0')}`;
}
