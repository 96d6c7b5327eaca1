/** Header lists from the frames that they come in: HEADERS, then as many CONTINUATION as it takes (RFC 9113 section 4.3). */
import { codes, Http2Fault, malformed } from './codes.js';
import { flags } from './frame.js';
import { HpackDecoder, type HeaderList } from './hpack-decoder.js';
import { http2Limits } from './limits.js';

/** A header list that is whole. */
export interface HeaderBlock {
  readonly stream: number;
  readonly endStream: boolean;
  readonly list: HeaderList;
  /** What is wrong with its stream, whatever the list says. */
  readonly fault: Http2Fault | null;
}

/** A header list that is not whole. */
interface OpenBlock {
  readonly stream: number;
  readonly endStream: boolean;
  readonly fault: Http2Fault | null;
  readonly parts: Buffer[];
  size: number;
  continuations: number;
}

export class HeaderBlocks {
  private readonly decoder = new HpackDecoder();
  private open: OpenBlock | null = null;

  /** Whether a frame may come now: within a header list only its CONTINUATION may. */
  allows(stream: number, isContinuation: boolean): boolean {
    return this.open === null || (isContinuation && stream === this.open.stream);
  }

  /** A list begins; null while it is not whole. */
  begin(stream: number, bits: number, fragment: Buffer, fault: Http2Fault | null): HeaderBlock | Http2Fault | null {
    this.open = { stream, endStream: (bits & flags.endStream) !== 0, fault, parts: [], size: 0, continuations: 0 };
    return this.gather(this.open, bits, fragment);
  }

  /** A list goes on; null while it is not whole. */
  continue(bits: number, fragment: Buffer): HeaderBlock | Http2Fault | null {
    const { open } = this;
    if (open === null) return malformed('CONTINUATION of nothing');
    if (++open.continuations > http2Limits.continuations) return new Http2Fault(codes.EnhanceYourCalm, 'too many CONTINUATION frames');
    return this.gather(open, bits, fragment);
  }

  /** Lets go what is not whole. */
  clear(): void {
    this.open = null;
  }

  private gather(open: OpenBlock, bits: number, fragment: Buffer): HeaderBlock | Http2Fault | null {
    open.size += fragment.length;
    if (open.size > http2Limits.headerBlock) return new Http2Fault(codes.EnhanceYourCalm, 'a header list that is too large');
    const whole = (bits & flags.endHeaders) !== 0;
    // What waits must not keep the whole of what it came in.
    if (fragment.length > 0) open.parts.push(whole ? fragment : Buffer.from(fragment));
    if (!whole) return null;
    this.open = null;
    const list = this.decoder.decode(open.parts.length === 1 ? open.parts[0] : Buffer.concat(open.parts));
    return list === null ? new Http2Fault(codes.CompressionError, 'a header list that cannot be read') : { stream: open.stream, endStream: open.endStream, fault: open.fault, list };
  }
}
