/**
 * The client's side of an HTTP/2 connection that many streams share: the sessions of `muxHTTP` with `version: 2`.
 *
 * Each request is a stream. What the server says that it has not handled is asked again on another session, once;
 * everything else that gets no answer gets a 502 or 504.
 */
import type { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { TrailedEnd } from '../events/trailers.js';
import { codeName, codes } from '../protocols/http2/codes.js';
import { Http2Connection } from '../protocols/http2/connection.js';
import { requestFields, trailerFields, type ResponseBlock } from '../protocols/http2/fields.js';
import type { Http2Stream, StreamObserver } from '../protocols/http2/stream.js';
import type { Context } from './context.js';
import { highMark, Valve } from './flow.js';
import { HttpSession, type HttpRequest, type HttpSessionOptions } from './http-request.js';
import type { PipelineReference } from './layout.js';
import type { Runtime } from './runtime.js';

/** Methods whose requests say that they have a body even when it is empty. */
const withBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

export class Http2Session extends HttpSession {
  readonly connection: Http2Connection;
  /** Requests that wait for a stream, in their order. */
  private readonly waiting: HttpRequest[] = [];
  private readonly exchanges = new Map<HttpRequest, ClientStream>();
  private started = false;
  private scheduled = false;
  private ended = false;
  /** The server has answered something. */
  answered = false;
  /** When a request got its stream last, or the waiting for one began. */
  private lastOpened = 0;
  /** When bytes came last. */
  private lastHeard = 0;
  /** Why the connection ended, for those whose streams it takes along. */
  private error: StreamErrorCode | '' = '';

  constructor(
    runtime: Runtime,
    reference: PipelineReference,
    context: Context,
    readonly options: HttpSessionOptions,
  ) {
    super(runtime, reference, context);
    const { heads, clock } = runtime.ports;
    this.connection = new Http2Connection('client', heads, () => clock.now(), {
      onOutput: (data) => this.pipeline.input(data),
      onRoom: () => this.schedule(),
      onGoaway: (code) => this.leave(code),
      onStreamFault: ({ code, reason }) => options.log(`reset a stream with ${codeName(code)}: ${reason}`),
      onFault: ({ code, reason }) => {
        options.log(`ended the connection with ${codeName(code)}: ${reason}`);
        this.fail('ProtocolError');
      },
      onIdle: () => {
        if (this.dropped) this.finish();
      },
    });
  }

  isTunnel(request: HttpRequest): boolean {
    return this.exchanges.get(request)?.tunnelling === true;
  }

  enqueue(request: HttpRequest): void {
    request.session = this;
    request.written = 0;
    if (this.waiting.length === 0) this.lastOpened = this.now();
    if (this.exchanges.size === 0) this.lastHeard = this.now();
    this.waiting.push(request);
    this.schedule();
  }

  write(request: HttpRequest): void {
    this.exchanges.get(request)?.write();
    // It may be held only for what is not on its way.
    if (request.bytes > highMark && this.waiting.includes(request)) request.holds.hold(this.runtime.flow);
  }

  writeTunnel(event: Event, request: HttpRequest): void {
    this.exchanges.get(request)?.writeTunnel(event);
  }

  abandon(request: HttpRequest): void {
    request.abandoned = true;
    request.holds.lift();
    const at = this.waiting.indexOf(request);
    if (at >= 0) this.waiting.splice(at, 1);
    const exchange = this.exchanges.get(request);
    if (exchange === undefined) return;
    this.exchanges.delete(request);
    this.connection.reset(exchange.stream, codes.Cancel);
  }

  override watch(now: number): void {
    const { responseTimeout } = this.options;
    if (responseTimeout === 0) return;
    const since = now - responseTimeout * 1000;
    const late = [...this.exchanges.values()].filter((exchange) => exchange.waitsSince(now) < since);
    const kept = this.waiting.length > 0 && this.lastOpened < since;
    if (late.length === 0 && !kept) return;
    if (this.lastHeard < since) {
      this.fail('ReadTimeout');
      return;
    }
    for (const exchange of late) exchange.giveUp('ReadTimeout');
    if (kept) for (const request of this.waiting.splice(0)) request.answerError(this.runtime.ports.heads, 'ReadTimeout');
  }

  override input(event: Event): void {
    if (this.ended) return;
    this.lastHeard = this.now();
    if (event.kind === 'Data') this.connection.push(event);
    else if (event.kind === 'StreamEnd') this.fail(event.error);
  }

  override finish(): void {
    if (!this.ended) {
      this.ended = true;
      this.connection.goaway(true);
      // It may be within what leaves together, and afterwards there is nobody who would take it.
      this.connection.flush();
      this.connection.stop(codes.Cancel);
    }
    super.finish();
  }

  /** The exchange is over. */
  done(request: HttpRequest): void {
    this.exchanges.delete(request);
  }

  /** A request that the server has not handled, or a kept connection has lost: another session is asked, once. */
  askAgain(request: HttpRequest, error: StreamErrorCode | ''): void {
    if (request.abandoned) return;
    if (request.retried || !request.repeatable) {
      request.answerError(this.runtime.ports.heads, error);
      return;
    }
    request.retried = true;
    request.asker.askAgain();
  }

  /** The connection was lost with this request unanswered. */
  lose(request: HttpRequest): void {
    const { error } = this;
    const stale = this.answered && (error === '' || error === 'ConnectionReset' || error === 'ReadError' || error === 'WriteError');
    if (stale && (request.asked.idempotent || !request.begun)) this.askAgain(request, error);
    else if (!request.abandoned) request.answerError(this.runtime.ports.heads, error);
  }

  /** Streams are opened at the end of the turn: a request that is whole by then tells its length. */
  private schedule(): void {
    if (this.scheduled || this.ended || this.waiting.length === 0) return;
    this.scheduled = true;
    this.runtime.defer(() => {
      this.scheduled = false;
      if (!this.ended) this.openStreams();
    });
  }

  private openStreams(): void {
    if (!this.started) {
      this.started = true;
      this.connection.start();
    }
    this.connection.together(() => {
      while (this.connection.hasRoom && this.waiting.length > 0) this.open(this.waiting.shift()!);
    });
    if (this.connection.isSpent && !this.dropped) this.leave(codes.NoError);
  }

  private now(): number {
    return this.runtime.ports.clock.now();
  }

  private open(request: HttpRequest): void {
    this.lastOpened = this.now();
    const exchange = new ClientStream(this, request);
    this.exchanges.set(request, exchange);
    exchange.open();
  }

  /** The server takes no further streams. */
  private leave(code: number): void {
    if (code !== codes.NoError) this.options.log(`the server ends the connection with ${codeName(code)}`);
    this.drop();
    for (const request of this.waiting.splice(0)) this.askAgain(request, '');
  }

  private fail(error: StreamErrorCode | ''): void {
    if (this.ended) return;
    this.ended = true;
    this.error = error;
    this.drop();
    this.connection.stop(codes.Cancel);
    const waiting = this.waiting.splice(0);
    this.finish();
    for (const request of waiting) this.lose(request);
  }

  private drop(): void {
    if (!this.dropped) this.options.onDrop(this);
  }

  /** Whether the session is over, and with what. */
  get lost(): StreamErrorCode | '' | null {
    return this.ended ? this.error : null;
  }
}

/** One stream: a request on its way, and its answer. */
class ClientStream implements StreamObserver {
  stream!: Http2Stream;
  tunnelling = false;
  /** When something was heard last, or the waiting began. */
  private lastHeard: number;
  /** Bytes of body that had been sent when that was looked at last. */
  private sentSeen = 0;
  private readonly valve: Valve;
  private paused = false;

  constructor(
    private readonly session: Http2Session,
    private readonly request: HttpRequest,
  ) {
    this.lastHeard = this.now();
    this.valve = new Valve({
      pause: () => {
        this.paused = true;
        session.connection.pause(this.stream);
      },
      resume: () => {
        this.paused = false;
        this.lastHeard = this.now();
        session.connection.resume(this.stream);
      },
    });
  }

  /** Since when it is the server's turn, to say something or to take what waits for it. */
  waitsSince(now: number): number {
    if (this.sentSeen !== this.stream.sent) {
      this.sentSeen = this.stream.sent;
      this.lastHeard = now;
    }
    return (this.request.ended || this.stream.queue.size > 0) && !this.tunnelling && !this.paused ? this.lastHeard : now;
  }

  open(): void {
    const { request } = this;
    const { connection, runtime } = this.session;
    const [start, ...rest] = request.events;
    const head = start.kind === 'MessageStart' ? start.head : null;
    const { heads } = runtime.ports;
    const tunnel = request.asked.tunnel === 'CONNECT';
    const whole = request.ended && !rest.some((event) => event instanceof TrailedEnd);
    const told = request.bytes > 0 || withBody.has(heads.text(head?.get('method')) ?? '');
    request.written = 1;
    this.stream = connection.open(requestFields(head, heads, whole && told && !tunnel ? request.bytes : -1), request.asked.bodiless, whole && request.bytes === 0 && !tunnel, this);
    this.write();
  }

  /** Sends what has come since. */
  write(): void {
    const { request } = this;
    const { connection, runtime } = this.session;
    const { events } = request;
    if (this.stream.gone) return;
    connection.together(() => {
      while (request.written < events.length && !this.stream.gone) {
        const event = events[request.written++];
        if (request.asked.tunnel === 'CONNECT') continue;
        const last = event.kind === 'Data' && events[request.written]?.kind === 'MessageEnd' ? event.clone() : null;
        const end = last === null ? event : events[request.written++];
        if (end.kind === 'MessageEnd') connection.finish(this.stream, { last, trailers: end instanceof TrailedEnd ? trailerFields(end.trailers, runtime.ports.heads) : null });
        else if (event.kind === 'Data') connection.data(this.stream, event.clone());
      }
    });
    this.lastHeard = this.now();
    request.letGo();
    if (this.stream.queue.size > highMark) request.holds.hold(runtime.flow);
    else if (this.stream.queue.size === 0) request.holds.lift();
  }

  writeTunnel(event: Event): void {
    const { connection, runtime } = this.session;
    if (event.kind === 'Data') connection.data(this.stream, event);
    else if (event.kind === 'StreamEnd') connection.finish(this.stream);
    if (this.stream.queue.size > highMark) this.request.holds.hold(runtime.flow);
  }

  giveUp(error: StreamErrorCode): void {
    const { session, request } = this;
    session.connection.reset(this.stream, codes.Cancel);
    session.done(request);
    if (request.answered) request.answer(new StreamEnd(error));
    else request.answerError(session.runtime.ports.heads, error);
  }

  onResponse({ head, status }: ResponseBlock): void {
    this.session.answered = true;
    this.tunnelling = this.request.asked.tunnel === 'CONNECT' && status < 300;
    this.deliver(new MessageStart(head));
    if (this.tunnelling) this.deliver(new MessageEnd());
  }

  onData(data: Data): void {
    this.deliver(data);
  }

  onEnd(trailers: Head | null): void {
    const { session, request, stream } = this;
    if (this.tunnelling) {
      this.deliver(new StreamEnd());
      return;
    }
    session.done(request);
    // A server that answers before it has read the request does not want the rest.
    if (!stream.localEnded) session.connection.reset(stream, codes.NoError);
    request.holds.lift();
    this.deliver(trailers === null ? new MessageEnd() : new TrailedEnd(trailers));
  }

  onDrain(): void {
    this.request.holds.lift();
  }

  onReset(code: number, unseen: boolean): void {
    const { session, request } = this;
    const { lost } = session;
    const answered = request.answered;
    session.done(request);
    request.holds.lift();
    if (request.abandoned) return;
    if (answered) request.answer(new StreamEnd(lost === null || lost === '' ? resetError(code) : lost));
    else if (lost !== null) session.lose(request);
    else if (unseen) session.askAgain(request, resetError(code));
    else request.answerError(session.runtime.ports.heads, resetError(code));
  }

  private deliver(event: Event): void {
    this.lastHeard = this.now();
    this.session.runtime.flow.through(this.valve, () => this.request.answer(event));
  }

  private now(): number {
    return this.session.runtime.ports.clock.now();
  }
}

/** What a reset is to whoever waits for the answer. */
function resetError(code: number): StreamErrorCode {
  return code === codes.ProtocolError ? 'ProtocolError' : 'ConnectionReset';
}
