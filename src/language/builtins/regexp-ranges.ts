/** Sets of code points as ranges: what classes are made of. */
import type { Ranges } from './regexp-node.js';

export const digits: Ranges = [0x30, 0x39];
export const wordCharacters: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** With flags `u` and `i`, letters that are compared as ASCII ones belong to them too (ECMA-262 WordCharacters). */
export const foldedWordCharacters: Ranges = [...wordCharacters, 0x17f, 0x17f, 0x212a, 0x212a];
/** ECMA-262's WhiteSpace and LineTerminator. */
export const blanks: Ranges = [0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff];
/** What `.` does not match. */
export const lineEnds: Ranges = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];

const last = 0x10ffff;

/** Ascending and without overlaps. */
export function normalise(ranges: readonly number[]): Ranges {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i], ranges[i + 1]]);
  pairs.sort((a, b) => a[0] - b[0]);
  const result: number[] = [];
  for (const [from, to] of pairs) {
    const end = result.length - 1;
    if (end >= 0 && from <= result[end] + 1) result[end] = Math.max(result[end], to);
    else result.push(from, to);
  }
  return result;
}

export function complement(ranges: Ranges): Ranges {
  const result: number[] = [];
  let next = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i] > next) result.push(next, ranges[i] - 1);
    next = ranges[i + 1] + 1;
  }
  if (next <= last) result.push(next, last);
  return result;
}

export function contains(ranges: Ranges, code: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < ranges[2 * middle]) high = middle - 1;
    else if (code > ranges[2 * middle + 1]) low = middle + 1;
    else return true;
  }
  return false;
}

export function isWordCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
