/** What the peer's settings change here (RFC 9113 section 6.5.2). Those that are not known are passed over. */
import { codes, Http2Fault, malformed } from './codes.js';
import { settingIds } from './frame.js';
import { http2Limits } from './limits.js';
import type { Patience } from './patience.js';
import { largestWindow, type Sender } from './sender.js';
import type { StreamTable } from './stream-table.js';

export class PeerSettings {
  constructor(
    private readonly role: 'server' | 'client',
    private readonly table: StreamTable,
    private readonly sender: Sender,
    private readonly patience: Patience,
  ) {}

  /** Takes the payload of a SETTINGS frame, which is not cut. */
  take(payload: Buffer): Http2Fault | null {
    for (let at = 0; at < payload.length; at += 6) {
      const fault = this.set(payload.readUInt16BE(at), payload.readUInt32BE(at + 2));
      if (fault !== null) return fault;
    }
    return null;
  }

  private set(id: number, value: number): Http2Fault | null {
    switch (id) {
      case settingIds.headerTableSize:
        this.sender.encoder.resize(value);
        return null;
      case settingIds.enablePush:
        return value > (this.role === 'server' ? 1 : 0) ? malformed('a setting that is none') : null;
      case settingIds.maxConcurrentStreams:
        this.table.allow(value);
        return null;
      case settingIds.initialWindowSize:
        return value > largestWindow ? new Http2Fault(codes.FlowControlError, 'a window that is too large') : this.changeWindows(value);
      case settingIds.maxFrameSize:
        return value < http2Limits.frame || value > 0xffffff ? malformed('a setting that is none') : null;
      default:
        return null;
    }
  }

  /** Each change goes through all streams, and there is room for thousands in one frame. */
  private changeWindows(size: number): Http2Fault | null {
    const change = size - this.sender.initialWindow;
    this.sender.initialWindow = size;
    for (const stream of [...this.table.streams.values()]) {
      if (!stream.gone && !this.sender.growStream(stream, change)) return new Http2Fault(codes.FlowControlError, 'a window that is too large');
    }
    return this.patience.spendIdle();
  }
}
