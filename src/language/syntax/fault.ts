/** What is wrong with a text, before it is known in which file. */
import type { Code } from '../source/codes.js';
import { codes, wording } from '../source/codes.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Span } from '../source/span.js';
import type { Dialect } from './dialect.js';

export interface Fault {
  readonly code: Code;
  readonly fill: readonly string[];
  readonly span: Span;
}

export function toDiagnostic({ code, fill, span }: Fault, source: SourceFile, dialect: Dialect): Diagnostic {
  const { phase, severity = 'error', hint, modernHint } = codes[code];
  const advice = dialect === 'modern' ? (modernHint ?? hint) : hint;
  return { code, severity, phase, message: wording(code, ...fill), source, span, ...(advice === undefined ? {} : { hint: advice }) };
}
