/**
 * A tenant's share of its thread: so many milliseconds of running in each second, of which those of one second may be
 * saved up. What is used beyond is paid back by waiting: nothing of the tenant runs meanwhile.
 */
import type { Clock } from '../../stream/runtime/ports.js';

/** Something that stops when the share is used up. */
export interface Sharer {
  hold(): void;
  lift(): void;
}

export class Share {
  /** Milliseconds that may be used now. */
  private left: number;
  private since: number;
  private running = false;
  private readonly sharers = new Set<Sharer>();
  /** What is to be done when there is some left again. */
  private later: (() => void)[] = [];
  private waiting = false;

  /** `perSecond` in milliseconds; Infinity for all. */
  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
  ) {
    this.left = perSecond;
    this.since = clock.now();
  }

  /** Whether nothing may run now. */
  get isUsedUp(): boolean {
    return this.waiting;
  }

  /** Does something of the tenant's, at its cost; what is done within that is paid for already. */
  run<T>(work: () => T): T {
    if (this.running) return work();
    this.running = true;
    const start = this.clock.now();
    try {
      return work();
    } finally {
      this.running = false;
      this.pay(start);
    }
  }

  /** Runs now, or when there is some left. */
  runLater(work: () => void): void {
    if (this.waiting) this.later.push(work);
    else this.run(work);
  }

  add(sharer: Sharer): void {
    this.sharers.add(sharer);
    if (this.waiting) sharer.hold();
  }

  remove(sharer: Sharer): void {
    this.sharers.delete(sharer);
  }

  private pay(start: number): void {
    if (this.perSecond === Infinity) return;
    const now = this.clock.now();
    this.left = Math.min(this.perSecond, this.left + ((now - this.since) * this.perSecond) / 1000) - (now - start);
    this.since = now;
    if (this.left >= 0 || this.waiting) return;
    this.waiting = true;
    for (const sharer of this.sharers) sharer.hold();
    this.clock.after((-this.left * 1000) / this.perSecond + 1, () => this.goOn());
  }

  private goOn(): void {
    this.waiting = false;
    const { later } = this;
    this.later = [];
    for (const sharer of this.sharers) sharer.lift();
    for (const work of later) this.runLater(work);
  }
}
