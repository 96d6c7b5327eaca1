/**
 * Errors of scripts, as the host sees them. Host errors never cross into a script and script errors
 * never show a host stack.
 */
import type { Code } from '../source/codes.js';
import type { SourceFile } from '../source/source-file.js';
import type { Span } from '../source/span.js';
import type { LimitCode } from './limits.js';
import type { Value } from './value.js';

/** A place in a script where a call was under way. */
export interface TraceEntry {
  /** The name of the function, or '' where it has none; null at module level. */
  readonly name: string | null;
  readonly source: SourceFile;
  readonly span: Span;
}

/** ECMA-262's names of native errors. */
export type ErrorName =
  | 'Error'
  | 'AggregateError'
  | 'EvalError'
  | 'RangeError'
  | 'ReferenceError'
  | 'SyntaxError'
  | 'TypeError'
  | 'URIError';

/** Units that are told of a message. What a script threw itself keeps its own, whole. */
const longestMessage = 4096;

/**
 * Something a script threw, or that we threw for it.
 *
 * Built-ins throw one with code and message only; the evaluator adds `trace`, innermost place first.
 */
export class ScriptError extends Error {
  trace: TraceEntry[] = [];
  /** Whether the script itself threw: then `value` is what. */
  thrown = false;
  value: Value = undefined;

  constructor(
    readonly code: Code,
    message: string,
    readonly errorName: ErrorName = 'Error',
    /** What to do about it, where more is known than its code says. */
    readonly hint?: string,
  ) {
    // Where in the host it arose is nobody's business, and finding out takes long.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'ScriptError';
  }
}

/** A limit was passed. No script can catch, outlive or observe it. */
export class LimitError extends Error {
  trace: TraceEntry[] = [];
  /** Whether it counts among the hits of its account already. */
  counted = false;

  constructor(
    readonly limit: LimitCode,
    message: string,
    readonly used: number,
    readonly allowed: number,
  ) {
    super(message);
    this.name = 'LimitError';
  }
}

/** A capability that the tenant's policy does not name. */
export class DeniedError extends Error {
  trace: TraceEntry[] = [];

  constructor(
    readonly capability: 'LISTEN' | 'NET' | 'FS' | 'ENV' | 'EXEC' | 'CAP',
    message: string,
    /** What would allow it, where that is known. */
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'DeniedError';
  }
}
