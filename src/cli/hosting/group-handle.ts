/** A group as its supervisor sees it: told what to do, looked after, and started again when it ends by itself. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TextLog } from '../../net/log.js';
import { moduleUrl } from '../paths.js';
import type { GroupSetup, TenantSetup } from './configuration.js';
import type { GroupStart, Order, Report } from './protocol.js';

/** Milliseconds between two looks whether it still answers, and how long an answer may take. */
const pulse = 2000;
const longestSilence = 10_000;

/** Milliseconds before it is started again: twice as many each time, up to a limit, and few again when it has run for long. */
const [firstDelay, lastDelay, longRun] = [100, 30_000, 60_000];

/** What runs a group: whichever it is, messages go both ways, and it can be ended whatever it does. */
interface Runner {
  /** Such as `process 4711`. */
  readonly title: string;
  send(order: Order): void;
  kill(): void;
}

export class GroupHandle {
  private readonly tenants = new Map<string, TenantSetup>();
  private runner: Runner | null = null;
  private startedAt = 0;
  private heardAt = 0;
  private failures = 0;
  private readonly heart: NodeJS.Timeout;
  private restart: NodeJS.Timeout | undefined;
  private onEnd: (() => void) | null = null;

  constructor(
    readonly name: string,
    readonly setup: GroupSetup,
    private readonly start: GroupStart,
    private readonly log: TextLog,
    private readonly onReport: (report: Report) => void,
  ) {
    this.heart = setInterval(() => this.look(), pulse);
    this.run();
  }

  /** Takes a tenant in, or loads its code again when nothing but that can have changed. */
  add(tenant: TenantSetup): void {
    const known = this.tenants.get(tenant.name);
    this.tenants.set(tenant.name, tenant);
    // Another policy, or another script: what there was ends first.
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(tenant)) this.send({ op: 'stop', name: tenant.name, drain: 0 });
    this.send({ op: 'start', tenant });
  }

  /** Ends all that is not among `names`; connections in progress have `drain` seconds. */
  keep(names: ReadonlySet<string>, drain: number): void {
    for (const name of this.tenants.keys()) {
      if (names.has(name)) continue;
      this.tenants.delete(name);
      this.send({ op: 'stop', name, drain });
    }
  }

  /** Opens the log of accesses anew. */
  rotate(): void {
    this.send({ op: 'rotate' });
  }

  /** Settles when it has ended: in order within so many seconds, or not. */
  end(drain: number): Promise<void> {
    clearInterval(this.heart);
    clearTimeout(this.restart);
    const ended = new Promise<void>((resolve) => (this.onEnd = resolve));
    if (this.runner === null) return Promise.resolve();
    this.send({ op: 'end', drain });
    const late = setTimeout(() => this.kill(), drain * 1000 + 2000);
    return ended.then(() => clearTimeout(late));
  }

  /** Ends it whatever it does. */
  kill(): void {
    clearInterval(this.heart);
    clearTimeout(this.restart);
    const { runner } = this;
    this.runner = null;
    runner?.kill();
    this.onEnd?.();
  }

  private send(order: Order): void {
    this.runner?.send(order);
  }

  private run(): void {
    this.startedAt = this.heardAt = performance.now();
    const runner: Runner = (this.setup.isolation === 'process' ? startProcess : startThread)(this.setup, this.start, {
      report: (report) => this.hear(report),
      end: (why) => this.runner === runner && this.fail(why),
    });
    this.runner = runner;
    this.log.write('info', `[host] group '${this.name}' is ${runner.title}`);
    for (const tenant of this.tenants.values()) this.send({ op: 'start', tenant });
  }

  private hear(report: Report): void {
    this.heardAt = performance.now();
    if (report.event === 'ended') this.kill();
    else this.onReport(report);
  }

  private look(): void {
    const { runner } = this;
    if (runner === null) return;
    if (performance.now() - this.heardAt > longestSilence) {
      runner.kill();
      this.fail(`it did not answer for ${longestSilence / 1000} seconds`);
      return;
    }
    runner.send({ op: 'ping' });
  }

  private fail(why: string): void {
    this.runner = null;
    if (this.onEnd !== null) {
      this.kill();
      return;
    }
    if (performance.now() - this.startedAt > longRun) this.failures = 0;
    const delay = Math.min(lastDelay, firstDelay * 2 ** this.failures++);
    this.log.write('error', `[host] group '${this.name}' ended: ${why}; it starts again in ${delay / 1000} s`);
    this.restart = setTimeout(() => this.run(), delay);
  }
}

interface Listener {
  readonly report: (report: Report) => void;
  /** It has ended, and why. */
  readonly end: (why: string) => void;
}

const module = (): URL => moduleUrl('hosting/group.js');

function startThread({ memory }: GroupSetup, start: GroupStart, { report, end }: Listener): Runner {
  const worker = new Worker(module(), { workerData: start, ...(memory !== null && { resourceLimits: { maxOldGenerationSizeMb: megabytes(memory) } }) });
  let why = '';
  worker.on('message', report);
  worker.on('error', (error: NodeJS.ErrnoException) => (why = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'its memory was used up' : (error.stack ?? error.message)));
  worker.on('exit', (code) => end(why === '' ? `exit code ${code}` : why));
  return { title: `thread ${worker.threadId}`, send: (order) => worker.postMessage(order), kill: () => void worker.terminate() };
}

function startProcess({ memory }: GroupSetup, start: GroupStart, { report, end }: Listener): Runner {
  const execArgv = ['--disallow-code-generation-from-strings', ...(memory === null ? [] : [`--max-old-space-size=${megabytes(memory)}`])];
  const child: ChildProcess = fork(fileURLToPath(module()), [JSON.stringify(start)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (message) => report(message as Report));
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  return { title: `process ${child.pid}`, send: (order) => void (child.connected && child.send(order)), kill: () => void child.kill('SIGKILL') };
}

const megabytes = (bytes: number): number => Math.ceil(bytes / (1 << 20));
