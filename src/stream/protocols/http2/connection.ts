/**
 * A connection of HTTP/2, seen from either side (RFC 9113): bytes in, what happens to its streams out.
 *
 * It can be cut at any byte, keeps no more than `http2Limits` says, and never guesses. What is wrong with one stream
 * resets it; what is wrong with the connection ends it with a GOAWAY. A peer that keeps us busy with nothing is told
 * to calm down, and that is the end of it.
 */
import { Data } from '../../bytes/data.js';
import type { HeadModel } from '../../events/head.js';
import { codes, Http2Fault, malformed } from './codes.js';
import type { Field } from './field-table.js';
import { flags, FrameReader, frameTypes, goawayFrame, pingAck, priorityFault, settingIds, settingsAck, settingsFrame } from './frame.js';
import { http2Limits } from './limits.js';
import { Patience } from './patience.js';
import { PeerSettings } from './peer-settings.js';
import { Receiver, type RequestTaker } from './receiver.js';
import { defaultWindow, largestWindow, Sender } from './sender.js';
import { StreamTable, type TableObserver } from './stream-table.js';
import type { Http2Stream, StreamObserver } from './stream.js';

export interface ConnectionObserver extends TableObserver {
  /** Bytes for the peer. */
  onOutput(data: Data): void;
  /** A request, on a stream that the peer has opened. */
  onRequest?: RequestTaker;
  /** The peer ends the connection in order: streams above `last` were not handled. */
  onGoaway(code: number): void;
  /** The connection is over: its streams were reset, and the peer has been told. */
  onFault(fault: Http2Fault): void;
}

/** What a client says first. */
export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export class Http2Connection {
  private readonly reader: FrameReader;
  private readonly sender: Sender;
  private readonly patience: Patience;
  private readonly table: StreamTable;
  private readonly receiver: Receiver;
  private readonly peerSettings: PeerSettings;
  /** Bytes of the client's preface that have come. */
  private prefaceBytes: number;
  private settled = false;

  /** `prefaceBytes`: how much of the client's preface is known to have come. */
  constructor(
    private readonly role: 'server' | 'client',
    heads: HeadModel,
    now: () => number,
    private readonly observer: ConnectionObserver,
    prefaceBytes = 0,
  ) {
    this.prefaceBytes = role === 'server' ? prefaceBytes : preface.length;
    this.patience = new Patience(role, now);
    this.reader = new FrameReader({
      onFrame: (type, bits, stream, payload) => this.take(type, bits, stream, payload),
      onOversize: () => this.fail(new Http2Fault(codes.FrameSizeError, 'a frame that is too long')),
    });
    this.sender = new Sender(
      (data) => observer.onOutput(data),
      () => this.patience.earn(4),
      (stream) => this.table.closeIfDone(stream),
    );
    this.table = new StreamTable(role, this.sender, this.patience, observer);
    this.receiver = new Receiver(role, heads, this.table, this.sender, this.patience, (stream, request, ended) => observer.onRequest!(stream, request, ended));
    this.peerSettings = new PeerSettings(role, this.table, this.sender, this.patience);
  }

  get streams(): ReadonlyMap<number, Http2Stream> {
    return this.table.streams;
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
    if (this.table.over) return;
    this.sender.together(() => data.each((chunk) => this.pushChunk(chunk)));
  }

  /** Keeps what comes from here on until it is told to go on: others have their turn. */
  hold(): void {
    this.reader.hold();
  }

  goOn(): void {
    if (!this.table.over) this.sender.together(() => this.reader.resume());
  }

  /** Whether a stream can be opened now. */
  get hasRoom(): boolean {
    return this.table.hasRoom;
  }

  /** Whether no further stream will ever be opened from here. */
  get isSpent(): boolean {
    return this.table.isSpent;
  }

  /** Opens a stream with a request. */
  open(fields: readonly Field[], bodiless: boolean, end: boolean, observer: StreamObserver): Http2Stream {
    const stream = this.table.open(observer);
    stream.bodiless = bodiless;
    this.sender.headers(stream, fields, end);
    return stream;
  }

  /** The request that came in HTTP/1 and asked for this connection: its stream, which the peer has ended. */
  adopt(observer: StreamObserver): Http2Stream {
    this.table.reach(1);
    const stream = this.table.add(1, observer);
    stream.remoteEnded = true;
    return stream;
  }

  /** Settings that came otherwise than in a frame; false when they are none. */
  applySettings(payload: Buffer): boolean {
    return payload.length % 6 === 0 && this.peerSettings.take(payload) === null;
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
    this.table.reset(stream, code);
  }

  /** What the peer still sends on a stream is not wanted: when our half has ended, it is told to stop. */
  ignore(stream: Http2Stream): void {
    stream.unwanted = true;
    this.table.closeIfDone(stream);
  }

  /** Whoever takes a stream's bytes is behind: its peer gets no more room. */
  pause(stream: Http2Stream): void {
    stream.paused = true;
  }

  resume(stream: Http2Stream): void {
    stream.paused = false;
    this.receiver.giveBack(stream);
  }

  /** The peer learns that we go away; `last`: streams that it opens from now on are not handled. */
  goaway(last: boolean): void {
    const { table } = this;
    if (table.over) return;
    if (last) table.lastHandled = Math.min(table.lastRemote, table.lastHandled);
    this.sender.frame(goawayFrame(last ? table.lastHandled : largestWindow, codes.NoError, ''));
  }

  /** Ends everything: no more is taken or sent. Streams are reset. */
  stop(code: number): void {
    if (this.table.over) return;
    this.table.over = true;
    this.reader.stop();
    this.receiver.stop();
    this.table.loseAll(code);
  }

  private fail(fault: Http2Fault): void {
    const { table } = this;
    if (table.over) return;
    this.sender.frame(goawayFrame(Math.min(table.lastRemote, table.lastHandled), fault.code, fault.reason));
    this.sender.flush();
    this.stop(fault.code);
    this.observer.onFault(fault);
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
    if (this.table.over) return;
    const fault = this.faultOfOrder(type, bits, id) ?? this.takeFrame(type, bits, id, payload);
    if (fault !== null) this.fail(fault);
  }

  private faultOfOrder(type: number, bits: number, id: number): Http2Fault | null {
    if (!this.settled && (type !== frameTypes.Settings || (bits & flags.ack) !== 0)) return malformed('no SETTINGS first');
    if (!this.receiver.allows(id, type === frameTypes.Continuation)) return malformed('a frame within a header list');
    return null;
  }

  private takeFrame(type: number, bits: number, id: number, payload: Buffer): Http2Fault | null {
    switch (type) {
      case frameTypes.Data:
        return this.receiver.takeData(bits, id, payload);
      case frameTypes.Headers:
        return this.receiver.takeHeaders(bits, id, payload);
      case frameTypes.Continuation:
        return this.receiver.takeContinuation(bits, payload);
      case frameTypes.RstStream:
        return this.receiver.takeReset(id, payload);
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
        return this.takePriority(id, payload);
      default:
        return this.patience.spendIdle();
    }
  }

  private takePriority(id: number, payload: Buffer): Http2Fault | null {
    if (id === 0) return malformed('PRIORITY of no stream');
    const fault = priorityFault(id, payload);
    if (fault === null) return this.patience.spendIdle();
    return this.streams.has(id) ? this.table.fault(id, fault) : fault;
  }

  private takeSettings(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id !== 0) return malformed('SETTINGS of a stream');
    if ((bits & flags.ack) !== 0) return payload.length === 0 ? this.patience.spendIdle() : new Http2Fault(codes.FrameSizeError, 'SETTINGS that acknowledge and set');
    if (payload.length % 6 !== 0) return new Http2Fault(codes.FrameSizeError, 'SETTINGS that are cut');
    // Who says nothing of streams allows as many as we like.
    if (!this.settled) this.table.allow(http2Limits.streamsAsked);
    this.settled = true;
    const fault = this.peerSettings.take(payload) ?? this.patience.spendIdle();
    if (fault === null) this.sender.frame(settingsAck);
    return fault;
  }

  private takePing(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id !== 0) return malformed('a PING of a stream');
    if (payload.length !== 8) return new Http2Fault(codes.FrameSizeError, 'a PING that is none');
    if ((bits & flags.ack) === 0) this.sender.frame(pingAck(payload));
    return this.patience.spendIdle();
  }

  private takeGoaway(id: number, payload: Buffer): Http2Fault | null {
    if (id !== 0) return malformed('a GOAWAY of a stream');
    if (payload.length < 8) return new Http2Fault(codes.FrameSizeError, 'a GOAWAY that is none');
    const last = payload.readUInt32BE(0) & 0x7fffffff;
    this.table.goneAway = true;
    this.observer.onGoaway(payload.readUInt32BE(4));
    if (this.role === 'client') this.table.loseAbove(last);
    if (this.streams.size === 0) this.observer.onIdle();
    return this.patience.spendIdle();
  }

  private takeWindowUpdate(id: number, payload: Buffer): Http2Fault | null {
    if (payload.length !== 4) return new Http2Fault(codes.FrameSizeError, 'a WINDOW_UPDATE that is none');
    if (id !== 0 && this.table.isIdle(id)) return malformed('WINDOW_UPDATE of an idle stream');
    const increment = payload.readUInt32BE(0) & 0x7fffffff;
    const stream = this.streams.get(id);
    if (id === 0) {
      if (increment === 0) return malformed('a WINDOW_UPDATE of nothing');
      if (!this.sender.grow(increment)) return new Http2Fault(codes.FlowControlError, 'a window that is too large');
    } else if (stream !== undefined) {
      if (increment === 0) return this.table.fault(id, malformed('a WINDOW_UPDATE of nothing'));
      if (!this.sender.growStream(stream, increment)) return this.table.fault(id, new Http2Fault(codes.FlowControlError, 'a window that is too large'));
    }
    return this.patience.spendIdle();
  }
}
