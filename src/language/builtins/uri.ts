/** The URI functions (ECMA-262 19.2.6), on code points. */
import { toText } from '../evaluate/convert.js';
import { admit } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';
import { fail } from './arguments.js';
import { payLonger, payReading } from './cost.js';
import { costing, defineFunction, method } from './define.js';

const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
const reserved = ';/?:@&=+$,#';

const plainInComponent = new Set(unreserved);
const plainInUri = new Set(unreserved + reserved);
const keptInUri = new Set(reserved);
const keptInComponent = new Set<string>();

const hexDigits = '0123456789ABCDEF';

function encode(value: Value, plain: ReadonlySet<string>): string {
  const text = toText(value);
  payReading(text.length);
  let result = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (plain.has(text.charAt(i))) continue;
    const code = text.codePointAt(i)!;
    if ((code & 0xfffff800) === 0xd800) fail('URIError', 'PJS457');
    const escapes = encodeCode(code);
    payLonger(result.length, i - start + escapes.length);
    result += text.slice(start, i) + escapes;
    if (code > 0xffff) i++;
    start = i + 1;
  }
  if (start === 0) return text;
  payLonger(result.length, text.length - start);
  return result + text.slice(start);
}

/** The UTF-8 bytes of a code point, each as `%XX`. */
function encodeCode(code: number): string {
  if (code < 0x80) return escapeByte(code);
  if (code < 0x800) return escapeByte(0xc0 | (code >> 6)) + tail(code);
  if (code < 0x10000) return escapeByte(0xe0 | (code >> 12)) + tail(code >> 6) + tail(code);
  return escapeByte(0xf0 | (code >> 18)) + tail(code >> 12) + tail(code >> 6) + tail(code);
}

function tail(code: number): string {
  return escapeByte(0x80 | (code & 0x3f));
}

function escapeByte(byte: number): string {
  return `%${hexDigits.charAt(byte >> 4)}${hexDigits.charAt(byte & 15)}`;
}

/** Decodes all escapes but those of the characters in `kept`. */
function decode(value: Value, kept: ReadonlySet<string>): string {
  const text = toText(value);
  payReading(text.length);
  let result = '';
  let start = 0;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at)) {
    const { code, end } = readEscapes(text, at);
    const character = String.fromCodePoint(code);
    if (!kept.has(character)) {
      payLonger(result.length, at - start + character.length);
      result += text.slice(start, at) + admit(character);
      start = end;
    }
    at = end;
  }
  if (start === 0) return text;
  payLonger(result.length, text.length - start);
  return result + text.slice(start);
}

/** The code point whose UTF-8 bytes are escaped from `at` on, and where they end. */
function readEscapes(text: string, at: number): { code: number; end: number } {
  const first = readByte(text, at);
  if (first < 0x80) return { code: first, end: at + 3 };
  const count = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) fail('URIError', 'PJS457');
  let code = first & (0x3f >> count);
  let end = at + 3;
  for (let i = 0; i < count; i++, end += 3) {
    const byte = readByte(text, end);
    if ((byte & 0xc0) !== 0x80) fail('URIError', 'PJS457');
    code = (code << 6) | (byte & 0x3f);
  }
  const least = [0x80, 0x800, 0x10000][count - 1];
  if (code < least || code > 0x10ffff || (code & 0xfffff800) === 0xd800) fail('URIError', 'PJS457');
  return { code, end };
}

function readByte(text: string, at: number): number {
  const high = hexValue(text.charCodeAt(at + 1));
  const low = hexValue(text.charCodeAt(at + 2));
  if (text.charAt(at) !== '%' || high < 0 || low < 0) fail('URIError', 'PJS457');
  return high * 16 + low;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

export const uriFunctions = costing('n', [
  method('decodeURI', 1, (_, text) => decode(text, keptInUri), 'Decodes the escapes of a URI, but not those of characters that mean something in it.', 'pipyjs'),
  method('decodeURIComponent', 1, (_, text) => decode(text, keptInComponent), 'Decodes the escapes of a part of a URI.', 'pipyjs'),
  method('encodeURI', 1, (_, text) => encode(text, plainInUri), 'Escapes what cannot stand in a URI.', 'pipyjs'),
  method('encodeURIComponent', 1, (_, text) => encode(text, plainInComponent), 'Escapes what cannot stand in a part of a URI.', 'pipyjs'),
]).map((run) => defineFunction(run));
