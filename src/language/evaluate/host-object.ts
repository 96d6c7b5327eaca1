/**
 * Values that stand for something of the host: a class of ours, and a hidden host value that only
 * the members of that class ever see.
 */
import type { ClassDescriptor } from './class.js';
import { ScriptObject } from './object.js';

export class HostObject<T = unknown> extends ScriptObject {
  constructor(
    private readonly descriptor: ClassDescriptor,
    /** Never reachable by a script: read by the functions of `descriptor` only. */
    readonly host: T,
  ) {
    super();
  }

  override get class(): ClassDescriptor {
    return this.descriptor;
  }
}

/** A namespace such as `Math` or `algo`: frozen, with the members of its descriptor. */
export class NamespaceObject extends ScriptObject {
  override readonly frozen = true;

  constructor(private readonly descriptor: ClassDescriptor) {
    super();
  }

  override get class(): ClassDescriptor {
    return this.descriptor;
  }
}
