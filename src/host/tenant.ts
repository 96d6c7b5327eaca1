/**
 * A tenant: whom a script belongs to, and all it may reach.
 *
 * Globals are frozen and belong to nobody, so what differs between tenants is here: the account that
 * its activations are metered on, where its log goes, its code base, its environment and files. A
 * capability that is null is one it does not have.
 */
import type { Account } from '../language/evaluate/account.js';
import { currentAccount, receiveBytes } from '../language/evaluate/activation.js';
import { DeniedError } from '../language/evaluate/script-error.js';
import type { HeapWalk, Root } from '../language/evaluate/heap-walk.js';
import type { Codebase } from './codebase.js';
import type { Loader } from './loader.js';
import { Metrics } from './metrics.js';
import type { Policy } from './policy/policy.js';

/** What `os` may do with files outside of the code base. */
export interface HostFiles {
  /** Null when it cannot be read. */
  read(name: string): Buffer | null;
  /** False when it cannot be written. */
  write(name: string, bytes: Buffer): boolean;
  stat(name: string): FileStatus | null;
}

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'characterDevice' | 'blockDevice' | 'fifo' | 'symbolicLink' | 'socket';
  /** dev ino mode nlink uid gid rdev size blksize blocks, and times in seconds: atime mtime ctime. */
  readonly numbers: Readonly<Record<string, number>>;
}

export interface TenantOptions {
  readonly account: Account;
  /** Takes what `console.log` says: one text a call. */
  readonly print: (text: string) => void;
  readonly codebase?: Codebase | null;
  readonly environment?: Readonly<Record<string, string>> | null;
  readonly files?: HostFiles | null;
  /** Takes lines such as `os.readFile: cannot open file: x`. */
  readonly logError?: (text: string) => void;
  /** What its scripts may ask for while they are loaded; null: no policy restricts it. */
  readonly policy?: Policy | null;
  /** `pipy.exit(code)` and `pipy.restart()`. */
  readonly control?: { exit(code: number): void; restart(): void } | null;
}

export class Tenant implements Root {
  readonly account: Account;
  readonly print: (text: string) => void;
  readonly logError: (text: string) => void;
  readonly policy: Policy | null;
  /** Set while a code base is loaded into the tenant: who `pipy()` and `use()` talk to. */
  loader: Loader | null = null;
  private readonly options: TenantOptions;
  private counted: Metrics | null = null;

  constructor(options: TenantOptions) {
    this.options = options;
    this.account = options.account;
    this.print = options.print;
    this.logError = options.logError ?? (() => {});
    this.policy = options.policy ?? null;
    options.account.owner = this;
  }

  /** What its scripts count. */
  get metrics(): Metrics {
    return (this.counted ??= new Metrics());
  }

  /** All that it holds beside what its code base does. */
  reach(walk: HeapWalk): void {
    walk.host(this.counted);
  }

  /** Bytes come in for it from outside; false, and a line in its log, when it keeps too much already. */
  receive(bytes: number): boolean {
    const excess = receiveBytes(this.account, bytes);
    if (excess !== null) this.logError(`error[${excess.limit}]: ${excess.message} (used ${excess.used}, allowed ${excess.allowed}): a connection was ended that sends more`);
    return excess === null;
  }

  get codebase(): Codebase {
    return this.options.codebase ?? denied('FS', 'reading the code base');
  }

  get environment(): Readonly<Record<string, string>> {
    return this.options.environment ?? denied('ENV', 'reading the environment', '--allow-env=NAME');
  }

  get files(): HostFiles {
    return this.options.files ?? denied('FS', 'access to files');
  }

  get control(): { exit(code: number): void; restart(): void } {
    return this.options.control ?? denied('CAP', 'control of the process', '"control": true in a policy file');
  }
}

/** The tenant whose script is running. */
export function currentTenant(): Tenant {
  return currentAccount().owner as Tenant;
}

function denied(capability: 'FS' | 'ENV' | 'CAP', what: string, hint?: string): never {
  throw new DeniedError(capability, `${what} is denied`, hint);
}
