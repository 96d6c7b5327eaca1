/** Faults as data: for programs that read what was found. */
import { DeniedError, LimitError, ScriptError } from '../language/evaluate/script-error.js';
import { codes } from '../language/source/codes.js';
import type { Fix, Severity } from '../language/source/diagnostic.js';
import type { SourceFile } from '../language/source/source-file.js';
import type { Span } from '../language/source/span.js';
import type { Fault } from './fault.js';

export interface FaultRecord {
  /** `PJS…`, the code of a limit or of a capability, or `BUG` for a fault of ours. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The place is missing where nothing of a script is to blame. Lines and columns are 1-based, columns in code points. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly hint?: string;
  /** A change of the file that mends it, where one is known; of the command line's records only. */
  readonly fix?: FixRecord;
}

export interface FixRecord {
  readonly title: string;
  readonly edits: readonly (PlaceRecord & { readonly text: string })[];
}

/** 1-based, columns in code points; the end is behind the last character. */
export interface PlaceRecord {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function recordOf(fault: Fault): FaultRecord {
  if (!(fault instanceof Error)) {
    const { code, severity, message, source, span, hint, fix } = fault;
    return { ...record(code, severity, message, { source, span }, hint), ...(fix !== undefined && { fix: fixRecord(fix, source) }) };
  }
  if (fault instanceof ScriptError) return record(fault.code, 'error', fault.message, fault.trace[0], fault.hint ?? codes[fault.code].hint);
  if (fault instanceof LimitError) return record(fault.limit, 'error', fault.message, fault.trace[0]);
  if (fault instanceof DeniedError) return record(fault.capability, 'error', fault.message, fault.trace[0], fault.hint);
  return record('BUG', 'error', fault.message, undefined);
}

function record(
  code: string,
  severity: Severity,
  message: string,
  place: { readonly source: SourceFile; readonly span: Span } | undefined,
  hint?: string,
): FaultRecord {
  return { code, severity, message, ...(place !== undefined && { file: place.source.name, ...placeOf(place.source, place.span) }), ...(hint !== undefined && { hint }) };
}

function fixRecord({ title, edits }: Fix, source: SourceFile): FixRecord {
  return { title, edits: edits.map((edit) => ({ ...placeOf(source, edit), text: edit.text })) };
}

function placeOf(source: SourceFile, { start, end }: Span): PlaceRecord {
  const from = source.position(start);
  const to = source.position(end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
