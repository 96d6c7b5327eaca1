/** What a peer may do so often at once, and so often again in each second. */
export class Budget {
  private left: number;
  private since: number;

  constructor(
    private readonly limits: { readonly burst: number; readonly rate: number },
    /** Milliseconds since some start. */
    private readonly now: () => number,
  ) {
    this.left = limits.burst;
    this.since = now();
  }

  /** Takes so many; false when there are not as many. */
  spend(count = 1): boolean {
    if (this.left < count) this.refill();
    this.left -= count;
    return this.left >= 0;
  }

  /** Gives some back, for what was of use. */
  earn(count: number): void {
    this.left = Math.min(this.left + count, this.limits.burst);
  }

  private refill(): void {
    const now = this.now();
    this.left = Math.min(this.left + ((now - this.since) * this.limits.rate) / 1000, this.limits.burst);
    this.since = now;
  }
}
