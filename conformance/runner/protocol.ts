/** The messages between runner and testee: one JSON object a line (README.md, "The protocol"). */

import type { StreamEvent } from './events.js';

export type Op = 'hello' | 'evaluate' | 'load' | 'check' | 'stream';

export interface Limits {
  readonly fuel?: number;
  readonly memory?: number;
  readonly depth?: number;
  readonly time?: number;
}

export interface Request {
  readonly op: Op;
  readonly suite?: number;
  readonly dialect?: string;
  readonly source?: string;
  readonly context?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly main?: string;
  /** What goes into a pipeline. */
  readonly in?: readonly StreamEvent[];
  readonly limits?: Limits;
}

/** What a testee said. Nothing about it is certain: every reader looks before it believes. */
export type Answer = Readonly<Record<string, unknown>>;

/** An implementation under test. */
export interface Testee {
  /** Rejects with a `TesteeError` where no proper answer came; the next question finds a fresh testee. */
  ask(request: Request): Promise<Answer>;
  close(): Promise<void>;
}

export class TesteeError extends Error {
  constructor(
    readonly kind: 'timeout' | 'crash' | 'garbage',
    message: string,
  ) {
    super(message);
    this.name = 'TesteeError';
  }
}

/** The version of the protocol and of the case format that this runner speaks. */
export const suiteVersion = 1;
