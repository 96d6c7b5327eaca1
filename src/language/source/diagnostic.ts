/** What there is to say about a place in a source text. */
import type { Code } from './codes.js';
import type { SourceFile } from './source-file.js';
import type { Span } from './span.js';

export type Severity = 'error' | 'warning' | 'note';

/** When it was found out. */
export type Phase = 'parse' | 'check' | 'resolve' | 'evaluate';

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly message: string;
  readonly source: SourceFile;
  readonly span: Span;
  /** What to do about it. */
  readonly hint?: string;
}
