/** The tables of HPACK: the static one, and the one that both sides of a direction keep alike (RFC 7541 section 2.3). */

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** RFC 7541 appendix A; the first has index 1. */
export const staticFields: readonly Field[] = [
  ':authority', ':method=GET', ':method=POST', ':path=/', ':path=/index.html', ':scheme=http', ':scheme=https',
  ':status=200', ':status=204', ':status=206', ':status=304', ':status=400', ':status=404', ':status=500',
  'accept-charset', 'accept-encoding=gzip, deflate', 'accept-language', 'accept-ranges', 'accept', 'access-control-allow-origin', 'age', 'allow', 'authorization',
  'cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-length', 'content-location', 'content-range', 'content-type',
  'cookie', 'date', 'etag', 'expect', 'expires', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since',
  'last-modified', 'link', 'location', 'max-forwards', 'proxy-authenticate', 'proxy-authorization', 'range', 'referer', 'refresh', 'retry-after',
  'server', 'set-cookie', 'strict-transport-security', 'transfer-encoding', 'user-agent', 'vary', 'via', 'www-authenticate',
].map((text) => {
  const [name, value = ''] = text.split('=');
  return { name, value };
});

/** What a field counts for in tables and lists, beside its text. */
export const fieldOverhead = 32;

export function fieldSize({ name, value }: Field): number {
  return name.length + value.length + fieldOverhead;
}

/** Fields in the order in which they came, the latest first; the oldest go when there is no room. */
export class DynamicTable {
  /** The oldest first, from `start` on. */
  private fields: (Field | undefined)[] = [];
  private start = 0;
  private size = 0;

  constructor(
    private capacity: number,
    /** Told of each field that goes. */
    private readonly onEvict: (field: Field, number: number) => void = () => {},
  ) {}

  /** How many fields have been added ever: the number of the next one. */
  added = 0;

  get length(): number {
    return this.fields.length - this.start;
  }

  /** By index, 0 is the latest. */
  at(index: number): Field | undefined {
    return index < this.length ? this.fields[this.fields.length - 1 - index] : undefined;
  }

  add(field: Field): void {
    const size = fieldSize(field);
    this.shrink(this.capacity - size);
    if (size > this.capacity) return;
    this.fields.push(field);
    this.size += size;
    this.added++;
  }

  resize(capacity: number): void {
    this.capacity = capacity;
    this.shrink(capacity);
  }

  private shrink(size: number): void {
    while (this.size > size && this.length > 0) {
      const field = this.fields[this.start]!;
      this.onEvict(field, this.added - this.length);
      this.fields[this.start++] = undefined;
      this.size -= fieldSize(field);
    }
    if (this.start > 64 && this.start * 2 > this.fields.length) {
      this.fields = this.fields.slice(this.start);
      this.start = 0;
    }
  }
}
