/** A request on its way to a server, and what its answer depends on: what `muxHTTP` hands to its sessions. */
import { MessageEnd, MessageStart, type Event, type Input } from '../events/event.js';
import type { Head, HeadModel } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { hasOption } from '../protocols/http1/characters.js';
import { errorResponse } from '../protocols/http1/error-response.js';
import type { Asked } from '../protocols/http1/response-decoder.js';
import { Holds, type Flow, type Valve } from './flow.js';
import { Session } from './session.js';

/** A connection to a server, whatever version of HTTP it speaks. */
export abstract class HttpSession extends Session {
  /** Takes a request; what it says later comes by `write`. */
  abstract enqueue(request: HttpRequest): void;
  /** The request has more to say. */
  abstract write(request: HttpRequest): void;
  /** Whether a tunnel has been opened for this request. */
  abstract isTunnel(request: HttpRequest): boolean;
  /** Bytes of the tunnel, or its end. */
  abstract writeTunnel(event: Event, request: HttpRequest): void;
  /** Nobody waits for this answer any more. */
  abstract abandon(request: HttpRequest): void;
}

export interface HttpSessionOptions {
  readonly bufferSize: number;
  /** Seconds that a head may take, and a body may pause, before whoever waits is given up on; 0 is off. */
  readonly responseTimeout: number;
  /** The session takes no further request. */
  readonly onDrop: (session: HttpSession) => void;
  readonly log: (text: string) => void;
}

/** Whose request it is: takes the answer. */
export interface Asker extends Input {
  /** The session has ended without handling the request: asks another one. */
  askAgain(): void;
}

/** One request on its way, and who gets the answer. */
export class HttpRequest implements Input {
  /** Events that are not written yet; kept whole after writing while the request may have to be asked again. */
  events: Event[] = [];
  bytes = 0;
  ended = false;
  /** Events written so far. */
  written = 0;
  /** The answer has begun. */
  answered = false;
  /** Nobody waits for the answer any more. */
  abandoned = false;
  /** It has been asked before, on a session that ended. */
  retried = false;
  /** Parts of it are written and not kept any more. */
  private cut = false;
  session: HttpSession | null = null;
  /** Where it comes from: who is held for what waits of it, whoever's turn it is. */
  source: Valve | null = null;
  readonly holds = new Holds();

  constructor(
    readonly asked: Asked & { readonly idempotent: boolean },
    /** Bytes of body that are kept for asking again. */
    private readonly retained: number,
    readonly asker: Asker,
    private readonly flow: Flow,
  ) {}

  /** One more event of the request; counts and keeps it until it is written. */
  input(event: Event): void {
    this.source = this.flow.current;
    this.events.push(event);
    if (event.kind === 'Data') this.bytes += event.size;
    if (event.kind === 'MessageEnd') this.ended = true;
    this.session?.write(this);
  }

  /** Whether any of it is on its way. */
  get begun(): boolean {
    return this.written > 0 || this.cut;
  }

  /** Whether another session can be asked: all its events are still here, and it is not asked over and over. */
  get repeatable(): boolean {
    if (this.cut) return false;
    return this.written === 0 || (this.ended && this.bytes <= this.retained && !this.retried);
  }

  /** Lets go what is written of a request that is too large to be kept for asking again. */
  letGo(): void {
    if (this.bytes <= this.retained) return;
    this.events.splice(0, this.written);
    this.written = 0;
    this.cut = true;
  }

  /** Gives a part of the answer on. */
  answer(event: Event): void {
    this.answered = true;
    if (!this.abandoned) this.asker.input(event);
  }

  /** Gives an answer of ours. */
  answerError(heads: HeadModel, error: StreamErrorCode | ''): void {
    const { status, statusText } = errorResponse(error);
    this.answer(new MessageStart(heads.response('HTTP/1.1', status, statusText, heads.create())));
    this.answer(new MessageEnd());
  }
}

/** Requests that a server may handle twice without harm (RFC 9110 section 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** What the answer to a request depends on. */
export function askedBy(head: Head | null, heads: HeadModel): HttpRequest['asked'] {
  const method = heads.text(head?.get('method')) ?? 'GET';
  const upgrade = heads.text(heads.asHead(head?.get('headers'))?.get('upgrade')) ?? '';
  const tunnel = method === 'CONNECT' ? 'CONNECT' : upgrade !== '' && hasOption(upgrade, 'websocket') ? 'websocket' : null;
  if (tunnel === null && method !== 'HEAD') return idempotent.has(method) ? askedTwice : askedOnce;
  return { bodiless: method === 'HEAD', tunnel, idempotent: tunnel === null };
}

/** What nearly all requests ask. */
const askedTwice = { bodiless: false, tunnel: null, idempotent: true };
const askedOnce = { bodiless: false, tunnel: null, idempotent: false };
