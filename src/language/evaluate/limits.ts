/** What an activation and a tenant may use, and the error for more. */

export type LimitCode =
  | 'CPU_STEPS'
  | 'CPU_TIME'
  | 'WALL'
  | 'MEM_LIVE'
  | 'MEM_ALLOC'
  | 'MEM_SINGLE'
  | 'STACK'
  | 'PARSE_SIZE'
  | 'PARSE_DEPTH'
  | 'REGEX'
  | 'ASYNC'
  | 'TIMERS'
  | 'HANDLES'
  | 'LOG'
  | 'IO_BYTES'
  | 'PIPE_DEPTH'
  | 'STORM'
  /** Not a limit, but as final: whoever watches has asked it to stop. */
  | 'INTERRUPT';

export interface Limits {
  /** Units of one activation; Infinity counts without a limit. */
  readonly fuel: number;
  /** Bytes. One value takes at most half of them; one activation allocates at most 64 times as many. */
  readonly memory: number;
  /** Nested script calls, 1 to 1000. */
  readonly depth: number;
  /** Milliseconds of running time of one activation; Infinity for none. */
  readonly time: number;
}

/** A file given by a person, `eval`, the REPL. */
export const ownLimits: Limits = { fuel: Infinity, memory: 1 << 30, depth: 1000, time: Infinity };

/** A tenant's script. */
export const tenantLimits: Limits = { fuel: 1_000_000, memory: 64 << 20, depth: 100, time: 100 };
