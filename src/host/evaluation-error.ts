/** Why an evaluation gave no value, for the program that asked for it. */
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
  /** As a person reads it: the source line with a caret, and the calls under way. */
  readonly report: string;

  /** @internal */
  constructor(
    /** @internal */
    readonly fault: Fault,
  ) {
    super(fault.message, { cause: fault.cause });
    this.kind = fault instanceof ScriptError ? 'error' : fault instanceof LimitError ? 'limit' : 'denied';
    this.record = recordOf(fault);
    this.report = describeError(fault).join('\n');
  }
}

/** Whether a script is to blame; anything else is a fault of the host. */
export function isFault(error: unknown): error is Fault {
  return error instanceof ScriptError || error instanceof LimitError || error instanceof DeniedError;
}
