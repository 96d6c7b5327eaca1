/** Where a tagged value differs from one that is expected. */
import type { Pair, Tagged } from './tagged.js';

/** Where `given` differs from `expected`, as a path and a word; null when it does not. */
export function difference(expected: Tagged, given: unknown, ordered: boolean, path: string): string | null {
  if (expected.t === 'any') return isTagged(given) ? null : `${path} is not a tagged value`;
  if (!isTagged(given) || given.t !== expected.t) return `${path || 'the value'} is of another type`;
  switch (expected.t) {
    case 'number':
    case 'string':
    case 'boolean':
    case 'data':
      return (given as { v?: unknown }).v === expected.v ? null : `${path || 'the value'} differs`;
    case 'array': {
      const { v, p } = given as { v?: unknown; p?: unknown };
      return differenceOfLists(expected.v, v, ordered, path) ?? differenceOfPairs(expected.p ?? [], p ?? [], false, path);
    }
    case 'object': {
      const { c, v, i } = given as { c?: unknown; v?: unknown; i?: unknown };
      if (c !== expected.c) return `${path || 'the value'} is of class ${String(c)}`;
      if (expected.i !== undefined) {
        const held = difference(expected.i, retag(i), ordered, `${path}()`);
        if (held !== null) return held;
      }
      return differenceOfPairs(expected.v, v, ordered, path);
    }
    case 'function':
      return expected.n === undefined || (given as { n?: unknown }).n === expected.n ? null : `${path || 'the function'} has another name`;
    default:
      return null;
  }
}

function differenceOfLists(expected: readonly Tagged[], given: unknown, ordered: boolean, path: string): string | null {
  if (!Array.isArray(given) || given.length !== expected.length) return `${path || 'the array'} has another length`;
  for (const [index, item] of expected.entries()) {
    const found = difference(item, given[index], ordered, `${path}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}

function differenceOfPairs(expected: readonly Pair[], given: unknown, ordered: boolean, path: string): string | null {
  if (!Array.isArray(given) || !given.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string')) return `${path} has no list of keys`;
  const pairs = given as [string, unknown][];
  const keys = pairs.map(([key]) => key);
  const wantedKeys = expected.map(([key]) => key);
  const sameKeys = ordered ? same(keys, wantedKeys) : same([...keys].sort(), [...wantedKeys].sort());
  if (!sameKeys) return `${path || 'the object'} has the keys ${JSON.stringify(keys)}`;
  const byKey = new Map(pairs);
  for (const [key, value] of expected) {
    const found = difference(value, byKey.get(key), ordered, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** What instances hold may come with its lists and texts untagged. */
function retag(held: unknown): unknown {
  if (typeof held === 'string') return { t: 'string', v: held };
  return Array.isArray(held) ? { t: 'array', v: held.map(retag) } : held;
}

function isTagged(value: unknown): value is { t: string } {
  return typeof value === 'object' && value !== null && typeof (value as { t?: unknown }).t === 'string';
}

export function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
