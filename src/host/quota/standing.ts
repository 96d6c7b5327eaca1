/**
 * How a tenant stands. What an activation may use halves each time one runs into its limit, and comes back with time; who
 * goes on all the same is stopped.
 */
import type { Account } from '../../language/evaluate/account.js';
import type { LimitCode } from '../../language/evaluate/limits.js';
import { LimitError } from '../../language/evaluate/script-error.js';
import type { Cancelable, Clock } from '../../stream/runtime/ports.js';

/** Limits that cost the thread much before they are hit; the others are found out at once. */
const costly: ReadonlySet<LimitCode> = new Set(['CPU_STEPS', 'CPU_TIME', 'MEM_LIVE', 'MEM_ALLOC', 'REGEX', 'ASYNC', 'LOG']);

/** Hits after which a tenant is stopped, when none has come off. */
const mostHits = 10;

/** Milliseconds after the last hit, and after each that comes off, until the next comes off. */
const recovery = 1000;

/** From now on `account` pays for its hits; `stop` is told once, why, when they are too many. */
export function watchStanding(account: Account, clock: Clock, stop: (why: LimitError) => void): void {
  const standing = new Standing(account, clock, stop);
  account.onHit = (hit) => standing.halve(hit);
}

class Standing {
  /** How often it was halved. */
  private hits = 0;
  private timer: Cancelable | null = null;
  private readonly limits: Account['limits'];
  private stopped = false;

  constructor(
    private readonly account: Account,
    private readonly clock: Clock,
    private readonly stop: (why: LimitError) => void,
  ) {
    this.limits = account.limits;
  }

  halve({ limit }: LimitError): void {
    if (this.stopped || !costly.has(limit)) return;
    this.hits++;
    if (this.hits > mostHits) {
      this.stopped = true;
      this.timer?.cancel();
      this.stop(new LimitError('STORM', `the script hit its limits too often, the last time ${limit}`, this.hits, mostHits));
      return;
    }
    this.apply();
    this.timer?.cancel();
    this.timer = this.clock.after(recovery, () => this.recover());
  }

  private recover(): void {
    this.hits--;
    this.apply();
    this.timer = this.hits > 0 ? this.clock.after(recovery, () => this.recover()) : null;
  }

  private apply(): void {
    const { fuel, time } = this.limits;
    const part = 2 ** this.hits;
    this.account.limits = { ...this.limits, fuel: Math.ceil(fuel / part), time: time / part };
  }
}
