/** A host object that holds memory which is not V8's, and so is not seen by a walk through what it holds. */
import type { ClassDescriptor } from '../language/evaluate/class.js';
import type { HeapWalk } from '../language/evaluate/heap-walk.js';
import { HostObject } from '../language/evaluate/host-object.js';
import { allocate, sizes } from '../language/evaluate/meter.js';

export class NativeObject<T> extends HostObject<T> {
  /** `native` bytes, which were paid for. */
  constructor(
    descriptor: ClassDescriptor,
    host: T,
    private readonly native: number,
  ) {
    super(descriptor, host);
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.add(this.native);
  }
}

/** Pays for one that is to come. */
export function payNative(native: number): void {
  allocate(sizes.object + native);
}
