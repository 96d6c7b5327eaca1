/**
 * Events that wait for something, each with the source that it came from.
 *
 * They are given out as deliveries of these sources: whoever takes them then, and has too many himself, holds those whose
 * bytes they are and not whoever made them go on.
 */
import type { Event } from '../events/event.js';
import { highMark, Holds, type Flow, type Valve } from './flow.js';

/** What an event takes beside its bytes, and what a head takes, roughly: many small events are not for nothing. */
const eventSize = 64;
const headSize = 4096;

export class Kept {
  private events: Event[] = [];
  private sources: (Valve | null)[] = [];
  private size = 0;
  private readonly holds = new Holds();

  /** With more than `most` bytes, sources that bring more are held. */
  constructor(private readonly most = highMark) {}

  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  get last(): Event | undefined {
    return this.events.at(-1);
  }

  add(event: Event, flow: Flow): void {
    this.events.push(event);
    this.sources.push(flow.current);
    this.size += sizeOf(event);
    if (this.size > this.most) this.holds.hold(flow);
  }

  /** Gives out all events, in order, and those that are added meanwhile behind them. Then nobody is held any more. */
  release(flow: Flow, take: (event: Event) => void): void {
    this.giveOut(flow, (event) => {
      take(event);
      return null;
    });
  }

  /** Gives out events until `take` gives one back: that is the first of the next time. Only when none are left nobody is held any more. */
  giveOut(flow: Flow, take: (event: Event) => Event | null): void {
    const { events, sources } = this;
    let given = 0;
    let rest: Event | null = null;
    while (given < events.length && rest === null) {
      const event = events[given];
      flow.through(sources[given], () => (rest = take(event)));
      // Let go of by whoever took it.
      if (this.events !== events) return;
      this.size -= sizeOf(event);
      given++;
    }
    if (rest !== null) {
      events[--given] = rest;
      this.size += sizeOf(rest);
    }
    events.splice(0, given);
    sources.splice(0, given);
    if (events.length === 0) this.holds.lift();
  }

  /** Lets go of all, and of whoever is held. */
  clear(): void {
    this.events = [];
    this.sources = [];
    this.size = 0;
    this.holds.lift();
  }
}

function sizeOf(event: Event): number {
  if (event.kind === 'Data') return event.size + eventSize;
  return event.kind === 'MessageStart' && event.head !== null ? headSize : eventSize;
}
