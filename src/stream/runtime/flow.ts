/**
 * Back-pressure. A *tap* is a source of bytes that can be paused: the reading half of a connection.
 *
 * While the events of one read travel through the pipelines, that tap is the current one. A sink that
 * holds more than its high mark places a hold on the current tap, and lifts it when it has drained.
 * So a slow reader stops exactly those sources whose bytes it is getting, through any number of filters.
 */
export interface Tap {
  pause(): void;
  resume(): void;
}

/** A sink that has more bytes to get rid of than this holds its sources until few are left. */
export const highMark = 128 * 1024;

/** Counts the holds on one tap. */
export class Valve {
  private holds = 0;
  constructor(private readonly tap: Tap) {}

  /** Whether nothing is read, because somebody has not got rid of what came before: it is not the peer who is slow. */
  get isHeld(): boolean {
    return this.holds > 0;
  }

  hold(): void {
    if (this.holds++ === 0) this.tap.pause();
  }

  lift(): void {
    if (this.holds > 0 && --this.holds === 0) this.tap.resume();
  }
}

/** Which tap is open at this moment. */
export class Flow {
  current: Valve | null = null;

  /** Runs `work` as the delivery of what `valve` let through; null: of what comes from nowhere. */
  through(valve: Valve | null, work: () => void): void {
    const outer = this.current;
    this.current = valve;
    try {
      work();
    } finally {
      this.current = outer;
    }
  }
}

/** The holds that one sink has placed. */
export class Holds {
  /** Null while there are none, which is nearly always. */
  private held: Set<Valve> | null = null;

  /** Holds the current tap, once. */
  hold(flow: Flow): void {
    const valve = flow.current;
    if (valve === null || this.held?.has(valve)) return;
    (this.held ??= new Set()).add(valve);
    valve.hold();
  }

  /** Lifts all holds. */
  lift(): void {
    const { held } = this;
    if (held === null) return;
    this.held = null;
    for (const valve of held) valve.lift();
  }
}
