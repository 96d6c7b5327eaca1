/** Time without activity. Activity costs a clock reading; the timer itself moves only when it fires. */
export class IdleTimer {
  private readonly limit: number;
  private last = performance.now();
  private timer: NodeJS.Timeout | null;

  /** Calls `expire` once, after `seconds` without `touch` in which `counting()` holds at the end. */
  constructor(
    seconds: number,
    private readonly counting: () => boolean,
    private readonly expire: () => void,
  ) {
    this.limit = Math.min(seconds * 1000, 0x7fffffff);
    this.timer = setTimeout(this.look, this.limit);
  }

  touch(): void {
    this.last = performance.now();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private readonly look = (): void => {
    if (!this.counting()) this.touch();
    const left = this.last + this.limit - performance.now();
    if (left > 0) {
      this.timer = setTimeout(this.look, Math.ceil(left));
    } else {
      this.timer = null;
      this.expire();
    }
  };
}
