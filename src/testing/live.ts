/** A script at work on real ports, in this process: for tests of what depends on Node's sockets and the system's buffers. */
import { memoryCodebase } from '../host/codebase.js';
import { useEngine } from '../host/engine.js';
import { automatic } from '../host/language-choice.js';
import { scriptCertificates } from '../host/script-certificates.js';
import { scriptHeads } from '../host/script-heads.js';
import { Service } from '../host/service.js';
import { Tenant } from '../host/tenant.js';
import { Account } from '../language/evaluate/account.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { engine } from '../net/engine.js';
import { nodePorts } from '../net/ports.js';

useEngine(engine);

const running: { kill(): Promise<unknown> }[] = [];

/** Serves the script until the test is over; gives its log, which grows. */
export async function live(script: string): Promise<string[]> {
  const log: string[] = [];
  const ports = nodePorts({
    heads: scriptHeads,
    certificates: scriptCertificates,
    log: { debugging: false, write: (level, text) => void (level !== 'info' && log.push(text)) },
    output: { write: () => {} },
  });
  const service = new Service({
    main: '/main.js',
    language: automatic,
    ports,
    quiet: true,
    newTenant: () =>
      new Tenant({
        account: new Account({ ...tenantLimits, fuel: 1e9 }, () => performance.now()),
        print: (text) => void log.push(text),
        logError: (text) => void log.push(text),
        codebase: memoryCodebase({ '/main.js': script }),
      }),
  });
  const failure = await service.start();
  if (failure !== null) throw new Error(`${failure}: ${log.join('\n')}`);
  running.push(service);
  return log;
}

/** What an `afterEach` should do. */
export async function endLive(): Promise<void> {
  for (const service of running.splice(0)) await service.kill();
}
