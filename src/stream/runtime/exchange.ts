/** One request and its answer, as those see it who answer requests, whatever version of HTTP brought it. */
import type { Input } from '../events/event.js';

/** Answers are its input. */
export interface Exchange extends Input {
  /** Answers with a status and no body, in place of whoever was to answer. */
  refuse(status: number): void;
}

/** What takes the events of one request: MessageStart, Data, MessageEnd, then what comes through a tunnel. */
export interface Responder extends Input {
  /** Where the answer came from, where that is known; asked before `release`. */
  readonly upstream: string | null;
  /** The exchange is over; nothing is taken or given any more. */
  release(): void;
}

/** Who answers requests. */
export interface RequestHandler {
  /** A request has begun. */
  open(exchange: Exchange): Responder;
  /** The client's address. */
  readonly client: string;
}

/** How long an idle connection may still send a last request when the worker drains, in milliseconds. */
export const lastRequest = 1000;
