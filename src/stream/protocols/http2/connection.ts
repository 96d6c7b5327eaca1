/**
 * A connection of HTTP/2, seen from either side (RFC 9113): bytes in, what happens to its streams out.
 *
 * It can be cut at any byte, keeps no more than `http2Limits` says, and never guesses. What is wrong with one stream
 * resets it; what is wrong with the connection ends it with a GOAWAY. A peer that keeps us busy with nothing is told
 * to calm down, and that is the end of it.
 */
import { Data } from '../../bytes/data.js';
import type { HeadModel } from '../../events/head.js';
import { Budget } from './budget.js';
import { codes, Http2Fault, malformed } from './codes.js';
import { readRequest, readResponse, readTrailers, type RequestBlock } from './fields.js';
import type { Field } from './field-table.js';
import { flags, FrameReader, frameTypes, goawayFrame, pingAck, resetFrame, settingIds, settingsAck, settingsFrame } from './frame.js';
import { HpackDecoder, type HeaderList } from './hpack-decoder.js';
import { http2Limits } from './limits.js';
import { defaultWindow, largestWindow, Sender } from './sender.js';
import { Http2Stream, type StreamObserver } from './stream.js';

export interface ConnectionObserver {
  /** Bytes for the peer. */
  onOutput(data: Data): void;
  /** A request, on a stream that the peer has opened. */
  onRequest?(stream: Http2Stream, request: RequestBlock, ended: boolean): StreamObserver;
  /** Streams may be opened again. */
  onRoom?(): void;
  /** The peer ends the connection in order: streams above `last` were not handled. */
  onGoaway(code: number): void;
  /** A stream was reset for what the peer did; for the log. */
  onStreamFault(fault: Http2Fault): void;
  /** The connection is over: its streams were reset, and the peer has been told. */
  onFault(fault: Http2Fault): void;
  /** The last stream is gone. */
  onIdle(): void;
}

/** What a client says first. */
export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** A header list that is not whole. */
interface OpenBlock {
  readonly stream: number;
  readonly endStream: boolean;
  readonly parts: Buffer[];
  size: number;
  continuations: number;
}

export class Http2Connection {
  readonly streams = new Map<number, Http2Stream>();
  private readonly reader: FrameReader;
  private readonly decoder = new HpackDecoder();
  private readonly sender: Sender;
  private readonly resets: Budget;
  private readonly idleFrames: Budget;
  /** Streams that we have reset: what the peer had on its way to them is no fault. */
  private readonly remembered = new Set<number>();
  private block: OpenBlock | null = null;
  /** Bytes of the client's preface that have come. */
  private prefaceBytes: number;
  private settled = false;
  private over = false;
  private receiveWindow: number = http2Limits.connectionWindow;
  private owed = 0;
  /** The last stream that the peer has opened, and the next one that we open. */
  private lastRemote = 0;
  private nextLocal = 1;
  private maxLocal: number = http2Limits.streamsAsked;
  /** The last stream that we handle, once we have said so. */
  private lastHandled = Infinity;
  private goneAway = false;

  /** `prefaceBytes`: how much of the client's preface is known to have come. */
  constructor(
    private readonly role: 'server' | 'client',
    private readonly heads: HeadModel,
    now: () => number,
    private readonly observer: ConnectionObserver,
    prefaceBytes = 0,
  ) {
    this.prefaceBytes = role === 'server' ? prefaceBytes : preface.length;
    this.resets = new Budget(http2Limits.resets, now);
    this.idleFrames = new Budget(http2Limits.idleFrames, now);
    this.reader = new FrameReader({
      onFrame: (type, bits, stream, payload) => this.take(type, bits, stream, payload),
      onOversize: () => this.fail(new Http2Fault(codes.FrameSizeError, 'a frame that is too long')),
    });
    this.sender = new Sender(
      (data) => observer.onOutput(data),
      () => this.idleFrames.earn(4),
      (stream) => this.closeIfDone(stream),
    );
  }

  /** Says what has to be said first. */
  start(): void {
    this.sender.together(() => {
      if (this.role === 'client') this.sender.frame(preface);
      this.sender.frame(
        settingsFrame([
          this.role === 'client' ? [settingIds.enablePush, 0] : [settingIds.maxConcurrentStreams, http2Limits.streams],
          [settingIds.initialWindowSize, http2Limits.streamWindow],
          [settingIds.maxHeaderListSize, http2Limits.headerList],
        ]),
      );
      this.sender.credit(0, http2Limits.connectionWindow - defaultWindow);
    });
  }

  push(data: Data): void {
    if (this.over) return;
    this.sender.together(() => data.each((chunk) => this.pushChunk(chunk)));
  }

  /** Whether a stream can be opened now. */
  get hasRoom(): boolean {
    return !this.over && !this.goneAway && this.streams.size < this.maxLocal && this.nextLocal < largestWindow;
  }

  /** Whether no further stream will ever be opened from here. */
  get isSpent(): boolean {
    return this.over || this.goneAway || this.nextLocal >= largestWindow;
  }

  /** Opens a stream with a request. */
  open(fields: readonly Field[], bodiless: boolean, end: boolean, observer: StreamObserver): Http2Stream {
    const stream = this.add(this.nextLocal, observer);
    this.nextLocal += 2;
    stream.bodiless = bodiless;
    this.sender.headers(stream, fields, end);
    return stream;
  }

  /** The request that came in HTTP/1 and asked for this connection: its stream, which the peer has ended. */
  adopt(observer: StreamObserver): Http2Stream {
    this.lastRemote = 1;
    const stream = this.add(1, observer);
    stream.remoteEnded = true;
    return stream;
  }

  /** Settings that came otherwise than in a frame; false when they are none. */
  applySettings(payload: Buffer): boolean {
    return payload.length % 6 === 0 && this.readSettings(payload) === null;
  }

  headers(stream: Http2Stream, fields: readonly Field[], end: boolean): void {
    if (!stream.gone) this.sender.headers(stream, fields, end);
  }

  data(stream: Http2Stream, data: Data): void {
    if (!stream.gone) this.sender.data(stream, data);
  }

  /** The end of what we send, with the last part of its body and trailers where there are such. */
  finish(stream: Http2Stream, { trailers = null, last = null }: { trailers?: Field[] | null; last?: Data | null } = {}): void {
    if (!stream.gone) this.sender.finish(stream, trailers, last);
  }

  /** Several of these, whose frames leave together. */
  together(work: () => void): void {
    this.sender.together(work);
  }

  /** Lets go what was to leave together. */
  flush(): void {
    this.sender.flush();
  }

  /** Ends a stream from our side; its observer hears no more. */
  reset(stream: Http2Stream, code: number): void {
    if (stream.gone) return;
    this.sender.together(() => {
      this.remember(stream.id);
      this.remove(stream);
      this.sender.frame(resetFrame(stream.id, code));
    });
  }

  /** What the peer still sends on a stream is not wanted: when our half has ended, it is told to stop. */
  ignore(stream: Http2Stream): void {
    stream.unwanted = true;
    this.closeIfDone(stream);
  }

  /** Whoever takes a stream's bytes is behind: its peer gets no more room. */
  pause(stream: Http2Stream): void {
    stream.paused = true;
  }

  resume(stream: Http2Stream): void {
    stream.paused = false;
    this.giveBack(stream);
  }

  /** The peer learns that we go away; `last`: streams that it opens from now on are not handled. */
  goaway(last: boolean): void {
    if (this.over) return;
    if (last) this.lastHandled = Math.min(this.lastRemote, this.lastHandled);
    this.sender.frame(goawayFrame(last ? this.lastHandled : largestWindow, codes.NoError, ''));
  }

  /** Ends everything: no more is taken or sent. Streams are reset. */
  stop(code: number): void {
    if (this.over) return;
    this.over = true;
    this.reader.stop();
    this.block = null;
    this.resetAll(code);
  }

  private fail(fault: Http2Fault): void {
    if (this.over) return;
    this.sender.frame(goawayFrame(Math.min(this.lastRemote, this.lastHandled), fault.code, fault.reason));
    this.sender.flush();
    this.stop(fault.code);
    this.observer.onFault(fault);
  }

  private resetAll(code: number): void {
    for (const stream of [...this.streams.values()]) {
      const { observer } = stream;
      this.forget(stream);
      observer?.onReset(code, false);
    }
  }

  private pushChunk(chunk: Buffer): void {
    if (this.prefaceBytes === preface.length) {
      this.reader.push(chunk);
      return;
    }
    const count = Math.min(preface.length - this.prefaceBytes, chunk.length);
    if (preface.compare(chunk, 0, count, this.prefaceBytes, this.prefaceBytes + count) !== 0) {
      this.fail(malformed('no preface'));
      return;
    }
    this.prefaceBytes += count;
    this.reader.push(chunk.subarray(count));
  }

  private take(type: number, bits: number, id: number, payload: Buffer): void {
    if (this.over) return;
    const fault = this.faultOfOrder(type, bits, id) ?? this.takeFrame(type, bits, id, payload);
    if (fault !== null) this.fail(fault);
  }

  private faultOfOrder(type: number, bits: number, id: number): Http2Fault | null {
    if (!this.settled && (type !== frameTypes.Settings || (bits & flags.ack) !== 0)) return malformed('no SETTINGS first');
    if (this.block !== null && (type !== frameTypes.Continuation || id !== this.block.stream)) return malformed('a frame within a header list');
    return null;
  }

  private takeFrame(type: number, bits: number, id: number, payload: Buffer): Http2Fault | null {
    switch (type) {
      case frameTypes.Data:
        return this.takeData(bits, id, payload);
      case frameTypes.Headers:
        return this.takeHeaders(bits, id, payload);
      case frameTypes.Continuation:
        return this.takeContinuation(bits, payload);
      case frameTypes.RstStream:
        return this.takeReset(id, payload);
      case frameTypes.Settings:
        return this.takeSettings(bits, id, payload);
      case frameTypes.Ping:
        return this.takePing(bits, id, payload);
      case frameTypes.Goaway:
        return this.takeGoaway(id, payload);
      case frameTypes.WindowUpdate:
        return this.takeWindowUpdate(id, payload);
      case frameTypes.PushPromise:
        return malformed('a push');
      case frameTypes.Priority:
        if (id === 0) return malformed('PRIORITY of no stream');
        if (payload.length === 5) return this.spendIdle();
        return this.streams.has(id) ? this.faultStream(id, new Http2Fault(codes.FrameSizeError, 'a PRIORITY that is none')) : new Http2Fault(codes.FrameSizeError, 'a PRIORITY that is none');
      default:
        return this.spendIdle();
    }
  }

  private takeData(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id === 0) return malformed('DATA of no stream');
    if (this.isIdle(id)) return malformed('DATA of an idle stream');
    const body = unpadded(bits, payload, 0);
    if (body === null) return malformed('padding that is longer than its frame');
    const end = (bits & flags.endStream) !== 0;
    if (body.length === 0 && !end) {
      const fault = this.spendIdle();
      if (fault !== null) return fault;
    }
    this.receiveWindow -= payload.length;
    if (this.receiveWindow < 0) return new Http2Fault(codes.FlowControlError, 'more DATA than the window has room for');
    const stream = this.streams.get(id);
    // Only the windows of streams hold a peer back: whoever reads slowly must not stop the streams of others.
    this.giveBackConnection(payload.length);
    if (stream === undefined) return this.takeLate(id);
    stream.receiveWindow -= payload.length;
    stream.owed += payload.length;
    if (stream.receiveWindow < 0) return this.faultStream(id, new Http2Fault(codes.FlowControlError, 'more DATA than the window has room for'));
    if (stream.remoteEnded) return this.faultStream(id, new Http2Fault(codes.StreamClosed, 'DATA after the end'));
    return this.deliver(stream, body, end);
  }

  private deliver(stream: Http2Stream, body: Buffer, end: boolean): Http2Fault | null {
    if (this.role === 'client' && !stream.headed) return this.faultStream(stream.id, malformed('DATA before a response'));
    stream.received += body.length;
    if (stream.bodiless && body.length > 0) return this.faultStream(stream.id, malformed('a body where none may be'));
    if (stream.length >= 0 && stream.received > stream.length && !stream.bodiless) return this.faultStream(stream.id, malformed('a body that is longer than its Content-Length'));
    if (body.length > 0) stream.observer?.onData(new Data(body));
    if (stream.gone) return null;
    this.giveBack(stream);
    return end ? this.endRemote(stream, null) : null;
  }

  private endRemote(stream: Http2Stream, trailers: ReturnType<typeof readTrailers> | null): Http2Fault | null {
    if (trailers instanceof Http2Fault) return this.faultStream(stream.id, trailers);
    if (this.role === 'client' && !stream.headed) return this.faultStream(stream.id, malformed('no response'));
    if (stream.length >= 0 && stream.received !== stream.length && !stream.bodiless) return this.faultStream(stream.id, malformed('a body that is shorter than its Content-Length'));
    stream.remoteEnded = true;
    stream.observer?.onEnd(trailers);
    this.closeIfDone(stream);
    return null;
  }

  private takeHeaders(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id === 0) return malformed('HEADERS of no stream');
    // Even streams are a server's, which may not push; odd ones that we would have opened are idle.
    if (id % 2 === 0 || (this.role === 'client' && this.isIdle(id))) return malformed('HEADERS of a stream that is not theirs');
    const fragment = unpadded(bits, payload, (bits & flags.priority) !== 0 ? 5 : 0);
    if (fragment === null) return malformed('padding that is longer than its frame');
    this.block = { stream: id, endStream: (bits & flags.endStream) !== 0, parts: [], size: 0, continuations: 0 };
    return this.gather(bits, fragment);
  }

  private takeContinuation(bits: number, payload: Buffer): Http2Fault | null {
    const { block } = this;
    if (block === null) return malformed('CONTINUATION of nothing');
    if (++block.continuations > http2Limits.continuations) return new Http2Fault(codes.EnhanceYourCalm, 'too many CONTINUATION frames');
    return this.gather(bits, payload);
  }

  private gather(bits: number, fragment: Buffer): Http2Fault | null {
    const block = this.block!;
    block.size += fragment.length;
    if (block.size > http2Limits.headerBlock) return new Http2Fault(codes.EnhanceYourCalm, 'a header list that is too large');
    const whole = (bits & flags.endHeaders) !== 0;
    // What waits must not keep the whole of what it came in.
    if (fragment.length > 0) block.parts.push(whole ? fragment : Buffer.from(fragment));
    if (!whole) return null;
    this.block = null;
    const list = this.decoder.decode(block.parts.length === 1 ? block.parts[0] : Buffer.concat(block.parts));
    return list === null ? new Http2Fault(codes.CompressionError, 'a header list that cannot be read') : this.takeList(block.stream, block.endStream, list);
  }

  private takeList(id: number, end: boolean, list: HeaderList): Http2Fault | null {
    const stream = this.streams.get(id);
    if (stream === undefined) return this.role === 'server' && id > this.lastRemote ? this.takeRequest(id, end, list) : this.takeLate(id);
    if (stream.remoteEnded) return this.faultStream(id, new Http2Fault(codes.StreamClosed, 'HEADERS after the end'));
    if (list.oversize) return this.faultStream(id, oversize);
    if (this.role === 'client' && !stream.headed) return this.takeResponse(stream, end, list);
    return end ? this.endRemote(stream, readTrailers(list.fields, this.heads)) : this.faultStream(id, malformed('HEADERS in a body that are no trailers'));
  }

  /** DATA or HEADERS of a stream that is gone. */
  private takeLate(id: number): Http2Fault | null {
    return this.remembered.has(id) || id > this.lastHandled ? null : new Http2Fault(codes.StreamClosed, 'a frame of a closed stream');
  }

  private takeRequest(id: number, end: boolean, list: HeaderList): Http2Fault | null {
    this.lastRemote = id;
    if (id > this.lastHandled) return null;
    const request = list.oversize ? oversize : readRequest(list.fields, this.heads);
    if (request instanceof Http2Fault) return this.faultStream(id, request);
    if (end && request.length > 0) return this.faultStream(id, malformed('a body that is shorter than its Content-Length'));
    if (this.streams.size >= http2Limits.streams) {
      this.remember(id);
      this.sender.frame(resetFrame(id, codes.RefusedStream));
      return this.spendIdle();
    }
    const stream = this.add(id, null);
    stream.length = request.length;
    stream.remoteEnded = end;
    this.idleFrames.earn(1);
    const observer = this.observer.onRequest!(stream, request, end);
    if (stream.gone) return null;
    stream.observer = observer;
    if (end) observer.onEnd(null);
    return null;
  }

  private takeResponse(stream: Http2Stream, end: boolean, list: HeaderList): Http2Fault | null {
    const response = readResponse(list.fields, this.heads);
    if (response instanceof Http2Fault) return this.faultStream(stream.id, response);
    const { status } = response;
    if (status < 200) return end ? this.faultStream(stream.id, malformed('an interim response that ends')) : this.spendIdle();
    stream.headed = true;
    stream.length = response.length;
    stream.bodiless ||= status === 204 || status === 304;
    if (end && stream.length > 0 && !stream.bodiless) return this.faultStream(stream.id, malformed('a body that is shorter than its Content-Length'));
    stream.observer?.onResponse?.(response);
    return end && !stream.gone ? this.endRemote(stream, null) : null;
  }

  private takeReset(id: number, payload: Buffer): Http2Fault | null {
    if (payload.length !== 4) return new Http2Fault(codes.FrameSizeError, 'an RST_STREAM that is none');
    if (id === 0 || this.isIdle(id)) return malformed('RST_STREAM of an idle stream');
    const stream = this.streams.get(id);
    if (stream === undefined) return this.spendIdle();
    const code = payload.readUInt32BE(0);
    const { observer } = stream;
    this.remove(stream);
    observer?.onReset(code, code === codes.RefusedStream);
    return this.spendReset();
  }

  private takeSettings(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id !== 0) return malformed('SETTINGS of a stream');
    if ((bits & flags.ack) !== 0) return payload.length === 0 ? this.spendIdle() : new Http2Fault(codes.FrameSizeError, 'SETTINGS that acknowledge and set');
    if (payload.length % 6 !== 0) return new Http2Fault(codes.FrameSizeError, 'SETTINGS that are cut');
    this.settled = true;
    const fault = this.readSettings(payload) ?? this.spendIdle();
    if (fault === null) this.sender.frame(settingsAck);
    return fault;
  }

  private readSettings(payload: Buffer): Http2Fault | null {
    for (let at = 0; at < payload.length; at += 6) {
      const fault = this.setting(payload.readUInt16BE(at), payload.readUInt32BE(at + 2));
      if (fault !== null) return fault;
    }
    return null;
  }

  private setting(id: number, value: number): Http2Fault | null {
    switch (id) {
      case settingIds.headerTableSize:
        this.sender.encoder.resize(value);
        return null;
      case settingIds.enablePush:
        return value > (this.role === 'server' ? 1 : 0) ? malformed('a setting that is none') : null;
      case settingIds.maxConcurrentStreams:
        this.maxLocal = Math.min(value, http2Limits.streamsAsked);
        if (this.hasRoom) this.observer.onRoom?.();
        return null;
      case settingIds.initialWindowSize:
        return value > largestWindow ? new Http2Fault(codes.FlowControlError, 'a window that is too large') : this.changeWindows(value);
      case settingIds.maxFrameSize:
        return value < http2Limits.frame || value > 0xffffff ? malformed('a setting that is none') : null;
      default:
        return null;
    }
  }

  private changeWindows(size: number): Http2Fault | null {
    const change = size - this.sender.initialWindow;
    this.sender.initialWindow = size;
    for (const stream of [...this.streams.values()]) {
      if (!stream.gone && !this.sender.growStream(stream, change)) return new Http2Fault(codes.FlowControlError, 'a window that is too large');
    }
    return null;
  }

  private takePing(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id !== 0) return malformed('a PING of a stream');
    if (payload.length !== 8) return new Http2Fault(codes.FrameSizeError, 'a PING that is none');
    if ((bits & flags.ack) === 0) this.sender.frame(pingAck(payload));
    return this.spendIdle();
  }

  private takeGoaway(id: number, payload: Buffer): Http2Fault | null {
    if (id !== 0) return malformed('a GOAWAY of a stream');
    if (payload.length < 8) return new Http2Fault(codes.FrameSizeError, 'a GOAWAY that is none');
    const last = payload.readUInt32BE(0) & 0x7fffffff;
    this.goneAway = true;
    this.observer.onGoaway(payload.readUInt32BE(4));
    if (this.role === 'client') {
      for (const stream of [...this.streams.values()]) {
        if (stream.id <= last) continue;
        const { observer } = stream;
        this.remember(stream.id);
        this.forget(stream);
        observer?.onReset(codes.RefusedStream, true);
      }
    }
    if (this.streams.size === 0) this.observer.onIdle();
    return this.spendIdle();
  }

  private takeWindowUpdate(id: number, payload: Buffer): Http2Fault | null {
    if (payload.length !== 4) return new Http2Fault(codes.FrameSizeError, 'a WINDOW_UPDATE that is none');
    if (id !== 0 && this.isIdle(id)) return malformed('WINDOW_UPDATE of an idle stream');
    const increment = payload.readUInt32BE(0) & 0x7fffffff;
    const stream = this.streams.get(id);
    if (id === 0) {
      if (increment === 0) return malformed('a WINDOW_UPDATE of nothing');
      if (!this.sender.grow(increment)) return new Http2Fault(codes.FlowControlError, 'a window that is too large');
    } else if (stream !== undefined) {
      if (increment === 0) return this.faultStream(id, malformed('a WINDOW_UPDATE of nothing'));
      if (!this.sender.growStream(stream, increment)) return this.faultStream(id, new Http2Fault(codes.FlowControlError, 'a window that is too large'));
    }
    return this.spendIdle();
  }

  /** Whether a stream has never been opened. */
  private isIdle(id: number): boolean {
    if (id % 2 === 0) return true;
    return this.role === 'server' ? id > this.lastRemote : id >= this.nextLocal;
  }

  private add(id: number, observer: StreamObserver | null): Http2Stream {
    const stream = new Http2Stream(id, this.sender.initialWindow, http2Limits.streamWindow);
    stream.observer = observer;
    this.streams.set(id, stream);
    return stream;
  }

  /** Resets a stream for what the peer has done. */
  private faultStream(id: number, fault: Http2Fault): Http2Fault | null {
    const stream = this.streams.get(id);
    this.remember(id);
    if (stream !== undefined) {
      const { observer } = stream;
      this.remove(stream);
      observer?.onReset(fault.code, false);
    }
    this.sender.frame(resetFrame(id, fault.code));
    this.observer.onStreamFault(fault);
    return this.spendReset();
  }

  private remember(id: number): void {
    this.remembered.add(id);
    if (this.remembered.size <= http2Limits.remembered) return;
    for (const oldest of this.remembered) {
      this.remembered.delete(oldest);
      break;
    }
  }

  private closeIfDone(stream: Http2Stream): void {
    if (!stream.localEnded || stream.gone) return;
    if (stream.remoteEnded) this.remove(stream);
    else if (stream.unwanted) this.reset(stream, codes.NoError);
  }

  private remove(stream: Http2Stream): void {
    if (stream.gone) return;
    this.forget(stream);
    if (this.over) return;
    if (this.role === 'client' && this.hasRoom) this.observer.onRoom?.();
    if (this.streams.size === 0) this.observer.onIdle();
  }

  private forget(stream: Http2Stream): void {
    stream.gone = true;
    stream.observer = null;
    this.streams.delete(stream.id);
    this.sender.forget(stream);
  }

  private giveBack(stream: Http2Stream): void {
    if (stream.paused || stream.gone || stream.owed < http2Limits.streamWindow / 2) return;
    if (!stream.remoteEnded) this.sender.credit(stream.id, stream.owed);
    stream.receiveWindow += stream.owed;
    stream.owed = 0;
  }

  private giveBackConnection(count: number): void {
    if (this.over) return;
    this.owed += count;
    if (this.owed < http2Limits.connectionWindow / 2) return;
    this.receiveWindow += this.owed;
    this.sender.credit(0, this.owed);
    this.owed = 0;
  }

  private spendIdle(): Http2Fault | null {
    return this.idleFrames.spend() ? null : new Http2Fault(codes.EnhanceYourCalm, 'too many frames that bring nothing forward');
  }

  /** A client may give up what it has asked for, but not on and on. */
  private spendReset(): Http2Fault | null {
    return this.role === 'client' || this.resets.spend() ? null : new Http2Fault(codes.EnhanceYourCalm, 'too many streams that are given up');
  }
}

const oversize = new Http2Fault(codes.EnhanceYourCalm, 'a header list that is too large');

/** A payload without its padding, and without `skipped` bytes before it; null when there is less than that. */
function unpadded(bits: number, payload: Buffer, skipped: number): Buffer | null {
  const padded = (bits & flags.padded) !== 0;
  if (padded && payload.length === 0) return null;
  const start = (padded ? 1 : 0) + skipped;
  const end = payload.length - (padded ? payload[0] : 0);
  return start <= end ? payload.subarray(start, end) : null;
}
