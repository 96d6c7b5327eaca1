/**
 * Sessions: sub-pipelines that many streams share, by key. What `mux`, `muxHTTP` and `merge` have in common.
 *
 * A session is made for the first stream that asks for its key, with a clone of that stream's context. While
 * no stream uses it, it is idle; after `maxIdle` seconds its pipeline gets a StreamEnd and is let go. Keys are
 * compared by value, objects by identity; objects are held weakly.
 */
import { StreamEnd, type Event, type Input } from '../events/event.js';
import type { Context } from './context.js';
import type { PipelineReference } from './layout.js';
import { Pipeline } from './pipeline.js';
import type { Cancelable } from './ports.js';
import type { Runtime } from './runtime.js';

export abstract class Session implements Input {
  /** Streams that use it now. */
  users = 0;
  idleSince = 0;
  /** Set when the pool hands it out no more. */
  dropped = false;
  protected readonly pipeline: Pipeline;

  constructor(
    readonly runtime: Runtime,
    reference: PipelineReference,
    context: Context,
  ) {
    this.pipeline = new Pipeline(reference.layout!, context.clone(), this);
  }

  /** The server that it talks to, where that is known. */
  get upstream(): string | null {
    return this.pipeline.upstream;
  }

  /** What comes out of the sub-pipeline. */
  abstract input(event: Event): void;

  /** Asked now and then while streams use it: whether it has waited for too long is its own affair. */
  watch(now: number): void {
    void now;
  }

  /** Ends the sub-pipeline in order and lets it go. */
  finish(): void {
    if (this.pipeline.released) return;
    this.pipeline.input(new StreamEnd());
    this.pipeline.release();
  }
}

const sweepInterval = 1000;

export class SessionPool<S extends Session> {
  private readonly values = new Map<unknown, S>();
  private readonly objects = new WeakMap<object, S>();
  /** Those it hands out, each with its key where that is a plain value. */
  private readonly sessions = new Map<S, unknown>();
  private sweep: Cancelable | null = null;

  constructor(
    private readonly runtime: Runtime,
    /** Seconds. */
    private readonly maxIdle: number,
    private readonly make: (context: Context) => S,
  ) {}

  /** The session of `key`, with one more user. */
  acquire(key: unknown, context: Context): S {
    let session = this.find(key);
    if (session === undefined || session.dropped) {
      session = this.make(context);
      this.sweep ??= this.runtime.ports.clock.every(sweepInterval, () => this.runtime.run(() => this.sweepAll()));
      this.sessions.set(session, isObject(key) ? undefined : key);
      if (isObject(key)) this.objects.set(key, session);
      else this.values.set(key, session);
    }
    session.users++;
    return session;
  }

  /** One user less. */
  release(session: S): void {
    session.users--;
    if (session.users > 0) return;
    if (session.dropped || this.runtime.draining) {
      this.drop(session);
      session.finish();
    } else {
      session.idleSince = this.runtime.ports.clock.now();
    }
  }

  /** Takes a session out: its users may go on with it, the next one of its key gets another. */
  drop(session: S): void {
    session.dropped = true;
    const key = this.sessions.get(session);
    if (this.values.get(key) === session) this.values.delete(key);
    this.sessions.delete(session);
    if (this.sessions.size === 0) this.stopSweeping();
  }

  /** The worker drains: sessions that nobody uses end at once. */
  shutdown(): void {
    for (const session of [...this.sessions.keys()]) if (session.users === 0) this.end(session);
  }

  /** Ends all sessions. */
  close(): void {
    for (const session of [...this.sessions.keys()]) this.end(session);
  }

  private find(key: unknown): S | undefined {
    return isObject(key) ? this.objects.get(key) : this.values.get(key);
  }

  private sweepAll(): void {
    const now = this.runtime.ports.clock.now();
    for (const session of [...this.sessions.keys()]) {
      if (session.users > 0) session.watch(now);
      else if (session.idleSince <= now - this.maxIdle * 1000) this.end(session);
    }
  }

  private end(session: S): void {
    this.drop(session);
    session.finish();
  }

  private stopSweeping(): void {
    this.sweep?.cancel();
    this.sweep = null;
  }
}

function isObject(key: unknown): key is object {
  return typeof key === 'object' && key !== null;
}
