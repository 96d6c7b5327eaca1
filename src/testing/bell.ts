/** Something that happens: whoever waits looks again. */
export class Bell {
  private waiting: (() => void)[] = [];
  ring(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
  async until(holds: () => boolean, what: () => string): Promise<void> {
    const end = performance.now() + 15_000;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`waited in vain for ${what()}`);
      await new Promise<void>((wake) => {
        this.waiting.push(wake);
        setTimeout(wake, 1000).unref();
      });
    }
  }
}
