/**
 * A tenant's share of its thread: so many milliseconds of running in each second. While it is used up nothing of the
 * tenant runs.
 */
import { Allowance } from './allowance.js';

export class Share extends Allowance {
  private running = false;
  /** What is to be done when there is some left again. */
  private later: (() => void)[] = [];

  /**
   * Does something of the tenant's, at its cost; what is done within that is paid for already. `besides` are milliseconds that it takes
   * where nobody can look at the clock.
   */
  run<T>(work: () => T, besides = 0): T {
    if (this.running) return work();
    this.running = true;
    const start = this.clock.now();
    try {
      return work();
    } finally {
      this.running = false;
      this.spend(this.clock.now() - start + besides);
    }
  }

  /** Runs now, or when there is some left. */
  runLater(work: () => void): void {
    if (this.isUsedUp) this.later.push(work);
    else this.run(work);
  }

  protected override goOn(): void {
    const { later } = this;
    this.later = [];
    super.goOn();
    for (const work of later) this.runLater(work);
  }
}
