/** Requests from bytes (RFC 9112 section 3). */
import { endOfTarget, endOfToken, endOfValue, hasOption, isHost, isScheme, isTokenCode } from './characters.js';
import { Decoder, type DecodedHead, type Framing } from './decoder.js';
import { badMessage, HttpFault } from './fault.js';
import { httpLimits } from './limits.js';
import { readFields, type Fields } from './fields.js';

/** What a connection needs to know of a request to answer it. */
export interface RequestInfo {
  readonly method: string;
  /** The connection ends with the answer. */
  readonly final: boolean;
  /** The client speaks HTTP/1.0: it knows no chunks. */
  readonly http10: boolean;
  /** The client waits for `100 Continue` before it sends the body. */
  readonly expectContinue: boolean;
  /** The connection turns into a tunnel when the answer agrees; or it may go on in HTTP/2. */
  readonly tunnel: 'CONNECT' | 'websocket' | Http2Upgrade | null;
}

/** A request that asks for HTTP/2, and the settings of its client (RFC 7540 section 3.2). */
export class Http2Upgrade {
  constructor(readonly settings: Buffer) {}
}

/** The preface of HTTP/2 up to where a head of HTTP/1 would end, in bytes. */
export const prefaceHead = 18;

const blank = 32;

export class RequestDecoder extends Decoder<RequestInfo> {
  /** The last Host, which was in order: the requests of a connection mostly name the same one. */
  private host: string | null = null;

  protected override canBegin(start: Buffer): boolean {
    for (let i = 0; i < start.length; i++) {
      const byte = start[i];
      if (byte === 32) return i > 0 && canBeLine(start, i);
      if (!isTokenCode(byte) || i >= httpLimits.method) return false;
    }
    return true;
  }

  protected override readHead(bytes: Buffer, from: number, to: number, text: string): DecodedHead<RequestInfo> | HttpFault {
    const methodEnd = endOfToken(bytes, from);
    // The same as of a head that comes in pieces.
    if (methodEnd - from > httpLimits.method) return badMessage('a method that is too long');
    const targetEnd = endOfTarget(bytes, methodEnd + 1);
    const lineEnd = endOfValue(bytes, targetEnd);
    if (lineEnd - from > httpLimits.startLine) return new HttpFault(414, 'the start line is too long');
    if (bytes[methodEnd] !== blank || methodEnd === from) return badMessage('a method that is no token');
    if (bytes[targetEnd] !== blank || targetEnd === methodEnd + 1) return badMessage('a request line without its three parts, or with other blanks or control characters');
    if (bytes[lineEnd] !== 13 || bytes[lineEnd + 1] !== 10) return badMessage('control characters in the request line');
    const method = text.slice(0, methodEnd - from);
    const target = text.slice(methodEnd + 1 - from, targetEnd - from);
    const protocol = text.startsWith('HTTP/1.1\r\n', targetEnd + 1 - from) ? 'HTTP/1.1' : text.slice(targetEnd + 1 - from, lineEnd - from);
    if (protocol !== 'HTTP/1.1' && protocol !== 'HTTP/1.0') return text.length === prefaceHead - 2 && text.startsWith('PRI * HTTP/2.0') ? this.preface() : versionFault(protocol);
    const fields = readFields(bytes, lineEnd + 2, to, text, from, this.heads);
    if (fields instanceof HttpFault) return fields;
    const http10 = protocol === 'HTTP/1.0';
    const fault = this.targetFault(method, target, fields, http10) ?? framingFault(fields, http10);
    if (fault !== null) return fault;
    return {
      head: this.heads.request(protocol, method, target, fields.headers),
      framing: framingOf(fields),
      info: {
        method,
        final: fields.close || (http10 && !fields.keepAlive),
        http10,
        expectContinue: fields.expectContinue && !http10 && (fields.chunked || fields.contentLength > 0),
        tunnel: tunnelOf(method, fields),
      },
    };
  }

  /** Target and Host must agree, and a request of HTTP/1.1 has one Host (RFC 9112 section 3.2). */
  private targetFault(method: string, target: string, fields: Fields, http10: boolean): HttpFault | null {
    const { host } = fields;
    if (host === null && !http10) return badMessage('no Host');
    if (host !== null && host !== this.host && !isHost(host)) return badMessage('a Host that is none');
    this.host = host;
    if (method === 'CONNECT') return connectFault(target, fields);
    if (target.startsWith('/')) return null;
    if (target === '*') return method === 'OPTIONS' ? null : badMessage('* is a target of OPTIONS only');
    const authority = authorityOf(target);
    if (authority === null) return badMessage('a request target that is none');
    return host !== null && host.toLowerCase() !== authority.toLowerCase() ? badMessage('Host and request target disagree') : null;
  }

  private preface(): DecodedHead<RequestInfo> {
    const info = { method: 'PRI', final: false, http10: false, expectContinue: false, tunnel: null };
    return { head: this.heads.create(), framing: { kind: 'http2' }, info };
  }
}

/** Whether the request line that `start` begins with is not over, or has a third part: one that has none waits for nothing. */
function canBeLine(start: Buffer, methodEnd: number): boolean {
  const end = start.indexOf('\r\n', methodEnd, 'latin1');
  const blank = start.indexOf(32, methodEnd + 1);
  return end < 0 || (blank >= 0 && blank < end);
}

function versionFault(protocol: string): HttpFault {
  const isVersion = protocol.length === 8 && protocol.startsWith('HTTP/') && protocol.charAt(6) === '.';
  return isVersion && '23456789'.includes(protocol.charAt(5)) ? new HttpFault(505, 'not HTTP/1') : badMessage('not HTTP/1');
}

/** What follows CONNECT belongs to the tunnel: one that also says how long it is could be read either way (RFC 9110 section 9.3.6). */
function connectFault(target: string, { chunked, contentLength }: Fields): HttpFault | null {
  const colon = target.lastIndexOf(':');
  if (colon <= 0 || colon === target.length - 1 || !isHost(target)) return badMessage('CONNECT without host and port');
  return chunked || contentLength >= 0 ? badMessage('CONNECT with a body') : null;
}

/** The authority of a target in absolute form, or null. */
function authorityOf(target: string): string | null {
  const scheme = target.indexOf('://');
  if (scheme <= 0) return null;
  const start = scheme + 3;
  const slash = target.indexOf('/', start);
  const query = target.indexOf('?', start);
  const ends = [slash, query, target.length].filter((end) => end >= 0);
  const authority = target.slice(start, Math.min(...ends));
  return authority !== '' && isHost(authority) && isScheme(target.slice(0, scheme)) ? authority : null;
}

function framingFault({ chunked, contentLength }: Fields, http10: boolean): HttpFault | null {
  if (!chunked) return null;
  if (contentLength >= 0) return badMessage('both Content-Length and Transfer-Encoding');
  return http10 ? badMessage('Transfer-Encoding in HTTP/1.0') : null;
}

const noBody: Framing = { kind: 'none' };
const chunks: Framing = { kind: 'chunked' };

function framingOf({ chunked, contentLength }: Fields): Framing {
  if (chunked) return chunks;
  return contentLength > 0 ? { kind: 'length', length: contentLength } : noBody;
}

function tunnelOf(method: string, fields: Fields): RequestInfo['tunnel'] {
  if (method === 'CONNECT') return 'CONNECT';
  if (fields.upgrade === '') return null;
  return hasOption(fields.upgrade, 'websocket') ? 'websocket' : upgradeOf(fields);
}

/** The upgrade that a client asks for in the form that it has to; a client that asks otherwise goes on in HTTP/1. */
function upgradeOf({ upgrade, http2Settings, headers }: Fields): Http2Upgrade | null {
  if (http2Settings === null || !hasOption(upgrade, 'h2c')) return null;
  headers.delete('upgrade');
  const settings = Buffer.from(http2Settings, 'base64url');
  return settings.toString('base64url') === http2Settings && settings.length % 6 === 0 ? new Http2Upgrade(settings) : null;
}
