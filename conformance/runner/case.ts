/** What the suite asks: a question, what its answer must be, and where the case stands. */
import type { Expectation } from './compare.js';
import type { Observation } from './observed.js';
import type { Request } from './protocol.js';

export interface Case {
  /** Path of the file, title, and in tables the expression: stable while the case means the same. */
  readonly id: string;
  readonly file: string;
  /** 1-based line of the mark, or of the first line of a chunk. */
  readonly line: number;
  readonly spec: string;
  /** The first Pipy that has what the case is about; `pipyjs` where none has. */
  readonly since: string;
  readonly request: Request;
  readonly expected: Expectation;
  /** A canary: the expectation is wrong on purpose, and a runner that is satisfied is broken. */
  readonly canary: boolean;
  /** Its bytes are sent as they are written, and not cut otherwise. */
  readonly uncut?: boolean;
  /** What implementations were seen to answer. */
  readonly observed?: readonly Observation[];
  /** How Pipy differs from ECMA-262 in this case, and why. */
  readonly difference?: { readonly class: string; readonly why: string };
}

/** Something wrong with a case file. */
export class CaseFileError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'CaseFileError';
  }
}

/** Complains about the line that is being read. */
export type Fail = (message: string) => never;

/** The paths of files that hold cases end so. */
export const caseFileName = /\.(table|program|load|check|stream)\.pjs$/;
