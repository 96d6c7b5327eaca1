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
  /** Messages that it has been used for. */
  messages = 0;
  /** When it was made, by the clock; set by the pool. */
  madeAt = 0;
  /** Among which it stands; set by the pool. */
  line: Line | null = null;
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

/** The sessions of one key. */
interface Line {
  /** Left out where the key is an object, which is held weakly. */
  readonly key?: unknown;
  /** How many are handed out. */
  count: number;
  /** Those with room for another user, the one that was used last at the end: what is not needed grows idle. */
  readonly free: Session[];
}

export interface PoolLimits {
  /** Seconds that a session may be unused. */
  readonly maxIdle: number;
  /** Users of a session at a time: for more there are more sessions. */
  readonly maxQueue?: number;
  /** Messages of a session: then it is handed out no more. */
  readonly maxMessages?: number;
  /** Seconds that a session is handed out, or up to one more. */
  readonly maxAge?: number;
}

const sweepInterval = 1000;

export class SessionPool<S extends Session> {
  private readonly values = new Map<unknown, Line>();
  private readonly objects = new WeakMap<object, Line>();
  /** Those that are handed out, or still used. */
  private readonly sessions = new Set<S>();
  private readonly maxIdle: number;
  private readonly maxQueue: number;
  private readonly maxMessages: number;
  private readonly maxAge: number;
  private sweep: Cancelable | null = null;

  constructor(
    private readonly runtime: Runtime,
    { maxIdle, maxQueue = Infinity, maxMessages = Infinity, maxAge = Infinity }: PoolLimits,
    private readonly make: (context: Context) => S,
  ) {
    this.maxIdle = maxIdle;
    this.maxQueue = maxQueue;
    this.maxMessages = maxMessages;
    this.maxAge = maxAge;
  }

  /** A session of `key`, with one more user. */
  acquire(key: unknown, context: Context): S {
    const line = this.lineOf(key);
    const session = (line.free.at(-1) as S | undefined) ?? this.open(line, context);
    session.users++;
    if (session.users >= this.maxQueue) line.free.pop();
    if (++session.messages >= this.maxMessages) this.drop(session);
    return session;
  }

  /** One user less. */
  release(session: S): void {
    session.users--;
    if (!session.dropped && session.users === this.maxQueue - 1) session.line!.free.push(session);
    if (session.users > 0) return;
    if (session.dropped || this.runtime.draining) this.end(session);
    else session.idleSince = this.runtime.ports.clock.now();
  }

  /** Takes a session out: its users may go on with it, the next one of its key gets another. */
  drop(session: S): void {
    if (session.dropped) return;
    session.dropped = true;
    const line = session.line!;
    const at = line.free.indexOf(session);
    if (at >= 0) line.free.splice(at, 1);
    if (--line.count === 0 && 'key' in line) this.values.delete(line.key);
    if (session.users === 0) this.forget(session);
  }

  /** The worker drains: sessions that nobody uses end at once. */
  shutdown(): void {
    for (const session of [...this.sessions]) if (session.users === 0) this.end(session);
  }

  /** Ends all sessions. */
  close(): void {
    for (const session of [...this.sessions]) this.end(session);
  }

  private lineOf(key: unknown): Line {
    let line = isObject(key) ? this.objects.get(key) : this.values.get(key);
    if (line !== undefined) return line;
    if (isObject(key)) this.objects.set(key, (line = { count: 0, free: [] }));
    else this.values.set(key, (line = { key, count: 0, free: [] }));
    return line;
  }

  private open(line: Line, context: Context): S {
    const session = this.make(context);
    this.sweep ??= this.runtime.ports.clock.every(sweepInterval, () => this.runtime.run(() => this.sweepAll()));
    this.sessions.add(session);
    session.madeAt = this.runtime.ports.clock.now();
    session.line = line;
    line.count++;
    line.free.push(session);
    return session;
  }

  /** Those that are dropped are watched as long as they are used. */
  private sweepAll(): void {
    const now = this.runtime.ports.clock.now();
    for (const session of [...this.sessions]) {
      const isOld = now - session.madeAt >= this.maxAge * 1000;
      if (session.users === 0) {
        if (isOld || session.idleSince <= now - this.maxIdle * 1000) this.end(session);
      } else {
        if (isOld) this.drop(session);
        session.watch(now);
      }
    }
  }

  private end(session: S): void {
    this.drop(session);
    this.forget(session);
    session.finish();
  }

  private forget(session: S): void {
    this.sessions.delete(session);
    if (this.sessions.size > 0) return;
    this.sweep?.cancel();
    this.sweep = null;
  }
}

function isObject(key: unknown): key is object {
  return typeof key === 'object' && key !== null;
}
