/**
 * A context: the variables that one stream of work sees.
 *
 * One slot array per module of the code base. New contexts start as shallow copies of the initial
 * values; a joint filter shares its context with its sub-pipelines or gives them a clone. Values are
 * opaque here: the stream column never looks into them.
 */

/** The connection that a context belongs to, as scripts see it in `__inbound`. */
export interface Inbound {
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Belongs to the bridge, like the `peer` of an event. */
  peer: unknown;
  /** Gives the connection up once its peer takes nothing for so many seconds, unless the port has a limit of its own. */
  limitSending(seconds: number): void;
}

/** A root context and its clones: what `wait` listens to, and where ids come from. */
export class ContextGroup {
  /** Null while there were none, which is nearly always. */
  private waiters: Set<() => void> | null = null;

  constructor(private readonly counter: { next: number }) {}

  nextId(): number {
    return this.counter.next++;
  }

  /** Registers a waiter; the result takes it away again. */
  onActivity(waiter: () => void): () => void {
    const waiters = (this.waiters ??= new Set());
    waiters.add(waiter);
    return () => waiters.delete(waiter);
  }

  /** `connect` and `exec` tell that something happened. */
  activity(): void {
    if (this.waiters !== null) for (const waiter of [...this.waiters]) waiter();
  }
}

export class Context {
  readonly id: number;
  /** Which server its stream talks to, or talked to last, where that is known. */
  upstream: string | null = null;

  constructor(
    /** One array per module, in load order. */
    readonly slots: unknown[][],
    /** Where the names of each module live in `slots`; belongs to the bridge. */
    readonly linkage: unknown,
    readonly inbound: Inbound | null,
    readonly group: ContextGroup,
  ) {
    this.id = group.nextId();
  }

  /** A context of the same group whose variables have the values of this moment. */
  clone(): Context {
    const { slots: own } = this;
    const slots = new Array<unknown[]>(own.length);
    for (let i = 0; i < own.length; i++) slots[i] = own[i].slice();
    return new Context(slots, this.linkage, this.inbound, this.group);
  }
}
