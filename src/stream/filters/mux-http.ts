import { StreamEnd, type Event } from '../events/event.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { Holds, type Flow } from '../runtime/flow.js';
import { Http1Session } from '../runtime/http-client.js';
import { askedBy, HttpRequest, type Asker, type HttpSession } from '../runtime/http-request.js';
import { Http2Session } from '../runtime/http2-client.js';
import { Kept } from '../runtime/kept.js';
import { complaining, dynamic, options, optional, pipeline, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { SessionPool } from '../runtime/session.js';

/** A request that is longer streams as soon as it is first in its session's line. */
const defaultBufferSize = 4096;

export const muxHTTP = defineFilter({
  name: 'muxHTTP',
  since: '0.22',
  doc: 'Sends requests through a sub-pipeline that all streams with the same key share, and gives back their answers.',
  parameters: {
    target: pipeline('The sub-pipeline that carries the connection, usually ending in `connect`.'),
    key: dynamic('any', 'Streams with the same key share a session.'),
    options: options({
      maxIdle: complaining(optional(value('number', 'Seconds after which an unused session ends.'), 10), 'option.maxIdle expects a number'),
      maxQueue: complaining(optional(value('number', 'Requests that a session may have without an answer: for more there are more sessions. 0 is as many as come.'), 0), 'option.maxQueue expects a number'),
      maxMessages: complaining(optional(value('number', 'Requests after which a session is used no more. 0 is any number.'), 0), 'option.maxMessages expects a number'),
      maxAge: complaining(optional(value('number', 'Seconds after which a session is used for no more requests, so that names are resolved anew now and then. 0 is any time.'), 0), 'option.maxAge expects a number'),
      bufferSize: optional(value('size', 'A request with a larger body is sent in chunks.'), defaultBufferSize),
      responseTimeout: optional(value('seconds', 'Seconds that the head of an answer may take, and its body may pause, before whoever waits for it gets 504; 0 is off.'), 60),
      version: complaining(optional(value('number', 'The version of HTTP that the server is spoken to in: 1 or 2.'), 1), 'options.version requires a number'),
    }),
  },
  plan: ({ target, key, options: { maxIdle, maxQueue, maxMessages, maxAge, bufferSize, responseTimeout, version } }, site) => {
    if (version !== 1 && version !== 2) site.refuse(`invalid HTTP version: ${version}`);
    const { runtime } = site;
    const [Session, Mux] = version === 1 ? [Http1Session, MuxHTTP] : [Http2Session, MuxHTTP2];
    const makePool = (): SessionPool<HttpSession> => {
      const pool: SessionPool<HttpSession> = new SessionPool(runtime, { maxIdle, maxQueue: limit(maxQueue), maxMessages: limit(maxMessages), maxAge: limit(maxAge) }, (context) => {
        const log = (text: string): void => runtime.ports.log.write('error', `[muxHTTP] ${text}, in ${target.layout!.module} [${target.name}]`);
        return new Session(runtime, target, context, { bufferSize, responseTimeout, log, onDrop: (session) => pool.drop(session) });
      });
      return pool;
    };
    // Most tenants of a host have no connection at most times.
    let pool: SessionPool<HttpSession> | null = null;
    return {
      create: (owner) => new Mux(owner, (pool ??= makePool()), key, bufferSize),
      shutdown: () => pool?.shutdown(),
      close: () => pool?.close(),
    };
  },
});

/** Requests of one stream that may wait for their answers before no more are taken. */
const maxWaiting = 64;
/** Bytes of an answer that may wait for their turn before those who send them are held. */
const maxEarly = 1 << 20;

/** Of an option where 0 is no limit. */
const limit = (given: number): number => (given > 0 ? given : Infinity);

/** What is in line of one stream: a request, and the parts of its answer that came before its turn. */
class Turn implements Asker {
  /** Null while there are none, which is nearly always. */
  early: Kept | null = null;
  done = false;
  session: HttpSession | null = null;
  readonly request: HttpRequest;

  constructor(
    private readonly mux: MuxHTTP,
    asked: HttpRequest['asked'],
    retained: number,
    flow: Flow,
  ) {
    this.request = new HttpRequest(asked, retained, this, flow);
  }

  input(event: Event): void {
    this.mux.answer(this, event);
  }

  askAgain(): void {
    this.mux.askAgain(this);
  }
}

class MuxHTTP extends Filter {
  private readonly turns: Turn[] = [];
  /** The request that is being taken in. */
  private current: Turn | null = null;
  private key: unknown = undefined;
  private keyed = false;
  private inputEnded = false;
  /** Null while there are none, which is nearly always. */
  private holds: Holds | null = null;

  constructor(
    owner: Pipeline,
    private readonly pool: SessionPool<HttpSession>,
    private readonly keyOf: Dynamic<unknown>,
    private readonly bufferSize: number,
  ) {
    super(owner);
  }

  override close(): void {
    this.holds?.lift();
    for (const turn of this.turns.splice(0)) this.leave(turn, true);
  }

  protected override process(event: Event): void {
    if (this.keyed) {
      this.take(event);
      return;
    }
    this.keyed = true;
    this.evaluate(this.keyOf, (key) => {
      this.key = key;
      this.take(event);
    });
  }

  private take(event: Event): void {
    const [first] = this.turns;
    if (first?.request.ended && first.session?.isTunnel(first.request)) {
      first.session.writeTunnel(event, first.request);
      return;
    }
    switch (event.kind) {
      case 'MessageStart':
        this.begin(event);
        break;
      case 'Data':
      case 'MessageEnd':
        this.continue(event);
        break;
      case 'StreamEnd':
        this.endInput();
    }
  }

  protected begin(start: Event & { kind: 'MessageStart' }): Turn {
    const { flow, ports } = this.pipeline.runtime;
    const turn = new Turn(this, askedBy(start.head, ports.heads), this.bufferSize, flow);
    turn.request.input(start);
    this.turns.push(turn);
    if (this.turns.length > maxWaiting) (this.holds ??= new Holds()).hold(this.pipeline.runtime.flow);
    this.current = turn;
    return turn;
  }

  private continue(event: Event): void {
    const turn = this.current;
    if (turn === null) return;
    const { request } = turn;
    request.input(event);
    if (request.ended) this.current = null;
    if (turn.session === null && !turn.done && (request.ended || request.bytes > this.bufferSize)) this.enter(turn);
  }

  /** The stream asks no more; a request without its end will not be answered. */
  private endInput(): void {
    this.inputEnded = true;
    const cut = this.current;
    this.current = null;
    if (cut !== null) {
      this.turns.splice(this.turns.indexOf(cut), 1);
      this.leave(cut, true);
    }
    this.endWhenDone();
  }

  protected enter(turn: Turn): void {
    const session = this.pool.acquire(this.key, this.pipeline.context);
    turn.session = session;
    session.enqueue(turn.request);
  }

  /** The session has ended without handling the request. */
  askAgain(turn: Turn): void {
    if (turn.session !== null) this.pool.release(turn.session);
    turn.session = null;
    if (turn.request.abandoned) return;
    this.enter(turn);
  }

  private leave(turn: Turn, early: boolean): void {
    const { session, request } = turn;
    turn.done = true;
    turn.session = null;
    if (early) turn.early?.clear();
    if (session === null) return;
    if (early) session.abandon(request);
    this.pool.release(session);
  }

  /** Takes a part of the answer to a request. */
  answer(turn: Turn, event: Event): void {
    if (turn.done) return;
    if (event.kind === 'MessageStart') this.pipeline.context.upstream = turn.session?.upstream ?? null;
    if (turn === this.turns[0]) this.output(event);
    else (turn.early ??= new Kept(maxEarly)).add(event, this.pipeline.runtime.flow);
    const isLast = event.kind === 'StreamEnd' || (event.kind === 'MessageEnd' && !turn.session?.isTunnel(turn.request));
    if (!isLast) return;
    this.leave(turn, false);
    this.advance();
  }

  /** Gives out what has come for those whose turn it is now. */
  private advance(): void {
    while (this.turns[0]?.done) {
      this.turns.shift();
      const next = this.turns[0];
      if (next === undefined) break;
      next.early?.release(this.pipeline.runtime.flow, (event) => this.output(event));
    }
    if (this.turns.length <= maxWaiting / 2) this.holds?.lift();
    this.endWhenDone();
  }

  private endWhenDone(): void {
    if (this.inputEnded && this.turns.length === 0) this.output(new StreamEnd());
  }
}

/** Streams of HTTP/2 do not wait for each other: a request is on its way from its first event on. */
class MuxHTTP2 extends MuxHTTP {
  protected override begin(start: Event & { kind: 'MessageStart' }): Turn {
    const turn = super.begin(start);
    this.enter(turn);
    return turn;
  }
}
