/**
 * Plain objects: what object literals, JSON and spreads make.
 *
 * `get`, `set`, `delete`, `each` are the small interface through which codecs read and write message
 * heads, so that a decoded head is the script's object.
 */
import type { ClassDescriptor } from './class.js';
import { noSlots, ScriptObject } from './object.js';
import { Shape } from './shape.js';
import { Table } from './table.js';
import type { Value } from './value.js';

export class PlainObject extends ScriptObject {
  override table: Table | null = null;
  override frozen = false;
  override visited = 0;

  /** Without arguments: an object that has nothing yet. */
  constructor(
    override shape: Shape = Shape.empty,
    override slots: Value[] = noSlots,
  ) {
    super();
  }

  /** An object whose keys are written in source (or fixed by us), with its values in that order. */
  static shaped(shape: Shape, slots: Value[]): PlainObject {
    return new PlainObject(shape, slots);
  }

  /** An object that will grow by data. */
  static dictionary(): PlainObject {
    const object = new PlainObject(Shape.dictionary);
    object.table = new Table();
    return object;
  }

  override get class(): ClassDescriptor {
    return PlainObject.descriptor;
  }

  get(name: string): Value {
    return this.getOwn(name);
  }

  set(name: string, value: unknown): void {
    this.setOwn(name, value as Value);
  }

  delete(name: string): boolean {
    return this.deleteOwn(name);
  }

  each(visit: (name: string, value: Value) => void): void {
    const { table } = this;
    if (table !== null && table.inOrder) table.each(visit);
    else for (const key of this.ownKeys()) visit(key, this.getOwn(key));
  }

  /** Set by `builtins/object.ts`: `toString` and `valueOf`. */
  static descriptor: ClassDescriptor = { name: 'Object', parent: null, members: new Map(), enumerable: [] };
}
