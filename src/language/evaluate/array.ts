/** Arrays: a dense list of values; `hole` stands where ECMA-262 has no property. */
import type { ClassDescriptor } from './class.js';
import type { HeapWalk } from './heap-walk.js';
import { noSlots, OrdinaryObject, ScriptObject } from './object.js';
import { Shape } from './shape.js';
import type { Table } from './table.js';
import type { Value } from './value.js';

class Hole extends OrdinaryObject {
  override get class(): ClassDescriptor {
    throw new Error('a hole is not a value');
  }

  /** There is one for everybody. */
  override reach(): void {}
}

/** Marks a missing element; never leaves an array as a value. */
export const hole: ScriptObject = new Hole();

export class ArrayObject extends ScriptObject {
  override shape: Shape = Shape.empty;
  override slots: Value[] = noSlots;
  override table: Table | null = null;
  override frozen = false;
  override visited = 0;

  constructor(readonly elements: Value[]) {
    super();
  }

  /** The element at `index`; holes and what lies outside are undefined. */
  at(index: number): Value {
    const value = this.elements[index];
    return value === hole ? undefined : value;
  }

  override get class(): ClassDescriptor {
    return ArrayObject.descriptor;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.list(this.elements.length);
    walk.values(this.elements);
  }

  /** Set by `builtins/array.ts`. */
  static descriptor: ClassDescriptor = { name: 'Array', parent: null, members: new Map(), enumerable: [] };
}
