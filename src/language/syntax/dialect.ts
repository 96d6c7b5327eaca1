/** The grammar of one file: a column of the construct table. */
export type { Dialect } from '../../../grammar/constructs.js';
