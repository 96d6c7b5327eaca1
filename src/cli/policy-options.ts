/** What a script may reach, as the command line says it: `--allow-…`, `--deny-…`, `--policy FILE`, `--tenant`. */
import { Option } from 'commander';
import { policyFlags } from '../host/policy/capabilities.js';
import type { PolicyDocument } from '../host/policy/document.js';
import type { GivenFlag } from '../host/policy/flags.js';
import type { Policy } from '../host/policy/policy.js';

const heading = 'Permissions: the first --allow-…, --policy or --tenant denies what is not named; a flag without rules names all.';

/** What a flag without a value is given as: no argument of a process can be this. */
const everything = '\0';

const effects = ['allow', 'deny'] as const;

export const policyOptions = (): Option[] => [
  ...policyFlags.map(({ name, rules, doc }) => grouped(new Option(`--allow-${name} [rules]`, `${doc}: ${rules}`)).argParser(gather)),
  ...policyFlags.map(({ name }) => grouped(new Option(`--deny-${name} [rules]`)).argParser(gather).hideHelp()),
  grouped(new Option('--policy <file>', 'permissions and limits as JSON; --deny-… of each of these names wins')),
  grouped(new Option('--tenant', 'a script that is not trusted: nothing is allowed that is not named, limits are those of tenants')),
];

function grouped(option: Option): Option {
  return option.helpGroup(heading);
}

function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

const valueless: ReadonlySet<string> = new Set(effects.flatMap((effect) => policyFlags.map(({ name }) => `--${effect}-${name}`)));

/** The arguments, such that no policy flag takes the argument behind it for its value: `--allow-read main.js` reads a script. */
export function separateFlags(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, i) => (valueless.has(arg) && (end < 0 || i < end) ? `${arg}=${everything}` : arg));
}

/** What a script may that was fetched, when nothing is said: use the network, and read its own code base. */
const fetched: readonly GivenFlag[] = ['listen', 'connect'].map((name) => ({ effect: 'allow', name, value: true }));

/** The policy that was asked for, as data; null when none was. `isFetched`: it is for a script by URL. */
export async function policyDocumentOf(options: Readonly<Record<string, unknown>>, isFetched = false): Promise<PolicyDocument | null> {
  const { policy, tenant = false } = options as { policy?: string; tenant?: boolean };
  const asked = effects.flatMap((effect) => policyFlags.flatMap(({ name }) => givenFlags(effect, name, options)));
  const isAsked = asked.length > 0 || tenant || policy !== undefined;
  if (!isAsked && !isFetched) return null;
  const given = isAsked ? asked : fetched;
  // Reading rules takes all filters along, for their names: not where there are none to read.
  const { readPolicy } = await import('./policy.js');
  return readPolicy(given, tenant, policy);
}

function givenFlags(effect: GivenFlag['effect'], name: string, options: Readonly<Record<string, unknown>>): GivenFlag[] {
  const key = `${effect}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const values = (options[key] ?? []) as readonly string[];
  return values.map((value) => ({ effect, name, value: value === everything ? true : value }));
}

/** The policy that was asked for; null when none was. */
export async function policyOf(options: Readonly<Record<string, unknown>>, isFetched = false): Promise<Policy | null> {
  const document = await policyDocumentOf(options, isFetched);
  if (document === null) return null;
  const { Policy } = await import('../host/policy/policy.js');
  return new Policy(document);
}
