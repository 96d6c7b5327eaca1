/**
 * Shapes: which key lies in which slot.
 *
 * Only keys that are written in source make shapes, so that clients cannot grow the tree: objects that
 * grow by data are dictionaries. Steps cache shapes at their nodes; caches hold shapes, never values.
 */
export class Shape {
  private readonly index = new Map<string, number>();
  private readonly next = new Map<string, Shape>();

  private constructor(readonly keys: readonly string[]) {
    keys.forEach((key, slot) => this.index.set(key, slot));
  }

  /** The shape without keys; all others grow from it. */
  static readonly empty = new Shape([]);
  /** What a dictionary has in place of a shape: it never finds a key. */
  static readonly dictionary = new Shape([]);
  /** Shapes have at most this many keys; larger objects are dictionaries. */
  static readonly maxKeys = 32;

  /**
   * Shapes are shared by all programs and are never forgotten, so there is an end to them: keys that all of them
   * together may still have, worth about 80 bytes each. After that, objects with new keys are dictionaries.
   */
  private static room = 1 << 19;

  /** The slot of `key`, or -1. */
  find(key: string): number {
    return this.index.get(key) ?? -1;
  }

  /** The shape with one more key at the end; null where there is no room for it. */
  with(key: string): Shape | null {
    const known = this.next.get(key);
    if (known !== undefined) return known;
    if (Shape.room < 0) return null;
    const shape = new Shape([...this.keys, key]);
    Shape.room -= shape.keys.length;
    this.next.set(key, shape);
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
