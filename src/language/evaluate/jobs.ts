/**
 * Jobs: what promises do later (ECMA-262 9.5).
 *
 * Each account has one queue, and one run of it is an activation. Who runs scripts runs the queue when the script has
 * returned; `onJob` tells a host that serves events that there is something to run.
 */
import type { Account } from './account.js';
import { caught, currentAccount, enter, leave, context, type EvaluationContext } from './activation.js';
import { nesting, restoreNesting } from './calls.js';
import type { Job } from './job-queue.js';
import { allocate, charge, sizes } from './meter.js';
import type { ScriptError } from './script-error.js';
import type { Value } from './value.js';

/**
 * Puts a job at the end of the running account's queue: to run in the context that is current, or in another. `keeps` are
 * the values that `run` holds.
 */
export function enqueueJob(run: () => void, keeps: readonly Value[], within: EvaluationContext | null = context): void {
  charge(jobCost);
  allocate(sizes.closure + sizes.entry);
  currentAccount().jobs.add({ run, keeps, context: within });
}

/** What the host does for a job is worth so many steps. */
const jobCost = 150;

/**
 * Runs jobs until there are none; gives the rejections that nobody has handled. What passes a limit ends the run,
 * drops what waits, and is thrown.
 */
export function runJobs(account: Account): ScriptError[] {
  const { jobs } = account;
  if (jobs.isEmpty) return [];
  const outer = enter(account, null);
  try {
    for (let job = jobs.take(); job !== null; job = jobs.take()) runJob(account, job);
    return jobs.takeUnhandled();
  } catch (thrown) {
    jobs.clear();
    throw caught(thrown);
  } finally {
    leave(outer);
  }
}

function runJob(account: Account, { run, context: within }: Job): void {
  const outside = nesting();
  const outer = enter(account, within);
  try {
    run();
  } catch (thrown) {
    throw caught(thrown);
  } finally {
    leave(outer);
  }
  restoreNesting(outside);
}
