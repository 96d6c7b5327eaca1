/** One text that a person has given, evaluated: its value, or what is wrong, and the exit code. */
import { evaluate } from '../host/evaluate-service.js';
import { budgetOf, type Fault } from '../host/fault.js';
import { inspect } from '../host/inspect.js';
import type { Policy } from '../host/policy/policy.js';
import { describeFault } from '../host/report.js';
import { tagValue } from '../host/values-out.js';
import { SourceFile } from '../language/source/source-file.js';
import { sourceFromBytes } from '../language/source/read-source.js';
import { directoryCodebase } from '../net/files.js';
import type { Terminal } from './command.js';
import { exitCodes } from './exit-code.js';
import { languageOf, limitsOf } from './options.js';
import { policyOf } from './policy-options.js';
import { findScript, ownTenant, scriptAccount } from './script-file.js';
import { readStandardInput } from './standard-input.js';

/** A text, `-` for standard input, or the name of a file. */
export type Given = { readonly text: string } | { readonly file: string };

interface Text {
  readonly name: string;
  readonly source: string;
  /** Where names of files in it begin. */
  readonly directory: string;
}

export async function evaluateOnce(given: Given, options: Readonly<Record<string, unknown>>, { out, err }: Terminal): Promise<number> {
  const policy = await policyOf(options);
  const text = await read(given, policy);
  if (typeof text === 'string') {
    err.write(`${text}\n`);
    return exitCodes.error;
  }
  const { directory, ...request } = text;
  const tenant = ownTenant(directory, policy, {
    account: scriptAccount(policy, limitsOf(options)),
    print: (line) => {
      out.write(`${line}\n`);
      // Now: what runs for long, or for ever, is heard while it does.
      out.flush();
    },
    logError: (line) => err.write(`${line}\n`),
  });
  const show: typeof inspect = options['json'] === true ? (value) => JSON.stringify(tagValue(value)) : inspect;
  const result = evaluate(tenant, { ...request, language: languageOf(options) }, show);
  if (result.kind === 'value') {
    out.write(`${result.value}\n`);
    return exitCodes.fine;
  }
  const faults: readonly Fault[] = result.kind === 'findings' ? result.findings : [result.error];
  for (const fault of faults) err.write(`${describeFault(fault).join('\n')}\n`);
  const budget = faults.map(budgetOf).find((found) => found !== null);
  return budget === 'time' ? exitCodes.timeBudget : budget === 'other' ? exitCodes.budget : exitCodes.error;
}

/** The text, or the complaint that it cannot be read. */
async function read(given: Given, policy: Policy | null): Promise<Text | string> {
  if ('text' in given) {
    const source = given.text === '-' ? await readStandardInput() : given.text;
    return { name: 'eval', source, directory: process.cwd() };
  }
  const script = findScript(given.file);
  if (typeof script === 'string') return script;
  const { directory, main } = script;
  const source = sourceFromBytes(main, directoryCodebase(directory).read(main) ?? Buffer.alloc(0), policy?.scriptSize);
  return source instanceof SourceFile ? { name: main, source: source.text, directory } : describeFault(source).join('\n');
}
