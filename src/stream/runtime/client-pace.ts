/**
 * How long a client of HTTP may take for what is its part: to ask again, to say a head, to send a body, to take an answer.
 *
 * The times are those of other servers: 10 seconds for heads, as HAProxy's manual advises; 75 and 60 for idle connections and for answers that
 * nobody takes, as nginx; and bodies have a least rate, as with Apache and Kestrel, since one byte now and then keeps every other timer from firing.
 */
import { optional, value } from './parameters.js';

/** Bytes of a body that have to come in a second, over the time of `bodyTimeout`; and of an answer in HTTP/2 that a client has to take, over that of `sendTimeout`. */
export const leastRate = 250;

/** The options of filters that serve HTTP, in seconds. */
export const clientTimeouts = {
  headerTimeout: optional(value('seconds', 'Seconds that the head of a request may take from its first byte on: then 408. 0 is off.'), 10),
  bodyTimeout: optional(value('seconds', `Seconds in which of a body that has not ended at least ${leastRate} bytes a second must come: else 408. 0 is off.`), 30),
  idleTimeout: optional(value('seconds', 'Seconds after which a connection that asks nothing is closed. 0 is off.'), 75),
  sendTimeout: optional(value('seconds', 'Seconds after which a client that takes nothing of what is sent is given up, where `listen` has no `writeTimeout`. 0 is off.'), 60),
};

export interface ClientTimeouts {
  readonly headerTimeout: number;
  readonly bodyTimeout: number;
  readonly idleTimeout: number;
  readonly sendTimeout: number;
}

/** Whose turn it is: nobody asks anything, the client says a head, a body or the rest of one that has its answer, or takes an answer; or it is ours. */
export type Stage = 'idle' | 'head' | 'body' | 'rest' | 'answer' | 'ours';

export class ClientPace {
  private stage: Stage = 'ours';
  /** The request that it is about. */
  private request = 0;
  private since = 0;
  /** Bytes that had come or gone by then. */
  private bytes = 0;

  constructor(private readonly timeouts: ClientTimeouts) {}

  /** Whether the client has been at this stage of its request, by its number, for too long. To be asked again and again: time counts from the first look on. */
  isOver(stage: Stage, request: number, bytes: number, now: number): boolean {
    const limit = this.limitOf(stage) * 1000;
    const late = limit > 0 && stage === this.stage && request === this.request && now - this.since >= limit;
    const moves = stage === 'body' || stage === 'answer';
    if (late && !(moves && (bytes - this.bytes) * 1000 >= leastRate * limit)) return true;
    if (late || stage !== this.stage || request !== this.request) this.begin(stage, request, bytes, now);
    return false;
  }

  private begin(stage: Stage, request: number, bytes: number, now: number): void {
    this.stage = stage;
    this.request = request;
    this.bytes = bytes;
    this.since = now;
  }

  private limitOf(stage: Stage): number {
    const { headerTimeout, bodyTimeout, idleTimeout, sendTimeout } = this.timeouts;
    switch (stage) {
      case 'idle':
        return idleTimeout;
      case 'head':
        return headerTimeout;
      case 'body':
      case 'rest':
        return bodyTimeout;
      case 'answer':
        return sendTimeout;
      case 'ours':
        return 0;
    }
  }
}
