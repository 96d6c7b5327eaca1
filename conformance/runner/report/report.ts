/** How the outcome is told: one report a file, all of them told of the same things in the same order. */
import type { Result, Run } from '../run.js';

export interface Report {
  /** An implementation has said who it is, or failed to (then it has no name). */
  started(run: Run): void;
  /** A case was judged. */
  result(run: Run, result: Result): void;
  /** The implementation was asked everything. */
  ended(run: Run): void;
  /** All implementations were asked. */
  finished(runs: readonly Run[]): void;
}

/** Makes a report that writes with `print`, a line at a time and without its end. */
export type ReportMaker = (print: (line: string) => void) => Report;

/** The name of an implementation with its version. */
export function titleOf({ name, version }: Run): string {
  return `${name === '' ? 'unknown' : name}${version === '' ? '' : ` ${version}`}`;
}

/** The text of a question, or of its main file. */
export function sourceOf({ item: { request } }: Result): string {
  return request.source ?? request.files?.[request.main ?? ''] ?? '';
}
