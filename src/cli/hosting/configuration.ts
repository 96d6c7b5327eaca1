/**
 * Who is hosted: a JSON file with tenants, each with its script and its policy, and the groups that they run in.
 *
 *     {
 *       "groups": { "shops": { "isolation": "process", "memory": "512m" } },
 *       "tenants": { "alice": { "script": "alice/main.js", "policy": { "listen": ["8001"] }, "group": "shops" } }
 *     }
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PolicyError, type PolicyDocument } from '../../host/policy/document.js';
import { documentFromFile } from '../../host/policy/file.js';
import { parseSize } from '../../host/units.js';
import { rulePaths } from '../../net/checked-files.js';
import { UsageError } from '../command.js';
import { findScript, type ScriptFile } from '../script-file.js';
import type { LanguageChoice } from '../../host/language-choice.js';

/** A wall around tenants that even a bug of ours does not pass: a thread of the process, or a process of its own. */
export const isolations = ['thread', 'process'] as const;

export interface GroupSetup {
  readonly isolation: (typeof isolations)[number];
  /** Bytes that V8's heap may take in it; null: as Node has it. */
  readonly memory: number | null;
}

/** All that a group has to know of a tenant; plain data. */
export interface TenantSetup {
  readonly name: string;
  readonly script: ScriptFile;
  readonly language: LanguageChoice;
  readonly policy: PolicyDocument;
}

export interface HostConfiguration {
  /** By name; each has a tenant at least. */
  readonly groups: ReadonlyMap<string, { readonly setup: GroupSetup; readonly tenants: readonly TenantSetup[] }>;
}

/** Where tenants are that name no group. */
const commonGroup = 'default';

/** Reads the file. Throws a `UsageError` that says what is wrong, and where. */
export function readConfiguration(file: string): HostConfiguration {
  const reader = new Reader(resolve(file));
  const { groups = {}, tenants = {} } = reader.fields(reader.json(file), file, ['$schema', 'groups', 'tenants']);
  const setups = new Map(Object.entries(reader.record(groups, 'groups')).map(([name, group]) => [name, reader.group(group, `groups.${name}`)]));
  const hosted = Object.entries(reader.record(tenants, 'tenants')).map(([name, tenant]) => reader.tenant(name, tenant, setups));
  if (hosted.length === 0) throw new UsageError(`${file}: there are no tenants`);
  const found = new Map<string, { setup: GroupSetup; tenants: TenantSetup[] }>();
  for (const { group, setup } of hosted) {
    const known = found.get(group) ?? { setup: setups.get(group) ?? { isolation: 'thread', memory: null }, tenants: [] };
    known.tenants.push(setup);
    found.set(group, known);
  }
  return { groups: found };
}

type Fields = Readonly<Record<string, unknown>>;

/** Names go into the log, in brackets. */
const nameForm = /^[A-Za-z0-9][\w.-]{0,63}$/;

class Reader {
  /** Paths begin where the file is. */
  private readonly folder: string;

  constructor(private readonly file: string) {
    this.folder = dirname(file);
  }

  json(name: string): unknown {
    let text: string;
    try {
      text = readFileSync(name, 'utf8');
    } catch {
      throw new UsageError(`cannot open ${name}`);
    }
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new UsageError(`${name}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
    }
  }

  /** An object by names that are free. */
  record(value: unknown, where: string): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.fail(where, 'is no object');
    for (const name of Object.keys(value)) if (!nameForm.test(name)) this.fail(where, `has a name that is none: ${JSON.stringify(name)}`);
    return value as Fields;
  }

  fields(value: unknown, where: string, known: readonly string[]): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.fail(where, 'is no object');
    for (const name of Object.keys(value)) if (!known.includes(name)) this.fail(where, `has no field '${name}': there are ${known.join(', ')}`);
    return value as Fields;
  }

  group(value: unknown, where: string): GroupSetup {
    const { isolation = 'thread', memory } = this.fields(value, where, ['isolation', 'memory']);
    return { isolation: this.choice(isolation, `${where}.isolation`, isolations), memory: memory === undefined ? null : this.size(memory, `${where}.memory`) };
  }

  tenant(name: string, value: unknown, groups: ReadonlyMap<string, GroupSetup>): { readonly group: string; readonly setup: TenantSetup } {
    const where = `tenants.${name}`;
    const { script, policy = {}, group = commonGroup, dialect = 'auto', api = 'auto' } = this.fields(value, where, ['script', 'policy', 'group', 'dialect', 'api']);
    if (typeof script !== 'string') return this.fail(`${where}.script`, 'is no text');
    const found = findScript(resolve(this.folder, script));
    if (typeof found === 'string') return this.fail(`${where}.script`, found.replace(/^error\[\w+\]: /, ''), ': ');
    if (typeof group !== 'string' || (group !== commonGroup && !groups.has(group))) return this.fail(`${where}.group`, `there is no group ${JSON.stringify(group)}`, ': ');
    const language = {
      dialect: this.choice(dialect, `${where}.dialect`, ['auto', 'classic', 'modern'] as const),
      api: this.choice(api, `${where}.api`, ['auto', '0.22', '1.5'] as const),
    };
    return { group, setup: { name, script: found, language, policy: this.policy(policy, `${where}.policy`) } };
  }

  /** Whoever is hosted is not trusted, whatever the policy says. */
  private policy(value: unknown, where: string): PolicyDocument {
    const folder = typeof value === 'string' ? dirname(resolve(this.folder, value)) : this.folder;
    const given = typeof value === 'string' ? this.json(resolve(this.folder, value)) : value;
    try {
      return { ...documentFromFile(given, (path) => rulePaths(resolve(folder, path))), tenant: true };
    } catch (error) {
      if (error instanceof PolicyError) return this.fail(where, error.message, ': ');
      throw error;
    }
  }

  private choice<T extends string>(value: unknown, where: string, choices: readonly T[]): T {
    return choices.includes(value as T) ? (value as T) : this.fail(where, `is none of ${choices.join(', ')}`);
  }

  private size(value: unknown, where: string): number {
    const bytes = typeof value === 'string' ? parseSize(value) : value;
    return typeof bytes === 'number' && bytes >= 1 << 25 ? bytes : this.fail(where, 'is no number of bytes, such as "512m"; at least 32m');
  }

  private fail(where: string, complaint: string, between = ' '): never {
    throw new UsageError(`${this.file}: ${where}${between}${complaint}`);
  }
}
