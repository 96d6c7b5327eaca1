/** Whether an answer is what a case expects, and if not, where they part. */
import type { Answer } from './protocol.js';
import { show, type Expected, type Pair, type Tagged } from './tagged.js';

/** What a case expects of its answer. */
export type Expectation =
  | { readonly kind: 'value'; readonly accepted: readonly Expected[]; readonly ordered: boolean }
  | {
      readonly kind: 'error';
      /** `load` stands for any phase before the script runs, `any` for any at all. */
      readonly phase: string;
      /** A code such as PJS400; checked where the testee gives codes. */
      readonly code: string | null;
      readonly line: number | null;
      readonly column: number | null;
    }
  | { readonly kind: 'limit' | 'denied'; readonly code: string | null };

const beforeRunning = ['parse', 'check', 'resolve'];

/** What is wrong with an answer; null when nothing is. `coarse`: the testee tells no phases before running apart. */
export function judge(expected: Expectation, answer: Answer, coarse: boolean): string | null {
  const wantedStatus = expected.kind;
  if (answer['status'] !== wantedStatus) return `expected ${wanted(expected)}, got ${given(answer)}`;
  switch (expected.kind) {
    case 'value':
      return judgeValue(expected.accepted, answer['value'], expected.ordered);
    case 'error':
      return judgeError(expected, answer, coarse);
    default:
      return expected.code === null || answer['code'] === expected.code ? null : `expected ${wanted(expected)}, got ${given(answer)}`;
  }
}

function judgeValue(accepted: readonly Expected[], value: unknown, ordered: boolean): string | null {
  const differences = accepted.map((expected) => difference(expected, value, ordered, ''));
  if (differences.includes(null)) return null;
  const where = differences.length === 1 ? differences[0]! : '';
  return `expected ${accepted.map(show).join(' | ')}, got ${show(value)}${where === '' ? '' : ` (${where})`}`;
}

function judgeError(expected: Extract<Expectation, { kind: 'error' }>, answer: Answer, coarse: boolean): string | null {
  const { phase, code, line, column } = expected;
  const got = answer['phase'];
  const early = typeof got === 'string' && beforeRunning.includes(got);
  const samePhase = phase === 'any' || phase === got || (early && (phase === 'load' || (coarse && beforeRunning.includes(phase))));
  const sameCode = code === null || typeof answer['code'] !== 'string' || answer['code'] === code;
  const samePlace = (line === null || answer['line'] === line) && (column === null || answer['column'] === column);
  return samePhase && sameCode && samePlace ? null : `expected ${wanted(expected)}, got ${given(answer)}`;
}

/** Where `given` differs from `expected`, as a path and a word; null when it does not. */
export function difference(expected: Expected, given: unknown, ordered: boolean, path: string): string | null {
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

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function wanted(expected: Expectation): string {
  switch (expected.kind) {
    case 'value':
      return expected.accepted.map(show).join(' | ');
    case 'error': {
      const place = expected.line === null ? '' : ` at ${expected.line}:${expected.column ?? '?'}`;
      return `an error of phase ${expected.phase}${expected.code === null ? '' : ` ${expected.code}`}${place}`;
    }
    default:
      return expected.code === null ? expected.kind : `${expected.kind} ${expected.code}`;
  }
}

function given(answer: Answer): string {
  const { status, value, phase, code, message, line, column } = answer;
  switch (status) {
    case 'value':
      return show(value);
    case 'error':
      return `an error of phase ${String(phase)} ${String(code ?? '')} at ${String(line)}:${String(column)}: ${String(message)}`;
    case 'limit':
    case 'denied':
      return `${status} ${String(code)}`;
    default:
      return JSON.stringify(answer);
  }
}
