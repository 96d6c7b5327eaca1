/**
 * The service: a code base kept at work from start to stop.
 *
 * It owns the listeners, so that new code can take them over without a port ever closing: a reload loads the new
 * code first; only when all of it is bound and its new ports are open do new connections go to it. Old
 * connections finish on the old code.
 */
import type { LanguageChoice } from './language-choice.js';
import type { Cancelable, ListenOptions, Listener, Log, Ports } from '../stream/runtime/ports.js';
import type { ListenDeclaration } from './configuration.js';
import { budgetOf, findingAt, type Fault } from './fault.js';
import { describeFault } from './report.js';
import { pipelineStatuses } from './pipeline-statuses.js';
import type { ServiceStatus } from './service-report.js';
import type { Tenant } from './tenant.js';
import { Worker } from './worker.js';

export interface ServiceOptions {
  /** The path of the main script from the root of the code base. */
  readonly main: string;
  readonly language: LanguageChoice;
  readonly ports: Ports;
  /** Another process tells the same things: of what is as it should be this one says nothing. */
  readonly quiet?: boolean | undefined;
  /** A new tenant for each time the code base is loaded: nothing is carried over. */
  readonly newTenant: () => Tenant;
}

/** Why a start came to nothing. `budget` and `time` are limits of the script. */
export type StartFailure = 'script' | 'budget' | 'time' | 'port';

interface OpenPort {
  readonly listener: Listener;
  /** Who gets its connections now. */
  target: { readonly worker: Worker; readonly declaration: ListenDeclaration };
}

export class Service {
  private worker: Worker | null = null;
  private readonly draining = new Set<Worker>();
  private ports = new Map<string, OpenPort>();
  private reloading: Promise<boolean> | null = null;
  private stopping = false;

  constructor(private readonly options: ServiceOptions) {}


  /** Loads the code base, prints its graph, opens its ports, starts its tasks. Null: it runs. */
  async start(): Promise<StartFailure | null> {
    const worker = this.newWorker();
    const failure = this.load(worker);
    if (failure !== null) return failure;
    if (!(await this.openPorts(worker))) {
      worker.close();
      return 'port';
    }
    this.worker = worker;
    worker.start();
    return null;
  }

  /** Loads the code base without opening anything. */
  verify(): StartFailure | null {
    const worker = this.newWorker();
    const failure = this.load(worker);
    worker.close();
    return failure;
  }

  /** Loads the code base again; what serves goes on serving when that fails. True when the new code serves. */
  reload(): Promise<boolean> {
    this.reloading ??= this.reloadOnce().finally(() => (this.reloading = null));
    return this.reloading;
  }

  /** Whose code serves; null while none does. */
  get tenant(): Tenant | null {
    return this.worker?.tenant ?? null;
  }

  get status(): ServiceStatus {
    const { worker, draining, stopping } = this;
    const account = worker?.tenant.account;
    return {
      ready: worker !== null && !stopping,
      main: this.options.main,
      modules: worker?.paths ?? [],
      listens: [...this.ports.keys()].map((name) => ({ name, connections: worker?.connectionsOf(name) ?? 0 })),
      pipelines: pipelineStatuses(worker, [...draining]),
      draining: [...draining].reduce((sum, { remaining }) => sum + remaining, 0),
      fuel: account?.fuel ?? 0,
      allocated: account?.allocated ?? 0,
      live: account?.live ?? 0,
      hits: Object.fromEntries(account?.hits ?? []),
    };
  }

  /** Whether a task waits for this signal; if so it runs. */
  signal(name: string): boolean {
    if (!this.worker?.signals.has(name)) return false;
    this.worker.signal(name);
    return true;
  }

  /**
   * Closes the ports and finishes what is in progress, for at most `limit` seconds. Settles when nothing is
   * left, or the time is over.
   */
  async stop(limit: number): Promise<void> {
    const { clock } = this.options.ports;
    this.stopping = true;
    await this.closePorts([...this.ports.keys()]);
    this.inform('[shutdown] Shutting down...');
    const workers = [...this.draining];
    if (this.worker !== null) workers.push(this.worker);
    const progress = clock.every(1000, () => {
      const remaining = workers.reduce((sum, worker) => sum + worker.remaining, 0);
      this.inform(`[shutdown] Waiting for remaining ${remaining} pipelines...`);
    });
    let deadline: Cancelable | null = null;
    const over = new Promise<void>((resolve) => (deadline = clock.after(limit * 1000, resolve)));
    await Promise.race([Promise.all(workers.map((worker) => worker.drain())), over]);
    deadline!.cancel();
    progress.cancel();
    await this.kill();
    this.inform('Stopped.');
  }

  /** Ends everything at once; settles when the ports are free. */
  async kill(): Promise<void> {
    this.stopping = true;
    const closed = this.closePorts([...this.ports.keys()]);
    this.worker?.close();
    for (const worker of this.draining) worker.close();
    this.worker = null;
    this.draining.clear();
    await closed;
  }

  private async reloadOnce(): Promise<boolean> {
    const { log } = this.options.ports;
    if (this.stopping) return false;
    this.inform('[restart] Reloading codebase...');
    const worker = this.newWorker();
    if (this.load(worker) !== null || !(await this.openPorts(worker)) || this.stopping) {
      worker.close();
      log.write('error', '[restart] Failed reloading codebase');
      return false;
    }
    const old = this.worker;
    this.worker = worker;
    worker.start();
    this.inform('[restart] Codebase reloaded');
    if (old !== null) this.retire(old);
    return true;
  }

  private retire(worker: Worker): void {
    this.draining.add(worker);
    void worker.drain().then(() => this.draining.delete(worker));
  }

  private newWorker(): Worker {
    const { newTenant, language, ports } = this.options;
    return new Worker(newTenant(), language, ports);
  }

  private load(worker: Worker): StartFailure | null {
    const { log } = this.options.ports;
    const { ok, faults } = worker.load(this.options.main);
    reportFaults(log, faults);
    if (!ok) return failureOf(faults);
    this.inform(worker.graph().join('\n'));
    return null;
  }

  private inform(text: string): void {
    if (this.options.quiet !== true) this.options.ports.log.write('info', text);
  }

  /** Opens the ports that are not open yet, hands all to `worker`, closes those it does not want. All or nothing. */
  private async openPorts(worker: Worker): Promise<boolean> {
    const wanted = worker.listens;
    const opened = new Map<string, OpenPort>();
    for (const [name, declaration] of wanted) {
      if (this.ports.has(name)) continue;
      const port = await this.open(worker, declaration);
      if (port === null) {
        await Promise.all([...opened.values()].map(({ listener }) => listener.close()));
        return false;
      }
      opened.set(name, port);
    }
    for (const [name, port] of opened) {
      const { declaration } = port.target;
      this.inform(`[listener] Listening on port ${declaration.port} at ${declaration.host}`);
      this.ports.set(name, port);
    }
    for (const [name, declaration] of wanted) this.ports.get(name)!.target = { worker, declaration };
    await this.closePorts([...this.ports.keys()].filter((name) => !wanted.has(name)));
    return true;
  }

  private async open(worker: Worker, declaration: ListenDeclaration): Promise<OpenPort | null> {
    const { host, port } = declaration;
    const { net, log } = this.options.ports;
    // Whoever has the port now says what its connections may do.
    const open = { target: { worker, declaration } };
    const options: ListenOptions = {
      get maxConnections() {
        return open.target.declaration.options.maxConnections;
      },
      get readTimeout() {
        return open.target.declaration.options.readTimeout;
      },
      get writeTimeout() {
        return open.target.declaration.options.writeTimeout;
      },
    };
    try {
      const listener = await net.listen(host, port, options, (socket) => open.target.worker.accept(open.target.declaration, socket));
      return Object.assign(open, { listener });
    } catch (error) {
      const { message } = error as Error;
      log.write('error', `[listener] Cannot start listening on port ${port} at ${host}: ${message}`);
      reportFaults(log, [findingAt('PJS546', declaration.site, declaration.layout.module, [String(port), host, message])]);
      return null;
    }
  }

  private async closePorts(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const { listener, target } = this.ports.get(name)!;
        this.ports.delete(name);
        await listener.close();
        this.inform(`[listener] Stopped listening on port ${target.declaration.port} at ${target.declaration.host}`);
      }),
    );
  }
}

function reportFaults(log: Log, faults: readonly Fault[]): void {
  for (const fault of faults) {
    const warning = !(fault instanceof Error) && fault.severity !== 'error';
    log.write(warning ? 'warn' : 'error', describeFault(fault).join('\n'));
  }
}

function failureOf(faults: readonly Fault[]): StartFailure {
  for (const fault of faults) {
    const budget = budgetOf(fault);
    if (budget !== null) return budget === 'time' ? 'time' : 'budget';
  }
  return 'script';
}
