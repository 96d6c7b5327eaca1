/** How `pipyjs` ends. */
import { constants } from 'node:os';

export const exitCodes = {
  fine: 0,
  /** A script error, a denial, or findings. */
  error: 1,
  usage: 2,
  /** The conformance suite found something. */
  mismatch: 3,
  bug: 70,
  timeBudget: 124,
  budget: 125,
} as const;

/** Ended by a signal, as shells count. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
