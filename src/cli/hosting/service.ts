/** A code base at work, under the policy that its script is to keep to. */
import type { LanguageChoice } from '../../host/language-choice.js';
import { guardPorts } from '../../host/policy/guarded-ports.js';
import type { Policy } from '../../host/policy/policy.js';
import { countArrivals } from '../../host/quota/arrivals.js';
import { LogQuota } from '../../host/quota/log-quota.js';
import { Share } from '../../host/quota/share.js';
import { sharePorts } from '../../host/quota/shared-ports.js';
import { watchStanding } from '../../host/quota/standing.js';
import { describeError } from '../../host/report.js';
import { Service } from '../../host/service.js';
import type { nodePorts } from '../../net/ports.js';
import { ownTenant, scriptAccount, type ScriptFile } from '../script-file.js';

export interface HostedScript {
  readonly script: ScriptFile;
  readonly language: LanguageChoice;
  /** Limits that were asked for; they come before those of the policy. */
  readonly limits: Parameters<typeof scriptAccount>[1];
  /** The world, as it is for everybody. */
  readonly ports: ReturnType<typeof nodePorts>;
  /** `pipy.exit(code)`. */
  readonly exit: (code: number) => void;
  /** `pipy.restart()`; by default the service reloads. */
  readonly restart?: () => void;
  /** Another process tells the same things. */
  readonly quiet?: boolean;
}

/** The service of a script with the rights of the process. */
export function trustedService({ script, language, limits, ports, exit, restart, quiet }: HostedScript): Service {
  const { log } = ports;
  const service: Service = new Service({
    get main() {
      return script.main;
    },
    language,
    quiet,
    ports,
    newTenant: () =>
      ownTenant(script.directory, null, {
        codebase: script.codebase,
        account: scriptAccount(null, limits),
        print: (text) => log.write('info', text),
        logError: (text) => log.write('error', text),
        control: { exit, restart: restart ?? (() => void service.reload()) },
      }),
  });
  return service;
}

/** The service of a script that keeps to a policy. `onStop` is told when it hits its limits again and again: it must not go on. */
export function limitedService({ script, language, limits, ports, exit, restart, quiet }: HostedScript, policy: Policy, onStop: () => void): Service {
  const { clock } = ports;
  const log = new LogQuota(ports.log, clock, policy.quotas.log);
  const guarded = guardPorts({ ...ports, log, output: log.limited(ports.output) }, policy);
  const service: Service = new Service({
    get main() {
      return script.main;
    },
    language,
    quiet,
    ports: sharePorts(guarded, new Share(clock, policy.quotas.cpu), countArrivals(clock, log, policy.quotas.connectionsPerSecond), (bytes) => service.tenant?.receive(bytes) ?? true),
    newTenant() {
      const tenant = ownTenant(script.directory, policy, {
        codebase: script.codebase,
        account: scriptAccount(policy, limits),
        print: (text) => log.print(text),
        logError: (text) => log.write('error', text),
        control: { exit, restart: restart ?? (() => void service.reload()) },
      });
      watchStanding(tenant.account, clock, (why) => {
        ports.log.write('error', describeError(why).join('\n'));
        onStop();
      });
      return tenant;
    },
  });
  return service;
}
