/** Header lists to header blocks (RFC 7541 section 6). */
import { DynamicTable, fieldSize, staticFields, type Field } from './field-table.js';
import { huffmanEncode, huffmanLength } from './huffman.js';
import { http2Limits } from './limits.js';

/** Secrets are kept out of the tables, by those behind us as well: their size must tell nothing of what is in them. */
const secret: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** What differs each time is not worth a place. */
const passing: ReadonlySet<string> = new Set([':path', 'content-length', 'date', 'etag', 'last-modified', 'age', 'x-request-id', 'traceparent']);

/** Indexes by name, and by name and value, of fields in the static table. */
const staticNames = new Map<string, number>();
const staticPairs = new Map<string, number>();
staticFields.forEach((field, i) => {
  if (!staticNames.has(field.name)) staticNames.set(field.name, i + 1);
  staticPairs.set(pairOf(field), i + 1);
});

function pairOf({ name, value }: Field): string {
  return `${name}\n${value}`;
}

export class HpackEncoder {
  private readonly pairs = new Map<string, number>();
  private readonly table = new DynamicTable(http2Limits.headerTable, (field, number) => {
    const pair = pairOf(field);
    if (this.pairs.get(pair) === number) this.pairs.delete(pair);
  });
  private capacity: number = http2Limits.headerTable;
  /** What the peer has asked for and not been told: the smallest, and the last. */
  private smallest = -1;
  private bytes = Buffer.allocUnsafe(1024);
  private at = 0;

  /** The peer keeps a table of at most `size` bytes. */
  resize(size: number): void {
    const capacity = Math.min(size, http2Limits.headerTable);
    if (capacity === this.capacity && this.smallest < 0) return;
    this.smallest = this.smallest < 0 ? capacity : Math.min(this.smallest, capacity);
    this.capacity = capacity;
    this.table.resize(capacity);
  }

  encode(fields: readonly Field[]): Buffer {
    this.at = 0;
    if (this.smallest >= 0) {
      this.reserve(16);
      if (this.smallest < this.capacity) this.integer(0x20, 5, this.smallest);
      this.integer(0x20, 5, this.capacity);
      this.smallest = -1;
    }
    for (const field of fields) this.field(field);
    return Buffer.from(this.bytes.subarray(0, this.at));
  }

  private field(field: Field): void {
    const { name, value } = field;
    this.reserve(name.length * 4 + value.length * 4 + 32);
    const pair = pairOf(field);
    const known = staticPairs.get(pair) ?? this.dynamicIndex(pair);
    if (known !== undefined) {
      this.integer(0x80, 7, known);
      return;
    }
    const nameIndex = staticNames.get(name) ?? 0;
    if (secret.has(name)) {
      this.integer(0x10, 4, nameIndex);
    } else if (passing.has(name) || fieldSize(field) * 2 > this.capacity) {
      this.integer(0x00, 4, nameIndex);
    } else {
      this.integer(0x40, 6, nameIndex);
      this.pairs.set(pair, this.table.added);
      this.table.add(field);
    }
    if (nameIndex === 0) this.text(name);
    this.text(value);
  }

  private dynamicIndex(pair: string): number | undefined {
    const number = this.pairs.get(pair);
    return number === undefined ? undefined : staticFields.length + (this.table.added - number);
  }

  private integer(pattern: number, prefix: number, value: number): void {
    const most = (1 << prefix) - 1;
    if (value < most) {
      this.bytes[this.at++] = pattern | value;
      return;
    }
    this.bytes[this.at++] = pattern | most;
    let rest = value - most;
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }

  private text(text: string): void {
    const coded = huffmanLength(text);
    if (coded < text.length) {
      this.integer(0x80, 7, coded);
      this.at = huffmanEncode(text, this.bytes, this.at);
    } else {
      this.integer(0x00, 7, text.length);
      this.at += this.bytes.write(text, this.at, 'latin1');
    }
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + count));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
