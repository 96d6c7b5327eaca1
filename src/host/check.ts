/** Everything that is wrong with a code base: loaded under a tenant's limits, in a host without ports or files. */
import { Account } from '../language/evaluate/account.js';
import { compile } from '../language/evaluate/program.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { SourceFile } from '../language/source/source-file.js';
import { Runtime } from '../stream/runtime/runtime.js';
import type { Codebase } from './codebase.js';
import type { Fault } from './fault.js';
import { inertPorts } from './inert-ports.js';
import { globalsFor, type LanguageChoice } from './language-choice.js';
import { Loader } from './loader.js';
import type { Policy } from './policy/policy.js';
import { Tenant } from './tenant.js';

/** Loads the code base whose main script is at `main`; gives what was found, and what it declares that `policy` denies. */
export function checkCodebase(codebase: Codebase, main: string, language: LanguageChoice, policy: Policy | null = null): readonly Fault[] {
  const account = new Account(tenantLimits, () => performance.now());
  const tenant = new Tenant({ account, print: () => {}, codebase, environment: {}, policy });
  return new Loader(tenant, new Runtime(inertPorts), language).load(main).faults;
}

/** What is wrong with a text by itself: it is read only. */
export function checkText(name: string, text: string, language: LanguageChoice): readonly Fault[] {
  return compile(new SourceFile(name, text), (dialect) => globalsFor(language, dialect), { dialect: language.dialect }).diagnostics;
}
