/** Time that passes when somebody says so. */
import type { Cancelable, Clock } from '../runtime/ports.js';

interface Timer {
  at: number;
  readonly every: number | null;
  readonly run: () => void;
}

/** A clock for tests, and for those who ask what happens in a time that they need not wait for. */
export class TestClock implements Clock {
  private time = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): Cancelable {
    return this.add(milliseconds, null, run);
  }

  every(milliseconds: number, run: () => void): Cancelable {
    return this.add(milliseconds, milliseconds, run);
  }

  /** How many timers are set. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass; for as long as `goesOn` says so, which is asked before each timer. */
  advance(milliseconds: number, goesOn: () => boolean = () => true): void {
    const end = this.time + milliseconds;
    for (let next = this.next(end); next !== null && goesOn(); next = this.next(end)) {
      this.time = next.at;
      if (next.every === null) this.timers.delete(next);
      else next.at += next.every;
      next.run();
    }
    this.time = end;
  }

  /** The timer that is due first, of two the older; null when none is due by `end`. */
  private next(end: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.timers) if (timer.at <= end && (first === null || timer.at < first.at)) first = timer;
    return first;
  }

  private add(milliseconds: number, every: number | null, run: () => void): Cancelable {
    const timer: Timer = { at: this.time + milliseconds, every, run };
    this.timers.add(timer);
    return { cancel: () => void this.timers.delete(timer) };
  }
}
