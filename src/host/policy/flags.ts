/** Policies by flags: `--allow-connect=example.com:443`, `--deny-read=/etc`, `--tenant`. */
import { capabilities, policyFlags, type Capability } from './capabilities.js';
import { allRules, complaintOf, joinRules, noRules, PolicyError, type Grant, type PolicyDocument, type Rules } from './document.js';

/** A flag as it was given: true without a value. */
export interface GivenFlag {
  readonly effect: 'allow' | 'deny';
  readonly name: string;
  readonly value: true | string;
}

/**
 * What flags say in addition to a policy file. Null when there is neither one nor the other: the script has the rights of the process.
 *
 * `paths` gives the absolute paths that a path of a rule means.
 */
export function documentFromFlags(
  given: readonly GivenFlag[],
  { tenant, file, paths }: { readonly tenant: boolean; readonly file: PolicyDocument | null; readonly paths: (path: string) => readonly string[] },
): PolicyDocument | null {
  if (given.length === 0 && !tenant) return file;
  // Where nothing but denials is said, all else is as it was.
  const closed = tenant || file !== null || given.some(({ effect }) => effect === 'allow');
  const grants = new Map<Capability, Grant>(capabilities.map((name) => [name, file?.grants[name] ?? { allow: closed ? noRules : allRules, deny: noRules }]));
  for (const flag of given) {
    const { capabilities: named } = policyFlags.find(({ name }) => name === flag.name)!;
    for (const capability of named) {
      const rules = readValue(flag, capability, paths);
      const { allow, deny } = grants.get(capability)!;
      grants.set(capability, flag.effect === 'allow' ? { allow: joinRules(allow, rules), deny } : { allow, deny: joinRules(deny, rules) });
    }
  }
  return { limits: {}, quotas: {}, ...file, tenant: tenant || file?.tenant === true, grants: Object.fromEntries(grants) as Record<Capability, Grant> };
}

/** The rules of a flag for a capability. */
function readValue({ effect, name, value }: GivenFlag, capability: Capability, paths: (path: string) => readonly string[]): Rules {
  if (value === true) return allRules;
  const named: string[] = [];
  for (const rule of value.split(',').map((text) => text.trim())) {
    const complaint = complaintOf(capability, rule);
    if (complaint === null) named.push(...(capability === 'read' || capability === 'write' ? paths(rule) : [rule]));
    // An address may be a rule of one kind, and a name is of the other.
    else if (name !== 'net' || complaintOf(capability === 'listen' ? 'connect' : 'listen', rule) !== null) throw new PolicyError(`--${effect}-${name}: ${complaint}`);
  }
  return { all: false, named };
}
