/**
 * A cache: what was not used for the longest time leaves when the limit is passed.
 *
 * `allocate` and `free` may do anything, use this cache or throw: they are called before anything
 * changes or after everything has.
 */
export interface CacheOptions<K, V> {
  /** How many entries there may be; 0 is no limit. */
  readonly limit?: number;
  /** Makes the value that is asked for; undefined is an answer that is not kept. */
  readonly allocate?: ((key: K) => V | undefined) | undefined;
  /** Told of every entry that leaves, other than by being overwritten. */
  readonly free?: ((key: K, value: V) => void) | undefined;
}

export class Cache<K, V> {
  /** From the least to the most recently used. */
  private readonly entries = new Map<K, V>();

  constructor(private readonly options: CacheOptions<K, V> = {}) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    const { entries, options } = this;
    if (entries.has(key)) {
      const value = entries.get(key)!;
      entries.delete(key);
      entries.set(key, value);
      return value;
    }
    const value = options.allocate?.(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** The value as it is: nothing is made, and it does not count as a use. */
  peek(key: K): V | undefined {
    return this.entries.get(key);
  }

  set(key: K, value: V): void {
    const { entries } = this;
    entries.delete(key);
    entries.set(key, value);
    const limit = this.options.limit ?? 0;
    if (limit <= 0 || entries.size <= limit) return;
    const victims: [K, V][] = [];
    for (const entry of entries) {
      if (entries.size <= limit) break;
      victims.push(entry);
      entries.delete(entry[0]);
    }
    this.release(victims);
  }

  /** Whether there was such an entry. */
  remove(key: K): boolean {
    const { entries } = this;
    if (!entries.has(key)) return false;
    const value = entries.get(key)!;
    entries.delete(key);
    this.release([[key, value]]);
    return true;
  }

  clear(): void {
    const all = [...this.entries];
    this.entries.clear();
    this.release(all);
  }

  private release(entries: readonly (readonly [K, V])[]): void {
    const { free } = this.options;
    if (free !== undefined) for (const [key, value] of entries) free(key, value);
  }
}
