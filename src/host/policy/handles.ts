/** How many of something a script has open at once. */
export class Handles {
  private open = 0;

  constructor(readonly most: number) {}

  /** Takes one and gives what gives it back, however often that is called; null where there are no more. */
  take(): (() => void) | null {
    if (this.open >= this.most) return null;
    this.open++;
    let held = true;
    return () => {
      if (held) this.open--;
      held = false;
    };
  }
}
