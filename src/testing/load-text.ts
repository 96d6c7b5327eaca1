/** Loads a script without opening anything: its pipelines as the start-up graph draws them, or what is wrong with it, as a person reads it. */
import { memoryCodebase } from '../host/codebase.js';
import { isFatal } from '../host/fault.js';
import { globalValues } from '../host/globals/index.js';
import { drawPipelines } from '../host/graph.js';
import { inertPorts } from '../host/inert-ports.js';
import { Loader } from '../host/loader.js';
import { describeFault } from '../host/report.js';
import { Tenant } from '../host/tenant.js';
import { Account } from '../language/evaluate/activation.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { Runtime } from '../stream/runtime/runtime.js';

export function loadText(script: string): string {
  const account = new Account(tenantLimits, () => performance.now());
  const tenant = new Tenant({ account, print: () => {}, codebase: memoryCodebase({ '/main.js': script }) });
  const { codebase, faults } = new Loader(tenant, new Runtime(inertPorts), globalValues).load('/main.js');
  const lines = faults.some(isFatal) ? faults.flatMap(describeFault) : codebase!.modules.flatMap(({ configuration }) => drawPipelines(configuration!));
  return lines.join('\n').trim();
}
