/**
 * Bytes in Hessian 2.0 become values: a reader whose own stack holds what is open.
 *
 * It reads what the original does: no dates, binaries, references and typed lists. Objects of classes become plain ones.
 */
import { ArrayObject } from '../../language/evaluate/array.js';
import { admit, allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import type { Value } from '../../language/evaluate/value.js';
import { bytesToText } from '../../stream/bytes/text.js';
import { complain } from '../arguments.js';

/** Values that may lie in each other: as many can be written. */
const deepest = 500;

/** What comes next in the bytes. */
interface Token {
  readonly kind: 'null' | 'boolean' | 'int' | 'long' | 'double' | 'string' | 'list' | 'map' | 'class' | 'object' | 'end';
  readonly value: Value;
}

/** What is open: a list; a map, whose key is null where one must come; an object, with its fields and how many of them came. */
type Open =
  | { readonly kind: 'list'; readonly array: ArrayObject }
  | { readonly kind: 'map'; readonly object: PlainObject; key: string | null }
  | { readonly kind: 'object'; readonly object: PlainObject; readonly fields: readonly string[]; index: number };

/** All values in the bytes: nothing, one, or an array of them. */
export function decodeHessian(bytes: Buffer): Value {
  const reader = new HessianReader(bytes);
  const values: Value[] = [];
  while (!reader.isAtEnd) {
    const value = reader.read();
    if (value === nothing) continue;
    allocate(sizes.element);
    values.push(value);
  }
  return values.length > 1 ? new ArrayObject(values) : values[0];
}

/** What the definition of a class is worth as a value. */
const nothing = new PlainObject();

class HessianReader {
  private at = 0;
  private readonly classes: (readonly string[])[] = [];
  private readonly open: Open[] = [];

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** One value that lies in no other, or `nothing` for a class. */
  read(): Value {
    for (;;) {
      const value = this.next();
      if (this.open.length === 0) return value;
    }
  }

  /** Reads what comes next into what is open; gives the value that it has completed last. */
  private next(): Value {
    const top = this.open.at(-1);
    const token = this.token();
    if (token.kind === 'end') {
      if (top === undefined || top.kind === 'object' || (top.kind === 'map' && top.key !== null)) return malformed("unexpected bytecode 'Z'");
      this.open.pop();
      return this.complete(top.kind === 'list' ? top.array : top.object);
    }
    if (top?.kind === 'map' && top.key === null) {
      top.key = textOf(token);
      return nothing;
    }
    switch (token.kind) {
      case 'class':
        this.readClass();
        return nothing;
      case 'list':
        allocate(sizes.array);
        return this.begin({ kind: 'list', array: new ArrayObject([]) });
      case 'map':
        allocate(sizes.object);
        return this.begin({ kind: 'map', object: PlainObject.dictionary(), key: null });
      case 'object':
        return this.beginObject(token.value as number);
      default:
        return this.complete(token.value);
    }
  }

  private begin(open: Open): Value {
    if (this.open.length >= deepest) return malformed('nested too deep');
    this.open.push(open);
    return nothing;
  }

  /** An object of a class that was defined; the class's number comes next where it is -1. */
  private beginObject(short: number): Value {
    const index = short >= 0 ? short : this.count();
    const fields = this.classes[index];
    if (fields === undefined) return malformed('class def out of range');
    allocate(sizes.object);
    const object = PlainObject.dictionary();
    return fields.length === 0 ? this.complete(object) : this.begin({ kind: 'object', object, fields, index: 0 });
  }

  /** Puts a value where it belongs, and with it each that it completes; gives the last of them. */
  private complete(given: Value): Value {
    let value = given;
    for (let top = this.open.at(-1); top !== undefined; top = this.open.at(-1)) {
      switch (top.kind) {
        case 'list':
          allocate(sizes.element);
          top.array.elements.push(value);
          return nothing;
        case 'map':
          allocate(sizes.entry);
          top.object.setOwn(top.key!, value);
          top.key = null;
          return nothing;
        case 'object':
          allocate(sizes.entry);
          top.object.setOwn(top.fields[top.index++], value);
          if (top.index < top.fields.length) return nothing;
          this.open.pop();
          value = top.object;
      }
    }
    return value;
  }

  private readClass(): void {
    textOf(this.token());
    const count = this.count();
    const fields: string[] = [];
    for (let i = 0; i < count; i++) {
      allocate(sizes.element);
      fields.push(textOf(this.token()));
    }
    this.classes.push(fields);
  }

  /** A number of something. */
  private count(): number {
    const { kind, value } = this.token();
    return kind === 'int' || kind === 'long' ? (value as number) : unexpected(kind);
  }

  private token(): Token {
    charge(1);
    const code = this.byte();
    if (code === 0x4e) return { kind: 'null', value: null };
    if (code === 0x54 || code === 0x46) return { kind: 'boolean', value: code === 0x54 };
    if (code === 0x57) return { kind: 'list', value: null };
    if (code === 0x48) return { kind: 'map', value: null };
    if (code === 0x43) return { kind: 'class', value: null };
    if (code === 0x4f) return { kind: 'object', value: -1 };
    if (code >= 0x60 && code <= 0x6f) return { kind: 'object', value: code - 0x60 };
    if (code === 0x5a) return { kind: 'end', value: null };
    return this.number(code) ?? this.string(code) ?? malformed(`unrecognized bytecode 0x${code.toString(16).padStart(2, '0')}`);
  }

  private number(code: number): Token | null {
    const int = (value: number): Token => ({ kind: 'int', value });
    const long = (value: number): Token => ({ kind: 'long', value });
    const double = (value: number): Token => ({ kind: 'double', value });
    if (code === 0x49) return int(this.take(4).readInt32BE());
    if (code >= 0x80 && code <= 0xbf) return int(code - 0x90);
    if (code >= 0xc0 && code <= 0xcf) return int(((code - 0xc8) << 8) | this.byte());
    if (code >= 0xd0 && code <= 0xd7) return int(((code - 0xd4) << 16) | this.take(2).readUInt16BE());
    if (code === 0x4c) return long(Number(this.take(8).readBigInt64BE()));
    if (code === 0x59) return long(this.take(4).readInt32BE());
    if (code >= 0xd8 && code <= 0xef) return long(code - 0xe0);
    if (code >= 0xf0) return long(((code - 0xf8) << 8) | this.byte());
    if (code >= 0x38 && code <= 0x3f) return long(((code - 0x3c) << 16) | this.take(2).readUInt16BE());
    if (code === 0x44) return double(this.take(8).readDoubleBE());
    if (code === 0x5b || code === 0x5c) return double(code - 0x5b);
    if (code === 0x5d) return double(this.take(1).readInt8());
    if (code === 0x5e) return double(this.take(2).readInt16BE());
    if (code === 0x5f) return double(this.take(4).readFloatBE());
    return null;
  }

  /** A string in one piece, or in pieces of which all but the last are marked so. */
  private string(first: number): Token | null {
    let text = '';
    for (let code = first; ; code = this.byte()) {
      const isLast = code !== 0x52;
      const count = code === 0x53 || !isLast ? this.take(2).readUInt16BE() : code < 0x20 ? code : code >= 0x30 && code <= 0x33 ? ((code - 0x30) << 8) | this.byte() : -1;
      if (count < 0) return code === first ? null : malformed('unexpected end of a string');
      text += this.characters(count);
      if (isLast) return { kind: 'string', value: text };
    }
  }

  /** So many characters in UTF-8, of which a pair of surrogates may be two. */
  private characters(count: number): string {
    const begin = this.at;
    for (let i = 0; i < count; i++) {
      const lead = this.byte();
      if (lead >= 0xc0) this.take(lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1);
    }
    const bytes = this.bytes.subarray(begin, this.at);
    charge(bytes.length >> 3);
    allocate(sizes.string + bytes.length);
    return admit(bytesToText(bytes, 'utf8') ?? withSurrogates(bytes));
  }

  private byte(): number {
    return this.take(1)[0];
  }

  private take(count: number): Buffer {
    const { at } = this;
    if (at + count > this.bytes.length) return malformed('unexpected end of the data');
    this.at = at + count;
    return this.bytes.subarray(at, this.at);
  }
}

/** UTF-8 in which surrogates are characters of their own, as Java writes it. */
function withSurrogates(bytes: Buffer): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i];
    const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    const rest = bytes.subarray(i + 1, i + length);
    if (length === 0 || rest.some((byte) => (byte & 0xc0) !== 0x80)) return malformed('a string is no UTF-8');
    const unit = length === 3 ? ((lead & 0xf) << 12) | ((rest[0] & 0x3f) << 6) | (rest[1] & 0x3f) : 0;
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    const piece = isSurrogate ? String.fromCharCode(unit) : bytesToText(bytes.subarray(i, i + length), 'utf8');
    if (piece === undefined) return malformed('a string is no UTF-8');
    text += piece;
    i += length;
  }
  return text;
}

function textOf({ kind, value }: Token): string {
  return kind === 'string' ? (value as string) : unexpected(kind);
}

function unexpected(kind: Token['kind']): never {
  return malformed(kind === 'class' ? 'unexpected class def' : kind === 'end' ? "unexpected bytecode 'Z'" : `unexpected ${kind} value`);
}

function malformed(why: string): never {
  return complain('PJS562', why);
}
