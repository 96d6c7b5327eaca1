/**
 * Objects as `console.log` writes them: what they are, a colon, and their JSON; a map or a set as a list, a date
 * as its text alone.
 *
 * Runs no script, and whatever the object is, there is a text for it: what contains itself or is nested
 * too deep is `null` inside of it.
 */
import { BoxedObject } from '../language/builtins/boxed.js';
import { ascend, descend, payLonger } from '../language/builtins/cost.js';
import { DateObject } from '../language/builtins/date.js';
import { dateText, invalidDate, isoText } from '../language/builtins/date-text.js';
import { stringifyJson } from '../language/builtins/json-stringify.js';
import { MapObject } from '../language/builtins/map.js';
import { SetObject } from '../language/builtins/set.js';
import { ArrayObject, hole } from '../language/evaluate/array.js';
import { numberToText } from '../language/evaluate/convert.js';
import { ErrorObject, errorText } from '../language/evaluate/error-object.js';
import { FunctionObject } from '../language/evaluate/function.js';
import { getMember, ownEnumerableKeys } from '../language/evaluate/member.js';
import { charge } from '../language/evaluate/meter.js';
import { ScriptObject } from '../language/evaluate/object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { textFromData } from './globals/data.js';
import { hostOf } from './peers.js';

/** Deeper levels are written as null. */
const maxDepth = 100;

export function describeForLog(value: ScriptObject): string {
  if (value instanceof BoxedObject) return stringifyJson(value, undefined, undefined) ?? '';
  if (value instanceof DateObject) return Number.isNaN(value.time) ? invalidDate : dateText(new Date(value.time));
  if (value instanceof ErrorObject) return errorText(value);
  const data = hostOf(value, Data);
  if (data !== null) return `${textFromData(data) ?? '[object Data]'}:{}`;
  if (value instanceof FunctionObject) return `[Function: ${value.name === '' ? '(anonymous)' : value.name}]:{}`;
  return `[object ${titleOf(value)}]:${new LogWriter().text(value)}`;
}

function titleOf(value: ScriptObject): string {
  if (value instanceof PlainObject) return 'Object';
  return value instanceof ArrayObject ? 'pjs::Array' : value.class.name;
}

class LogWriter {
  private written = '';
  private readonly open = new Set<ScriptObject>();

  text(value: ScriptObject): string {
    this.write(value);
    return this.written;
  }

  private write(value: Value): void {
    charge(1);
    if (typeof value === 'string') this.add(stringifyJson(value, undefined, undefined)!);
    else if (typeof value === 'number') this.add(Number.isFinite(value) ? numberToText(value) : 'null');
    else if (typeof value === 'boolean') this.add(String(value));
    else if (value instanceof BoxedObject) this.write(value.primitive);
    else if (value instanceof DateObject) this.add(Number.isNaN(value.time) ? 'null' : `"${isoText(new Date(value.time))}"`);
    else if (isObject(value) && !this.open.has(value) && this.open.size < maxDepth) this.writeObject(value);
    else this.add('null');
  }

  private writeObject(value: ScriptObject): void {
    this.open.add(value);
    descend();
    if (value instanceof ArrayObject) this.writeItems(value.elements, (item) => this.write(item === hole ? undefined : item));
    else if (value instanceof MapObject) this.writeItems(value.entries(), (entry) => this.writeItems(entry, (item) => this.write(item)));
    else if (value instanceof SetObject) this.writeItems(value.items(), (item) => this.write(item));
    else this.writeProperties(value);
    ascend();
    this.open.delete(value);
  }

  private writeItems<T>(items: Iterable<T>, write: (item: T) => void): void {
    this.add('[');
    let before = '';
    for (const item of items) {
      this.add(before);
      write(item);
      before = ',';
    }
    this.add(']');
  }

  private writeProperties(object: ScriptObject): void {
    let before = '{';
    for (const key of ownEnumerableKeys(object)) {
      const value = getMember(object, key);
      if (value === undefined || value instanceof FunctionObject) continue;
      this.add(`${before}${stringifyJson(key, undefined, undefined)}:`);
      this.write(value);
      before = ',';
    }
    this.add(before === '{' ? '{}' : '}');
  }

  private add(text: string): void {
    payLonger(this.written.length, text.length);
    this.written += text;
  }
}

function isObject(value: Value): value is ScriptObject {
  return value instanceof ScriptObject && !(value instanceof FunctionObject);
}
