/** What a code base declares and its policy denies: found when it is loaded, before anything is opened. */
import type { Site } from '../../language/evaluate/calls.js';
import type { DeniedError } from '../../language/evaluate/script-error.js';
import type { FilterEntry } from '../../stream/runtime/layout.js';
import { parseTarget } from '../../stream/runtime/target.js';
import type { Configuration } from '../configuration.js';
import { connectDenial, placedAt, execDenial, filterDenial, listenDenial, signalDenial } from './denial.js';
import type { Policy } from './policy.js';

/** Ports, tasks at signals, filters, and where filters lead to as far as scripts say that in so many words. */
export function denialsOf({ listens, tasks, pipelines }: Configuration, policy: Policy): DeniedError[] {
  const denials: DeniedError[] = [];
  for (const { host, port, site } of listens) if (!policy.listen.allows(host, port)) denials.push(placedAt(listenDenial(policy, host, port), site));
  for (const { when, site } of tasks) if ('signal' in when && !policy.control) denials.push(placedAt(signalDenial(when.signal), site));
  const layouts = [...[...listens, ...tasks].map(({ layout }) => layout), ...pipelines.values()];
  for (const { filters } of layouts) {
    for (const entry of filters) {
      const denial = denialOf(entry, policy);
      if (denial !== null) denials.push(placedAt(denial, entry.origin as Site | null));
    }
  }
  return denials;
}

function denialOf({ definition, plan: { connectsTo, starts } }: FilterEntry, policy: Policy): DeniedError | null {
  if (!policy.filter.allows(definition.name)) return filterDenial(policy, definition.name);
  if (starts !== undefined && !policy.exec.allows(starts)) return execDenial(policy, starts);
  const target = connectsTo === undefined ? null : parseTarget(connectsTo);
  return target === null || policy.connect.allowsHost(target.host, target.port) ? null : connectDenial(policy, target.host, target.port);
}
