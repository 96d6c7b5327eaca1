/** The jobs of a tenant that serves: run when the turn is over in which they were made. */
import { runJobs } from '../language/evaluate/jobs.js';
import type { Runtime } from '../stream/runtime/runtime.js';
import { describeError } from './report.js';
import type { Tenant } from './tenant.js';

/** From now on the tenant's jobs are run by `runtime`; those that wait already run soon. */
export function serveJobs(tenant: Tenant, runtime: Runtime): void {
  const { jobs } = tenant.account;
  jobs.onJob = () => runtime.defer(() => runAndReport(tenant));
  if (!jobs.isEmpty) jobs.onJob();
}

function runAndReport(tenant: Tenant): void {
  try {
    for (const error of runJobs(tenant.account)) tenant.logError([...describeError(error), '  in a promise that was rejected, and nobody handles it'].join('\n'));
  } catch (error) {
    tenant.logError([...describeError(error), '  in a job of a promise'].join('\n'));
  }
}
