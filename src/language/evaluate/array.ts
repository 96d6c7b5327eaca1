/** Arrays: a dense list of values; `hole` stands where ECMA-262 has no property. */
import type { ClassDescriptor } from './class.js';
import type { HeapWalk } from './heap-walk.js';
import { ScriptObject } from './object.js';
import type { Value } from './value.js';

class Hole extends ScriptObject {
  override get class(): ClassDescriptor {
    throw new Error('a hole is not a value');
  }

  /** There is one for everybody. */
  override reach(): void {}
}

/** Marks a missing element; never leaves an array as a value. */
export const hole: ScriptObject = new Hole();

export class ArrayObject extends ScriptObject {
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
