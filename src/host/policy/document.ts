/**
 * A policy as plain data: what flags and files come to (`flags.ts`, `file.ts`), and what one thread can hand to another.
 *
 * Every rule in it has been read once: it is in order.
 */
import { filters } from '../../stream/filters/index.js';
import type { Limits } from '../../language/evaluate/limits.js';
import { suggest } from '../../language/source/suggest.js';
import type { Capability } from './capabilities.js';
import { parseConnectRule } from './connect-rules.js';
import { parseListenRule } from './listen-rules.js';

export interface Rules {
  /** A flag without rules: whatever there is, but for what has to be named where a tenant asks. */
  readonly all: boolean;
  readonly named: readonly string[];
}

export const noRules: Rules = { all: false, named: [] };

export const allRules: Rules = { all: true, named: [] };

export interface Grant {
  readonly allow: Rules;
  /** Wins. */
  readonly deny: Rules;
}

export interface PolicyDocument {
  /** A script that is not trusted: limits of a tenant, no control of the process, and what has to be named is not in "all". */
  readonly tenant: boolean;
  /** Of filters, which reach nothing but through the rest, all are allowed unless some are named. */
  readonly grants: Readonly<Record<Capability, Grant>>;
  /** `pipy.exit` and `pipy.restart`; by default unless it is a tenant's. */
  readonly control?: boolean;
  /** The most bytes that a source file may have. */
  readonly scriptSize?: number;
  readonly limits: Partial<Limits>;
  readonly quotas: Partial<Quotas>;
}

/** How much of the system a script may take, in all its activations. */
export interface Quotas {
  /** Connections that it has opened, and of those that it has accepted, so many for each port. */
  readonly connections: number;
  /** Connections that its ports accept in each second, all together. */
  readonly connectionsPerSecond: number;
  /** Programs that it has started. */
  readonly processes: number;
  /** Milliseconds of each second that it may run. */
  readonly cpu: number;
  /** Bytes that it may log in each second. */
  readonly log: number;
}

/** What is wrong with a policy, and where. */
export class PolicyError extends Error {}

/** What is wrong with a rule, or null. */
export function complaintOf(capability: Capability, rule: string): string | null {
  switch (capability) {
    case 'listen':
      return textOf(parseListenRule(rule));
    case 'connect':
      return textOf(parseConnectRule(rule));
    case 'read':
    case 'write':
      return rule === '' || rule.includes('\0') ? 'a path is expected' : null;
    case 'env':
      return rule === '' || rule.includes('=') || rule.includes('\0') ? `'${rule}' is no name of a variable` : null;
    case 'exec':
      return rule === '' || rule.includes('\0') ? 'the name of a program is expected' : null;
    case 'filter':
      return filterNames.has(rule) ? null : `there is no filter '${rule}'${nearestFilter(rule)}`;
  }
}

const filterNames: ReadonlySet<string> = new Set(filters.map(({ name }) => name));

function nearestFilter(name: string): string {
  const near = suggest(name, filterNames);
  return near === null ? '' : `: did you mean '${near}'?`;
}

function textOf(parsed: unknown): string | null {
  return typeof parsed === 'string' ? parsed : null;
}

/** Both: what one or the other allows or denies. */
export function joinRules(a: Rules, b: Rules): Rules {
  return { all: a.all || b.all, named: [...a.named, ...b.named] };
}
