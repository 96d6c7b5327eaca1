/**
 * The own properties of objects that grow by data: message heads, what JSON gives, counters by name.
 *
 * Most have few, which are found one after the other as fast as in a host's Map, made in a third of the time, and take half
 * the memory; from nine on they are in a Map.
 */
import type { HeapWalk } from './heap-walk.js';
import type { Value } from './value.js';

/** Up to so many lie one after the other. */
const few = 8;

export class Table {
  /** Keys and values by turns, as they came, with room for a few: a list that is written out V8 makes faster than one that grows. */
  private cells: Value[] = [null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null];
  /** Places that are taken. */
  private end = 0;
  private many: Map<string, Value> | null = null;
  /** A bit for each key there ever was: without its bit a key is new, and nobody has to look for it. */
  private bits = 0;
  /** No key begins with a digit, as those do that come before all others: they are in the order in which they came. */
  inOrder = true;

  get size(): number {
    return this.many === null ? this.end >> 1 : this.many.size;
  }

  get(key: string): Value {
    const { many, cells, end } = this;
    if (many !== null) return many.get(key);
    if ((this.bits & bitOf(key)) === 0) return undefined;
    for (let i = 0; i < end; i += 2) if (cells[i] === key) return cells[i + 1];
    return undefined;
  }

  has(key: string): boolean {
    return this.many === null ? this.placeOf(key) >= 0 : this.many.has(key);
  }

  /** Gives a key another value; false where there is none of that name. */
  replace(key: string, value: Value): boolean {
    const { many } = this;
    if (many === null) {
      const place = this.placeOf(key);
      if (place >= 0) this.cells[place + 1] = value;
      return place >= 0;
    }
    if (!many.has(key)) return false;
    many.set(key, value);
    return true;
  }

  set(key: string, value: Value): void {
    const { many, cells, end } = this;
    if (many !== null) {
      if (beginsWithDigit(key)) this.inOrder = false;
      many.set(key, value);
      return;
    }
    const bit = bitOf(key);
    if ((this.bits & bit) !== 0) {
      for (let i = 0; i < end; i += 2) {
        if (cells[i] === key) {
          cells[i + 1] = value;
          return;
        }
      }
    }
    if (end === 2 * few) {
      this.toMany();
      this.set(key, value);
      return;
    }
    if (beginsWithDigit(key)) this.inOrder = false;
    cells[end] = key;
    cells[end + 1] = value;
    this.end = end + 2;
    this.bits |= bit;
  }

  /** Whether there was such a key. */
  delete(key: string): boolean {
    if (this.many !== null) return this.many.delete(key);
    const place = this.placeOf(key);
    if (place < 0) return false;
    const { cells } = this;
    this.end -= 2;
    for (let i = place; i < this.end; i++) cells[i] = cells[i + 2];
    cells[this.end] = cells[this.end + 1] = null;
    return true;
  }

  /** As they came. */
  keys(): string[] {
    if (this.many !== null) return [...this.many.keys()];
    const keys: string[] = [];
    for (let i = 0; i < this.end; i += 2) keys.push(this.cells[i] as string);
    return keys;
  }

  /** Visits them as they came. */
  each(visit: (key: string, value: Value) => void): void {
    if (this.many !== null) this.many.forEach((value, key) => visit(key, value));
    else for (let i = 0; i < this.end; i += 2) visit(this.cells[i] as string, this.cells[i + 1]);
  }

  /** Tells `walk` what it takes and what it holds. */
  reach(walk: HeapWalk): void {
    walk.add(tableBytes);
    if (this.many !== null) {
      walk.table(this.many);
      return;
    }
    const { cells } = this;
    walk.add(cellBytes);
    for (let i = 0; i < this.end; i += 2) {
      walk.key(cells[i] as string);
      cells[i + 1] = walk.value(cells[i + 1]);
    }
  }

  private placeOf(key: string): number {
    const { cells, end } = this;
    if ((this.bits & bitOf(key)) !== 0) for (let i = 0; i < end; i += 2) if (cells[i] === key) return i;
    return -1;
  }

  private toMany(): void {
    const many = new Map<string, Value>();
    for (let i = 0; i < this.end; i += 2) many.set(this.cells[i] as string, this.cells[i + 1]);
    this.cells = none;
    this.end = 0;
    this.many = many;
  }
}

function beginsWithDigit(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** Of the 32 bits there are. */
function bitOf(key: string): number {
  return 1 << (7 * key.length + key.charCodeAt(0));
}

const none: Value[] = [];

/** What V8 takes for one beside its cells or Map, and for the cells. */
const tableBytes = 56;
const cellBytes = 176;
