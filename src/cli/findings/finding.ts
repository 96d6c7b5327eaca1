/** What `pipyjs check` has found, ready to be told in whichever form is wanted. */
import type { Fault } from '../../host/fault.js';
import type { FaultRecord } from '../../host/fault-record.js';

export interface Finding {
  readonly fault: Fault;
  /** Its file is named as the system knows it. */
  readonly record: FaultRecord;
}

/** One way of telling; '' where there is nothing to tell. */
export type Report = (findings: readonly Finding[]) => string;
