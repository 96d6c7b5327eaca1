/**
 * The server's side of an HTTP connection: what `demuxHTTP` and `serveHTTP` share. It begins in HTTP/1; when the client
 * turns out to speak HTTP/2, `http2-server.ts` takes over.
 *
 * Requests are decoded into *exchanges*; their answers go out in the order of the requests, whatever order
 * they are made in. What is malformed is answered by us, after what came before it, and ends the connection.
 */
import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { plainForm, ResponseEncoder, type MessageForm } from '../protocols/http1/encoder.js';
import { errorResponse, type ErrorResponse } from '../protocols/http1/error-response.js';
import { HttpFault } from '../protocols/http1/fault.js';
import { Http2Upgrade, prefaceHead, RequestDecoder, type RequestInfo } from '../protocols/http1/request-decoder.js';
import { statusText } from '../protocols/http1/status-text.js';
import { ClientPace, type ClientTimeouts, type Stage } from './client-pace.js';
import { lastRequest, type Exchange, type RequestHandler, type Responder } from './exchange.js';
import { Holds } from './flow.js';
import { Http2Server, type Http2Exchange } from './http2-server.js';
import { Kept } from './kept.js';
import type { Cancelable } from './ports.js';
import type { RosterEntry } from './roster.js';
import type { LookedAfter } from './rounds.js';
import type { Runtime } from './runtime.js';
import { beginServed, endServed, type Served } from './served.js';
import { Turns, type Reader } from './turns.js';

/** Pipelined requests that may wait for their answers before no more are read. */
const maxWaiting = 64;
/** Bytes of answers that may wait for their turn before those who send them are held; of requests behind one without an answer, before no more are read. */
const maxEarly = 1 << 20;

class Http1Exchange implements Exchange {
  /** Bytes of the request's body. */
  requestBytes = 0;
  /** Answer events that came before their turn; null while there are none. */
  early: Kept | null = null;
  /** Takes the request's events; null once the exchange is over, or when we answer ourselves. */
  request: Responder | null = null;
  requestEnded = false;
  answerStarted = false;
  answerEnded = false;
  continued = false;
  /** Both sides agreed on a tunnel, or on HTTP/2. */
  tunnelling = false;
  /** What it has become when the connection went on in HTTP/2. */
  successor: Http2Exchange | null = null;
  /** Null where nobody keeps account of requests, and once that is told. */
  served: Served | null = null;

  constructor(
    private readonly server: HttpServer,
    readonly info: RequestInfo,
  ) {}

  input(event: Event): void {
    this.server.answer(this, event);
  }

  refuse(status: number): void {
    if (this.successor !== null) this.successor.refuse(status);
    else this.server.fail(this, { status, statusText: statusText(status) });
  }
}

export class HttpServer implements Reader {
  private readonly encoder: ResponseEncoder;
  private readonly decoder: RequestDecoder;
  /** Exchanges that are not over, in the order of their requests. */
  private readonly waiting: Http1Exchange[] = [];
  /** The one whose request is being read. */
  private current: Http1Exchange | null = null;
  private readonly holds = new Holds();
  /** Bytes of requests behind the first of `waiting`. */
  private bytesBehind = 0;
  /** Nothing is read any more: the connection ends when what is waiting has been answered. */
  private inputEnded = false;
  private ended = false;
  private hasAnswered = false;
  private readonly turns: Turns;
  private draining = false;
  private lastChance: Cancelable | null = null;
  private readonly pace: ClientPace;
  private readonly entry: RosterEntry<LookedAfter>;
  /** Requests and bytes that have come. */
  private requests = 0;
  private bytes = 0;
  /** Who has taken over, once the client speaks HTTP/2. */
  private http2: Http2Server | null = null;

  constructor(
    private readonly runtime: Runtime,
    private readonly bufferSize: number,
    private readonly timeouts: ClientTimeouts,
    private readonly handler: RequestHandler,
    private readonly output: (event: Event) => void,
    private readonly log: (text: string) => void,
  ) {
    const { heads } = runtime.ports;
    this.encoder = new ResponseEncoder(heads, bufferSize, output);
    this.decoder = new RequestDecoder(heads, {
      onStart: (head, info) => this.begin(head, info),
      onBody: (data) => this.takeBody(data),
      onEnd: () => this.endRequest(),
      onTunnel: (data) => (this.http2 === null ? this.waiting[0]?.request?.input(data) : this.http2.push(data)),
      onHttp2: () => this.beginHttp2(),
      onFault: (fault) => this.refuse(fault),
    });
    this.turns = new Turns(runtime, this.holds, this);
    this.pace = new ClientPace(timeouts);
    this.entry = runtime.rounds.add(this);
  }

  /** Takes bytes from the client, or its end. */
  input(event: Event): void {
    this.turns.input(event);
  }

  take(event: Event): void {
    if (this.ended) return;
    if (event.kind === 'Data') {
      this.bytes += event.size;
      if (!this.inputEnded) this.decoder.push(event);
      if (this.waiting.length > maxWaiting || this.bytesBehind > maxEarly || this.decoder.heldBytes > maxEarly) this.holds.hold(this.runtime.flow);
    } else if (event.kind === 'StreamEnd') {
      this.endInput(event);
    }
  }

  hold(): void {
    if (this.http2 !== null) this.http2.hold();
    else this.decoder.hold();
  }

  goOn(): void {
    if (this.http2 !== null) this.http2.goOn();
    else if (!this.inputEnded) this.decoder.resume();
    this.liftIfFew();
  }

  /** A client that takes too long for its part is told so, where it waits for an answer, and is given up. */
  look(now: number): void {
    const stage = this.stage;
    const requests = this.http2?.requests ?? this.requests;
    if (this.pace.isOver(stage, requests, this.bytes, now)) {
      if (stage === 'idle') this.endIdle();
      else this.refuse(new HttpFault(408, stage === 'head' ? 'the head takes too long' : 'the body takes too long'));
    } else {
      this.http2?.look(now);
    }
  }

  private get stage(): Stage {
    const { http2, current, waiting } = this;
    if (this.inputEnded || this.turns.source?.isHeld === true) return 'ours';
    if (http2 !== null) return http2.isIdle ? 'idle' : 'ours';
    if (current === null) return waiting.length > 0 ? 'ours' : this.decoder.inMessage ? 'head' : 'idle';
    if (current.answerEnded) return 'rest';
    // Who waits for `100 Continue`, or talks while it is answered, goes at the pace of the other side.
    const waits = current.info.expectContinue && !current.continued;
    return waits || current.answerStarted ? 'ours' : 'body';
  }

  /** The worker drains. */
  drain(): void {
    if (this.draining || this.ended) return;
    this.draining = true;
    if (this.http2 !== null) {
      this.http2.drain();
      return;
    }
    this.lastChance = this.runtime.ports.clock.after(lastRequest, () => {
      this.lastChance = null;
      this.runtime.run(() => this.endWhenIdle());
    });
  }

  /** The connection is gone. */
  close(): void {
    this.ended = true;
    this.turns.end();
    this.runtime.rounds.remove(this.entry);
    this.decoder.stop();
    this.lastChance?.cancel();
    this.http2?.close();
    this.holds.lift();
    for (const exchange of this.waiting.splice(0)) {
      this.finish(exchange);
      this.tellBroken(exchange);
    }
  }

  /** Takes one event of an exchange's answer. */
  answer(exchange: Http1Exchange, event: Event): void {
    if (this.ended || exchange.answerEnded) return;
    if (exchange === this.waiting[0]) {
      this.send(exchange, event);
      return;
    }
    if (exchange.request === null) return;
    this.keep(exchange, event);
  }

  private keep(exchange: Http1Exchange, event: Event): void {
    (exchange.early ??= new Kept(maxEarly)).add(event, this.runtime.flow);
  }

  private begin(head: Head, info: RequestInfo): void {
    const exchange = this.newExchange(info, head);
    this.requests++;
    this.current = exchange;
    this.waiting.push(exchange);
    if (exchange === this.waiting[0]) this.sendContinue(exchange);
    exchange.request = this.handler.open(exchange);
    exchange.request.input(new MessageStart(head));
  }

  private takeBody(data: Data): void {
    const { current } = this;
    if (current === null || current.request === null) return;
    current.requestBytes += data.size;
    if (current !== this.waiting[0]) this.bytesBehind += data.size;
    current.request.input(data);
  }

  private newExchange(info: RequestInfo, head: Head | null): Http1Exchange {
    const exchange = new Http1Exchange(this, info);
    exchange.served = beginServed(this.runtime, this.handler.client, head);
    return exchange;
  }

  private endRequest(): void {
    const exchange = this.current;
    this.current = null;
    if (exchange === null) return;
    exchange.requestEnded = true;
    // A tunnel begins only when the answer agrees: until then what follows may be either.
    if (exchange.info.tunnel !== null && !exchange.answerEnded) this.awaitTunnel(exchange, exchange.info.tunnel);
    else if (exchange.info.final) this.stopReading();
    else this.turns.countRequest();
    exchange.request?.input(new MessageEnd());
  }

  private awaitTunnel(exchange: Http1Exchange, tunnel: NonNullable<RequestInfo['tunnel']>): void {
    if (!(tunnel instanceof Http2Upgrade)) this.decoder.hold();
    else if (exchange.info.final) this.stopReading();
    else if (exchange === this.waiting[0] && !exchange.answerStarted && !this.draining && !this.inputEnded) this.upgrade(exchange, tunnel);
  }

  /** The client knows that we speak HTTP/2, and begins with it. */
  private beginHttp2(): boolean {
    if (this.hasAnswered || this.waiting.length > 0) return false;
    this.http2 = this.newHttp2(prefaceHead);
    this.http2.start();
    if (this.draining) this.http2.drain();
    return true;
  }

  /** Goes on in HTTP/2, where this request is the first stream (RFC 7540 section 3.2). */
  private upgrade(exchange: Http1Exchange, { settings }: Http2Upgrade): void {
    const http2 = this.newHttp2(0);
    const successor = http2.adopt(settings, exchange.info.method, exchange.request);
    if (successor === null) return;
    this.http2 = http2;
    exchange.tunnelling = true;
    exchange.successor = successor;
    successor.served = exchange.served;
    exchange.served = null;
    this.output(Data.of('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n', 'latin1'));
    http2.start();
    this.decoder.tunnel();
  }

  private newHttp2(prefaceBytes: number): Http2Server {
    return new Http2Server(this.runtime, this.bufferSize, this.timeouts, this.handler, { output: this.output, end: (error) => this.end(error), onRequest: () => this.turns.countRequest(), onBody: () => this.turns.countPart(), log: this.log }, prefaceBytes);
  }

  /** Answers a request that cannot be read, after all before it. */
  private refuse(fault: HttpFault): void {
    this.log(`refused with ${fault.status}: ${fault.reason}`);
    this.stopReading();
    const broken = this.current;
    this.current = null;
    const refusal = { status: fault.status, statusText: statusText(fault.status) };
    if (broken === null) {
      const info: RequestInfo = { method: 'GET', final: true, http10: false, expectContinue: false, tunnel: null };
      const exchange = this.newExchange(info, null);
      this.waiting.push(exchange);
      this.fail(exchange, refusal);
    } else if (broken.answerEnded) {
      this.end('');
    } else if (broken.answerStarted) {
      this.breakOff(broken, '', refusal);
    } else {
      this.fail(broken, refusal);
    }
  }

  /** The client sends no more. What it has asked for whole is answered; a reset ends everything. */
  private endInput(end: StreamEnd): void {
    if (this.http2 !== null) {
      this.http2.endInput(end.error);
      return;
    }
    const [first] = this.waiting;
    if (first?.tunnelling) {
      first.request?.input(end);
      return;
    }
    const cut = this.decoder.inMessage;
    this.stopReading();
    if (end.error !== '' || cut) {
      this.end(end.error);
      return;
    }
    this.endWhenIdle();
  }

  private stopReading(): void {
    this.inputEnded = true;
    this.decoder.stop();
  }

  private send(exchange: Http1Exchange, event: Event): void {
    if (exchange.tunnelling) {
      this.sendThroughTunnel(exchange, event);
      return;
    }
    switch (event.kind) {
      case 'MessageStart':
        if (!exchange.answerStarted) this.start(exchange, event.head);
        break;
      case 'Data':
        this.turns.countAnswer(event.size);
        if (exchange.answerStarted) this.encoder.push(event);
        break;
      case 'MessageEnd':
        if (exchange.answerStarted) this.endAnswer(exchange);
        // An answer that is over without having begun: whoever asked is not left waiting.
        else if (exchange.requestEnded) this.fail(exchange, errorResponse(''));
        break;
      case 'StreamEnd':
        if (!exchange.answerStarted) this.fail(exchange, errorResponse(event.error));
        else if (event.error === '') this.endAnswer(exchange);
        else this.breakOff(exchange, event.error, errorResponse(event.error));
    }
  }

  private start(exchange: Http1Exchange, head: Head | null): void {
    exchange.answerStarted = this.hasAnswered = true;
    this.encoder.start(head, this.formOf(exchange, head));
    if (exchange.served !== null) exchange.served.status = this.encoder.statusOf(head);
  }

  private formOf(exchange: Http1Exchange, head: Head | null): MessageForm {
    const { info } = exchange;
    const last = this.draining && this.waiting.length === 1 && this.current === null && !this.turns.yields;
    // A client that still waits for `100 Continue` may send its body or not: nobody could tell what follows.
    const final = info.final || last || (info.expectContinue && !exchange.continued) || (this.inputEnded && this.waiting.length === 1);
    if (!final && info.method !== 'HEAD' && !info.http10 && info.tunnel === null) return plainForm;
    const status = Number(head?.get('status') ?? 200);
    return {
      final,
      bodiless: info.method === 'HEAD',
      chunks: !info.http10,
      tunnel: info.tunnel === 'CONNECT' ? status >= 200 && status < 300 : info.tunnel === 'websocket' && status === 101,
    };
  }

  private endAnswer(exchange: Http1Exchange): void {
    const { tunnel } = this.encoder.form;
    this.encoder.end();
    if (tunnel) {
      exchange.tunnelling = true;
      if (exchange.served !== null) exchange.served.isTunnel = true;
      this.decoder.tunnel();
      this.holds.lift();
      return;
    }
    this.complete(exchange);
  }

  private sendThroughTunnel({ successor, served }: Http1Exchange, event: Event): void {
    if (successor !== null) successor.input(event);
    else if (event.kind === 'Data') {
      if (served !== null) served.bytes += event.size;
      this.output(event);
    } else if (event.kind === 'StreamEnd') this.end(event.error);
  }

  /** Makes the whole answer ourselves. */
  fail(exchange: Http1Exchange, { status, statusText: text }: ErrorResponse): void {
    const { heads } = this.runtime.ports;
    const head = heads.response('HTTP/1.1', status, text, heads.create());
    this.finish(exchange);
    this.keep(exchange, new MessageStart(head));
    this.keep(exchange, new MessageEnd());
    if (exchange === this.waiting[0]) this.sendEarly(exchange);
  }

  /** An answer that cannot be finished: replaced where nothing of it has been sent, else the connection ends. */
  private breakOff(exchange: Http1Exchange, error: StreamErrorCode | '', response: ErrorResponse): void {
    if (this.encoder.hasSent) {
      this.end(error);
      return;
    }
    this.encoder.abandon();
    exchange.answerStarted = false;
    this.fail(exchange, response);
  }

  private complete(exchange: Http1Exchange): void {
    exchange.answerEnded = true;
    this.waiting.shift();
    if (this.waiting.length > 0) this.bytesBehind -= this.waiting[0].requestBytes;
    this.finish(exchange);
    if (exchange.served !== null) {
      exchange.served.bytes = this.encoder.bodySize;
      this.tell(exchange);
    }
    if (this.encoder.closes) {
      this.end('');
      return;
    }
    if (exchange.info.tunnel !== null && exchange.requestEnded && !(exchange.info.tunnel instanceof Http2Upgrade)) this.decoder.resume();
    this.liftIfFew();
    const [next] = this.waiting;
    if (next === undefined) {
      if (this.inputEnded || (this.draining && this.lastChance === null)) this.endWhenIdle();
      return;
    }
    this.sendContinue(next);
    this.sendEarly(next);
  }

  /** The turn of an exchange has come: what it has answered already goes out. */
  private sendEarly(exchange: Http1Exchange): void {
    const { early } = exchange;
    exchange.early = null;
    early?.release(this.runtime.flow, (event) => {
      if (!this.ended && !exchange.answerEnded) this.send(exchange, event);
    });
  }

  private sendContinue(exchange: Http1Exchange): void {
    if (!exchange.info.expectContinue || exchange.requestEnded || exchange.continued) return;
    exchange.continued = true;
    this.output(Data.of('HTTP/1.1 100 Continue\r\n\r\n', 'latin1'));
  }

  private endIdle(): void {
    if (this.http2 === null) this.end('');
    else this.http2.endIdle();
  }

  /** Goes on reading when little is left of what waits. */
  private liftIfFew(): void {
    if (this.waiting.length <= maxWaiting / 2 && this.bytesBehind <= maxEarly && this.decoder.heldBytes <= maxEarly && !this.turns.yields) this.holds.lift();
  }

  private endWhenIdle(): void {
    if (this.waiting.length === 0 && this.current === null && !this.decoder.inMessage && !this.turns.yields) this.end('');
  }

  private end(error: StreamErrorCode | ''): void {
    if (this.ended) return;
    this.ended = true;
    this.close();
    this.output(new StreamEnd(error));
  }

  private finish(exchange: Http1Exchange): void {
    const { request, served } = exchange;
    if (request === null) return;
    exchange.request = null;
    exchange.early?.clear();
    exchange.early = null;
    if (served !== null) served.upstream = request.upstream;
    request.release();
  }

  /** The connection ends before the answer has. */
  private tellBroken(exchange: Http1Exchange): void {
    const { served, tunnelling, answerStarted } = exchange;
    if (served === null) return;
    if (answerStarted && this.encoder.hasSent) served.bytes = this.encoder.bodySize;
    else if (!tunnelling) served.status = 0;
    this.tell(exchange);
  }

  private tell(exchange: Http1Exchange): void {
    const { served } = exchange;
    exchange.served = null;
    if (served !== null) endServed(this.runtime, served);
  }
}
