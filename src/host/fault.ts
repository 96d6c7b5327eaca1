/** What keeps a code base from being loaded. */
import { codes, wording, type Code } from '../language/source/codes.js';
import type { Diagnostic } from '../language/source/diagnostic.js';
import { SourceFile } from '../language/source/source-file.js';
import type { Site } from '../language/evaluate/calls.js';
import { LimitError } from '../language/evaluate/script-error.js';

/** A finding, or an error that a module ended with. */
export type Fault = Diagnostic | Error;

/** A finding about a place in a script; without one it is about the file as a whole. */
export function findingAt(code: Code, site: Pick<Site, 'source' | 'span'> | null, path: string, fill: readonly string[], hint?: string): Diagnostic {
  const { phase, severity = 'error', hint: usual } = codes[code];
  const help = hint ?? usual;
  return {
    code,
    severity,
    phase,
    message: wording(code, ...fill),
    source: site?.source ?? new SourceFile(path, ''),
    span: site?.span ?? { start: 0, end: 0 },
    ...(help === undefined ? {} : { hint: help }),
  };
}

/** Which budget a fault has gone over, if it is that. */
export function budgetOf(fault: Fault): 'time' | 'other' | null {
  if (!(fault instanceof LimitError)) return null;
  return fault.limit === 'CPU_TIME' || fault.limit === 'WALL' ? 'time' : 'other';
}

/** Whether a fault keeps the code base from running. */
export function isFatal(fault: Fault): boolean {
  return fault instanceof Error || fault.severity === 'error';
}
