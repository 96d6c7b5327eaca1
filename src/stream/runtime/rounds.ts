/** What is looked at once a second, by one timer for all: connections whose peers may take only so long. */
import type { Cancelable } from './ports.js';
import type { Runtime } from './runtime.js';

/** How far apart the looks are, in milliseconds. */
const interval = 1000;

export interface LookedAfter {
  /** `now` is the time of the clock, in milliseconds. */
  look(now: number): void;
}

export class Rounds {
  private readonly members = new Set<LookedAfter>();
  private timer: Cancelable | null = null;

  constructor(private readonly runtime: Runtime) {}

  add(member: LookedAfter): void {
    this.members.add(member);
    this.timer ??= this.runtime.ports.clock.every(interval, () => this.lookAtAll());
  }

  delete(member: LookedAfter): void {
    if (!this.members.delete(member) || this.members.size > 0) return;
    this.timer?.cancel();
    this.timer = null;
  }

  /** A turn for each, so that a bug with one keeps no other from its look. */
  private lookAtAll(): void {
    const { runtime } = this;
    const now = runtime.ports.clock.now();
    for (const member of this.members) runtime.run(() => member.look(now));
  }
}
