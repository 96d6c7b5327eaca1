/** What is looked at once a second, by one timer for all: connections whose peers may take only so long. */
import type { Cancelable } from './ports.js';
import { Roster, type RosterEntry } from './roster.js';
import type { Runtime } from './runtime.js';

/** How far apart the looks are, in milliseconds. */
const interval = 1000;

export interface LookedAfter {
  /** `now` is the time of the clock, in milliseconds. */
  look(now: number): void;
}

export class Rounds {
  private readonly members = new Roster<LookedAfter>();
  private timer: Cancelable | null = null;

  constructor(private readonly runtime: Runtime) {}

  /** What is given back takes it out again. */
  add(member: LookedAfter): RosterEntry<LookedAfter> {
    this.timer ??= this.runtime.ports.clock.every(interval, () => this.lookAtAll());
    return this.members.add(member);
  }

  remove(entry: RosterEntry<LookedAfter>): void {
    this.members.remove(entry);
    if (this.members.size > 0) return;
    this.timer?.cancel();
    this.timer = null;
  }

  /** A turn for each, so that a bug with one keeps no other from its look. */
  private lookAtAll(): void {
    const { runtime } = this;
    const now = runtime.ports.clock.now();
    for (const member of this.members.all()) runtime.run(() => member.look(now));
  }
}
