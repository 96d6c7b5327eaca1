/**
 * Values that stand for something of the host: a class of ours, and a hidden host value that only
 * the members of that class ever see.
 */
import type { ClassDescriptor } from './class.js';
import type { HeapWalk } from './heap-walk.js';
import { noSlots, OrdinaryObject, ScriptObject } from './object.js';
import { Shape } from './shape.js';
import type { Table } from './table.js';
import type { Value } from './value.js';

export class HostObject<T = unknown> extends ScriptObject {
  override shape: Shape = Shape.empty;
  override slots: Value[] = noSlots;
  override table: Table | null = null;
  override frozen = false;
  override visited = 0;

  constructor(
    private readonly descriptor: ClassDescriptor,
    /** Never reachable by a script: read by the functions of `descriptor` only. */
    readonly host: T,
    /** Values that the host keeps where nobody can look: functions that it calls. */
    private readonly keeps: readonly Value[] | null = null,
  ) {
    super();
  }

  override get class(): ClassDescriptor {
    return this.descriptor;
  }

  override reach(walk: HeapWalk): void {
    super.reach(walk);
    walk.host(this.host);
    if (this.keeps !== null) for (const value of this.keeps) walk.value(value);
  }
}

/** A namespace such as `Math` or `algo`: frozen, with the members of its descriptor. */
export class NamespaceObject extends OrdinaryObject {
  override readonly frozen = true;

  constructor(
    private readonly descriptor: ClassDescriptor,
    /** The values that it holds where it belongs to a tenant; most belong to nobody. */
    private readonly keeps: readonly Value[] = [],
  ) {
    super();
  }

  override reach(walk: HeapWalk): void {
    for (const value of this.keeps) walk.value(value);
  }

  override get class(): ClassDescriptor {
    return this.descriptor;
  }
}
