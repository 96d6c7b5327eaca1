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

/** An entry between those that were used before and after it. */
interface Entry<K, V> {
  readonly key: K;
  value: V;
  /** The next older and the next younger. */
  older: Entry<K, V> | null;
  younger: Entry<K, V> | null;
}

export class Cache<K, V> {
  private readonly entries = new Map<K, Entry<K, V>>();
  /** The order of use is a chain: a table of the host's would have to be walked through what has left it. */
  private oldest: Entry<K, V> | null = null;
  private youngest: Entry<K, V> | null = null;

  constructor(private readonly options: CacheOptions<K, V> = {}) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    const entry = this.entries.get(key);
    if (entry !== undefined) {
      this.unchain(entry);
      this.chain(entry);
      return entry.value;
    }
    const value = this.options.allocate?.(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** The value as it is: nothing is made, and it does not count as a use. */
  peek(key: K): V | undefined {
    return this.entries.get(key)?.value;
  }

  set(key: K, value: V): void {
    const known = this.entries.get(key);
    if (known !== undefined) this.unchain(known);
    const entry = known ?? { key, value, older: null, younger: null };
    entry.value = value;
    this.entries.set(key, entry);
    this.chain(entry);
    const limit = this.options.limit ?? 0;
    if (limit <= 0) return;
    const victims: Entry<K, V>[] = [];
    for (let victim = this.oldest; victim !== null && this.entries.size > limit; victim = this.oldest) {
      victims.push(victim);
      this.take(victim);
    }
    this.release(victims);
  }

  /** Whether there was such an entry. */
  remove(key: K): boolean {
    const entry = this.entries.get(key);
    if (entry === undefined) return false;
    this.take(entry);
    this.release([entry]);
    return true;
  }

  clear(): void {
    const all: Entry<K, V>[] = [];
    for (let entry = this.oldest; entry !== null; entry = entry.younger) all.push(entry);
    this.entries.clear();
    this.oldest = this.youngest = null;
    this.release(all);
  }

  private take(entry: Entry<K, V>): void {
    this.entries.delete(entry.key);
    this.unchain(entry);
  }

  /** Puts an entry at the end of those that were used. */
  private chain(entry: Entry<K, V>): void {
    entry.older = this.youngest;
    entry.younger = null;
    if (this.youngest === null) this.oldest = entry;
    else this.youngest.younger = entry;
    this.youngest = entry;
  }

  private unchain({ older, younger }: Entry<K, V>): void {
    if (older === null) this.oldest = younger;
    else older.younger = younger;
    if (younger === null) this.youngest = older;
    else younger.older = older;
  }

  private release(entries: readonly Entry<K, V>[]): void {
    const { free } = this.options;
    if (free !== undefined) for (const { key, value } of entries) free(key, value);
  }
}
