/**
 * Objects: an own-property table of ours, and the class whose members come beside it.
 *
 * There are no prototypes: a value has its own properties and the members of its class, nothing else.
 */
import type { ClassDescriptor } from './class.js';
import type { Code } from './closure.js';
import type { HeapWalk } from './heap-walk.js';
import { allocate, sizes } from './meter.js';
import { Shape } from './shape.js';
import { Table } from './table.js';
import type { Value } from './value.js';

/** What objects without own properties have for slots. */
export const noSlots: Value[] = [];
const fewSlots = 6;

/** What V8 takes for an object without properties, and a few fields of its kind. */
const objectBytes = 72;

/**
 * The fields are set by the constructors of its kinds: one that all share V8 would not know how to make fast. Those kinds of which many
 * are made do it themselves, the others are ordinary.
 */
export abstract class ScriptObject {
  /** First field of every object: what a node's cache compares. */
  declare shape: Shape;
  /** Values by slot of `shape`. Shared while empty: replaced when the first key comes. */
  declare slots: Value[];
  /** The own properties when `shape` is `Shape.dictionary`. */
  declare table: Table | null;
  declare frozen: boolean;
  /** The last walk through the heap that came by. */
  declare visited: number;
  /** What a function of a script runs; null of all else: on the prototypes. */
  declare readonly code: Code | null;

  /** The class whose members it has beside its own properties; on the prototype of each kind. */
  abstract get class(): ClassDescriptor;

  /** An own property, or undefined. */
  getOwn(key: string): Value {
    if (this.table !== null) return this.table.get(key);
    const slot = this.shape.find(key);
    return slot < 0 ? undefined : this.slots[slot];
  }

  hasOwn(key: string): boolean {
    return this.table !== null ? this.table.has(key) : this.shape.find(key) >= 0;
  }

  /**
   * Sets an own property whose key came from data: a new key makes a dictionary of the object.
   * Charging for the growth is the caller's duty (`charge.ts`).
   */
  setOwn(key: string, value: Value): void {
    if (this.table !== null) {
      this.table.set(key, value);
      return;
    }
    const slot = this.shape.find(key);
    if (slot >= 0) this.slots[slot] = value;
    else this.toDictionary().set(key, value);
  }

  /** Gives an own property another value; false where there is none of that name. */
  replaceOwn(key: string, value: Value): boolean {
    if (this.table !== null) return this.table.replace(key, value);
    const slot = this.shape.find(key);
    if (slot < 0) return false;
    this.slots[slot] = value;
    return true;
  }

  /** Sets an own property whose key is written in source: a new key makes a shape. */
  setWritten(key: string, value: Value): void {
    if (this.table !== null) {
      this.table.set(key, value);
      return;
    }
    const slot = this.shape.find(key);
    if (slot >= 0) {
      this.slots[slot] = value;
    } else {
      const grown = this.shape.keys.length >= Shape.maxKeys ? null : this.shape.with(key);
      if (grown === null) this.toDictionary().set(key, value);
      else this.append(grown, value);
    }
  }

  /** Sets a new property, at the end: `shape` has its key. */
  append(shape: Shape, value: Value): void {
    // When the host has to make room for one more it makes room for many.
    if (this.slots.length < fewSlots) this.slots = this.slots.concat([value]);
    else this.slots.push(value);
    this.shape = shape;
  }

  /** Whether there was such a property. */
  deleteOwn(key: string): boolean {
    if (!this.hasOwn(key)) return false;
    return this.toDictionary().delete(key);
  }

  /** Own keys in ECMA's order: array indexes ascending, then the others as they came (ECMA-262 OrdinaryOwnPropertyKeys). */
  ownKeys(): string[] {
    const { table } = this;
    if (table === null) return orderKeys(this.shape.keys.slice());
    return table.inOrder ? table.keys() : orderKeys(table.keys());
  }

  get ownCount(): number {
    return this.table !== null ? this.table.size : this.shape.keys.length;
  }

  /** Tells `walk` what it takes and what it holds. Whoever has more than own properties adds to that. */
  reach(walk: HeapWalk): void {
    walk.add(objectBytes);
    if (this.table !== null) {
      this.table.reach(walk);
    } else if (this.slots.length > 0) {
      walk.list(this.slots.length);
      walk.values(this.slots);
    }
  }

  private toDictionary(): Table {
    if (this.table === null) {
      const table = new Table();
      this.shape.keys.forEach((key, slot) => table.set(key, this.slots[slot]));
      this.table = table;
      this.shape = Shape.dictionary;
      this.slots = noSlots;
    }
    return this.table;
  }
}

/** An object of a kind of which few are made. */
export abstract class OrdinaryObject extends ScriptObject {
  override shape: Shape = Shape.empty;
  override slots: Value[] = noSlots;
  override table: Table | null = null;
  override frozen = false;
  override visited = 0;
}

Object.defineProperty(ScriptObject.prototype, 'code', { value: null, writable: true });

/** The array index that `key` is, or -1 (ECMA-262: a canonical numeric string below 2^32 - 1). */
export function arrayIndex(key: string): number {
  const length = key.length;
  if (length === 0 || length > 10) return -1;
  let index = 0;
  for (let i = 0; i < length; i++) {
    const digit = key.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    index = index * 10 + digit;
  }
  if (key.charCodeAt(0) === 48 && length > 1) return -1;
  return index < 4294967295 ? index : -1;
}

function orderKeys(keys: string[]): string[] {
  let indexes: number[] | null = null;
  for (const key of keys) {
    const index = arrayIndex(key);
    if (index >= 0) (indexes ??= []).push(index);
  }
  if (indexes === null) return keys;
  allocate(indexes.length * sizes.string);
  indexes.sort((a, b) => a - b);
  return [...indexes.map(String), ...keys.filter((key) => arrayIndex(key) < 0)];
}
