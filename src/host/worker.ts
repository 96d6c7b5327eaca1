/**
 * A worker: one loaded code base at work. It takes connections from the service's listeners, runs tasks, drains
 * when new code takes over or the process is to stop, and is gone when its last connection is.
 */
import type { PipelineLayout } from '../stream/runtime/layout.js';
import type { Socket, SocketObserver, Ports } from '../stream/runtime/ports.js';
import { Roster, type RosterEntry } from '../stream/runtime/roster.js';
import { Runtime } from '../stream/runtime/runtime.js';
import type { ListenDeclaration } from './configuration.js';
import { Connection } from './connection.js';
import type { Fault } from './fault.js';
import { drawModule } from './graph.js';
import type { LanguageChoice } from './language-choice.js';
import { Loader } from './loader.js';
import type { Module } from './module.js';
import { Task } from './task.js';
import type { Tenant } from './tenant.js';
import { serveJobs } from './tenant-jobs.js';

export class Worker {
  private readonly runtime: Runtime;
  private modules: readonly Module[] = [];
  private tasks: Task[] = [];
  private readonly connections = new Roster<Connection>();
  private onIdle: (() => void) | null = null;

  constructor(
    readonly tenant: Tenant,
    private readonly language: LanguageChoice,
    ports: Ports,
  ) {
    this.runtime = new Runtime(ports);
  }

  /** Loads the code base; what is wrong with it, and whether it can run. */
  load(main: string): { readonly ok: boolean; readonly faults: readonly Fault[] } {
    const { codebase, faults } = new Loader(this.tenant, this.runtime, this.language).load(main);
    this.modules = codebase?.modules ?? [];
    if (codebase !== null) serveJobs(this.tenant, this.runtime);
    return { ok: codebase !== null, faults };
  }

  /** The start-up graphs of all modules, as lines of the log. */
  graph(): string[] {
    return this.modules.flatMap((module) => drawModule(module));
  }

  /** The ports it listens on, by address; of two with one address the last wins. */
  get listens(): ReadonlyMap<string, ListenDeclaration> {
    const declarations = this.modules.flatMap((module) => module.configuration!.listens);
    return new Map(declarations.map((declaration) => [declaration.layout.name, declaration]));
  }

  /** The names of its sub-pipelines. */
  get pipelines(): string[] {
    return this.modules.flatMap(({ configuration }) => [...configuration!.pipelines.keys()]);
  }

  /** Signals that its tasks wait for. */
  get signals(): ReadonlySet<string> {
    return new Set(this.tasks.flatMap(({ signal }) => (signal === null ? [] : [signal])));
  }

  /** Starts the tasks. */
  start(): void {
    this.tasks = this.modules.flatMap((module) => module.configuration!.tasks.map((declaration) => new Task(declaration)));
    for (const task of this.tasks) task.start();
  }

  /** A connection to the port of `declaration`. */
  accept({ layout, options }: ListenDeclaration, socket: Socket): SocketObserver {
    const connection: Connection = new Connection(layout, socket, () => this.forget(entry), options.writeTimeout > 0);
    const entry = this.connections.add(connection);
    if (this.runtime.draining) connection.shutdown();
    return connection;
  }

  /** Runs the tasks that wait for a signal. */
  signal(name: string): void {
    for (const task of this.tasks) if (task.signal === name) task.run();
  }

  /** The paths of its modules, in the order in which they were loaded. */
  get paths(): string[] {
    return this.modules.map(({ path }) => path);
  }

  /** How many connections a port has, by the name of what it listens for. */
  connectionsOf(name: string): number {
    let count = 0;
    for (const { layout } of this.connections.all()) if (layout.name === name) count++;
    return count;
  }

  /** The plans of all its pipelines. */
  get layouts(): PipelineLayout[] {
    return this.modules.flatMap(({ configuration }) => configuration!.layouts());
  }

  /** Pipelines of connections that are still open. */
  get remaining(): number {
    return this.connections.size;
  }

  /** Finishes what is in progress and starts nothing new; settles when nothing is left. */
  drain(): Promise<void> {
    this.runtime.draining = true;
    for (const task of this.tasks.splice(0)) task.stop();
    for (const connection of this.connections.all()) connection.shutdown();
    this.eachPlan((plan) => plan.shutdown?.());
    return new Promise((resolve) => {
      this.onIdle = resolve;
      this.checkIdle();
    });
  }

  /** Ends everything at once. */
  close(): void {
    for (const task of this.tasks.splice(0)) task.stop();
    for (const connection of this.connections.all()) connection.destroy();
    this.runtime.run(() => {
      this.eachPlan((plan) => plan.close?.());
      for (const pipeline of this.runtime.pipelines.all()) pipeline.release();
    });
  }

  private forget(entry: RosterEntry<Connection>): void {
    this.connections.remove(entry);
    this.checkIdle();
  }

  private checkIdle(): void {
    if (this.onIdle === null || this.connections.size > 0) return;
    const done = this.onIdle;
    this.onIdle = null;
    this.close();
    done();
  }

  private eachPlan(visit: (plan: { shutdown?(): void; close?(): void }) => void): void {
    this.runtime.run(() => {
      for (const layout of this.layouts) for (const { plan } of layout.filters) visit(plan);
    });
  }
}
