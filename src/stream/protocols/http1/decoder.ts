/**
 * The decoder that requests and responses share: bytes in, the parts of messages out (RFC 9112).
 *
 * It can be cut at any byte, keeps no more than `httpLimits` says, and never guesses: what is malformed or
 * ambiguous is one `onFault`, after which nothing comes out any more. A body is given out as it comes.
 */
import { Data } from '../../bytes/data.js';
import type { Head, HeadModel } from '../../events/head.js';
import { Carry } from './carry.js';
import { isFieldValue, isToken, trimBlanks } from './characters.js';
import { Crumbs } from './crumbs.js';
import { badMessage, HttpFault } from './fault.js';
import { httpLimits } from './limits.js';

/** How the end of a body is told. */
export type Framing = { readonly kind: 'none' | 'chunked' | 'close' | 'http2' } | { readonly kind: 'length'; readonly length: number };

export interface DecodedHead<Info> {
  readonly head: Head;
  readonly framing: Framing;
  /** What the connection needs to know beside the head. */
  readonly info: Info;
}

export interface DecoderObserver<Info> {
  onStart(head: Head, info: Info): void;
  onBody(data: Data): void;
  onEnd(): void;
  /** Bytes after the switch to a tunnel. */
  onTunnel(data: Data): void;
  /** What came reads as the preface of HTTP/2: whether everything behind it is to go through as in a tunnel. */
  onHttp2?(): boolean;
  onFault(fault: HttpFault): void;
}

/** A chunk of fewer bytes is small. */
const crumb = 1024;

const enum State {
  Head,
  Length,
  ChunkLine,
  ChunkData,
  ChunkEnd,
  Trailers,
  UntilClose,
  Held,
  Tunnel,
  Dead,
}

export abstract class Decoder<Info> {
  private state = State.Head;
  private readonly carry = new Carry();
  /** A line of a chunked body that has begun. */
  private line = '';
  /** Bytes left of the body or the chunk. */
  private left = 0;
  private trailerBytes = 0;
  private held = new Data();
  private blankLines = 0;
  /** Small chunks of this read, which go out together: ten thousand of a byte each are as good as one. */
  private readonly crumbs = new Crumbs();

  constructor(
    protected readonly heads: HeadModel,
    private readonly observer: DecoderObserver<Info>,
  ) {}

  push(data: Data): void {
    data.each((chunk) => this.take(chunk));
    this.giveCrumbs();
  }

  /** Whether a message has begun and not ended. */
  get inMessage(): boolean {
    return this.state === State.Head ? this.carry.length > 0 : this.inBody;
  }

  /** Whether a head has been given out and its message has not ended. */
  get inBody(): boolean {
    return this.state !== State.Head && this.state < State.Held;
  }

  /** The bytes end here. True when a body that lasts until then was ended by it. */
  finish(): boolean {
    const ends = this.state === State.UntilClose;
    this.state = State.Dead;
    if (ends) this.observer.onEnd();
    return ends;
  }

  /** Keeps what comes from here on until it is known what it is. To be called from `onEnd`. */
  hold(): void {
    this.state = State.Held;
  }

  /** Goes on with the next message, after `hold`. */
  resume(): void {
    this.state = State.Head;
    this.pushHeld();
  }

  /** Passes everything through from here on. To be called from `onEnd`, between messages, or after `hold`. */
  tunnel(): void {
    this.state = State.Tunnel;
    this.pushHeld();
  }

  /** Bytes kept since `hold`. */
  get heldBytes(): number {
    return this.held.size;
  }

  /** Takes no notice of anything any more. */
  stop(): void {
    this.state = State.Dead;
    this.carry.clear();
    this.crumbs.clear();
    this.held = new Data();
  }

  /**
   * Reads the head from `from` to `to`: CRLF after each line, and the empty line follows. `text` says the same, one character a byte. Null: an interim
   * response, to be passed over.
   */
  protected abstract readHead(bytes: Buffer, from: number, to: number, text: string): DecodedHead<Info> | HttpFault | null;

  /** Whether a head that begins like `start` can still become one. */
  protected abstract canBegin(start: Buffer): boolean;

  private pushHeld(): void {
    const { held } = this;
    this.held = new Data();
    this.push(held);
  }

  private take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      switch (this.state) {
        case State.Head:
          at = this.takeHead(chunk, at);
          break;
        case State.Length:
        case State.ChunkData:
          at = this.takeBody(chunk, at);
          break;
        case State.ChunkLine:
          if (this.line === '') at = this.takeSmallChunks(chunk, at);
          if (at < chunk.length) at = this.takeLine(chunk, at);
          break;
        case State.ChunkEnd:
        case State.Trailers:
          at = this.takeLine(chunk, at);
          break;
        case State.UntilClose:
          this.observer.onBody(new Data(at === 0 ? chunk : chunk.subarray(at)));
          return;
        case State.Held:
          this.held.pushBytes(chunk.subarray(at));
          return;
        case State.Tunnel:
          this.observer.onTunnel(new Data(at === 0 ? chunk : chunk.subarray(at)));
          return;
        case State.Dead:
          return;
      }
    }
  }

  private takeHead(chunk: Buffer, from: number): number {
    const { carry } = this;
    let at = from;
    if (carry.length === 0) {
      while (at + 1 < chunk.length && chunk[at] === 13 && chunk[at + 1] === 10 && this.blankLines < httpLimits.blankLines) {
        at += 2;
        this.blankLines++;
      }
      if (at === chunk.length) return at;
      const end = endOfHead(chunk, at);
      if (end >= 0 && end - at <= httpLimits.head) {
        this.begin(chunk, at, end + 2);
        return end + 4;
      }
    }
    return this.carryHead(chunk, at);
  }

  /** The slow path: a head that comes in pieces, or is none. */
  private carryHead(chunk: Buffer, from: number): number {
    const { carry } = this;
    const before = carry.length;
    carry.append(chunk.subarray(from, from + httpLimits.head + 4 - Math.min(before, httpLimits.head)));
    const bytes = carry.bytes();
    if (before > 0 && before < 3 && bytes.length >= 2 && bytes[0] === 13 && bytes[1] === 10) return this.skipBlankLine(from, before);
    const end = bytes.indexOf('\r\n\r\n', Math.max(0, before - 3), 'latin1');
    if (end >= 0 && end <= httpLimits.head) {
      carry.clear();
      this.begin(bytes, 0, end + 2);
      return from + end + 4 - before;
    }
    const fault = this.faultOfBeginning(bytes, before);
    if (fault !== null) this.fault(fault);
    return chunk.length;
  }

  /** An empty line before a head, cut between its two bytes. */
  private skipBlankLine(from: number, before: number): number {
    this.carry.clear();
    if (++this.blankLines > httpLimits.blankLines) this.fault(badMessage('too many empty lines'));
    return from + 2 - before;
  }

  /** What can be told to be wrong about a head before it is whole. */
  private faultOfBeginning(bytes: Buffer, seen: number): HttpFault | null {
    for (let at = bytes.indexOf(10, seen); at >= 0; at = bytes.indexOf(10, at + 1)) {
      if (at === 0 || bytes[at - 1] !== 13) return badMessage('a line that does not end with CRLF');
    }
    if (!(bytes.length === 1 && bytes[0] === 13) && !this.canBegin(bytes)) return badMessage('not HTTP/1');
    const lineEnd = bytes.indexOf('\r\n', 0, 'latin1');
    if ((lineEnd < 0 ? bytes.length : lineEnd) > httpLimits.startLine) return new HttpFault(414, 'the start line is too long');
    return bytes.length > httpLimits.head ? new HttpFault(431, 'the header section is too large') : null;
  }

  private begin(bytes: Buffer, from: number, to: number): void {
    this.blankLines = 0;
    const decoded = this.readHead(bytes, from, to, bytes.toString('latin1', from, to));
    if (decoded === null) return;
    if (decoded instanceof HttpFault) {
      this.fault(decoded);
      return;
    }
    const { head, framing, info } = decoded;
    switch (framing.kind) {
      case 'none':
        this.observer.onStart(head, info);
        if (this.state === State.Head) this.observer.onEnd();
        return;
      case 'length':
        this.left = framing.length;
        this.state = framing.length === 0 ? State.Head : State.Length;
        this.observer.onStart(head, info);
        if (framing.length === 0 && this.state === State.Head) this.observer.onEnd();
        return;
      case 'chunked':
        this.state = State.ChunkLine;
        break;
      case 'close':
        this.state = State.UntilClose;
        break;
      case 'http2':
        if (this.observer.onHttp2?.() === true) this.state = State.Tunnel;
        else this.fault(new HttpFault(505, 'not HTTP/1'));
        return;
    }
    this.line = '';
    this.observer.onStart(head, info);
  }

  private takeBody(chunk: Buffer, from: number): number {
    const end = Math.min(from + this.left, chunk.length);
    const inLength = this.state === State.Length;
    this.left -= end - from;
    const done = this.left === 0;
    if (done) this.state = inLength ? State.Head : State.ChunkEnd;
    if (!inLength && end - from < crumb) {
      this.crumbs.add(chunk, from, end);
      return end;
    }
    this.giveCrumbs();
    this.observer.onBody(new Data(from === 0 && end === chunk.length ? chunk : chunk.subarray(from, end)));
    if (done && inLength && this.state === State.Head) this.observer.onEnd();
    return end;
  }

  private giveCrumbs(): void {
    if (this.crumbs.size > 0) this.observer.onBody(this.crumbs.take());
  }

  /** Small chunks that are whole and have nothing but a size; gives where the next one begins that is not. */
  private takeSmallChunks(chunk: Buffer, from: number): number {
    for (let next = from; ; ) {
      let at = next;
      let size = 0;
      for (let digit = hexDigit(chunk[at]); digit >= 0 && size < crumb; digit = hexDigit(chunk[++at])) size = size * 16 + digit;
      const start = at + 2;
      const end = start + size;
      const isWhole = size > 0 && size < crumb && end + 2 <= chunk.length;
      if (!isWhole || chunk[at] !== 13 || chunk[at + 1] !== 10 || chunk[end] !== 13 || chunk[end + 1] !== 10) return next;
      this.crumbs.add(chunk, start, end);
      next = end + 2;
    }
  }

  /** The lines of a chunked body: sizes, the ends of chunks, trailers. */
  private takeLine(chunk: Buffer, from: number): number {
    const next = this.line === '' ? this.takePlainLine(chunk, from) : -1;
    return next < 0 ? this.takeAnyLine(chunk, from) : next;
  }

  /** The two lines that chunks usually have, a size and an end, where they are whole: a read may bring thousands. -1 where they are not that. */
  private takePlainLine(chunk: Buffer, from: number): number {
    let at = from;
    let size = 0;
    if (this.state === State.ChunkLine) {
      for (let digit = hexDigit(chunk[at]); digit >= 0 && at < from + 8; digit = hexDigit(chunk[++at])) size = size * 16 + digit;
    }
    if ((at === from) === (this.state === State.ChunkLine) || chunk[at] !== 13 || chunk[at + 1] !== 10 || this.state === State.Trailers) return -1;
    if (this.state === State.ChunkLine) this.beginChunk(size);
    else this.state = State.ChunkLine;
    return at + 2;
  }

  private beginChunk(size: number): void {
    this.left = size;
    this.trailerBytes = 0;
    this.state = size === 0 ? State.Trailers : State.ChunkData;
  }

  private takeAnyLine(chunk: Buffer, from: number): number {
    const newline = chunk.indexOf(10, from);
    const end = newline < 0 ? chunk.length : newline + 1;
    const limit = this.state === State.Trailers ? httpLimits.trailers : httpLimits.chunkLine;
    if (this.line.length + end - from > limit) {
      this.fault(this.state === State.Trailers ? new HttpFault(431, 'the trailers are too large') : badMessage('a chunk line that is too long'));
      return chunk.length;
    }
    this.line += chunk.toString('latin1', from, end);
    if (newline < 0) return end;
    const line = this.line;
    this.line = '';
    if (!line.endsWith('\r\n')) this.fault(badMessage('a line that does not end with CRLF'));
    else this.endLine(line.slice(0, -2));
    return end;
  }

  private endLine(line: string): void {
    switch (this.state) {
      case State.ChunkLine: {
        const size = chunkSize(line);
        if (size < 0) this.fault(badMessage('a chunk size that is no number'));
        else this.beginChunk(size);
        break;
      }
      case State.ChunkEnd:
        if (line === '') this.state = State.ChunkLine;
        else this.fault(badMessage('a chunk that is longer than its size'));
        break;
      default:
        this.endTrailer(line);
    }
  }

  /** Trailers are read, by the rules of fields, and dropped. */
  private endTrailer(line: string): void {
    this.trailerBytes += line.length + 2;
    if (line === '') {
      this.giveCrumbs();
      this.state = State.Head;
      this.observer.onEnd();
    } else if (this.trailerBytes > httpLimits.trailers) {
      this.fault(new HttpFault(431, 'the trailers are too large'));
    } else {
      const colon = line.indexOf(':');
      if (colon < 0 || !isToken(line.slice(0, colon)) || !isFieldValue(line.slice(colon + 1))) this.fault(badMessage('a trailer that is no field'));
    }
  }

  private fault(fault: HttpFault): void {
    this.giveCrumbs();
    this.stop();
    this.observer.onFault(fault);
  }
}

/** Where the four bytes begin that end a head; -1 where there are none. Heads are short: this is done before V8 has been left for a search of its own. */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = from + 3; at < bytes.length; ) {
    const byte = bytes[at];
    if (byte !== 10 && byte !== 13) at += 4;
    else if (byte === 10 && bytes[at - 1] === 13 && bytes[at - 2] === 10 && bytes[at - 3] === 13) return at - 3;
    else at++;
  }
  return -1;
}

/** The size in a chunk's line, before its extensions; -1 when it is none (RFC 9112 section 7.1). */
function chunkSize(line: string): number {
  let size = 0;
  let digits = 0;
  for (; digits < line.length; digits++) {
    const digit = hexDigit(line.charCodeAt(digits));
    if (digit < 0) break;
    size = size * 16 + digit;
  }
  if (digits === 0 || digits > 13) return -1;
  // Blanks and tabs, and nothing else that is white to JavaScript.
  const rest = trimBlanks(line.slice(digits));
  return rest === '' ? (digits === line.length ? size : -1) : rest.startsWith(';') && isFieldValue(rest) ? size : -1;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
