/** Milliseconds that anything may take that tests wait for. */
export const patience = 15_000;

/** Something that happens: whoever waits looks again. */
export class Bell {
  private waiting: (() => void)[] = [];
  ring(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
  async until(holds: () => boolean, what: () => string): Promise<void> {
    if (!(await this.comes(holds))) throw new Error(`waited in vain for ${what()}`);
  }
  /** Whether it holds before patience is at its end. */
  async comes(holds: () => boolean): Promise<boolean> {
    const end = performance.now() + patience;
    while (!holds()) {
      if (performance.now() > end) return false;
      await new Promise<void>((wake) => {
        this.waiting.push(wake);
        setTimeout(wake, 1000).unref();
      });
    }
    return true;
  }
}
