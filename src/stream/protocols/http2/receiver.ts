/**
 * The receiving half of a connection: what comes for its streams, held against what may come for them (RFC 9113 section 8.1).
 *
 * Of a stream's window is given back what was taken; of that of the connection, what has come: whoever reads slowly must not
 * stop the streams of others.
 */
import { Data } from '../../bytes/data.js';
import type { HeadModel } from '../../events/head.js';
import { codes, Http2Fault, malformed } from './codes.js';
import { readRequest, readResponse, readTrailers, type RequestBlock } from './fields.js';
import { flags, priorityFault, unpadded } from './frame.js';
import { HeaderBlocks, type HeaderBlock } from './header-blocks.js';
import type { HeaderList } from './hpack-decoder.js';
import { http2Limits } from './limits.js';
import type { Patience } from './patience.js';
import type { Sender } from './sender.js';
import type { StreamTable } from './stream-table.js';
import type { Http2Stream, StreamObserver } from './stream.js';

/** Takes a request, on a stream that the peer has opened. */
export type RequestTaker = (stream: Http2Stream, request: RequestBlock, ended: boolean) => StreamObserver;

export class Receiver {
  private readonly blocks = new HeaderBlocks();
  private window: number = http2Limits.connectionWindow;
  private owed = 0;

  constructor(
    private readonly role: 'server' | 'client',
    private readonly heads: HeadModel,
    private readonly table: StreamTable,
    private readonly sender: Sender,
    private readonly patience: Patience,
    private readonly onRequest: RequestTaker,
  ) {}

  /** Whether a frame may come now: within a header list only its CONTINUATION may. */
  allows(id: number, isContinuation: boolean): boolean {
    return this.blocks.allows(id, isContinuation);
  }

  /** Takes nothing any more. */
  stop(): void {
    this.blocks.clear();
  }

  takeData(bits: number, id: number, payload: Buffer): Http2Fault | null {
    const { table } = this;
    if (id === 0) return malformed('DATA of no stream');
    if (table.isIdle(id)) return malformed('DATA of an idle stream');
    const body = unpadded(bits, payload, 0);
    if (body instanceof Http2Fault) return body;
    const end = (bits & flags.endStream) !== 0;
    if (body.length === 0 && !end) {
      const fault = this.patience.spendIdle();
      if (fault !== null) return fault;
    }
    this.window -= payload.length;
    if (this.window < 0) return new Http2Fault(codes.FlowControlError, 'more DATA than the window has room for');
    const stream = table.streams.get(id);
    this.giveBackAll(payload.length);
    if (stream === undefined) return this.takeLate(id);
    stream.receiveWindow -= payload.length;
    stream.owed += payload.length;
    if (stream.receiveWindow < 0) return table.fault(id, new Http2Fault(codes.FlowControlError, 'more DATA than the window has room for'));
    if (stream.remoteEnded) return table.fault(id, new Http2Fault(codes.StreamClosed, 'DATA after the end'));
    return this.deliver(stream, body, end);
  }

  takeHeaders(bits: number, id: number, payload: Buffer): Http2Fault | null {
    if (id === 0) return malformed('HEADERS of no stream');
    // Even streams are a server's, which may not push; odd ones that we would have opened are idle.
    if (id % 2 === 0 || (this.role === 'client' && this.table.isIdle(id))) return malformed('HEADERS of a stream that is not theirs');
    const prioritized = (bits & flags.priority) !== 0;
    const fragment = unpadded(bits, payload, prioritized ? 5 : 0);
    if (fragment instanceof Http2Fault) return fragment;
    const at = (bits & flags.padded) !== 0 ? 1 : 0;
    return this.takeBlock(this.blocks.begin(id, bits, fragment, prioritized ? priorityFault(id, payload.subarray(at, at + 5)) : null));
  }

  takeContinuation(bits: number, payload: Buffer): Http2Fault | null {
    return this.takeBlock(this.blocks.continue(bits, payload));
  }

  takeReset(id: number, payload: Buffer): Http2Fault | null {
    if (payload.length !== 4) return new Http2Fault(codes.FrameSizeError, 'an RST_STREAM that is none');
    if (id === 0 || this.table.isIdle(id)) return malformed('RST_STREAM of an idle stream');
    const stream = this.table.streams.get(id);
    if (stream === undefined) return this.patience.spendIdle();
    this.table.lose(stream, payload.readUInt32BE(0));
    return this.patience.spendReset();
  }

  /** Gives a stream's peer the room back that was taken, once it is worth a frame. */
  giveBack(stream: Http2Stream): void {
    if (stream.paused || stream.gone || stream.owed < http2Limits.streamWindow / 2) return;
    if (!stream.remoteEnded) this.sender.credit(stream.id, stream.owed);
    stream.receiveWindow += stream.owed;
    stream.owed = 0;
  }

  private giveBackAll(count: number): void {
    if (this.table.over) return;
    this.owed += count;
    if (this.owed < http2Limits.connectionWindow / 2) return;
    this.window += this.owed;
    this.sender.credit(0, this.owed);
    this.owed = 0;
  }

  private deliver(stream: Http2Stream, body: Buffer, end: boolean): Http2Fault | null {
    const { table } = this;
    if (this.role === 'client' && !stream.headed) return table.fault(stream.id, malformed('DATA before a response'));
    stream.received += body.length;
    if (stream.bodiless && body.length > 0) return table.fault(stream.id, malformed('a body where none may be'));
    if (stream.length >= 0 && stream.received > stream.length && !stream.bodiless) return table.fault(stream.id, malformed('a body that is longer than its Content-Length'));
    if (body.length > 0) stream.observer?.onData(new Data(body));
    if (stream.gone) return null;
    this.giveBack(stream);
    return end ? this.end(stream, null) : null;
  }

  private end(stream: Http2Stream, trailers: ReturnType<typeof readTrailers> | null): Http2Fault | null {
    const { table } = this;
    if (trailers instanceof Http2Fault) return table.fault(stream.id, trailers);
    if (this.role === 'client' && !stream.headed) return table.fault(stream.id, malformed('no response'));
    if (stream.length >= 0 && stream.received !== stream.length && !stream.bodiless) return table.fault(stream.id, malformed('a body that is shorter than its Content-Length'));
    stream.remoteEnded = true;
    stream.observer?.onEnd(trailers);
    table.closeIfDone(stream);
    return null;
  }

  private takeBlock(block: HeaderBlock | Http2Fault | null): Http2Fault | null {
    return block === null || block instanceof Http2Fault ? block : this.takeList(block);
  }

  private takeList({ stream: id, endStream: end, list, fault }: HeaderBlock): Http2Fault | null {
    const { table } = this;
    const stream = table.streams.get(id);
    if (stream === undefined) return this.role === 'server' && id > table.lastRemote ? this.takeRequest(id, end, fault ?? list) : this.takeLateList(id);
    if (fault !== null) return table.fault(id, fault);
    if (stream.remoteEnded) return table.fault(id, new Http2Fault(codes.StreamClosed, 'HEADERS after the end'));
    if (list.oversize) return this.refuseOversize(id);
    if (this.role === 'client' && !stream.headed) return this.takeResponse(stream, end, list);
    return end ? this.end(stream, readTrailers(list.fields, this.heads)) : table.fault(id, malformed('HEADERS in a body that are no trailers'));
  }

  private refuseOversize(id: number): Http2Fault | null {
    return this.table.fault(id, oversize) ?? this.patience.spendReset(http2Limits.oversizeResets - 1);
  }

  /** DATA or HEADERS of a stream that is gone (RFC 9113 section 5.1). */
  private takeLate(id: number): Http2Fault | null {
    return this.table.isExcused(id) ? null : new Http2Fault(codes.StreamClosed, 'a frame of a closed stream');
  }

  /** HEADERS of a stream that is gone, or was passed over. They bring nothing, but the tables have to follow them: that costs. */
  private takeLateList(id: number): Http2Fault | null {
    return this.table.isPassedOver(id) ? malformed('a stream below the last') : (this.takeLate(id) ?? this.patience.spendIdle());
  }

  private takeRequest(id: number, end: boolean, list: HeaderList | Http2Fault): Http2Fault | null {
    const { table } = this;
    table.reach(id);
    if (id > table.lastHandled) return this.patience.spendIdle();
    if (!(list instanceof Http2Fault) && list.oversize) return this.refuseOversize(id);
    const request = list instanceof Http2Fault ? list : readRequest(list.fields, this.heads);
    if (request instanceof Http2Fault) return table.fault(id, request);
    if (end && request.length > 0) return table.fault(id, malformed('a body that is shorter than its Content-Length'));
    if (table.streams.size >= http2Limits.streams) {
      table.refuse(id);
      return this.patience.spendIdle();
    }
    const stream = table.add(id, null);
    stream.length = request.length;
    stream.remoteEnded = end;
    this.patience.earn(1);
    const observer = this.onRequest(stream, request, end);
    if (stream.gone) return null;
    stream.observer = observer;
    if (end) observer.onEnd(null);
    return null;
  }

  private takeResponse(stream: Http2Stream, end: boolean, list: HeaderList): Http2Fault | null {
    const { table } = this;
    const response = readResponse(list.fields, this.heads);
    if (response instanceof Http2Fault) return table.fault(stream.id, response);
    const { status } = response;
    if (status < 200) return end ? table.fault(stream.id, malformed('an interim response that ends')) : this.patience.spendIdle();
    stream.headed = true;
    stream.length = response.length;
    stream.bodiless ||= status === 204 || status === 304;
    if (end && stream.length > 0 && !stream.bodiless) return table.fault(stream.id, malformed('a body that is shorter than its Content-Length'));
    stream.observer?.onResponse?.(response);
    return end && !stream.gone ? this.end(stream, null) : null;
  }
}

const oversize = new Http2Fault(codes.EnhanceYourCalm, 'a header list that is too large');
