/** Loads a script without opening anything: for tests of what people read. */
import { memoryCodebase } from '../host/codebase.js';
import { drawPipelines } from '../host/graph.js';
import { inertPorts } from '../host/inert-ports.js';
import { automatic } from '../host/language-choice.js';
import { Loader } from '../host/loader.js';
import { describeFault } from '../host/report.js';
import { Tenant } from '../host/tenant.js';
import { Account } from '../language/evaluate/account.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { Runtime } from '../stream/runtime/runtime.js';

export interface Loaded {
  /** The pipelines as the start-up graph draws them; null when it cannot run. */
  readonly graph: string | null;
  /** What is wrong with it. */
  readonly report: string;
}

export function loadText(script: string): Loaded {
  const account = new Account(tenantLimits, () => performance.now());
  const tenant = new Tenant({ account, print: () => {}, codebase: memoryCodebase({ '/main.js': script }) });
  const { codebase, faults } = new Loader(tenant, new Runtime(inertPorts), automatic).load('/main.js');
  const graph = codebase === null ? null : codebase.modules.flatMap(({ configuration }) => drawPipelines(configuration!));
  return { graph: graph === null ? null : graph.join('\n').trim(), report: faults.flatMap((fault) => describeFault(fault)).join('\n') };
}
