/**
 * Texts of heads as bytes, one byte a character, written side by side in slabs that many heads share: each character is looked at
 * once, when it is checked and written, and no text is put together in between.
 */
import { Data } from '../../bytes/data.js';
import { endOfValue } from './characters.js';

/** Heads come in hundreds of bytes. What waits for a slow reader keeps its whole slab. */
const slabSize = 16 * 1024;

/** Bodies up to this size are copied behind their heads: copying little is cheaper than a second buffer. */
const joinSize = 2 * 1024;

/** Longer texts are written by V8 and then checked as bytes: characters of a text that was cut from another one are slow to get at. */
const longText = 48;

export class HeadWriter {
  private slab = Buffer.allocUnsafeSlow(slabSize);
  /** Where the head that is being written begins. */
  private start = 0;
  private end = 0;
  private bits = 0;
  private utf8 = false;

  /** Begins a head; what has not been taken of the last one is forgotten. In `utf8`, characters that are no bytes are fine. */
  begin(utf8 = false): void {
    this.end = this.start;
    this.bits = 0;
    this.utf8 = utf8;
  }

  /** Whether a text was no bytes: nothing that was written since `begin` is of use then. */
  get isWide(): boolean {
    return this.bits > 255 && !this.utf8;
  }

  /** Writes a text of ours, or one that is known to be in order, in ASCII. */
  ascii(text: string): void {
    this.reserve(text.length);
    this.end = put(this.slab, this.end, text);
  }

  /** Writes a field value, or a reason phrase. Where it is none, nothing, and tells so. */
  value(text: string): boolean {
    this.reserve(3 * text.length);
    return this.putValue(text);
  }

  /** Writes the line of a field. Where its value is none, nothing, and tells so. */
  field(name: string, value: string): boolean {
    this.reserve(name.length + 3 * value.length + 4);
    const { slab, end } = this;
    this.end = put(slab, put(slab, end, name), ': ');
    if (!this.putValue(value)) {
      this.end = end;
      return false;
    }
    this.end = put(slab, this.end, '\r\n');
    return true;
  }

  /** What was written, and a body behind it. */
  take(body: Data | null): Data {
    const joins = body !== null && body.size <= joinSize;
    if (joins) body.each((chunk) => this.putBytes(chunk));
    const head = new Data(this.slab.subarray(this.start, this.end));
    this.start = this.end;
    return body === null || joins ? head : head.push(body);
  }

  private putValue(text: string): boolean {
    if (this.utf8 || text.length > longText) {
      const count = this.slab.write(text, this.end, 'utf8');
      if (this.utf8 || count === text.length) return this.check(count);
    }
    const { slab } = this;
    let { end, bits } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if ((code < 32 && code !== 9) || code === 127) return false;
      bits |= code;
      slab[end++] = code;
    }
    this.end = end;
    this.bits = bits;
    return true;
  }

  /** Keeps what V8 has written, if that is a field value. */
  private check(count: number): boolean {
    const end = this.end + count;
    if (endOfValue(this.slab, this.end, end) < end) return false;
    this.end = end;
    return true;
  }

  private putBytes(chunk: Buffer): void {
    this.reserve(chunk.length);
    this.slab.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Makes room for so many bytes: with what there is of the head in a slab of its own, where this one is full. */
  private reserve(count: number): void {
    if (this.end + count <= this.slab.length) return;
    const { slab, start, end } = this;
    const length = end - start;
    this.slab = Buffer.allocUnsafeSlow(Math.max(slabSize, 2 * (length + count)));
    this.slab.set(slab.subarray(start, end));
    this.start = 0;
    this.end = length;
  }
}

function put(slab: Buffer, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) slab[at + i] = text.charCodeAt(i);
  return at + text.length;
}
