/**
 * The server's side of an HTTP/2 connection. Each stream is an exchange; answers go out as they are made.
 *
 * Where a head tells a length, and the body is whole within a turn, the true one is told; ends are told by the frames. What a client does not take waits at its stream, and holds
 * whoever sends it; what is waited for in vain is given up after a while.
 */
import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { TrailedEnd } from '../events/trailers.js';
import { decimal } from '../protocols/http1/characters.js';
import { errorResponse } from '../protocols/http1/error-response.js';
import { codeName, codes } from '../protocols/http2/codes.js';
import { Http2Connection } from '../protocols/http2/connection.js';
import { responseFields, trailerFields, type RequestBlock } from '../protocols/http2/fields.js';
import type { Http2Stream, StreamObserver } from '../protocols/http2/stream.js';
import { ClientPace, type ClientTimeouts } from './client-pace.js';
import { lastRequest, type Exchange, type RequestHandler, type Responder } from './exchange.js';
import { highMark, Holds, Valve } from './flow.js';
import type { Cancelable } from './ports.js';
import type { Runtime } from './runtime.js';
import { beginServed, endServed, type Served } from './served.js';

/** What an HTTP/2 server needs of the connection that it is on. */
export interface Http2Carrier {
  readonly output: (event: Event) => void;
  readonly end: (error: StreamErrorCode | '') => void;
  /** A request has come, */
  readonly onRequest: () => void;
  /** or a part of its body. */
  readonly onBody: () => void;
  readonly log: (text: string) => void;
}

export class Http2Server {
  readonly connection: Http2Connection;
  /** Requests that have come. */
  requests = 0;
  private draining = false;
  /** The client sends nothing any more. */
  inputEnded = false;
  private lastChance: Cancelable | null = null;

  constructor(
    readonly runtime: Runtime,
    readonly bufferSize: number,
    readonly timeouts: ClientTimeouts,
    readonly handler: RequestHandler,
    readonly carrier: Http2Carrier,
    prefaceBytes: number,
  ) {
    const { heads, clock } = runtime.ports;
    this.connection = new Http2Connection('server', heads, () => clock.now(), {
      onOutput: (data) => carrier.output(data),
      onRequest: (stream, request) => this.begin(stream, request),
      onGoaway: () => (this.draining = true),
      onStreamFault: ({ code, reason }) => carrier.log(`reset a stream with ${codeName(code)}: ${reason}`),
      onFault: ({ code, reason }) => {
        carrier.log(`ended the connection with ${codeName(code)}: ${reason}`);
        this.end('');
      },
      onIdle: () => this.endWhenIdle(),
    }, prefaceBytes);
  }

  start(): void {
    this.connection.start();
  }

  /** The request that came in HTTP/1 and asked for HTTP/2; null when its settings are none. */
  adopt(settings: Buffer, method: string, request: Responder | null): Http2Exchange | null {
    if (!this.connection.applySettings(settings)) return null;
    const exchange = new Http2Exchange(this, method);
    exchange.request = request;
    exchange.requestEnded = true;
    exchange.stream = this.connection.adopt(exchange);
    return exchange;
  }

  push(data: Data): void {
    this.connection.push(data);
  }

  /** The client sends no more: what it has asked for whole is answered, as far as its windows let it go. */
  endInput(error: StreamErrorCode | ''): void {
    this.inputEnded = true;
    if (error !== '') {
      this.end(error);
      return;
    }
    // Nor does it open a window any more.
    for (const stream of [...this.connection.streams.values()]) if (!stream.remoteEnded || stream.queue.size > 0) this.giveUp(stream);
    this.endWhenIdle();
  }

  /** The worker drains: the client is told, and what it still sends for a moment is answered. */
  drain(): void {
    if (this.draining || this.lastChance !== null) return;
    this.connection.goaway(false);
    this.lastChance = this.runtime.ports.clock.after(lastRequest, () =>
      this.runtime.run(() => {
        this.draining = true;
        this.connection.goaway(true);
        this.endWhenIdle();
      }),
    );
  }

  get isIdle(): boolean {
    return this.connection.streams.size === 0;
  }

  /** Nothing has been asked for so long that the client is told to go. */
  endIdle(): void {
    this.connection.goaway(true);
    this.end('');
  }

  /** Gives up streams whose clients take too long for their part. */
  look(now: number): void {
    for (const { observer } of [...this.connection.streams.values()]) if (observer instanceof Http2Exchange) observer.look(now);
  }

  close(): void {
    this.lastChance?.cancel();
    this.connection.stop(codes.Cancel);
  }

  private begin(stream: Http2Stream, request: RequestBlock): Http2Exchange {
    const exchange = new Http2Exchange(this, request.method);
    this.requests++;
    exchange.stream = stream;
    stream.observer = exchange;
    exchange.begin(request);
    this.carrier.onRequest();
    return exchange;
  }

  noteStall(): void {
    this.carrier.log('gave up a stream whose client takes next to nothing');
  }

  /** What was read and not handled stays until `goOn`. */
  hold(): void {
    this.connection.hold();
  }

  goOn(): void {
    this.connection.goOn();
  }

  giveUp(stream: Http2Stream): void {
    const { observer } = stream;
    this.connection.reset(stream, codes.Cancel);
    observer?.onReset(codes.Cancel, false);
  }

  private endWhenIdle(): void {
    if ((this.draining || this.inputEnded) && this.connection.streams.size === 0) this.end('');
  }

  private end(error: StreamErrorCode | ''): void {
    this.connection.flush();
    this.carrier.end(error);
  }
}

/** One stream: a request and its answer. */
export class Http2Exchange implements Exchange, StreamObserver {
  stream!: Http2Stream;
  /** Takes the request's events; null once the exchange is over. */
  request: Responder | null = null;
  requestEnded = false;
  private readonly valve: Valve;
  private readonly holds = new Holds();
  private readonly pace: ClientPace;
  private answerStarted = false;
  private answerEnded = false;
  private headSent = false;
  private head: Head | null = null;
  private status = 200;
  /** What is collected of the body while its length may still be told. */
  private body = new Data();
  /** Bytes of a body that is not sent. */
  private counted = 0;
  private tunnelling = false;
  /** What came for a tunnel that is not open yet. */
  private early: Data | null = null;
  private earlyEnd = false;
  /** Null where nobody keeps account of requests, and once that is told. */
  served: Served | null = null;

  constructor(
    private readonly server: Http2Server,
    private readonly method: string,
  ) {
    this.pace = new ClientPace(server.timeouts);
    this.valve = new Valve({ pause: () => server.connection.pause(this.stream), resume: () => server.connection.resume(this.stream) });
  }

  begin({ head, expectContinue }: RequestBlock): void {
    if (expectContinue && !this.stream.remoteEnded) this.server.connection.headers(this.stream, [{ name: ':status', value: '100' }], false);
    const { runtime, handler } = this.server;
    this.served = beginServed(runtime, handler.client, head);
    this.request = handler.open(this);
    this.deliver(new MessageStart(head));
    if (this.method !== 'CONNECT') return;
    this.requestEnded = true;
    this.deliver(new MessageEnd());
  }

  refuse(status: number): void {
    this.fail(status);
  }

  /** What waits for the client has to be taken; a body has to come, unless somebody holds it up or it is being answered. */
  look(now: number): void {
    const { stream } = this;
    const stage = stream.queue.size > 0 ? 'answer' : this.requestEnded || this.answerStarted || stream.paused ? 'ours' : 'body';
    if (!this.pace.isOver(stage, 0, stage === 'answer' ? stream.sent : stream.received, now)) return;
    if (stage === 'body') this.fail(408);
    else this.giveUp();
  }

  private giveUp(): void {
    this.server.noteStall();
    this.server.giveUp(this.stream);
  }

  /** Gives up what waits for the window of a client that sends nothing any more; tells whether there was that. */
  private giveUpBlocked(): boolean {
    const { server, stream } = this;
    const isBlocked = server.inputEnded && stream.queue.size > 0;
    if (isBlocked) server.giveUp(stream);
    return isBlocked;
  }

  /** The answer. */
  input(event: Event): void {
    if (this.answerEnded || this.stream.gone) return;
    if (this.tunnelling) {
      this.sendThroughTunnel(event);
      return;
    }
    switch (event.kind) {
      case 'MessageStart':
        if (!this.answerStarted) this.start(event.head);
        break;
      case 'Data':
        if (this.answerStarted) this.sendBody(event);
        break;
      case 'MessageEnd':
        if (this.answerStarted) this.endAnswer(event instanceof TrailedEnd ? event.trailers : null);
        else if (this.requestEnded) this.fail(errorResponse('').status);
        break;
      case 'StreamEnd':
        if (this.answerStarted && event.error === '') this.endAnswer(null);
        else if (this.headSent) this.breakOff();
        else this.fail(errorResponse(event.error).status);
    }
  }

  onData(data: Data): void {
    this.server.carrier.onBody();
    if (this.method !== 'CONNECT' || this.tunnelling) {
      this.deliver(data);
      return;
    }
    (this.early ??= new Data()).push(data);
    this.server.connection.pause(this.stream);
  }

  onEnd(trailers: Head | null): void {
    if (this.method === 'CONNECT') {
      if (this.tunnelling) this.deliver(new StreamEnd());
      else this.earlyEnd = true;
      return;
    }
    this.requestEnded = true;
    this.deliver(trailers === null ? new MessageEnd() : new TrailedEnd(trailers));
  }

  onDrain(): void {
    this.holds.lift();
  }

  onReset(): void {
    this.answerEnded = true;
    this.finish();
  }

  private deliver(event: Event): void {
    const { flow } = this.server.runtime;
    flow.through(this.valve, () => this.request?.input(event));
  }

  private start(head: Head | null): void {
    const { heads } = this.server.runtime.ports;
    const given = head?.get('status');
    const status = typeof given === 'number' ? given : Number(heads.text(given) ?? 200);
    this.status = Number.isInteger(status) && status >= 100 && status <= 999 ? status : 200;
    // An interim response cannot be the answer, and there is nothing to switch to.
    if (this.status < 200) {
      this.fail(502);
      return;
    }
    this.head = head;
    this.answerStarted = true;
    this.server.runtime.defer(() => {
      if (!this.answerEnded && !this.stream.gone) this.sendBegun();
    });
  }

  private get isTunnel(): boolean {
    return this.method === 'CONNECT' && this.status < 300;
  }

  private get isBodiless(): boolean {
    return this.method === 'HEAD' || this.status === 204 || this.status === 304 || this.isTunnel;
  }

  private sendHead(length: number, end: boolean): void {
    if (this.headSent) return;
    this.headSent = true;
    if (this.served !== null) this.served.status = this.status;
    const { connection, runtime } = this.server;
    connection.headers(this.stream, responseFields(this.status, this.head, runtime.ports.heads, length), end);
    this.head = null;
  }

  /** The head, and what there is of the body. */
  private sendBegun(): void {
    if (this.headSent) return;
    const { body } = this;
    this.body = new Data();
    this.server.connection.together(() => {
      this.sendHead(-1, false);
      if (body.size > 0) this.send(body);
    });
  }

  private sendBody(data: Data): void {
    if (this.isBodiless) {
      this.counted += data.size;
    } else if (this.headSent) {
      this.send(data);
    } else {
      this.body.push(data);
      if (this.body.size > this.server.bufferSize) this.sendBegun();
    }
  }

  private send(data: Data): void {
    const { connection, runtime } = this.server;
    if (this.served !== null) this.served.bytes += data.size;
    connection.data(this.stream, data);
    if (this.giveUpBlocked()) return;
    if (this.stream.queue.size > highMark) this.holds.hold(runtime.flow);
  }

  private endAnswer(trailers: Head | null): void {
    const { connection, runtime } = this.server;
    if (this.isTunnel) {
      this.sendBegun();
      this.openTunnel();
      return;
    }
    this.answerEnded = true;
    if (this.served !== null) this.served.bytes += this.body.size;
    const fields = trailers === null ? null : trailerFields(trailers, runtime.ports.heads);
    connection.together(() => {
      const bodiless = this.isBodiless;
      const ends = bodiless || (this.body.size === 0 && fields === null);
      this.sendHead(fields === null ? this.lengthToTell() : -1, ends);
      connection.finish(this.stream, bodiless ? {} : { trailers: fields, last: this.body });
      if (this.giveUpBlocked()) return;
      if (!this.requestEnded || this.method === 'CONNECT') connection.ignore(this.stream);
    });
    this.body = new Data();
    this.finish();
  }

  /** The length of the body that is whole; of one that is not sent, that which it would have had. */
  private lengthToTell(): number {
    const { heads } = this.server.runtime.ports;
    const text = heads.text(heads.asHead(this.head?.get('headers'))?.get('content-length'));
    if (this.method === 'HEAD') return text === null ? this.counted : decimal(text);
    return text === null || this.status === 204 || this.status === 304 ? -1 : this.body.size;
  }

  private openTunnel(): void {
    this.tunnelling = true;
    if (this.served !== null) this.served.isTunnel = true;
    const { early } = this;
    this.early = null;
    if (early !== null) this.deliver(early);
    this.server.connection.resume(this.stream);
    if (this.earlyEnd) this.deliver(new StreamEnd());
  }

  private sendThroughTunnel(event: Event): void {
    if (event.kind === 'Data') this.send(event);
    else if (event.kind === 'StreamEnd' && event.error !== '') this.breakOff();
    else if (event.kind === 'StreamEnd') {
      this.answerEnded = true;
      this.server.connection.finish(this.stream);
      this.server.connection.ignore(this.stream);
      this.finish();
    }
  }

  /** Makes the whole answer ourselves. */
  private fail(status: number): void {
    if (this.answerEnded || this.stream.gone) return;
    if (this.headSent) {
      this.breakOff();
      return;
    }
    this.answerEnded = true;
    if (this.served !== null) this.served.status = status;
    const { connection, runtime } = this.server;
    connection.together(() => {
      connection.headers(this.stream, responseFields(status, null, runtime.ports.heads, -1), true);
      if (!this.requestEnded || this.method === 'CONNECT') connection.ignore(this.stream);
    });
    this.finish();
  }

  /** An answer that cannot be finished. */
  private breakOff(): void {
    this.answerEnded = true;
    this.server.connection.reset(this.stream, codes.InternalError);
    this.finish();
  }

  private finish(): void {
    this.holds.lift();
    this.early = null;
    const { request, served } = this;
    this.request = null;
    if (served !== null) {
      served.upstream = request?.upstream ?? null;
      endServed(this.server.runtime, served);
      this.served = null;
    }
    request?.release();
  }
}
