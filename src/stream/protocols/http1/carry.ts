const empty = Buffer.alloc(0);

/** Bytes of an unfinished head, kept until the rest comes; grows by doubling, so that trickled bytes cost no more than their number. */
export class Carry {
  private buffer = empty;
  length = 0;

  append(bytes: Buffer): void {
    const needed = this.length + bytes.length;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2, 512));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    bytes.copy(this.buffer, this.length);
    this.length = needed;
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  clear(): void {
    this.buffer = empty;
    this.length = 0;
  }
}
