/** Everything that is wrong with a code base: loaded under a tenant's limits, in a host without ports or files. */
import { Account } from '../language/evaluate/activation.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { Runtime } from '../stream/runtime/runtime.js';
import type { Codebase } from './codebase.js';
import type { Fault } from './fault.js';
import { globalsOf } from './globals/index.js';
import { inertPorts } from './inert-ports.js';
import { Loader } from './loader.js';
import { Tenant } from './tenant.js';

/** Loads the code base whose main script is at `main`; gives what was found. */
export function checkCodebase(codebase: Codebase, main: string): readonly Fault[] {
  const account = new Account(tenantLimits, () => performance.now());
  const tenant = new Tenant({ account, print: () => {}, codebase, environment: {} });
  return new Loader(tenant, new Runtime(inertPorts), globalsOf('0.22')).load(main).faults;
}
