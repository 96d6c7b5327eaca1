/** Arguments that are bytes, as a Data or as a text in some encoding: charged before they are read. */
import { allocate, charge, sizes } from '../language/evaluate/meter.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { bytesToText, isEncoding, textToBytes, type Encoding } from '../stream/bytes/text.js';
import { complain } from './arguments.js';
import { hostOf } from './peers.js';

/** Bytes that reading one unit of fuel pays for. */
const perUnit = 8;

/** The chunks of a Data, or the bytes of a text. `position` is that of the argument. */
export function contentOf(value: Value, position: number, encoding: Value = undefined): readonly Buffer[] {
  if (typeof value === 'string') return [bytesOfText(value, toEncoding(encoding, position + 1) ?? 'utf8')];
  const data = hostOf(value, Data);
  if (data === null) return complain('PJS502', String(position), 'a Data object or a string');
  charge(Math.ceil(data.size / perUnit) + data.chunkCount);
  allocate(data.chunkCount * sizes.element);
  const chunks: Buffer[] = [];
  data.each((chunk) => chunks.push(chunk));
  return chunks;
}

/** The same in one piece. */
export function wholeContentOf(value: Value, position: number, encoding: Value = undefined): Buffer {
  const chunks = contentOf(value, position, encoding);
  if (chunks.length === 1) return chunks[0];
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  allocate(size);
  return Buffer.concat(chunks, size);
}

/** The text that an argument gives, or the Data that holds it. What is no UTF-8 is no text. */
export function textContentOf(value: Value, position: number): string {
  if (typeof value === 'string') {
    charge(Math.ceil(value.length / perUnit));
    return value;
  }
  return bytesToText(wholeContentOf(value, position), 'utf8') ?? '';
}

/** Bytes in an encoding, as a text; without one, as they are. */
export function encoded(bytes: Buffer, encoding: Encoding | null): Data | string {
  if (encoding === null) {
    allocate(sizes.object + bytes.length);
    return new Data(bytes);
  }
  allocate(sizes.string + bytes.length * 2);
  return bytesToText(bytes, encoding) ?? '';
}

/** The encoding that an argument names, if it names one. */
export function toEncoding(value: Value, position: number): Encoding | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return complain('PJS502', String(position), 'a string');
  return isEncoding(value) ? value : complain('PJS505', 'unknown encoding');
}

function bytesOfText(text: string, encoding: Encoding): Buffer {
  charge(Math.ceil(text.length / perUnit));
  allocate(text.length);
  const bytes = textToBytes(text, encoding);
  return typeof bytes === 'string' ? complain('PJS505', bytes) : bytes;
}
