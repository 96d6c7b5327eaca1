/**
 * A policy: what a script may reach. Pure: it answers questions, and the guards (`guarded-ports.ts`, `guarded-files.ts`, `load-check.ts`)
 * ask them.
 */
import { ownLimits, tenantLimits, type Limits } from '../../language/evaluate/limits.js';
import { maxSourceBytes } from '../../language/source/read-source.js';
import { ConnectRules, parseConnectRule, type ConnectRule } from './connect-rules.js';
import type { Quotas, PolicyDocument, Rules } from './document.js';
import { ListenRules, parseListenRule, type ListenRule } from './listen-rules.js';
import { NameRules } from './name-rules.js';
import { PathRules } from './path-rules.js';

export class Policy {
  readonly listen: ListenRules;
  readonly connect: ConnectRules;
  readonly read: PathRules;
  readonly write: PathRules;
  readonly exec: NameRules;
  readonly filter: NameRules;
  /** Whether the script may stop and reload the process. */
  readonly control: boolean;
  /** The most bytes that a source file may have. */
  readonly scriptSize: number;
  readonly limits: Limits;
  readonly quotas: Quotas;
  private readonly env: NameRules;

  constructor({ tenant, grants, control = !tenant, scriptSize = maxSourceBytes, limits, quotas }: PolicyDocument) {
    const { listen, connect, read, write, env, exec, filter } = grants;
    // What has to be named is not in a tenant's "all": that is a rule like any other.
    const within = (rules: Rules, all: string): 'all' | readonly string[] => (rules.all && tenant ? [...rules.named, all] : orAll(rules));
    this.listen = new ListenRules(listen.allow.all ? 'all' : listenRules(listen.allow.named), listenRules(orEach(listen.deny, allPorts)));
    const hosts = within(connect.allow, '*');
    this.connect = new ConnectRules(hosts === 'all' ? hosts : connectRules(hosts), connectRules(orEach(connect.deny, everywhere)));
    this.read = new PathRules(within(read.allow, '/'), orAll(read.deny));
    this.write = new PathRules(within(write.allow, '/'), orAll(write.deny));
    this.env = new NameRules(orAll(env.allow), orAll(env.deny));
    this.exec = new NameRules(orAll(exec.allow), orAll(exec.deny));
    this.filter = new NameRules(filter.allow.named.length === 0 ? 'all' : orAll(filter.allow), orAll(filter.deny));
    this.control = control;
    this.scriptSize = scriptSize;
    this.limits = { ...(tenant ? tenantLimits : ownLimits), ...limits };
    this.quotas = { ...(tenant ? tenantQuotas : ownQuotas), ...quotas };
  }

  /** What of an environment a script sees; null where it sees none at all. */
  environment(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
    return this.env.any ? Object.fromEntries(Object.entries(variables).filter(([name]) => this.env.allows(name))) : null;
  }
}

const ownQuotas: Quotas = { connections: Infinity, connectionsPerSecond: Infinity, processes: Infinity, cpu: Infinity, log: Infinity };

const tenantQuotas: Quotas = { connections: 1000, connectionsPerSecond: 1000, processes: 10, cpu: 300, log: 1 << 20 };

const allPorts = ['1-65535'];

/** All hosts, and all addresses. */
const everywhere = ['*', '0.0.0.0/0', '[::/0]'];

function orAll({ all, named }: Rules): 'all' | readonly string[] {
  return all ? 'all' : named;
}

function orEach({ all, named }: Rules, each: readonly string[]): readonly string[] {
  return all ? each : named;
}

const listenRules = (texts: readonly string[]): ListenRule[] => texts.map((text) => parseListenRule(text) as ListenRule);

const connectRules = (texts: readonly string[]): ConnectRule[] => texts.flatMap((text) => parseConnectRule(text) as readonly ConnectRule[]);
