/** A testee that is a program of its own, reached over its standard input and output. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { TesteeError, type Answer, type Request, type Testee } from './protocol.js';

export interface PeerOptions {
  /** Milliseconds after which no answer is expected any more. */
  readonly patience?: number;
  /** Where the testee's complaints go; default: nowhere. */
  readonly stderr?: 'inherit' | 'ignore';
}

/** Starts `command` (in a shell) when the first question is asked, and again after a crash or a timeout. */
export function peer(command: string, options: PeerOptions = {}): Testee {
  return new Peer(command, options);
}

/** A question under way. */
interface Pending {
  readonly id: number;
  resolve(answer: Answer): void;
  reject(error: TesteeError): void;
  readonly timer: NodeJS.Timeout;
}

class Peer implements Testee {
  private child: ChildProcess | null = null;
  private pending: Pending | null = null;
  private nextId = 0;

  constructor(
    private readonly command: string,
    private readonly options: PeerOptions,
  ) {}

  ask(request: Request): Promise<Answer> {
    const child = (this.child ??= this.start());
    const id = this.nextId++;
    const { patience = 10_000 } = this.options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp(new TesteeError('timeout', `no answer within ${patience} ms`)), patience);
      this.pending = { id, resolve, reject, timer };
      child.stdin!.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  async close(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once('exit', resolve));
    child.stdin!.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
    await closed;
    clearTimeout(timer);
  }

  private start(): ChildProcess {
    const child = spawn(this.command, { shell: true, stdio: ['pipe', 'pipe', this.options.stderr ?? 'ignore'] });
    child.on('error', (error) => this.lost(child, error.message));
    child.on('exit', (code, signal) => this.lost(child, `it ended with ${signal ?? `exit code ${code}`}`));
    child.stdin.on('error', () => {}); // The exit that causes it is reported instead.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (child === this.child) this.receive(line);
    });
    return child;
  }

  private receive(line: string): void {
    let answer: unknown;
    try {
      answer = JSON.parse(line);
    } catch {
      answer = null;
    }
    const pending = this.pending;
    if (pending === null) return;
    if (typeof answer !== 'object' || answer === null || (answer as Answer)['id'] !== pending.id) {
      this.giveUp(new TesteeError('garbage', `not the answer to question ${pending.id}: ${line.slice(0, 200)}`));
      return;
    }
    this.settle()?.resolve(answer as Answer);
  }

  private lost(child: ChildProcess, reason: string): void {
    if (child !== this.child) return;
    this.child = null;
    this.settle()?.reject(new TesteeError('crash', reason));
  }

  /** Ends the testee: what it may still say belongs to no question. */
  private giveUp(error: TesteeError): void {
    const { child } = this;
    this.child = null;
    child?.kill('SIGKILL');
    this.settle()?.reject(error);
  }

  private settle(): Pending | null {
    const { pending } = this;
    this.pending = null;
    if (pending !== null) clearTimeout(pending.timer);
    return pending;
  }
}
