/** Frames: their form in bytes, in both directions (RFC 9113 section 4 and 6). */
import { Data } from '../../bytes/data.js';
import { codes, Http2Fault, malformed } from './codes.js';
import { http2Limits } from './limits.js';

export const frameTypes = {
  Data: 0x0,
  Headers: 0x1,
  Priority: 0x2,
  RstStream: 0x3,
  Settings: 0x4,
  PushPromise: 0x5,
  Ping: 0x6,
  Goaway: 0x7,
  WindowUpdate: 0x8,
  Continuation: 0x9,
} as const;

export const flags = { ack: 0x1, endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

export const settingIds = {
  headerTableSize: 0x1,
  enablePush: 0x2,
  maxConcurrentStreams: 0x3,
  initialWindowSize: 0x4,
  maxFrameSize: 0x5,
  maxHeaderListSize: 0x6,
} as const;

/** The header of each frame, in bytes. */
const headerSize = 9;

export interface FrameObserver {
  onFrame(type: number, flags: number, stream: number, payload: Buffer): void;
  /** A frame that is longer than it may be. Nothing comes after it. */
  onOversize(type: number, length: number): void;
}

/** Frames from bytes, however they are cut. Keeps at most one frame; payloads that come whole are not copied. */
export class FrameReader {
  private readonly header = Buffer.allocUnsafe(headerSize);
  private headerBytes = 0;
  private payload: Buffer | null = null;
  private payloadBytes = 0;
  private stopped = false;
  /** What came since `hold`; null while nothing is held. */
  private held: Data | null = null;

  constructor(private readonly observer: FrameObserver) {}

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.stopped) {
      if (this.held !== null) {
        this.held.pushBytes(chunk.subarray(at));
        return;
      }
      if (this.headerBytes === 0 && chunk.length - at >= headerSize) {
        const length = chunk.readUIntBE(at, 3);
        const end = at + headerSize + length;
        if (end <= chunk.length && length <= http2Limits.frame) {
          const from = at;
          at = end;
          this.observer.onFrame(chunk[from + 3], chunk[from + 4], chunk.readUInt32BE(from + 5) & 0x7fffffff, chunk.subarray(from + headerSize, end));
          continue;
        }
      }
      at = this.gather(chunk, at);
    }
  }

  /** Takes no notice of anything any more. */
  stop(): void {
    this.stopped = true;
    this.payload = null;
  }

  /** Keeps what comes from here on until it is told to go on. */
  hold(): void {
    this.held = new Data();
  }

  resume(): void {
    const { held } = this;
    this.held = null;
    held?.each((chunk) => this.push(chunk));
  }

  /** The slow path: a frame that comes in pieces. */
  private gather(chunk: Buffer, from: number): number {
    const { header } = this;
    let at = from;
    if (this.payload === null) {
      const count = Math.min(headerSize - this.headerBytes, chunk.length - at);
      chunk.copy(header, this.headerBytes, at, at + count);
      this.headerBytes += count;
      at += count;
      if (this.headerBytes < headerSize) return at;
      const length = header.readUIntBE(0, 3);
      if (length > http2Limits.frame) {
        this.stop();
        this.observer.onOversize(header[3], length);
        return at;
      }
      this.payload = Buffer.allocUnsafe(length);
      this.payloadBytes = 0;
    }
    const { payload } = this;
    const count = Math.min(payload.length - this.payloadBytes, chunk.length - at);
    chunk.copy(payload, this.payloadBytes, at, at + count);
    this.payloadBytes += count;
    if (this.payloadBytes === payload.length) {
      this.payload = null;
      this.headerBytes = 0;
      this.observer.onFrame(header[3], header[4], header.readUInt32BE(5) & 0x7fffffff, payload);
    }
    return at + count;
  }
}

/** The header of a frame with room for `extra` bytes of payload behind it. */
export function frameHeader(type: number, flagBits: number, stream: number, length: number, extra = 0): Buffer {
  const bytes = Buffer.allocUnsafe(headerSize + extra);
  bytes.writeUIntBE(length, 0, 3);
  bytes[3] = type;
  bytes[4] = flagBits;
  bytes.writeUInt32BE(stream, 5);
  return bytes;
}

export function settingsFrame(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const length = settings.length * 6;
  const bytes = frameHeader(frameTypes.Settings, 0, 0, length, length);
  settings.forEach(([id, value], i) => {
    bytes.writeUInt16BE(id, headerSize + i * 6);
    bytes.writeUInt32BE(value, headerSize + i * 6 + 2);
  });
  return bytes;
}

export const settingsAck = frameHeader(frameTypes.Settings, flags.ack, 0, 0);

export function pingAck(payload: Buffer): Buffer {
  const bytes = frameHeader(frameTypes.Ping, flags.ack, 0, 8, 8);
  payload.copy(bytes, headerSize);
  return bytes;
}

export function windowUpdateFrame(stream: number, increment: number): Buffer {
  return numberFrame(frameTypes.WindowUpdate, stream, increment);
}

export function resetFrame(stream: number, code: number): Buffer {
  return numberFrame(frameTypes.RstStream, stream, code);
}

function numberFrame(type: number, stream: number, value: number): Buffer {
  const bytes = frameHeader(type, 0, stream, 4, 4);
  bytes.writeUInt32BE(value, headerSize);
  return bytes;
}

export function goawayFrame(last: number, code: number, reason: string): Buffer {
  const text = Buffer.from(reason, 'latin1');
  const bytes = frameHeader(frameTypes.Goaway, 0, 0, 8 + text.length, 8 + text.length);
  bytes.writeUInt32BE(last, headerSize);
  bytes.writeUInt32BE(code, headerSize + 4);
  text.copy(bytes, headerSize + 8);
  return bytes;
}

/** Cuts a header block into HEADERS and CONTINUATION frames of at most `largest` bytes. */
export function headerFrames(stream: number, block: Buffer, endStream: boolean, largest: number): Buffer[] {
  const frames: Buffer[] = [];
  let at = 0;
  do {
    const end = Math.min(at + largest, block.length);
    const last = end === block.length ? flags.endHeaders : 0;
    const type = at === 0 ? frameTypes.Headers : frameTypes.Continuation;
    frames.push(frameHeader(type, last | (at === 0 && endStream ? flags.endStream : 0), stream, end - at), block.subarray(at, end));
    at = end;
  } while (at < block.length);
  return frames;
}

/** A payload without its padding, and without `skipped` bytes before it (RFC 9113 section 4.2, 6.1 and 6.2). */
export function unpadded(bits: number, payload: Buffer, skipped: number): Buffer | Http2Fault {
  const padded = (bits & flags.padded) !== 0;
  const start = (padded ? 1 : 0) + skipped;
  if (payload.length < start) return new Http2Fault(codes.FrameSizeError, 'a frame that is cut');
  const end = payload.length - (padded ? payload[0] : 0);
  return start <= end ? payload.subarray(start, end) : malformed('padding that is longer than its frame');
}

/** What is wrong with a priority, which is not looked at otherwise (RFC 9113 section 6.3, RFC 7540 section 5.3.1). */
export function priorityFault(stream: number, priority: Buffer): Http2Fault | null {
  if (priority.length !== 5) return new Http2Fault(codes.FrameSizeError, 'a PRIORITY that is none');
  return (priority.readUInt32BE(0) & 0x7fffffff) === stream ? malformed('a stream that depends on itself') : null;
}
