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

  /** The slot of `key`, or -1. */
  find(key: string): number {
    return this.index.get(key) ?? -1;
  }

  /** The shape with one more key at the end. */
  with(key: string): Shape {
    let shape = this.next.get(key);
    if (shape === undefined) {
      shape = new Shape([...this.keys, key]);
      this.next.set(key, shape);
    }
    return shape;
  }

  /** The shape of `keys` in this order, each once. */
  static of(keys: readonly string[]): Shape {
    return keys.reduce((shape, key) => shape.with(key), Shape.empty);
  }
}
