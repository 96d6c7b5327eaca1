/**
 * The sending half of a connection: frames to bytes, as fast as the peer's windows let them go (RFC 9113 section 5.2).
 *
 * What does not fit waits at its stream. When the connection's window opens, those that wait get a frame each in turn.
 */
import { Data } from '../../bytes/data.js';
import { flags, frameHeader, frameTypes, headerFrames, windowUpdateFrame } from './frame.js';
import { HpackEncoder } from './hpack-encoder.js';
import { http2Limits } from './limits.js';
import type { Field } from './field-table.js';
import type { Http2Stream } from './stream.js';

export const defaultWindow = 65535;
export const largestWindow = 0x7fffffff;

export class Sender {
  readonly encoder = new HpackEncoder();
  /** The window that new streams begin with. */
  initialWindow = defaultWindow;
  private window = defaultWindow;
  private pending = new Data();
  private readonly waiting = new Set<Http2Stream>();
  private depth = 0;

  constructor(
    private readonly output: (data: Data) => void,
    /** A frame of a body was sent, which brings it forward. */
    private readonly onData: () => void,
    /** Our half of a stream is at its end. */
    private readonly onEnded: (stream: Http2Stream) => void,
  ) {}

  /** Does something whose frames leave together. */
  together(work: () => void): void {
    this.depth++;
    try {
      work();
    } finally {
      if (--this.depth === 0) this.flush();
    }
  }

  /** Lets go what was to leave together. */
  flush(): void {
    if (this.pending.size === 0) return;
    const data = this.pending;
    this.pending = new Data();
    this.output(data);
  }

  frame(bytes: Buffer): void {
    this.pending.pushBytes(bytes);
    if (this.depth === 0) this.flush();
  }

  headers(stream: Http2Stream, fields: readonly Field[], end: boolean): void {
    const block = this.encoder.encode(fields);
    for (const bytes of headerFrames(stream.id, block, end, http2Limits.frame)) this.pending.pushBytes(bytes);
    if (end) this.end(stream);
    if (this.depth === 0) this.flush();
  }

  /** A part of a body; it may wait. */
  data(stream: Http2Stream, data: Data): void {
    if (data.size === 0 || stream.ending || stream.localEnded) return;
    stream.queue.push(data);
    this.drain(stream);
  }

  /** The end of a body, behind what waits of it and its last part. */
  finish(stream: Http2Stream, trailers: Field[] | null, last: Data | null): void {
    if (stream.ending || stream.localEnded) return;
    if (last !== null) stream.queue.push(last);
    stream.ending = true;
    stream.trailers = trailers;
    this.drain(stream);
  }

  credit(stream: number, increment: number): void {
    this.frame(windowUpdateFrame(stream, increment));
  }

  /** The window of all streams has grown; false when it is too large now. */
  grow(increment: number): boolean {
    this.window += increment;
    if (this.window > largestWindow) return false;
    this.drainAll();
    return true;
  }

  growStream(stream: Http2Stream, increment: number): boolean {
    stream.sendWindow += increment;
    if (stream.sendWindow > largestWindow) return false;
    this.drain(stream);
    return true;
  }

  forget(stream: Http2Stream): void {
    this.waiting.delete(stream);
    stream.queue.clear();
  }

  private drain(stream: Http2Stream): void {
    const waited = this.waiting.has(stream);
    while (this.sendOne(stream));
    this.settle(stream, waited);
    if (this.depth === 0) this.flush();
  }

  private drainAll(): void {
    for (let progress = true; progress && this.window > 0; ) {
      progress = false;
      for (const stream of [...this.waiting]) {
        if (!this.sendOne(stream)) continue;
        progress = true;
        this.settle(stream, true);
      }
    }
    if (this.depth === 0) this.flush();
  }

  /** Sends one frame of what waits, if it may. */
  private sendOne(stream: Http2Stream): boolean {
    const size = Math.min(stream.queue.size, stream.sendWindow, this.window, http2Limits.frame);
    if (size <= 0 || stream.gone) return false;
    const rest = stream.queue.size - size;
    const last = stream.ending && rest === 0 && stream.trailers === null;
    this.pending.pushBytes(frameHeader(frameTypes.Data, last ? flags.endStream : 0, stream.id, size)).push(stream.queue.shift(size));
    stream.sendWindow -= size;
    stream.sent += size;
    this.window -= size;
    if (rest === 0 || size >= http2Limits.worthwhile) this.onData();
    if (last) this.end(stream);
    return true;
  }

  /** After something may have been sent: what is at its end ends, what is not waits. */
  private settle(stream: Http2Stream, waited: boolean): void {
    if (stream.gone) return;
    if (stream.queue.size > 0) {
      this.waiting.add(stream);
      return;
    }
    this.waiting.delete(stream);
    if (stream.ending && !stream.localEnded) {
      if (stream.trailers !== null && stream.trailers.length > 0) this.headers(stream, stream.trailers, true);
      else {
        this.pending.pushBytes(frameHeader(frameTypes.Data, flags.endStream, stream.id, 0));
        this.end(stream);
      }
    }
    if (waited) stream.observer?.onDrain();
  }

  private end(stream: Http2Stream): void {
    stream.localEnded = true;
    this.onEnded(stream);
  }
}
