/** Time without activity. Activity costs nothing but a mark: the timer looks for marks, four times in its limit. */
const looks = 4;

export class IdleTimer {
  private readonly interval: number;
  private timer: NodeJS.Timeout | null;
  /** Whole intervals without activity; below 0 while one with activity is under way. */
  private quiet = 0;

  /**
   * Calls `expire` once, after `seconds` without `touch` in which `counting()` holds whenever it is looked; up to a quarter later
   * where there was activity.
   */
  constructor(
    seconds: number,
    private readonly counting: () => boolean,
    private readonly expire: () => void,
  ) {
    this.interval = Math.min((seconds * 1000) / looks, 0x7fffffff);
    this.timer = setTimeout(this.look, this.interval);
  }

  touch(): void {
    this.quiet = -1;
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private readonly look = (): void => {
    this.quiet = this.counting() ? this.quiet + 1 : 0;
    if (this.quiet < looks) {
      this.timer = setTimeout(this.look, this.interval);
    } else {
      this.timer = null;
      this.expire();
    }
  };
}
