/** A script that a person names: where it lies, and what it may use. */
import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Codebase } from '../host/codebase.js';
import { ownAccount, ownRandom } from '../host/own-account.js';
import { guardFiles } from '../host/policy/guarded-files.js';
import type { Policy } from '../host/policy/policy.js';
import { Tenant, type TenantOptions } from '../host/tenant.js';
import { wording } from '../language/source/codes.js';
import { checkedFiles } from '../net/checked-files.js';
import { directoryCodebase, systemFiles } from '../net/files.js';

export interface ScriptFile {
  /** The folder that is the root of its code base. */
  readonly directory: string;
  /** Its path from there, such as `/main.js`. */
  readonly main: string;
  /** Where it is not files of that folder. */
  readonly codebase?: Codebase;
}

/** The script at `name`, or the complaint that it is not there. */
export function findScript(name: string): ScriptFile | string {
  const path = resolve(name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return `error[PJS701]: ${wording('PJS701', path)}`;
  if (!stats.isFile()) return `error[PJS702]: ${wording('PJS702', path)}`;
  return { directory: dirname(path), main: `/${basename(path)}` };
}

/** A tenant that may do what its policy allows; without one it has the rights of the process. */
export function ownTenant(
  directory: string,
  policy: Policy | null,
  { control = null, codebase = directoryCodebase(directory), ...options }: Pick<TenantOptions, 'account' | 'print' | 'logError' | 'control'> & { readonly codebase?: Codebase | undefined },
): Tenant {
  return new Tenant({
    codebase,
    files: policy === null ? systemFiles(directory) : guardFiles(checkedFiles(directory), policy),
    environment: policy === null ? environment() : policy.environment(environment()),
    control: policy === null || policy.control ? control : null,
    policy,
    ...options,
  });
}

/** The account of a script that a person names: limits that were asked for come before those of the policy. */
export function scriptAccount(policy: Policy | null, limits: Parameters<typeof ownAccount>[0]): TenantOptions['account'] {
  const account = ownAccount({ ...policy?.limits, ...limits });
  // Others in this process see V8's numbers.
  if (policy !== null) account.random = ownRandom();
  return account;
}

/** The variables that a program sees which the script starts: what the script may see, and where programs are; null: all. */
export function childEnvironment(policy: Policy | null): Readonly<Record<string, string>> | null {
  if (policy === null) return null;
  const variables = environment();
  const needed = Object.entries(variables).filter(([name]) => ['PATH', 'SYSTEMROOT'].includes(name.toUpperCase()));
  return { ...Object.fromEntries(needed), ...policy.environment(variables) };
}

/** The variables of the process's environment. */
function environment(): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) variables[name] = value;
  return variables;
}
