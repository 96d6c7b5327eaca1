/** Responses from bytes (RFC 9112 section 4). */
import type { HeadModel } from '../../events/head.js';
import { decimal, endOfValue } from './characters.js';
import { Decoder, type DecodedHead, type DecoderObserver, type Framing } from './decoder.js';
import { badMessage, HttpFault } from './fault.js';
import { readFields, type Fields } from './fields.js';
import { httpLimits } from './limits.js';

/** What is known of the request that a response answers. */
export interface Asked {
  /** HEAD: the response has no body whatever it says. */
  readonly bodiless: boolean;
  readonly tunnel: 'CONNECT' | 'websocket' | null;
}

export interface ResponseInfo {
  readonly status: number;
  /** The connection takes no further request. */
  readonly final: boolean;
  /** The connection turns into a tunnel with the end of this response. */
  readonly tunnel: boolean;
}

const opening = Buffer.from('HTTP/1.');

export class ResponseDecoder extends Decoder<ResponseInfo> {
  /** Interim responses since the last response. */
  private interim = 0;

  constructor(
    heads: HeadModel,
    observer: DecoderObserver<ResponseInfo>,
    /** Asked at each final response. */
    private readonly asked: () => Asked,
  ) {
    super(heads, observer);
  }

  protected override canBegin(start: Buffer): boolean {
    const length = Math.min(start.length, opening.length);
    return start.compare(opening, 0, length, 0, length) === 0;
  }

  protected override readHead(bytes: Buffer, from: number, to: number, text: string): DecodedHead<ResponseInfo> | HttpFault | null {
    const protocol = text.startsWith('HTTP/1.1 ') ? 'HTTP/1.1' : text.startsWith('HTTP/1.0 ') ? 'HTTP/1.0' : null;
    if (protocol === null) return badMessage('not HTTP/1');
    const status = decimal(text.slice(9, 12));
    const after = bytes[from + 12];
    if (status < 100 || (after !== 32 && after !== 13)) return badMessage('a status line that is none');
    const lineEnd = endOfValue(bytes, from + 12);
    if (lineEnd - from > httpLimits.startLine) return new HttpFault(414, 'the start line is too long');
    if (bytes[lineEnd] !== 13 || bytes[lineEnd + 1] !== 10) return badMessage('control characters in the reason phrase');
    const statusText = text.slice(13, lineEnd - from);
    const fields = readFields(bytes, lineEnd + 2, to, text, from, this.heads);
    if (fields instanceof HttpFault) return fields;
    if (status < 200 && status !== 101) return ++this.interim > httpLimits.interim ? badMessage('too many interim responses') : null;
    this.interim = 0;
    const asked = this.asked();
    const tunnel = opensTunnel(status, asked);
    // What is said of the body has to be in order also where there is none.
    const told = framingOf(fields, protocol === 'HTTP/1.0');
    if (told instanceof HttpFault) return told;
    const framing = tunnel || isBodiless(status, asked) ? ({ kind: 'none' } as const) : told;
    const closes = fields.close || (protocol === 'HTTP/1.0' && !fields.keepAlive);
    return {
      head: this.heads.response(protocol, status, statusText, fields.headers),
      framing,
      info: { status, final: closes || framing.kind === 'close', tunnel },
    };
  }
}

function opensTunnel(status: number, { tunnel }: Asked): boolean {
  return tunnel === 'CONNECT' ? status >= 200 && status < 300 : tunnel === 'websocket' && status === 101;
}

/** RFC 9112 section 6.3. */
function isBodiless(status: number, { bodiless }: Asked): boolean {
  return bodiless || status === 101 || status === 204 || status === 304;
}

function framingOf({ chunked, contentLength }: Fields, http10: boolean): Framing | HttpFault {
  if (chunked && http10) return badMessage('Transfer-Encoding in HTTP/1.0');
  if (chunked) return contentLength >= 0 ? badMessage('both Content-Length and Transfer-Encoding') : { kind: 'chunked' };
  return contentLength >= 0 ? { kind: 'length', length: contentLength } : { kind: 'close' };
}
