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
  /** The same as a change of the text, where it is certain what was meant. */
  readonly fix?: Fix;
}

/** A change of a text that mends what was found and changes nothing else. */
export interface Fix {
  /** What it does, such as "write `var`". */
  readonly title: string;
  /** They do not overlap; those at one place are put there in this order. */
  readonly edits: readonly Edit[];
}

/** Another text for a stretch of a source text; for an empty stretch, a text that is put in. */
export interface Edit extends Span {
  readonly text: string;
}
