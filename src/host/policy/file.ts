/** Policies as JSON: what `spec/policy.schema.json` describes, with complaints that say where. */
import { maxSourceBytes } from '../../language/source/read-source.js';
import { suggest } from '../../language/source/suggest.js';
import { capabilities, type Capability } from './capabilities.js';
import { allRules, complaintOf, noRules, PolicyError, type Grant, type PolicyDocument, type Rules } from './document.js';

/** The largest value that each limit may have: those of an activation, and those of all. */
const limits = { fuel: 2 ** 53 - 1, memory: 2 ** 40, depth: 1000, time: 2 ** 31 - 1 };
const quotas = { connections: 2 ** 20, connectionsPerSecond: 2 ** 20, processes: 2 ** 20, cpu: 1000, log: 2 ** 30 };

type Fields = Readonly<Record<string, unknown>>;

/** A policy from what a JSON text said. `paths` gives the absolute paths that a path of a rule means. Throws a `PolicyError`. */
export function documentFromFile(value: unknown, paths: (path: string) => readonly string[]): PolicyDocument {
  const fields = fieldsOf(value, 'the policy', ['$schema', 'tenant', ...capabilities, 'control', 'scriptSize', 'limits']);
  const grants = capabilities.map((name) => [name, grantOf(name, fields[name], paths)]);
  const control = optional(fields, 'control', isFlag);
  const scriptSize = optional(fields, 'scriptSize', wholeNumber(maxSourceBytes));
  if (fields['$schema'] !== undefined && typeof fields['$schema'] !== 'string') fail('$schema', 'is no text');
  return {
    tenant: optional(fields, 'tenant', isFlag) ?? false,
    grants: Object.fromEntries(grants) as Record<Capability, Grant>,
    ...(control !== undefined && { control }),
    ...(scriptSize !== undefined && { scriptSize }),
    limits: limitsOf(fields['limits'] ?? {}, limits),
    quotas: limitsOf(fields['limits'] ?? {}, quotas),
  };
}

/** The limits with the names that `most` has. */
function limitsOf<Name extends string>(value: unknown, most: Readonly<Record<Name, number>>): Partial<Record<Name, number>> {
  const fields = fieldsOf(value, 'limits', Object.keys({ ...limits, ...quotas }));
  const given = (Object.keys(most) as Name[]).filter((name) => fields[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, wholeNumber(most[name])(fields[name], `limits.${name}`)])) as Partial<Record<Name, number>>;
}

function grantOf(capability: Capability, value: unknown, paths: (path: string) => readonly string[]): Grant {
  if (value === undefined || value === false) return { allow: noRules, deny: noRules };
  if (value === true || Array.isArray(value)) return { allow: rulesOf(capability, value, capability, paths), deny: noRules };
  const { allow = false, deny = false } = fieldsOf(value, capability, ['allow', 'deny']);
  return { allow: rulesOf(capability, allow, `${capability}.allow`, paths), deny: rulesOf(capability, deny, `${capability}.deny`, paths) };
}

function rulesOf(capability: Capability, value: unknown, where: string, paths: (path: string) => readonly string[]): Rules {
  if (value === true) return allRules;
  if (value === false) return noRules;
  if (!Array.isArray(value)) return fail(where, 'is neither true nor a list of texts');
  const named = value.flatMap((rule: unknown, i) => {
    if (typeof rule !== 'string') return fail(`${where}[${i}]`, 'is no text');
    const complaint = complaintOf(capability, rule);
    if (complaint !== null) return fail(`${where}[${i}]`, complaint, ': ');
    return capability === 'read' || capability === 'write' ? paths(rule) : [rule];
  });
  return { all: false, named };
}

function fieldsOf(value: unknown, where: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(where, 'is no object');
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const near = suggest(name, known);
    fail(where, `has no field '${name}'${near === null ? '' : `: did you mean '${near}'?`}`);
  }
  return value as Fields;
}

function optional<T>(fields: Fields, name: string, read: (value: unknown, where: string) => T): T | undefined {
  return fields[name] === undefined ? undefined : read(fields[name], name);
}

function isFlag(value: unknown, where: string): boolean {
  return typeof value === 'boolean' ? value : fail(where, 'is neither true nor false');
}

const wholeNumber =
  (most: number) =>
  (value: unknown, where: string): number =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most ? (value as number) : fail(where, `is no whole number from 1 to ${most}`);

function fail(where: string, complaint: string, between = ' '): never {
  throw new PolicyError(`${where}${between}${complaint}`);
}
