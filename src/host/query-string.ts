/** `name=value&…` (RFC 3986 3.4): pairs of texts, with `%XX` for what cannot be written. A `+` is a plus sign. */
import { payElements, payLonger, payReading } from '../language/builtins/cost.js';
import { hexValue } from '../language/builtins/uri.js';
import { admit, allocate, charge, sizes } from '../language/evaluate/meter.js';
import { cut } from '../language/evaluate/text.js';
import { bytesToText } from '../stream/bytes/text.js';

export type Pair = readonly [name: string, value: string];

/** The pairs of a query; a `?` in front does not count, nor does what is empty. */
export function parseQuery(query: string): Pair[] {
  payReading(query.length);
  const pairs: Pair[] = [];
  for (let start = query.startsWith('?') ? 1 : 0; start < query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    if (end > start) {
      charge(2);
      payElements(pairs.length, 1);
      allocate(sizes.array);
      pairs.push(parsePair(cut(query, start, end)));
    }
    start = end + 1;
  }
  return pairs;
}

export function formatQuery(pairs: readonly Pair[]): string {
  let query = '';
  for (const [name, value] of pairs) {
    const text = `${query === '' ? '' : '&'}${escape(name)}=${escape(value)}`;
    payLonger(query.length, text.length);
    query += text;
  }
  return query;
}

function parsePair(text: string): Pair {
  const equals = text.indexOf('=');
  return equals < 0 ? [unescape(text), ''] : [unescape(cut(text, 0, equals)), unescape(cut(text, equals + 1, text.length))];
}

/** `text` without its escapes; one that is malformed stands for itself, and so do all where their bytes are no UTF-8. */
function unescape(text: string): string {
  if (!text.includes('%')) return text;
  charge(2 + (text.length >> 4));
  allocate(sizes.string + text.length * 2);
  const given = Buffer.from(text);
  const bytes = Buffer.alloc(given.length);
  let size = 0;
  for (let i = 0; i < given.length; i++) {
    const high = given[i] === 0x25 && i + 2 < given.length ? hexValue(given[i + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(given[i + 2]);
    if (low < 0) {
      bytes[size++] = given[i];
    } else {
      bytes[size++] = high * 16 + low;
      i += 2;
    }
  }
  const unescaped = bytesToText(bytes.subarray(0, size), 'utf8');
  return unescaped === undefined ? text : admit(unescaped);
}

const hexDigits = '0123456789ABCDEF';

/** Escapes all but what RFC 3986 2.3 calls unreserved. */
function escape(text: string): string {
  payReading(text.length);
  let first = 0;
  while (first < text.length && isUnreserved(text.charCodeAt(first))) first++;
  if (first === text.length) return text;
  charge(2 + (text.length >> 1));
  allocate(sizes.string + text.length * 3);
  let escaped = '';
  for (const byte of Buffer.from(text)) {
    escaped += isUnreserved(byte) ? String.fromCharCode(byte) : `%${hexDigits.charAt(byte >> 4)}${hexDigits.charAt(byte & 15)}`;
  }
  return escaped;
}

function isUnreserved(unit: number): boolean {
  const letter = unit | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return unit < 0x80;
  return (unit >= 0x30 && unit <= 0x39) || unit === 0x2d || unit === 0x2e || unit === 0x5f || unit === 0x7e;
}
