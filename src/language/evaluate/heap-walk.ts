/**
 * A walk through a tenant's heap: how many bytes are alive.
 *
 * It begins at roots and goes through everything that they hold, values and host objects alike, so that nothing that
 * keeps a value can be forgotten. Bytes are those that V8 takes, as measured for each kind of value (`heap-walk.test.ts`).
 *
 * On the way, of equal texts one is kept: texts have no identity, so a copy that is made again and again, or a
 * piece that keeps a large text alive, would otherwise count as less than it takes.
 */
import type { EvaluationContext } from './activation.js';
import type { Frame } from './frame.js';
import { ModuleFrame } from './module-frame.js';
import { ScriptObject } from './object.js';
import { ScriptError } from './script-error.js';
import { longestHashed, makeWhole } from './text.js';
import type { TableKey } from './table-key.js';
import type { Value } from './value.js';

/** What V8 takes for things of the host's, in bytes. */
const pointer = 8;
const listHead = 48;
const tableHead = 112;
/** A table doubles when it is full: of each place, with its part of the buckets. */
const mapPlace = 28;
const setPlace = 20;
const boxedNumber = 16;
const bigInteger = 24;
const textHead = 16;
/** A longer text that was joined or cut is a pair, or a piece, which V8 may keep beside the text. */
const longestPlain = 12;
const pairBytes = 32;
const frameBytes = 80;
const hostObject = 56;
const viewBytes = 200;
const errorBytes = 300;
const contextBytes = 100;

/** What may be compared in one walk: a third of a second of V8's time. */
const mostCompared = 400_000;

let walks = 0;

/** Whoever keeps values of a tenant alive beside the running script: a context, a cache, a pipeline. */
export interface Root {
  reach(walk: HeapWalk): void;
}

export class HeapWalk {
  bytes = 0;
  /** Tells this walk from others: objects remember the last that came by. */
  private readonly number = ++walks;
  private readonly objects: ScriptObject[] = [];
  /** Host objects to go through. */
  private readonly hosts: object[] = [];
  /** Frames, buffers and host objects that were met. */
  private readonly met = new Set<object>();
  private readonly texts = new Map<string, string>();
  /** How many long texts of each length there are, and how many comparisons of such that may have taken. */
  private readonly alike = new Map<number, number>();
  private compared = 0;

  /**
   * `isBorder` says of a host object that it, and what it holds, is not the tenant's, or comes as a root of its own. When more than
   * `most` bytes have been found the walk need not go on: texts that share their parts would be made whole one by one.
   */
  constructor(
    private readonly isBorder: (object: object) => boolean,
    private readonly most: number,
  ) {}

  /** Goes through everything that was met; the bytes of all, or more than `most`. */
  finish(): number {
    while (this.bytes <= this.most) {
      const object = this.objects.pop();
      if (object !== undefined) {
        object.reach(this);
        continue;
      }
      const host = this.hosts.pop();
      if (host === undefined) break;
      this.goThrough(host);
    }
    return this.bytes;
  }

  add(bytes: number): void {
    this.bytes += bytes;
  }

  /** Notes a value; gives what is to stand in its place, which is an equal one. */
  value(value: Value): Value {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        // Small integers lie in their place.
        if ((value | 0) !== value || Object.is(value, -0)) this.bytes += boxedNumber;
        return value;
      case 'object':
        if (value !== null) this.object(value);
        return value;
      default:
        return value;
    }
  }

  object(object: ScriptObject): void {
    if (object.visited === this.number) return;
    object.visited = this.number;
    this.objects.push(object);
  }

  /** Notes the values of a list, and puts equal texts in place of each other; the list itself is `list`'s affair. */
  values(list: Value[]): void {
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      if (typeof value === 'string') list[i] = this.text(value);
      else if (value !== undefined) this.value(value);
    }
  }

  /** Bytes of a list of `length` places, which may have grown by pushes. */
  list(length: number): void {
    this.bytes += listHead + Math.ceil(length * pointer * 1.2);
  }

  /** Bytes of a host's Map of `size` entries. */
  map(size: number): void {
    this.bytes += tableHead + mapPlace * capacity(size);
  }

  /** Bytes of a host's Set of `size` values. */
  set(size: number): void {
    this.bytes += tableHead + setPlace * capacity(size);
  }

  /** A table of values by texts. */
  table(table: Map<string, Value>): void {
    this.map(table.size);
    for (const [key, value] of table) {
      this.key(key);
      if (typeof value === 'string') table.set(key, this.text(value));
      else this.value(value);
    }
  }

  /** A text that cannot be replaced by an equal one: each counts. */
  key(text: string): void {
    if (text.length > 1) this.bytes += textBytes(text);
  }

  /** A key of a host's table; a number is one in its place, or a big integer. */
  tableKey(key: TableKey): void {
    if (typeof key === 'string') this.key(key);
    else if (typeof key === 'bigint') this.bytes += bigInteger;
    else if (typeof key === 'object' && key !== null) this.object(key);
  }

  frame(frame: Frame | null): void {
    for (let at = frame; at !== null && !this.met.has(at); at = at.parent) {
      this.met.add(at);
      this.bytes += frameBytes;
      at.a = this.value(at.a);
      at.b = this.value(at.b);
      at.c = this.value(at.c);
      at.d = this.value(at.d);
      if (at.more !== null) {
        this.list(at.more.length);
        this.values(at.more);
      }
      if (at instanceof ModuleFrame) at.reach(this);
    }
  }

  /** The variables that a callback sees. */
  context(context: EvaluationContext | null): void {
    if (context === null || this.met.has(context)) return;
    this.met.add(context);
    this.bytes += contextBytes;
    this.list(context.slots.length);
    for (const slots of context.slots) {
      this.list(slots.length);
      // Those of a context are values, always.
      this.values(slots as Value[]);
    }
  }

  /** An error of ours that a value stands for: it keeps what was thrown, and why. */
  error(error: ScriptError): void {
    if (this.met.has(error)) return;
    this.met.add(error);
    this.bytes += errorBytes + error.trace.length * pointer;
    this.value(error.value);
    if (error.cause instanceof ScriptError) this.error(error.cause);
  }

  /** Anything of the host's that may hold values or bytes of the tenant. */
  host(thing: unknown): void {
    if (typeof thing === 'string') {
      this.key(thing);
    } else if (thing instanceof ScriptObject) {
      this.object(thing);
    } else if (typeof thing === 'object' && thing !== null && !this.met.has(thing) && !isForeign(thing) && !this.isBorder(thing)) {
      this.met.add(thing);
      this.hosts.push(thing);
    }
  }

  private text(text: string): string {
    if (text.length < 2) {
      // V8 keeps one of each Latin letter.
      if (text.length === 1 && text.charCodeAt(0) > 0xff) this.bytes += textHead + pointer;
      return text;
    }
    if (this.bytes > this.most) return text;
    makeWhole(text);
    if (text.length > longestHashed && this.hasManyAlike(text.length)) {
      this.bytes += textHead + pairBytes + 2 * text.length;
      return text;
    }
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    if (text.length > longestHashed) this.alike.set(text.length, (this.alike.get(text.length) ?? 0) + 1);
    this.texts.set(text, text);
    this.bytes += textBytes(text);
    return text;
  }

  /** Whether so many long texts were compared that from now on each is taken for one of its own. */
  private hasManyAlike(length: number): boolean {
    this.compared += this.alike.get(length) ?? 0;
    return this.compared > mostCompared;
  }

  private goThrough(thing: object): void {
    if (ArrayBuffer.isView(thing)) {
      this.bytes += viewBytes;
      if (!this.met.has(thing.buffer)) {
        this.met.add(thing.buffer);
        this.bytes += thing.buffer.byteLength;
      }
    } else if (Array.isArray(thing)) {
      this.list(thing.length);
      for (const item of thing as unknown[]) this.host(item);
    } else if (thing instanceof Map) {
      this.map(thing.size);
      for (const [key, value] of thing as Map<unknown, unknown>) {
        this.host(key);
        this.host(value);
      }
    } else if (thing instanceof Set) {
      this.set(thing.size);
      for (const item of thing as Set<unknown>) this.host(item);
    } else {
      const fields: unknown[] = Object.values(thing);
      this.bytes += hostObject + fields.length * pointer;
      for (const field of fields) this.host(field);
    }
  }
}

/** How many places a host's table has for `size` entries. */
function capacity(size: number): number {
  return size <= 4 ? 4 : 2 ** Math.ceil(Math.log2(size));
}

/** One byte a unit, or two where one of them is no Latin letter. */
function textBytes(text: string): number {
  const units = (text.length * (isWide(text) ? 2 : 1) + 7) & ~7;
  return textHead + units + (text.length > longestPlain ? pairBytes : 0);
}

function isWide(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return true;
  return false;
}

/** Whether a host object is Node's own: sockets, processes, timers. */
function isForeign(thing: object): boolean {
  const { on, hasRef } = thing as { on?: unknown; hasRef?: unknown };
  return typeof on === 'function' || typeof hasRef === 'function';
}
