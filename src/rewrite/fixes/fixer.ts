/** What makes a fix out of a finding. */
import type { Fix } from '../../language/source/diagnostic.js';
import type { Dialect } from '../../language/syntax/dialect.js';
import type { Placed, PlacedTree } from '../placed.js';

export interface FixerInput {
  readonly text: string;
  readonly dialect: Dialect;
  readonly tree: PlacedTree;
  /** Those that begin where the finding does, from the outside in. */
  readonly here: readonly Placed[];
}

/** Null where it is not certain what was meant, or whether the meaning would stay. */
export type Fixer = (input: FixerInput) => Fix | null;
