/**
 * Script values as the conformance protocol writes them: tagged, with text leaves. Runs no script.
 *
 * What is nested deeper than 32 is cut, and so is what comes after more than anybody would read.
 */
import { BoxedObject } from '../language/builtins/boxed.js';
import { DateObject } from '../language/builtins/date.js';
import { MapObject } from '../language/builtins/map.js';
import { PromiseObject } from '../language/builtins/promise-object.js';
import { RegExpObject } from '../language/builtins/regexp.js';
import { SetObject } from '../language/builtins/set.js';
import { ArrayObject, hole } from '../language/evaluate/array.js';
import { numberToText } from '../language/evaluate/convert.js';
import { describe } from '../language/evaluate/describe.js';
import { ErrorObject } from '../language/evaluate/error-object.js';
import { FunctionObject } from '../language/evaluate/function.js';
import { IntObject } from '../language/evaluate/int-object.js';
import { getMember, ownEnumerableKeys } from '../language/evaluate/member.js';
import { arrayIndex, type ScriptObject } from '../language/evaluate/object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { hostOf } from './peers.js';

export type Tagged =
  | { readonly t: 'undefined' | 'null' | 'hole' | 'cycle' | 'cut' }
  | { readonly t: 'number' | 'string' | 'boolean' | 'data'; readonly v: string }
  | { readonly t: 'array'; readonly v: readonly Tagged[]; readonly p?: readonly Pair[] }
  | { readonly t: 'object'; readonly c: string; readonly v: readonly Pair[]; readonly i?: Tagged | readonly (string | Tagged)[] | readonly Tagged[] | readonly TaggedEntry[]; readonly boxed?: true }
  | { readonly t: 'function'; readonly n: string };

export type Pair = readonly [key: string, value: Tagged];

export type TaggedEntry = readonly [key: Tagged, value: Tagged];

const maxDepth = 32;
/** What is shared is written as often as it is met: these two bound the whole. */
const maxValues = 250_000;
const maxText = 64 << 20;

/** Call within an activation: accessors of host objects are read. */
export function tagValue(value: Value): Tagged {
  return new Tagger().tag(value);
}

/** What is no text is described. */
function plainText(value: Value): string {
  return typeof value === 'string' ? value : describe(value);
}

class Tagger {
  private valuesLeft = maxValues;
  private textLeft = maxText;
  private readonly open: ScriptObject[] = [];

  tag(value: Value): Tagged {
    switch (typeof value) {
      case 'string':
        return this.afford(value.length) ? { t: 'string', v: value } : { t: 'cut' };
      case 'number':
        return { t: 'number', v: Object.is(value, -0) ? '-0' : numberToText(value) };
      case 'boolean':
        return { t: 'boolean', v: String(value) };
      case 'undefined':
        return { t: 'undefined' };
      default:
        return value === null ? { t: 'null' } : this.tagObject(value);
    }
  }

  private tagObject(value: ScriptObject): Tagged {
    if (value === hole) return { t: 'hole' };
    if (value instanceof FunctionObject) return { t: 'function', n: value.name };
    const data = hostOf(value, Data);
    if (data !== null) return this.afford(data.size * 2) ? { t: 'data', v: data.toBuffer().toString('hex') } : { t: 'cut' };
    if (this.open.includes(value)) return { t: 'cycle' };
    if (this.open.length >= maxDepth || this.valuesLeft <= 0) return { t: 'cut' };
    this.open.push(value);
    const tagged = value instanceof ArrayObject ? this.tagArray(value) : this.tagInstance(value);
    this.open.pop();
    return tagged;
  }

  private tagArray(array: ArrayObject): Tagged {
    const elements = this.tagAll(array.elements, (element) => this.tag(element));
    return { t: 'array', v: elements, ...(array.ownCount > 0 && { p: this.pairs(array, array.ownKeys()) }) };
  }

  private tagInstance(value: ScriptObject): Tagged {
    const c = value instanceof ErrorObject ? 'Error' : value.class.name;
    if (value instanceof BoxedObject) {
      const keys = value.ownKeys().filter((key) => typeof value.primitive !== 'string' || arrayIndex(key) < 0);
      return { t: 'object', c, boxed: true, v: this.pairs(value, keys), i: this.tag(value.primitive) };
    }
    const v = this.pairs(value, ownEnumerableKeys(value));
    const i = this.held(value);
    return i === undefined ? { t: 'object', c, v } : { t: 'object', c, v, i };
  }

  /** What an instance holds beside its own properties. */
  private held(value: ScriptObject): Extract<Tagged, { t: 'object' }>['i'] {
    if (value instanceof DateObject) return this.tag(value.time);
    if (value instanceof RegExpObject) return [value.source, value.flags];
    if (value instanceof IntObject) return [value.type, String(value.value)];
    if (value instanceof ErrorObject) return [plainText(value.name), plainText(value.message)];
    if (value instanceof PromiseObject) return value.state === 'pending' ? [value.state] : [value.state, this.tag(value.value)];
    if (value instanceof MapObject) return this.tagAll([...value.entries()], ([key, item]): TaggedEntry => [this.tag(key), this.tag(item)]);
    return value instanceof SetObject ? this.tagAll([...value.items()], (item) => this.tag(item)) : undefined;
  }

  private pairs(value: ScriptObject, keys: readonly string[]): Pair[] {
    return this.tagAll(keys, (key): Pair => [key, this.tag(getMember(value, key))]);
  }

  private tagAll<T, R>(items: readonly T[], tag: (item: T) => R): R[] {
    this.valuesLeft -= items.length;
    return items.map(tag);
  }

  private afford(length: number): boolean {
    this.textLeft -= length;
    return this.textLeft >= 0;
  }
}
