/** A script that a person names: where it lies, and what it may use. */
import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Tenant, type TenantOptions } from '../host/tenant.js';
import { wording } from '../language/source/codes.js';
import { directoryCodebase, systemFiles } from '../net/files.js';

export interface ScriptFile {
  /** The folder that is the root of its code base. */
  readonly directory: string;
  /** Its path from there, such as `/main.js`. */
  readonly main: string;
}

/** The script at `name`, or the complaint that it is not there. */
export function findScript(name: string): ScriptFile | string {
  const path = resolve(name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return `error[PJS701]: ${wording('PJS701', path)}`;
  if (!stats.isFile()) return `error[PJS702]: ${wording('PJS702', path)}`;
  return { directory: dirname(path), main: `/${basename(path)}` };
}

/** A tenant with the rights of the process. */
export function ownTenant(directory: string, options: Pick<TenantOptions, 'account' | 'print'> & Partial<TenantOptions>): Tenant {
  return new Tenant({
    codebase: directoryCodebase(directory),
    files: systemFiles(directory),
    environment: environment(),
    ...options,
  });
}

/** The variables of the process's environment. */
function environment(): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) variables[name] = value;
  return variables;
}
