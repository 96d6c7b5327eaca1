/** From the options of permissions, and the file they name, to a policy. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PolicyError, type PolicyDocument } from '../host/policy/document.js';
import { documentFromFile } from '../host/policy/file.js';
import { documentFromFlags, type GivenFlag } from '../host/policy/flags.js';
import { rulePaths } from '../net/checked-files.js';
import { UsageError } from './command.js';

/** The policy that flags and a file ask for; null where there are none. */
export function readPolicy(given: readonly GivenFlag[], tenant: boolean, file: string | undefined): PolicyDocument | null {
  const read = file === undefined ? null : readPolicyFile(file);
  return asUsage('', () => documentFromFlags(given, { tenant, file: read, paths: rulePaths }));
}

function readPolicyFile(name: string): PolicyDocument {
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch {
    throw new UsageError(`cannot open ${name}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
  }
  const folder = dirname(resolve(name));
  return asUsage(`${name}: `, () => documentFromFile(value, (path) => rulePaths(resolve(folder, path))));
}

function asUsage<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof PolicyError ? new UsageError(`${where}${error.message}`) : error;
  }
}
