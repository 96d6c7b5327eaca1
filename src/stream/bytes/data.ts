/**
 * Data: a list of byte chunks.
 *
 * Chunks are shared and never written to after they were handed over; only the list is copied.
 * An empty Data is also the flush marker of the event streams.
 */
export class Data {
  declare readonly kind: 'Data';
  /** Belongs to the bridge, like the `peer` of an event. */
  peer: unknown = undefined;
  size: number;
  private chunks: Buffer[];

  constructor(bytes?: Buffer) {
    if (bytes !== undefined && bytes.length > 0) {
      this.chunks = [bytes];
      this.size = bytes.length;
    } else {
      this.chunks = none;
      this.size = 0;
    }
  }

  /** Data of a text in UTF-8, or of one byte a character in 'latin1'. */
  static of(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): Data {
    return new Data(Buffer.from(text, encoding));
  }

  /** Appends the chunks of `data`, sharing them. Appending itself is allowed. */
  push(data: Data): this {
    const { chunks, size } = data;
    if (size === 0) return this;
    if (this.chunks.length === 0) this.chunks = copyOf(chunks);
    else for (let i = 0, { length } = chunks; i < length; i++) this.chunks.push(chunks[i]);
    this.size += size;
    return this;
  }

  /** Appends one chunk, which must not be written to afterwards. */
  pushBytes(bytes: Buffer): this {
    if (bytes.length > 0) {
      if (this.chunks.length === 0) this.chunks = [bytes];
      else this.chunks.push(bytes);
      this.size += bytes.length;
    }
    return this;
  }

  /** For who gathers what a peer sends, maybe byte by byte: a chunk kept for each would be a hundred times as much, and all that each was cut from. */
  joinCrumbs(): void {
    if (this.chunks.length > fewChunks && this.size < this.chunks.length * crumb) this.chunks = [Buffer.concat(this.chunks, this.size)];
  }

  /** Removes and gives the first `count` bytes, or all there are. */
  shift(count: number): Data {
    const taken = new Data();
    let left = Math.min(count, this.size);
    let whole = 0;
    while (left > 0) {
      const chunk = this.chunks[whole];
      if (chunk.length > left) {
        taken.pushBytes(chunk.subarray(0, left));
        this.chunks[whole] = chunk.subarray(left);
        left = 0;
      } else {
        taken.pushBytes(chunk);
        left -= chunk.length;
        whole++;
      }
    }
    if (whole > 0) this.chunks.splice(0, whole);
    this.size -= taken.size;
    return taken;
  }

  /** The bytes from `start` to before `end`, sharing chunks; this Data stays as it is. */
  slice(start: number, end = this.size): Data {
    const copy = this.clone();
    copy.shift(start);
    return copy.shift(end - start);
  }

  /** A Data of its own with the same chunks. */
  clone(): Data {
    const copy = new Data();
    if (this.size > 0) copy.chunks = copyOf(this.chunks);
    copy.size = this.size;
    return copy;
  }

  clear(): void {
    this.chunks = none;
    this.size = 0;
  }

  /** Visits the chunks in order. */
  each(visit: (chunk: Buffer) => void): void {
    for (const chunk of this.chunks) visit(chunk);
  }

  /** How many chunks there are: what a writer can hand to the system in one call. */
  get chunkCount(): number {
    return this.chunks.length;
  }

  /** All bytes in one buffer; not copied when there is one chunk. Do not write to it. */
  toBuffer(): Buffer {
    if (this.chunks.length === 1) return this.chunks[0];
    const whole = Buffer.concat(this.chunks, this.size);
    if (this.size > 0) this.chunks = [whole];
    return whole;
  }
}

/** With more chunks than this, of fewer bytes each in the mean, they are joined. */
const fewChunks = 64;
const crumb = 128;

/** What those without bytes share: replaced, never written to. */
const none: Buffer[] = [];

/** Most have one chunk: a list that is written out has no room for more, and is made faster. */
function copyOf(chunks: Buffer[]): Buffer[] {
  return chunks.length === 1 ? [chunks[0]] : chunks.slice();
}

Object.assign(Data.prototype, { kind: 'Data' });
