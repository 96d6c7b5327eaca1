/** Why an evaluation gave no value, for the program that asked for it. */
import type { Account } from '../language/evaluate/account.js';
import type { LimitCode } from '../language/evaluate/limits.js';
import { DeniedError, LimitError, ScriptError } from '../language/evaluate/script-error.js';
import { recordOf, type FaultRecord } from './fault-record.js';
import { describeError } from './report.js';

type Fault = ScriptError | LimitError | DeniedError;

export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  /** `error`: the script failed; `limit`: it used up a budget; `denied`: it asked for what the tenant does not have. */
  readonly kind: 'error' | 'limit' | 'denied';
  /** Code, place and hint. */
  readonly record: FaultRecord;
  /** What was used and what was allowed, in the unit of the limit; null where no limit was passed. */
  readonly limit: { readonly code: LimitCode; readonly used: number; readonly allowed: number } | null;
  /** As a person reads it: the source line with a caret, and the calls under way. */
  readonly report: string;

  /** @internal */
  constructor(
    /** @internal */
    readonly fault: Fault,
    /** @internal Whose script it was. */
    readonly account: Account,
  ) {
    super(fault.message, { cause: fault.cause });
    this.kind = fault instanceof ScriptError ? 'error' : fault instanceof LimitError ? 'limit' : 'denied';
    this.limit = fault instanceof LimitError ? { code: fault.limit, used: fault.used, allowed: fault.allowed } : null;
    this.record = recordOf(fault);
    this.report = describeError(fault).join('\n');
  }
}

/** Whether a script is to blame; anything else is a fault of the host. */
export function isFault(error: unknown): error is Fault {
  return error instanceof ScriptError || error instanceof LimitError || error instanceof DeniedError;
}
