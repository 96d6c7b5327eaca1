/**
 * Shapes: which key lies in which slot.
 *
 * Only keys that are written in source make shapes, so that clients cannot grow the tree: objects that
 * grow by data are dictionaries. Steps cache shapes at their nodes; caches hold shapes, never values.
 *
 * Shapes are shared by all programs. A shape lives as long as an object has it, a step knows it, or another grew from it;
 * all together may have so many keys, after which objects with new keys are dictionaries.
 */

/** Up to so many keys are found by looking at each. */
const fewKeys = 8;

export class Shape {
  /** Slots by key, where there are many. */
  private readonly index: ReadonlyMap<string, number> | null;
  /** The shapes with one more key, by that; null while there are none. */
  private next: Map<string, WeakRef<Shape>> | null = null;

  private constructor(readonly keys: readonly string[]) {
    this.index = keys.length > fewKeys ? new Map(keys.map((key, slot) => [key, slot])) : null;
  }

  /** The shape without keys; all others grow from it. */
  static readonly empty = new Shape([]);
  /** What a dictionary has in place of a shape: it never finds a key. */
  static readonly dictionary = new Shape([]);
  /** Shapes have at most this many keys; larger objects are dictionaries. */
  static readonly maxKeys = 32;

  /** Keys that all shapes together may still have, worth about 80 bytes each. */
  private static room = 1 << 19;
  /** What a shape grew from lives as long as it does: by this. */
  private static readonly gone = new FinalizationRegistry<{ readonly parent: Shape; readonly key: string; readonly keys: number }>(({ parent, key, keys }) => {
    Shape.room += keys;
    // Another may have taken its place.
    if (parent.next?.get(key)?.deref() === undefined) parent.next?.delete(key);
  });

  /** The slot of `key`, or -1. */
  find(key: string): number {
    if (this.index !== null) return this.index.get(key) ?? -1;
    const { keys } = this;
    for (let slot = keys.length - 1; slot >= 0; slot--) if (keys[slot] === key) return slot;
    return -1;
  }

  /** The shape with one more key at the end; null where there is no room for it. */
  with(key: string): Shape | null {
    const known = this.next?.get(key)?.deref();
    if (known !== undefined) return known;
    if (Shape.room < 0) return null;
    const shape = new Shape([...this.keys, key]);
    const keys = shape.keys.length;
    Shape.room -= keys;
    Shape.gone.register(shape, { parent: this, key, keys });
    (this.next ??= new Map()).set(key, new WeakRef(shape));
    return shape;
  }

  /** The shape of `keys` in this order, each once. */
  static written(keys: readonly string[]): Shape | null {
    return keys.reduce((shape: Shape | null, key) => shape?.with(key) ?? null, Shape.empty);
  }

  /** The shape of keys that are ours. */
  static of(keys: readonly string[]): Shape {
    return Shape.written(keys)!;
  }
}
