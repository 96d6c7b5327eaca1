/** What makes a fix out of a finding. */
import type { Fix } from '../../language/source/diagnostic.js';
import type { Span } from '../../language/source/span.js';
import type { Dialect } from '../../language/syntax/dialect.js';
import type { Placed } from '../placed.js';

export interface FixerInput {
  readonly text: string;
  readonly dialect: Dialect;
  /** All nodes of the text. */
  readonly nodes: readonly Placed[];
  /** Those that begin where the finding does, from the outside in. */
  readonly here: readonly Placed[];
  readonly span: Span;
}

/** Null where it is not certain what was meant, or whether the meaning would stay. */
export type Fixer = (input: FixerInput) => Fix | null;
