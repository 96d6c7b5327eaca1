/** What a program comes to, as a text that two implementations can be held against each other by. */
export interface Outcome {
  /**
   * `value` and `error` are compared. `refused` is a text that is no program, `limit` one that used up what it may
   * use, `excluded` one that does what the closed list of deviations tells about; `bug` is something that should never be.
   */
  readonly kind: 'value' | 'error' | 'refused' | 'limit' | 'excluded' | 'bug';
  /** The value, or what was thrown. */
  readonly text: string;
  /** What was logged, in order. */
  readonly trace: readonly string[];
}

/** How much of a value is written: of one that comes out, and of one that is logged. */
export const mostWritten = { value: 2000, logged: 30 } as const;

/** Writes values of either side in the same words; the side tells what it holds. */
export abstract class Writer<V> {
  private readonly seen = new Map<V, number>();
  private left: number;

  constructor(most: number) {
    this.left = most;
  }

  /** The words of a value; an object that comes again is told by its number. */
  write(value: V): string {
    const primitive = this.primitive(value);
    if (primitive !== null) return primitive;
    const known = this.seen.get(value);
    if (known !== undefined) return `#${known}`;
    if (--this.left < 0) return '…';
    this.seen.set(value, this.seen.size);
    return this.object(value);
  }

  /** A value that is no object, a function among them; null where it is one. */
  protected abstract primitive(value: V): string | null;
  protected abstract object(value: V): string;

  protected list(values: Iterable<V>): string {
    return Array.from(values, (value) => this.write(value)).join(', ');
  }

  protected pairs(pairs: Iterable<readonly [V, V]>): string {
    return Array.from(pairs, ([key, value]) => `${this.write(key)} => ${this.write(value)}`).join(', ');
  }

  protected members(keys: readonly string[], get: (key: string) => V): string {
    return keys.map((key) => `${key}: ${this.write(get(key))}`).join(', ');
  }
}

export function writePrimitive(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value);
}
