/** One request and its answer, as those see it who answer requests, whatever version of HTTP brought it. */
import type { Input } from '../events/event.js';

/** Answers are its input. */
export interface Exchange extends Input {
  /** Answers with a status and no body, in place of whoever was to answer. */
  refuse(status: number): void;
}

/** Who answers requests. */
export interface RequestHandler {
  /** A request has begun: what takes its events (MessageStart, Data, MessageEnd, then what comes through a tunnel). */
  open(exchange: Exchange): Input;
  /** The client's address. */
  readonly client: string;
  /** Where the answer came from, where that is known; asked before `finish`. */
  upstreamOf?(exchange: Exchange): string | null;
  /** The exchange is over; nothing is taken or given any more. */
  finish(exchange: Exchange): void;
}

/** How long an idle connection may still send a last request when the worker drains, in milliseconds. */
export const lastRequest = 1000;
