/** A script at work in memory: for tests of what it does with streams. */
import { Account } from '../language/evaluate/account.js';
import { tenantLimits, type Limits } from '../language/evaluate/limits.js';
import { memoryCodebase } from '../host/codebase.js';
import { automatic } from '../host/language-choice.js';
import { scriptHeads } from '../host/script-heads.js';
import { Tenant } from '../host/tenant.js';
import { Worker } from '../host/worker.js';
import type { Ports } from '../stream/runtime/ports.js';
import { Bench, TestSocket } from '../stream/testing/harness.js';

/** A script at work; `connect` is a connection to the port whose number is given. */
export class Served {
  readonly bench = new Bench();
  readonly log: string[] = [];
  private readonly worker: Worker;

  readonly account: Account;

  constructor(script: string, limits: Partial<Limits> = {}) {
    this.account = new Account({ ...tenantLimits, ...limits }, () => performance.now());
    const tenant = new Tenant({
      account: this.account,
      print: (text) => void this.log.push(text),
      logError: (text) => void this.log.push(text),
      codebase: memoryCodebase({ '/main.js': script }),
    });
    const ports: Ports = { ...this.bench.runtime.ports, heads: scriptHeads };
    this.worker = new Worker(tenant, automatic, ports);
    const { ok, faults } = this.worker.load('/main.js');
    if (!ok) throw new Error(faults.map(String).join('\n'));
  }

  /** The addresses that it listens on. */
  get listens(): string[] {
    return [...this.worker.listens.keys()];
  }

  /** The names of its sub-pipelines. */
  get pipelines(): string[] {
    return this.worker.pipelines;
  }

  /** Begins with its tasks. */
  start(): void {
    this.worker.start();
  }

  connect(port: number): TestSocket {
    const socket = new TestSocket();
    const listen = [...this.worker.listens.values()].find(({ layout }) => layout.name.includes(`${port}`))!;
    socket.observer = this.worker.accept(listen, socket);
    return socket;
  }

  /** Bytes that arrive, and what is sent in the same turn and by the jobs behind it. */
  feed(socket: TestSocket, text: string): string {
    socket.receive(text);
    return this.sent(socket);
  }

  sent(socket: TestSocket): string {
    this.bench.clock.advance(0);
    const { sent } = socket;
    socket.sent = '';
    return sent;
  }
}
