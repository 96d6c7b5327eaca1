import { Data } from '../../bytes/data.js';

const none = Buffer.alloc(0);

/** Bytes that come in pieces so small that to keep each as it is would take more than they. */
export class Crumbs {
  private bytes = none;
  size = 0;

  /** A part of `source`, of which no more than the rest will follow before `take`. */
  add(source: Buffer, from: number, to: number): void {
    if (this.size + to - from > this.bytes.length) this.grow(source.length - from);
    const { bytes } = this;
    // Few bytes are copied before V8 has been left for it.
    if (to - from > 16) this.size += source.copy(bytes, this.size, from, to);
    else for (let at = from; at < to; at++) bytes[this.size++] = source[at];
  }

  /** All of them. */
  take(): Data {
    const { bytes, size } = this;
    this.clear();
    const all = bytes.subarray(0, size);
    return new Data(size * 2 < bytes.length ? Buffer.from(all) : all);
  }

  clear(): void {
    this.bytes = none;
    this.size = 0;
  }

  private grow(room: number): void {
    const larger = Buffer.allocUnsafe(this.size + room);
    this.bytes.copy(larger, 0, 0, this.size);
    this.bytes = larger;
  }
}
