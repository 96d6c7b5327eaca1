/** Bytes of an unfinished head, kept until the rest comes; grows by doubling, so that trickled bytes cost no more than their number. */
export class Carry {
  private buffer = Buffer.allocUnsafe(0);
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
    this.buffer = Buffer.allocUnsafe(0);
    this.length = 0;
  }
}
