/** One stream of a connection: what both of its halves stand at. */
import { Data } from '../../bytes/data.js';
import type { Head } from '../../events/head.js';
import type { ResponseBlock } from './fields.js';
import type { Field } from './field-table.js';

/** Who takes what comes of a stream. */
export interface StreamObserver {
  /** The final response, of streams that we have opened. */
  onResponse?(response: ResponseBlock): void;
  onData(data: Data): void;
  /** The peer has sent all. */
  onEnd(trailers: Head | null): void;
  /** All that waited to be sent has been sent. */
  onDrain(): void;
  /** The stream is gone, with this code; nothing is called any more. `unseen`: the peer has not handled it. */
  onReset(code: number, unseen: boolean): void;
}

export class Http2Stream {
  observer: StreamObserver | null = null;
  /** Bytes that we may send. */
  sendWindow: number;
  /** Bytes that the peer may send. */
  receiveWindow: number;
  /** Bytes that have come and were not given back to the peer's window. */
  owed = 0;
  /** Nothing is given back: whoever takes the bytes is behind. */
  paused = false;
  remoteEnded = false;
  localEnded = false;
  gone = false;
  /** What waits for the window, and what comes after it. */
  queue = new Data();
  ending = false;
  trailers: Field[] | null = null;
  /** The length that was told of what we receive, or -1, and what has come of it. */
  length = -1;
  received = 0;
  /** A response to HEAD, or one that can have no body. */
  bodiless = false;
  headed = false;
  /** What the peer still sends is not wanted: once our half has ended, so does the stream. */
  unwanted = false;
  /** Bytes of body that were sent. */
  sent = 0;

  constructor(
    readonly id: number,
    sendWindow: number,
    receiveWindow: number,
  ) {
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
  }
}
