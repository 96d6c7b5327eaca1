/** The marks that say what a case expects: `//= 1 | error`, `//! evaluate PJS400 @7`. */
import type { Fail } from './case.js';
import type { Finding, Outcome } from './compare.js';
import { readLiteral } from './literal.js';

const phases = ['parse', 'check', 'resolve', 'evaluate', 'load', 'any'];
const unfinished = /(?:^|\|)\s*(error|limit|denied)((?:\s+\w+)*)\s*$/;

/** What stands behind `//=` or `//=~`: values, and behind them `error`, `limit` or `denied`. */
export function readOutcomes(text: string, ordered: boolean, fail: Fail): Outcome[] {
  const endings: Outcome[] = [];
  let rest = text;
  for (let match = unfinished.exec(rest); match !== null; match = unfinished.exec(rest)) {
    endings.unshift(readEnding(match[1], match[2].trim(), fail));
    rest = rest.slice(0, match.index);
  }
  if (rest.trim() === '' && endings.length > 0) return endings;
  try {
    return [...readLiteral(rest).map((value): Outcome => ({ kind: 'value', value, ordered })), ...endings];
  } catch (error) {
    return fail((error as Error).message);
  }
}

function readEnding(word: string, details: string, fail: Fail): Outcome {
  if (word !== 'error') return readMark(`${word} ${details}`, fail);
  return readMark(/^(?:$|PJS)/.test(details) ? `any ${details}` : details, fail);
}

/** What stands behind `//!`: a phase or `limit` or `denied`, a code, a place. `line` is where the mark stands. */
export function readMark(text: string, fail: Fail, line?: number): Outcome {
  const { word, code, place } = splitMark(text, fail);
  if (word === 'limit' || word === 'denied') return { kind: word, code };
  if (!phases.includes(word)) fail(`no such phase: ${word}`);
  return { kind: 'error', phase: word, code, file: null, line: line ?? place?.line ?? null, column: place?.column ?? null };
}

/** What stands behind `//!` where findings are listed: `error` or `warning`, a code, a column. */
export function readFinding(text: string, file: string, line: number, fail: Fail): Finding {
  const { word, code, place } = splitMark(text, fail);
  if (word !== 'error' && word !== 'warning') fail(`a finding is an error or a warning, not ${word}`);
  return { severity: word, code, file, line, column: place?.column ?? null };
}

interface Mark {
  readonly word: string;
  readonly code: string | null;
  readonly place: { readonly line: number; readonly column: number } | null;
}

function splitMark(text: string, fail: Fail): Mark {
  const match = /^(\w+)(?:\s+([A-Z][A-Z0-9_]*))?(?:\s+@(?:(\d+):)?(\d+))?$/.exec(text.trim()) ?? fail(`not an expectation: ${text}`);
  const [, word = '', code = null, line, column] = match;
  return { word, code, place: column === undefined ? null : { line: Number(line ?? 1), column: Number(column) } };
}
