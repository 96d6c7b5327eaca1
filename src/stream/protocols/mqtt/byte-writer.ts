/** Writes the fields of a packet one after the other. What does not fit is noted once. */
import { Data } from '../../bytes/data.js';

export class ByteWriter {
  readonly data = new Data();
  fault: string | null = null;

  refuse(why: string): void {
    this.fault ??= why;
  }

  byte(value: number): void {
    this.data.pushBytes(Buffer.of(value));
  }

  uint16(value: number): void {
    const bytes = Buffer.allocUnsafe(2);
    bytes.writeUInt16BE(value);
    this.data.pushBytes(bytes);
  }

  uint32(value: number): void {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeUInt32BE(value);
    this.data.pushBytes(bytes);
  }

  variable(value: number): void {
    const bytes: number[] = [];
    let rest = value;
    do {
      bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      rest >>>= 7;
    } while (rest > 0);
    this.data.pushBytes(Buffer.from(bytes));
  }

  text(text: string): void {
    if (text.includes('\0')) this.refuse('a text with a NUL');
    this.binary(Data.of(text));
  }

  binary(data: Data): void {
    if (data.size > 0xffff) this.refuse('a field that is longer than 65535 bytes');
    else this.uint16(data.size);
    this.data.push(data);
  }
}
