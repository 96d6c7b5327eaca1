/**
 * The runtime of one loaded code base: its ports, its live pipelines, and when things happen.
 *
 * Everything that comes from outside (bytes, timers, settled callbacks) enters through `run`, which
 * makes a *turn*. What must not happen in the middle of an event, such as freeing a pipeline, is
 * deferred to the turn's end.
 */
import type { Event } from '../events/event.js';
import { Context, ContextGroup, type Inbound } from './context.js';
import { Flow, type Valve } from './flow.js';
import type { Pipeline } from './pipeline.js';
import type { Ports, RequestWatch } from './ports.js';
import { Roster } from './roster.js';
import { Rounds } from './rounds.js';

/** Where the variables of a new context come from. */
export interface InitialContext {
  readonly slots: readonly (readonly unknown[])[];
  readonly linkage: unknown;
}

/** What events from outside come to. */
export interface Receiver {
  take(event: Event): void;
  /** After a bug of ours: cleans up. */
  readonly abandon: () => void;
}

export class Runtime {
  readonly flow = new Flow();
  readonly rounds = new Rounds(this);
  /** Live pipelines that belong to no other. */
  readonly pipelines = new Roster<Pipeline>();
  /** Set by the bridge once all modules are bound. */
  initial: InitialContext = { slots: [], linkage: null };
  /** Set once the worker drains: connections say so to their peers. */
  draining = false;
  /** How many connections were opened from here: what tells them apart in the log. */
  outbounds = 0;
  /** Who keeps account of requests; null where nobody does. */
  readonly watch: RequestWatch | null;
  private readonly counter = { next: 1 };
  private depth = 0;
  /** Pipelines that were released in this turn. */
  private released: Pipeline[] = [];
  /** What is done in turns of its own, after this one. */
  private deferred: (() => void)[] = [];

  constructor(readonly ports: Ports) {
    this.watch = ports.watch ?? null;
  }

  /** A context of its own group, with the initial values. */
  newContext(inbound: Inbound | null): Context {
    const slots = this.initial.slots.map((module) => module.slice());
    return new Context(slots, this.initial.linkage, inbound, new ContextGroup(this.counter));
  }

  /** One turn. A failure in it is a bug of ours: it is logged, `onBug` cleans up, and the process goes on. */
  run(work: () => void, onBug?: () => void): void {
    this.depth++;
    try {
      work();
    } catch (bug) {
      this.report(bug);
      onBug?.();
    } finally {
      this.depth--;
      if (this.depth === 0) this.flush();
    }
  }

  /** A turn for one event that came through `valve`; most turns are such. */
  receive(event: Event, valve: Valve, receiver: Receiver): void {
    const { flow } = this;
    const outer = flow.current;
    this.depth++;
    flow.current = valve;
    try {
      receiver.take(event);
    } catch (bug) {
      this.report(bug);
      receiver.abandon();
    } finally {
      flow.current = outer;
      this.depth--;
      if (this.depth === 0) this.flush();
    }
  }

  /** Closes a pipeline at the end of the current turn, or at once outside of turns. */
  closeLater(pipeline: Pipeline): void {
    this.released.push(pipeline);
    if (this.depth === 0) this.flush();
  }

  /** Does something in a turn of its own, when the current one is over; outside of turns soon. */
  defer(work: () => void): void {
    this.deferred.push(work);
    if (this.depth === 0 && this.deferred.length === 1) this.ports.clock.after(0, () => this.run(() => {}));
  }

  private close(pipeline: Pipeline): void {
    try {
      pipeline.close();
    } catch (bug) {
      this.report(bug);
    }
  }

  private report(bug: unknown): void {
    const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    this.ports.log.write('error', `[bug] ${text}`);
  }

  private flush(): void {
    this.closeReleased();
    while (this.deferred.length > 0) {
      const batch = this.deferred;
      this.deferred = [];
      for (const work of batch) this.doDeferred(work);
      this.closeReleased();
    }
  }

  private doDeferred(work: () => void): void {
    this.depth++;
    try {
      work();
    } catch (bug) {
      this.report(bug);
    }
    this.depth--;
  }

  private closeReleased(): void {
    while (this.released.length > 0) {
      const batch = this.released;
      this.released = [];
      this.depth++;
      for (const pipeline of batch) this.close(pipeline);
      this.depth--;
    }
  }
}
