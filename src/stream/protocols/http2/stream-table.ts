/**
 * The streams of a connection: which there are, which there were, and which there may be (RFC 9113 section 5.1).
 *
 * Those that we have reset are remembered for a while: what the peer had on its way to them is no fault.
 */
import { codes, type Http2Fault } from './codes.js';
import { resetFrame } from './frame.js';
import { http2Limits } from './limits.js';
import type { Patience } from './patience.js';
import { largestWindow, type Sender } from './sender.js';
import { Http2Stream, type StreamObserver } from './stream.js';

export interface TableObserver {
  /** Streams may be opened again. */
  onRoom?(): void;
  /** A stream was reset for what the peer did; for the log. */
  onStreamFault(fault: Http2Fault): void;
  /** The last stream is gone. */
  onIdle(): void;
}

export class StreamTable {
  readonly streams = new Map<number, Http2Stream>();
  /** Nothing is opened, taken or sent any more. */
  over = false;
  /** The peer opens no more, and takes none. */
  goneAway = false;
  /** The last stream that the peer has opened. */
  lastRemote = 0;
  /** Between these two are the streams that were passed over last: they were never opened. */
  private beforeGap = 0;
  private behindGap = 0;
  /** The last stream that we handle, once we have said so. */
  lastHandled = Infinity;
  private nextLocal = 1;
  private maxLocal: number = http2Limits.streamsUnsettled;
  private readonly remembered = new Set<number>();

  constructor(
    private readonly role: 'server' | 'client',
    private readonly sender: Sender,
    private readonly patience: Patience,
    private readonly observer: TableObserver,
  ) {}

  /** Whether a stream can be opened now. */
  get hasRoom(): boolean {
    return !this.over && !this.goneAway && this.streams.size < this.maxLocal && this.nextLocal < largestWindow;
  }

  /** Whether no further stream will ever be opened from here. */
  get isSpent(): boolean {
    return this.over || this.goneAway || this.nextLocal >= largestWindow;
  }

  /** Whether a stream has never been opened. */
  isIdle(id: number): boolean {
    if (id % 2 === 0) return true;
    return this.role === 'server' ? id > this.lastRemote : id >= this.nextLocal;
  }

  /** The peer has opened a stream, and with it closed all below that were not (RFC 9113 section 5.1.1). */
  reach(id: number): void {
    if (id > this.lastRemote + 2) {
      this.beforeGap = this.lastRemote;
      this.behindGap = id;
    }
    this.lastRemote = id;
  }

  /** Whether a stream was closed without having been opened; of those that were passed over earlier nobody knows any more. */
  isPassedOver(id: number): boolean {
    return id > this.beforeGap && id < this.behindGap;
  }

  /** Whether what still comes for a stream that is gone is no fault. */
  isExcused(id: number): boolean {
    return this.remembered.has(id) || id > this.lastHandled;
  }

  /** The peer lets us have so many streams at once. */
  allow(count: number): void {
    this.maxLocal = Math.min(count, http2Limits.streamsAsked);
    if (this.hasRoom) this.observer.onRoom?.();
  }

  /** The next stream of ours. */
  open(observer: StreamObserver): Http2Stream {
    const stream = this.add(this.nextLocal, observer);
    this.nextLocal += 2;
    return stream;
  }

  add(id: number, observer: StreamObserver | null): Http2Stream {
    const stream = new Http2Stream(id, this.sender.initialWindow, http2Limits.streamWindow);
    stream.observer = observer;
    this.streams.set(id, stream);
    return stream;
  }

  /** A stream that is not taken: the peer may ask once more. */
  refuse(id: number): void {
    this.remember(id);
    this.sender.frame(resetFrame(id, codes.RefusedStream));
  }

  /** Ends a stream from our side; its observer hears no more. */
  reset(stream: Http2Stream, code: number): void {
    if (stream.gone) return;
    this.sender.together(() => {
      this.remember(stream.id);
      // With the last stream the connection may go: what is said of it has to be said before.
      this.sender.frame(resetFrame(stream.id, code));
      this.remove(stream);
    });
  }

  /** Resets a stream for what the peer has done. */
  fault(id: number, fault: Http2Fault): Http2Fault | null {
    const stream = this.streams.get(id);
    this.remember(id);
    this.sender.frame(resetFrame(id, fault.code));
    if (stream !== undefined) {
      const { observer } = stream;
      this.remove(stream);
      observer?.onReset(fault.code, false);
    }
    this.observer.onStreamFault(fault);
    return this.patience.spendReset();
  }

  /** The peer has reset a stream. */
  lose(stream: Http2Stream, code: number): void {
    const { observer } = stream;
    this.remove(stream);
    observer?.onReset(code, code === codes.RefusedStream);
  }

  /** The peer has not handled our streams above this one, and never will. */
  loseAbove(last: number): void {
    for (const stream of [...this.streams.values()]) {
      if (stream.id <= last) continue;
      const { observer } = stream;
      this.remember(stream.id);
      this.forget(stream);
      observer?.onReset(codes.RefusedStream, true);
    }
  }

  /** All streams are gone with the connection. */
  loseAll(code: number): void {
    for (const stream of [...this.streams.values()]) {
      const { observer } = stream;
      this.forget(stream);
      observer?.onReset(code, false);
    }
  }

  /** Lets a stream go of which both halves have ended, or ours and nobody wants the rest. */
  closeIfDone(stream: Http2Stream): void {
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

  private remember(id: number): void {
    this.remembered.add(id);
    if (this.remembered.size <= http2Limits.remembered) return;
    for (const oldest of this.remembered) {
      this.remembered.delete(oldest);
      break;
    }
  }
}
