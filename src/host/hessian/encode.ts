/** Values become bytes in Hessian 2.0. */
import { fail } from '../../language/builtins/arguments.js';
import { ascend, descend, payReading } from '../../language/builtins/cost.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import { getMember, ownEnumerableKeys } from '../../language/evaluate/member.js';
import { allocate, charge, checkSingle } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';

/** The bytes of a value; those of the elements, one after the other, where it is an array. */
export function encodeHessian(value: Value): Buffer {
  const writer = new HessianWriter();
  writer.write(value, true);
  return writer.bytes;
}

/** Characters of a piece of a string. */
const longestPiece = 0xffff;

class HessianWriter {
  private buffer = Buffer.alloc(64);
  private size = 0;
  private readonly open = new Set<ScriptObject>();

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.size);
  }

  write(value: Value, isTop = false): void {
    charge(1);
    switch (typeof value) {
      case 'boolean':
        this.code(value ? 0x54 : 0x46);
        return;
      case 'number':
        this.number(value);
        return;
      case 'string':
        this.string(value);
        return;
      default:
        if (value === undefined || value === null || value instanceof FunctionObject) this.code(0x4e);
        else this.object(value, isTop);
    }
  }

  private object(value: ScriptObject, isTop: boolean): void {
    if (this.open.has(value)) fail('TypeError', 'PJS563', 'this in Hessian');
    this.open.add(value);
    descend();
    if (value instanceof ArrayObject) {
      if (!isTop) this.code(0x57);
      for (let i = 0; i < value.elements.length; i++) this.write(value.at(i));
      if (!isTop) this.code(0x5a);
    } else {
      this.code(0x48);
      for (const key of ownEnumerableKeys(value)) {
        this.string(key);
        this.write(getMember(value, key));
      }
      this.code(0x5a);
    }
    ascend();
    this.open.delete(value);
  }

  private number(value: number): void {
    if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) {
      this.code(0x44);
      this.take(8).writeDoubleBE(value);
    } else if ((value | 0) === value) {
      this.code(0x49);
      this.take(4).writeInt32BE(value);
    } else {
      this.code(0x4c);
      this.take(8).writeBigInt64BE(BigInt(value));
    }
  }

  /** A long string goes in pieces. Characters are code points. */
  private string(text: string): void {
    payReading(text.length);
    let count = 0;
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
      if (++count < longestPiece || i + 1 === text.length) continue;
      this.code(0x52);
      this.take(2).writeUInt16BE(count);
      this.characters(text.slice(from, i + 1));
      from = i + 1;
      count = 0;
    }
    if (count < 32) {
      this.code(count);
    } else if (count < 1024) {
      this.code(0x30 | (count >> 8));
      this.code(count & 0xff);
    } else {
      this.code(0x53);
      this.take(2).writeUInt16BE(count);
    }
    this.characters(text.slice(from));
  }

  private characters(text: string): void {
    this.take(Buffer.byteLength(text)).write(text);
  }

  private code(code: number): void {
    this.take(1)[0] = code;
  }

  /** Room for so many bytes more. */
  private take(count: number): Buffer {
    const size = this.size + count;
    if (size > this.buffer.length) {
      checkSingle(size);
      allocate(2 * size - this.buffer.length);
      const grown = Buffer.alloc(2 * size);
      this.buffer.copy(grown, 0, 0, this.size);
      this.buffer = grown;
    }
    const room = this.buffer.subarray(this.size, size);
    this.size = size;
    return room;
  }
}
