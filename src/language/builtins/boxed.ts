/**
 * Boxed primitives: what `new String`, `new Number`, `new Boolean` and `Object(5)` make.
 * They share the members of their primitive's class.
 */
import type { ClassDescriptor } from '../evaluate/class.js';
import { classOf } from '../evaluate/member.js';
import type { HeapWalk } from '../evaluate/heap-walk.js';
import { allocate, sizes } from '../evaluate/meter.js';
import { arrayIndex, OrdinaryObject } from '../evaluate/object.js';
import { textAt, textLength } from '../evaluate/text.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';

export class BoxedObject<T extends string | number | boolean = string | number | boolean> extends OrdinaryObject {
  constructor(readonly primitive: T) {
    super();
  }

  override get class(): ClassDescriptor {
    return classOf(this.primitive)!;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    if (typeof this.primitive === 'string') walk.key(this.primitive);
    else walk.value(this.primitive);
  }
}

/** A boxed text also has its code points as properties that cannot be changed (ECMA-262 10.4.3). */
class BoxedText extends BoxedObject<string> {
  override hasOwn(key: string): boolean {
    return this.pointAt(key) !== undefined || super.hasOwn(key);
  }

  override getOwn(key: string): Value {
    return this.pointAt(key) ?? super.getOwn(key);
  }

  override setOwn(key: string, value: Value): void {
    if (this.pointAt(key) !== undefined) fail('TypeError', 'PJS404', key, 'a String');
    super.setOwn(key, value);
  }

  override deleteOwn(key: string): boolean {
    if (this.pointAt(key) !== undefined) fail('TypeError', 'PJS405', key, 'a String');
    return super.deleteOwn(key);
  }

  override ownKeys(): string[] {
    return [...Array.from({ length: textLength(this.primitive) }, (_, index) => String(index)), ...super.ownKeys()];
  }

  override get ownCount(): number {
    return textLength(this.primitive) + super.ownCount;
  }

  private pointAt(key: string): string | undefined {
    const index = arrayIndex(key);
    return index < 0 ? undefined : textAt(this.primitive, index);
  }
}

export function box(primitive: string | number | boolean): BoxedObject {
  allocate(sizes.object);
  return typeof primitive === 'string' ? new BoxedText(primitive) : new BoxedObject(primitive);
}

/** What a value of a primitive's class, boxed or not, stands for. */
export function unbox(self: Value): Value {
  return self instanceof BoxedObject ? self.primitive : self;
}
