/**
 * So much of something in each second, of which that of one second may be saved up. What is used beyond is paid back by
 * waiting: whoever shares in it is held until there is some again.
 */
import type { Clock } from '../../stream/runtime/ports.js';

/** Something that stops while an allowance is used up. */
export interface Sharer {
  hold(): void;
  lift(): void;
}

export class Allowance {
  /** What may be used now. */
  private left: number;
  private since: number;
  private readonly sharers = new Set<Sharer>();
  private waiting = false;

  /** `perSecond` is Infinity for as much as there is. */
  constructor(
    protected readonly clock: Clock,
    private readonly perSecond: number,
  ) {
    this.left = perSecond;
    this.since = clock.now();
  }

  /** Whether nothing may be used now. */
  get isUsedUp(): boolean {
    return this.waiting;
  }

  add(sharer: Sharer): void {
    this.sharers.add(sharer);
    if (this.waiting) sharer.hold();
  }

  remove(sharer: Sharer): void {
    this.sharers.delete(sharer);
  }

  /** So much was used. */
  spend(amount: number): void {
    if (this.perSecond === Infinity) return;
    const now = this.clock.now();
    this.left = Math.min(this.perSecond, this.left + ((now - this.since) * this.perSecond) / 1000) - amount;
    this.since = now;
    if (this.left >= 0 || this.waiting) return;
    this.waiting = true;
    for (const sharer of this.sharers) sharer.hold();
    this.clock.after((-this.left * 1000) / this.perSecond + 1, () => this.goOn());
  }

  /** There is some again. */
  protected goOn(): void {
    this.waiting = false;
    for (const sharer of this.sharers) sharer.lift();
  }
}
