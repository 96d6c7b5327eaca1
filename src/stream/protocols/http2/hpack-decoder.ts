/** Header blocks to header lists (RFC 7541 section 3). */
import { DynamicTable, fieldSize, staticFields, type Field } from './field-table.js';
import { huffmanDecode } from './huffman.js';
import { http2Limits } from './limits.js';

/** Names and values longer than this are no use to anybody, and the integers of HPACK have no end. */
const largestInteger = 1 << 24;

export interface HeaderList {
  readonly fields: readonly Field[];
  /** The list is larger than we take: what came after is not in it. */
  readonly oversize: boolean;
}

export class HpackDecoder {
  private readonly table = new DynamicTable(http2Limits.headerTable);
  private block: Buffer = Buffer.alloc(0);
  private at = 0;

  /**
   * One whole block; null when it is none, after which nothing can be decoded any more. A list that is too large is
   * decoded to its end, so that the tables stay alike, but not kept.
   */
  decode(block: Buffer): HeaderList | null {
    this.block = block;
    this.at = 0;
    const fields: Field[] = [];
    let size = 0;
    let oversize = false;
    while (this.at < block.length) {
      const byte = block[this.at];
      if (byte >= 0x20 && byte < 0x40) {
        if (fields.length > 0 || !this.resize()) return null;
        continue;
      }
      if (oversize && byte >= 0x80) {
        if (!this.passIndexed()) return null;
        continue;
      }
      const field = byte >= 0x80 ? this.indexed() : this.literal(byte);
      if (field === null) return null;
      size += fieldSize(field);
      oversize ||= size > http2Limits.headerList || fields.length >= http2Limits.fields;
      if (!oversize) fields.push(field);
    }
    this.block = Buffer.alloc(0);
    return { fields, oversize };
  }

  /** A change of the table's size, which stands before all fields. */
  private resize(): boolean {
    const size = this.integer(5);
    if (size < 0 || size > http2Limits.headerTable) return false;
    this.table.resize(size);
    return true;
  }

  private indexed(): Field | null {
    const index = this.integer(7);
    return index > 0 ? this.fieldAt(index) : null;
  }

  /** For fields that are not kept, all that come: there can be as many of them as bytes. */
  private passIndexed(): boolean {
    const { block } = this;
    const most = staticFields.length + this.table.length;
    let { at } = this;
    // One of 127 or more goes on in the next byte.
    for (let index = block[at] - 0x80; index > 0 && index <= most && index < 0x7f; index = block[at] - 0x80) at++;
    this.at = at;
    if (at >= block.length || block[at] < 0x80) return true;
    const index = this.integer(7);
    return index > 0 && index <= most;
  }

  private literal(byte: number): Field | null {
    const adds = byte >= 0x40;
    const index = this.integer(adds ? 6 : 4);
    if (index < 0) return null;
    const name = index === 0 ? this.text() : (this.fieldAt(index)?.name ?? null);
    if (name === null) return null;
    const value = this.text();
    if (value === null) return null;
    const field = { name, value };
    if (adds) this.table.add(field);
    return field;
  }

  private fieldAt(index: number): Field | null {
    return (index <= staticFields.length ? staticFields[index - 1] : this.table.at(index - staticFields.length - 1)) ?? null;
  }

  /** An integer whose first byte has `prefix` bits of it; -1 when it is none, or too large. */
  private integer(prefix: number): number {
    const most = (1 << prefix) - 1;
    let value = this.block[this.at++] & most;
    if (value < most) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      if (this.at >= this.block.length) return -1;
      const byte = this.block[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (value > largestInteger) return -1;
      if (byte < 0x80) return value;
    }
    return -1;
  }

  private text(): string | null {
    if (this.at >= this.block.length) return null;
    const huffman = this.block[this.at] >= 0x80;
    const length = this.integer(7);
    const start = this.at;
    const end = start + length;
    if (length < 0 || end > this.block.length) return null;
    this.at = end;
    return huffman ? huffmanDecode(this.block, start, end) : this.block.toString('latin1', start, end);
  }
}
