/** What is asked of a world that is attacked, and what it answers. */
import type { Dialect } from '../../language/syntax/dialect.js';

export interface Question {
  readonly id: number;
  readonly dialect: Dialect;
  readonly source: string;
}

export interface Finding {
  readonly id: number;
  /** In the terms of the conformance protocol. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** Milliseconds, reading the text included. */
  readonly time: number;
  /** Bytes: an upper bound of what the attempt added to the process, and what the process had before. */
  readonly memory: number;
  /** What was harmed: empty when nothing was. */
  readonly harm: readonly string[];
}

/** Stands in the environment of the process: no script may see it. */
export const secret = 'marker-of-the-host-5a1c';
