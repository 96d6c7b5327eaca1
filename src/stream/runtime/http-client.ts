/**
 * The client's side of an HTTP/1 connection that many streams share: the sessions of `muxHTTP`.
 *
 * Requests are pipelined: each is written as soon as all before it are written, and answers come back in the
 * same order. What the server can be proved not to have handled is asked again on another session, once;
 * everything else that gets no answer gets a 502 or 504, never an empty 200.
 */
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { plainForm, RequestEncoder } from '../protocols/http1/encoder.js';
import { ResponseDecoder, type Asked, type ResponseInfo } from '../protocols/http1/response-decoder.js';
import type { Context } from './context.js';
import type { Valve } from './flow.js';
import { HttpSession, type HttpRequest, type HttpSessionOptions } from './http-request.js';
import type { PipelineReference } from './layout.js';
import type { Runtime } from './runtime.js';

/** Bytes that wait to be written before those who send them are held. */
const highMark = 1 << 20;

export class Http1Session extends HttpSession {
  private readonly encoder: RequestEncoder;
  private readonly decoder: ResponseDecoder;
  /** Requests without a whole answer, in their order. */
  private readonly waiting: HttpRequest[] = [];
  /** How many of `waiting` are written whole. */
  private writtenRequests = 0;
  private answeredRequests = 0;
  private ended = false;
  private tunnel: HttpRequest | null = null;
  private writing = false;
  /** A request was broken off in the middle: nothing can be written any more. */
  private broken = false;
  /** When the waiting began, or something of an answer was heard last: its head is heard when it is whole. The waiting begins with a request that is whole. */
  private lastHeard = 0;
  /** Something of an answer was in what was read last. */
  private isHeard = false;
  /** Where answers come from. */
  private answerSource: Valve | null = null;
  /** When a part of a request was written last. */
  private lastWritten = 0;
  /** The answer that is being read is the connection's last. */
  private final = false;

  constructor(
    runtime: Runtime,
    reference: PipelineReference,
    context: Context,
    private readonly options: HttpSessionOptions,
  ) {
    super(runtime, reference, context);
    const { heads } = runtime.ports;
    this.encoder = new RequestEncoder(heads, options.bufferSize, (data) => this.pipeline.input(data));
    this.decoder = new ResponseDecoder(
      heads,
      {
        onStart: (head, info) => this.beginAnswer(head, info),
        onBody: (data) => {
          this.isHeard = true;
          this.waiting[0]?.answer(data);
        },
        onEnd: () => this.endAnswer(),
        onTunnel: (data) => this.tunnel?.answer(data),
        onFault: (fault) => {
          options.log(`the server sent no HTTP response: ${fault.reason}`);
          this.fail('ProtocolError');
        },
      },
      () => this.waiting[0]?.asked ?? nothingAsked,
    );
  }

  isTunnel(request: HttpRequest): boolean {
    return this.tunnel === request;
  }

  /** Puts a request at the end of the line. */
  enqueue(request: HttpRequest): void {
    request.session = this;
    request.written = 0;
    this.waiting.push(request);
    // Whatever follows a request for a tunnel may be the tunnel's.
    if (request.asked.tunnel !== null) this.drop();
    this.write(request);
  }

  /** The request has more to say: it is written when all before it are, and held when that is much. */
  write(request: HttpRequest): void {
    this.writeAll();
    if (request.bytes > highMark && this.waiting.indexOf(request) > this.writtenRequests) request.holds.hold(this.runtime.flow);
  }

  /** Writes what can be written, in order. */
  private writeAll(): void {
    if (this.writing || this.broken || this.ended) return;
    this.writing = true;
    while (this.writtenRequests < this.waiting.length && !this.ended) {
      const request = this.waiting[this.writtenRequests];
      this.writeEvents(request);
      if (!request.ended) {
        this.release(request);
        break;
      }
      if (this.writtenRequests++ === 0) this.lastHeard = this.runtime.ports.clock.now();
      request.holds.lift();
    }
    this.writing = false;
  }

  writeTunnel(event: Event): void {
    this.pipeline.input(event);
  }

  abandon(request: HttpRequest): void {
    request.abandoned = true;
    request.holds.lift();
    const at = this.waiting.indexOf(request);
    if (at < 0) {
      if (this.tunnel === request) this.fail('');
      return;
    }
    if (at > this.writtenRequests || (at === this.writtenRequests && !request.begun)) {
      this.waiting.splice(at, 1);
      this.writeAll();
      return;
    }
    if (at === this.writtenRequests) this.breakOff(at);
    // Answers for nobody are not worth reading to their end.
    else if (this.waiting.every((other) => other.abandoned)) this.fail('ConnectionCanceled');
  }

  /** A server that says nothing while it is waited for has timed out, and so has one that takes nothing; a tunnel may be silent. */
  override watch(now: number): void {
    const { responseTimeout } = this.options;
    if (responseTimeout === 0 || this.tunnel !== null) return;
    // Whoever takes the answer is behind: then the server is not heard.
    if (this.answerSource?.isHeld === true) this.lastHeard = now;
    const since = now - responseTimeout * 1000;
    if (this.writtenRequests > 0) {
      if (this.lastHeard < since) this.fail('ReadTimeout');
    } else if (this.waiting[0]?.source?.isHeld === true && this.lastWritten < since && this.lastHeard < since) {
      this.fail('WriteTimeout');
    }
  }

  override input(event: Event): void {
    if (this.ended) return;
    const { flow, ports } = this.runtime;
    this.answerSource = flow.current;
    this.isHeard = false;
    if (event.kind === 'Data') this.decoder.push(event);
    else if (event.kind === 'StreamEnd') this.endInput(event.error);
    if (this.isHeard) this.lastHeard = ports.clock.now();
  }

  /** A request that is half written cannot be taken back: what stands before it is answered, then the connection ends. */
  private breakOff(at: number): void {
    this.drop();
    this.broken = true;
    const [, ...unwritten] = this.waiting.splice(at);
    this.askAgain(unwritten, '');
    if (this.waiting.length === 0) this.fail('ConnectionCanceled');
  }

  /** What is written in the turn of another, whose answer was waited for, is still the delivery of its own source. */
  private writeEvents(request: HttpRequest): void {
    const { flow } = this.runtime;
    if (flow.current === request.source) this.encode(request);
    else flow.through(request.source, () => this.encode(request));
  }

  private encode(request: HttpRequest): void {
    const { events } = request;
    if (!request.ended && request.written < events.length) this.lastWritten = this.runtime.ports.clock.now();
    while (request.written < events.length && !this.ended) {
      const event = events[request.written++];
      if (event.kind === 'MessageStart') this.encoder.start(event.head, request.asked.tunnel === null ? plainForm : tunnelForm);
      else if (event.kind === 'Data') this.encoder.push(event.clone());
      else if (event.kind === 'MessageEnd') this.encoder.end();
    }
  }

  /** What is too large to be kept for asking again is let go as it is written. */
  private release(request: HttpRequest): void {
    if (request.bytes <= this.options.bufferSize) return;
    request.letGo();
    request.holds.lift();
  }

  private beginAnswer(head: Head, info: ResponseInfo): void {
    const [request] = this.waiting;
    this.isHeard = true;
    if (request === undefined || !request.begun) {
      this.options.log('the server sent a response that nobody asked for');
      this.fail('ProtocolError');
      return;
    }
    // Whoever gets it on would speak another protocol from here on, and we would not.
    if (info.status === 101 && !info.tunnel) {
      this.options.log('the server switches to a protocol that nobody asked for');
      this.fail('ProtocolError');
      return;
    }
    if (info.final) this.drop();
    if (info.tunnel) {
      this.tunnel = request;
      this.drop();
    }
    this.final = info.final;
    request.answer(new MessageStart(head));
  }

  private endAnswer(): void {
    const request = this.waiting.shift();
    if (request === undefined) return;
    const cut = this.writtenRequests === 0;
    if (!cut) this.writtenRequests--;
    this.answeredRequests++;
    if (this.tunnel === request) this.decoder.tunnel();
    request.answer(new MessageEnd());
    if (this.ended) return;
    // A server that answers before it has read the request may never read it.
    if ((this.final || cut || (this.broken && this.waiting.length === 0)) && this.tunnel === null) this.finishAndRetry();
    else if (request.asked.tunnel === null) this.writeAll();
  }

  /** The server ends the connection after the answer it has given: it has not handled what came after. */
  private finishAndRetry(): void {
    this.drop();
    this.ended = true;
    this.decoder.stop();
    const rest = this.waiting.splice(0).filter((request) => !request.abandoned);
    this.finish();
    this.askAgain(rest, '');
  }

  private askAgain(requests: readonly HttpRequest[], error: StreamErrorCode | ''): void {
    for (const request of requests) {
      if (request.repeatable) {
        request.retried ||= request.written > 0;
        request.asker.askAgain();
      } else {
        request.answerError(this.runtime.ports.heads, error);
      }
    }
  }

  private endInput(error: StreamErrorCode | ''): void {
    if (this.tunnel !== null) {
      const { tunnel } = this;
      this.ended = true;
      tunnel.answer(new StreamEnd(error));
      this.finish();
      return;
    }
    if (error === '' && this.decoder.inBody && this.decoder.finish()) {
      // A body that lasts until the end of the connection, and did: `endAnswer` has dealt with the rest.
      if (!this.ended) this.finishAndRetry();
      return;
    }
    this.fail(error);
  }

  /** The connection is lost. */
  private fail(error: StreamErrorCode | ''): void {
    if (this.ended) return;
    this.ended = true;
    this.drop();
    // Of an answer that has begun to come the request was handled, whatever became of it.
    const answering = this.decoder.inMessage ? this.waiting[0] : undefined;
    this.decoder.stop();
    const requests = this.waiting.splice(0);
    const { tunnel } = this;
    this.finish();
    tunnel?.answer(new StreamEnd(error));
    const lost: HttpRequest[] = [];
    for (const request of requests) {
      if (request.abandoned) continue;
      if (request.answered) request.answer(new StreamEnd(error === '' ? 'ConnectionReset' : error));
      else lost.push(request);
    }
    // A kept connection may have been closed by the server at the moment it was used.
    const stale = this.answeredRequests > 0 && (error === '' || error === 'ConnectionReset' || error === 'ReadError' || error === 'WriteError');
    const again = stale ? lost.filter((request) => request !== answering && (request.asked.idempotent || !request.begun)) : [];
    for (const request of lost) if (!again.includes(request)) request.answerError(this.runtime.ports.heads, error);
    this.askAgain(again, error);
  }

  private drop(): void {
    if (!this.dropped) this.options.onDrop(this);
  }
}

const tunnelForm = { ...plainForm, tunnel: true };

const nothingAsked: Asked = { bodiless: false, tunnel: null };
