/** Reads the fields of a packet one after the other. What is cut or malformed is noted once, and reads as nothing. */
import { Data } from '../../bytes/data.js';
import { bytesToText } from '../../bytes/text.js';

export class ByteReader {
  at = 0;
  /** What is wrong with what was read, or null. */
  fault: string | null = null;

  constructor(
    private readonly bytes: Buffer,
    private readonly end = bytes.length,
  ) {}

  get left(): number {
    return this.fault === null ? this.end - this.at : 0;
  }

  refuse(why: string): void {
    this.fault ??= why;
  }

  byte(): number {
    return this.has(1) ? this.bytes[this.at++] : 0;
  }

  uint16(): number {
    if (!this.has(2)) return 0;
    this.at += 2;
    return this.bytes.readUInt16BE(this.at - 2);
  }

  uint32(): number {
    if (!this.has(4)) return 0;
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  /** Seven bits a byte, the low ones first, four bytes at most. */
  variable(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    this.refuse('a number without an end');
    return 0;
  }

  text(): string {
    const bytes = this.field();
    const text = bytesToText(bytes, 'utf8');
    if (text !== undefined && !text.includes('\0')) return text;
    this.refuse('a text that is none');
    return '';
  }

  binary(): Data {
    return new Data(this.field());
  }

  /** A reader of the next `length` bytes. */
  part(length: number): ByteReader {
    if (!this.has(length)) return new ByteReader(this.bytes, 0);
    const part = new ByteReader(this.bytes, this.at + length);
    part.at = this.at;
    this.at += length;
    return part;
  }

  private field(): Buffer {
    const length = this.uint16();
    if (!this.has(length)) return Buffer.alloc(0);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private has(count: number): boolean {
    if (this.fault === null && this.at + count <= this.end) return true;
    this.refuse('a packet that is cut');
    return false;
  }
}
