/**
 * Whose turn it is. Of what comes at once on one connection, a part is handled at a time: then others have their turn, and what was answered has to leave
 * before more is.
 */
import type { Event } from '../events/event.js';
import type { Holds, Valve } from './flow.js';
import type { Runtime } from './runtime.js';

/** What is done for one connection in a turn, in parts of a body. */
const mostInTurn = 64;
/** What a request counts for, and how many bytes of an answer count for one part. */
const requestWork = 4;
const answerWork = 16 * 1024;
/** How long the rest waits while the client does not take what was answered, in milliseconds. */
const waitForRoom = 50;

/** Who handles what comes on a connection. */
export interface Reader {
  take(event: Event): void;
  /** Keeps what it has read and not handled, */
  hold(): void;
  /** and goes on with it. */
  goOn(): void;
}

export class Turns {
  /** Whether what was read and not handled waits for another turn. */
  yields = false;
  /** Where the bytes came from. */
  source: Valve | null = null;
  private done = 0;
  private reading = false;
  private ended = false;
  private readonly arriving: Event[] = [];

  constructor(
    private readonly runtime: Runtime,
    /** Those on the connection, which are all lifted before its next turn. */
    private readonly holds: Holds,
    private readonly reader: Reader,
  ) {}

  /** Takes bytes from the client, or its end. What an answer brings about at once, where no socket lies between, waits until the rest has been read. */
  input(event: Event): void {
    if (this.reading) {
      this.arriving.push(event);
      return;
    }
    this.reading = true;
    this.done = 0;
    this.take(event);
    this.takeArriving();
  }

  countRequest(): void {
    this.count(requestWork);
  }

  countPart(): void {
    this.count(1);
  }

  /** The answer goes on as it comes: it only leaves less for others to do in this turn. */
  countAnswer(bytes: number): void {
    this.done += Math.floor(bytes / answerWork);
  }

  /** Nothing waits any more. */
  end(): void {
    this.ended = true;
  }

  private count(work: number): void {
    this.done += work;
    if (this.done < mostInTurn || this.yields) return;
    this.yields = true;
    this.reader.hold();
  }

  private take(event: Event): void {
    if (event.kind === 'Data') this.source = this.runtime.flow.current;
    this.reader.take(event);
  }

  private takeArriving(): void {
    while (!this.yields) {
      const next = this.arriving.shift();
      if (next === undefined) {
        this.reading = false;
        return;
      }
      this.take(next);
    }
    this.wait(0);
  }

  private wait(milliseconds: number): void {
    this.holds.hold(this.runtime.flow);
    this.runtime.ports.clock.after(milliseconds, () => this.runtime.run(() => this.goOn()));
  }

  private goOn(): void {
    if (this.ended) return;
    const { flow } = this.runtime;
    this.holds.lift();
    flow.through(this.source, () => {
      if (this.source?.isHeld === true) this.wait(waitForRoom);
      else this.work();
    });
  }

  private work(): void {
    this.yields = false;
    this.done = 0;
    this.reader.goOn();
    this.takeArriving();
  }
}
