/**
 * Messages to bytes, as the original words them: start line, fields in their order, then
 * `content-length` or `transfer-encoding: chunked`, then `connection` (RFC 9112).
 *
 * A body is collected until it is whole or larger than `bufferSize`; then it goes out in chunks. What a
 * head says about framing and connection is never believed: it is made from what is sent.
 */
import { Data } from '../../bytes/data.js';
import type { Head, HeadModel } from '../../events/head.js';
import { blankControls, decimal, escapeTarget, isFieldValue, isTarget, isToken } from './characters.js';
import { HeadWriter } from './head-writer.js';
import { statusText } from './status-text.js';

/** How the end of the body is told to whom the message goes. */
export interface MessageForm {
  /** Says `connection: close`. */
  readonly final: boolean;
  /** A response to HEAD: the body is counted and thrown away. */
  readonly bodiless: boolean;
  /** The receiver knows chunks; where it does not, a body that is not collected ends with the connection. */
  readonly chunks: boolean;
  /** A response that turns the connection into a tunnel, or a request for it. */
  readonly tunnel: boolean;
}

export const plainForm: MessageForm = { final: false, bodiless: false, chunks: true, tunnel: false };

/** One for all: a head is written in one go. */
const writer = new HeadWriter();

export abstract class Encoder {
  private head: Head | null = null;
  /** Of the message that has begun, or ended last. */
  form: MessageForm = plainForm;
  /** What is collected of the body; of one that is not sent, only its size is kept. */
  private body = new Data();
  private counted = 0;
  /** Bytes of the body that was taken in to be sent. */
  bodySize = 0;
  private started = false;
  private sent = false;

  constructor(
    protected readonly heads: HeadModel,
    private readonly bufferSize: number,
    private readonly output: (data: Data) => void,
  ) {}

  /** Whether a message has begun and not ended. */
  get inMessage(): boolean {
    return this.started;
  }

  /** Whether bytes of the message that has begun are out already. */
  get hasSent(): boolean {
    return this.sent;
  }

  /** Whether the message that has begun, or ended last, says that the connection ends with it. */
  get closes(): boolean {
    return this.form.final || (this.sent && !this.form.chunks);
  }

  start(head: Head | null, form: MessageForm): void {
    this.head = head;
    this.form = form;
    this.body = new Data();
    this.started = true;
    this.sent = false;
    this.counted = 0;
    this.bodySize = 0;
  }

  /** A part of the body; what comes outside of a message is dropped. */
  push(data: Data): void {
    if (!this.started || data.size === 0) return;
    if (this.form.bodiless || !this.hasBody(this.head, this.form)) {
      this.counted += data.size;
      return;
    }
    this.bodySize += data.size;
    if (this.sent) {
      this.output(this.form.chunks ? chunk(data) : data);
    } else {
      this.body.push(data);
      if (this.body.size > this.bufferSize) this.stream();
    }
  }

  end(): void {
    if (!this.started) return;
    this.started = false;
    if (!this.sent) this.output(this.whole());
    else if (this.form.chunks) this.output(Data.of('0\r\n\r\n', 'latin1'));
    this.head = null;
    this.body = new Data();
  }

  /** Forgets a message that has begun. */
  abandon(): void {
    this.started = false;
    this.body = new Data();
    this.head = null;
  }

  /** Writes the start line without its CRLF. */
  protected abstract startLine(head: Head | null, writer: HeadWriter): void;

  /** Whether a message of this kind has a body at all, and so says how long it is. */
  protected abstract hasBody(head: Head | null, form: MessageForm): boolean;

  private stream(): void {
    this.sent = true;
    const { chunks } = this.form;
    this.output(this.section(chunks ? 'transfer-encoding: chunked\r\n' : '', chunks ? chunk(this.body) : this.body));
    this.body = new Data();
  }

  private whole(): Data {
    if (!this.hasBody(this.head, this.form) || (this.form.tunnel && this.body.size === 0)) return this.section('', null);
    const length = this.form.bodiless ? (this.givenLength() ?? this.counted) : this.body.size;
    return this.section(`content-length: ${length}\r\n`, this.body);
  }

  /** The length that a response to HEAD would have had. */
  private givenLength(): string | null {
    const value = this.heads.asHead(this.head?.get('headers'))?.get('content-length');
    const text = this.heads.text(value);
    return text !== null && decimal(text) >= 0 ? text : null;
  }

  /** The start line, the fields and a body: one byte a character, as decoders read them; a head with a text that does not fit is UTF-8. */
  private section(framing: string, body: Data | null): Data {
    writer.begin();
    this.writeHead(framing);
    if (writer.isWide) {
      writer.begin(true);
      this.writeHead(framing);
    }
    return writer.take(body);
  }

  private writeHead(framing: string): void {
    const { head, heads, names } = this;
    this.startLine(head, writer);
    writer.ascii('\r\n');
    let upgrades = false;
    heads.asHead(head?.get('headers'))?.each((name, value) => {
      if (!names.sends(name)) return;
      if (name === 'upgrade') upgrades = this.form.tunnel;
      const items = typeof value === 'string' ? null : heads.asList(value);
      if (items === null) this.writeField(name, value);
      else for (const item of items) this.writeField(name, item);
    });
    writer.ascii(framing);
    writer.ascii(upgrades ? 'connection: upgrade\r\n\r\n' : this.closes ? 'connection: close\r\n\r\n' : 'connection: keep-alive\r\n\r\n');
  }

  /** Which fields of a head are sent. */
  protected abstract get names(): FieldNames;

  /** One line; what would break out of a value is made blank. */
  private writeField(name: string, value: unknown): void {
    const text = this.heads.text(value);
    if (text === null) return;
    if (!writer.field(name, text)) writer.field(name, blankControls(text));
  }
}

/** Which names of fields are sent: tokens that the encoder does not write itself. What is found out about a name is kept, for the first few hundred. */
class FieldNames {
  private readonly known = new Map<string, boolean>();

  constructor(private readonly own: ReadonlySet<string>) {}

  sends(name: string): boolean {
    return this.known.get(name) ?? this.look(name);
  }

  private look(name: string): boolean {
    const sends = isToken(name) && !this.own.has(name.toLowerCase());
    if (this.known.size < maxKnownNames && name.length < 32) this.known.set(name, sends);
    return sends;
  }
}

const maxKnownNames = 256;

/** The fields that the encoder writes itself. */
const ownFields = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'proxy-connection'];

const responseFields = new FieldNames(new Set(ownFields));
/** TE says what the last sender of a request takes, and is not for who is further on (RFC 9110 section 10.1.4). */
const requestFields = new FieldNames(new Set([...ownFields, 'te']));

export class RequestEncoder extends Encoder {
  protected override get names(): FieldNames {
    return requestFields;
  }

  protected override startLine(head: Head | null, writer: HeadWriter): void {
    const method = this.heads.text(head?.get('method')) ?? 'GET';
    const path = this.heads.text(head?.get('path')) ?? '/';
    const target = path === '' ? '/' : path;
    writer.ascii(isToken(method) ? method : 'GET');
    writer.ascii(' ');
    writer.value(isTarget(target) ? target : escapeTarget(target));
    writer.ascii(' HTTP/1.1');
  }

  /** Also a request for a tunnel can have one, which ends before the tunnel begins; what follows CONNECT is the tunnel's. */
  protected override hasBody(head: Head | null, form: MessageForm): boolean {
    return !form.tunnel || this.heads.text(head?.get('method')) !== 'CONNECT';
  }
}

export class ResponseEncoder extends Encoder {
  protected override get names(): FieldNames {
    return responseFields;
  }

  protected override startLine(head: Head | null, writer: HeadWriter): void {
    const status = this.statusOf(head);
    const text = this.heads.text(head?.get('statusText'));
    writer.ascii('HTTP/1.1 ');
    writer.ascii(String(status));
    writer.ascii(' ');
    writer.value(text !== null && text !== '' && isFieldValue(text) ? text : statusText(status));
  }

  /** RFC 9110 section 6.4.1 and 8.6: none in 1xx, 204 and 304, nor in what opens a tunnel. */
  protected override hasBody(head: Head | null, form: MessageForm): boolean {
    const status = this.statusOf(head);
    return !form.tunnel && status >= 200 && status !== 204 && status !== 304;
  }

  /** Also numbers written as text; what is no status is 200. */
  statusOf(head: Head | null): number {
    const value = head?.get('status');
    const status = typeof value === 'number' ? value : Number(this.heads.text(value) ?? 200);
    return Number.isInteger(status) && status >= 100 && status <= 999 ? status : 200;
  }
}

function chunk(data: Data): Data {
  return Data.of(`${data.size.toString(16).toUpperCase()}\r\n`, 'latin1').push(data).push(Data.of('\r\n', 'latin1'));
}
