/** The grammar of one file: a column of the construct table. */
import type { Dialect } from '../../../grammar/constructs.js';

export type { Dialect };

/** What may be asked for: `auto` is classic where the text is one classic expression, else modern. */
export type DialectChoice = Dialect | 'auto';
