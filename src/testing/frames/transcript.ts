/**
 * What a side of a connection has said, in lines: each stream is one, with its head, its fields, its body and `…` where it has not ended.
 *
 *     1: 200 {x: y} 'hello'      3: POST http://a/ 16384 bytes …      RST_STREAM 5 CANCEL      GOAWAY 5 NO_ERROR
 *
 * What every connection has beside (SETTINGS, windows, PING of those who wait) stands there only where it is asked for.
 */
import { codeName } from '../../stream/protocols/http2/codes.js';
import { flags, FrameReader, frameTypes } from '../../stream/protocols/http2/frame.js';
import { HpackDecoder } from '../../stream/protocols/http2/hpack-decoder.js';

interface Message {
  head: string;
  body: Buffer[];
  trailers: string;
  ended: boolean;
}

/** Texts are shown up to this length. */
const shown = 100;

export class Transcript {
  closed = false;
  /** Payloads of PING acknowledgements that were taken for those who wait. */
  readonly pongs = new Set<string>();
  private readonly entries: (string | number)[] = [];
  private readonly messages = new Map<number, Message>();
  private readonly decoder = new HpackDecoder();
  private list: Buffer[] = [];
  private skip: number;
  private readonly reader = new FrameReader({
    onFrame: (type, bits, stream, payload) => this.take(type, bits, stream, payload),
    onOversize: () => this.entries.push('a frame that is too long'),
  });

  /** `skip`: bytes before the first frame. */
  constructor(
    skip: number,
    /** Kinds of lines that are kept though they are usual. */
    private readonly kept: readonly string[],
  ) {
    this.skip = skip;
  }

  push(bytes: Buffer): void {
    const skipped = Math.min(this.skip, bytes.length);
    this.skip -= skipped;
    this.reader.push(bytes.subarray(skipped));
  }

  get lines(): string[] {
    const lines = this.entries.map((entry) => (typeof entry === 'string' ? entry : this.describe(entry)));
    return this.closed ? [...lines, 'closed'] : lines;
  }

  /** Streams that are not over come again with what follows; all else is forgotten. */
  forget(): void {
    this.entries.length = 0;
    for (const [id, { ended }] of this.messages) if (ended) this.messages.delete(id);
  }

  private describe(id: number): string {
    const { head, body, trailers, ended } = this.messages.get(id)!;
    const bytes = Buffer.concat(body);
    const text = bytes.length === 0 ? '' : bytes.length > shown ? ` ${bytes.length} bytes` : ` '${bytes.toString('latin1')}'`;
    return `${id}: ${head}${text}${trailers === '' ? '' : ` then ${trailers}`}${ended ? '' : ' …'}`;
  }

  private usual(kind: string, line: string): void {
    if (this.kept.includes(kind)) this.entries.push(line);
  }

  private take(type: number, bits: number, stream: number, payload: Buffer): void {
    switch (type) {
      case frameTypes.Data:
        this.taken(stream, (message) => message.body.push(Buffer.from(payload)), (bits & flags.endStream) !== 0);
        break;
      case frameTypes.Headers:
      case frameTypes.Continuation:
        this.takeList(bits, stream, payload);
        break;
      case frameTypes.RstStream:
        this.entries.push(`RST_STREAM ${stream} ${codeName(payload.readUInt32BE(0))}`);
        break;
      case frameTypes.Settings:
        this.usual((bits & flags.ack) !== 0 ? 'ACK' : 'SETTINGS', (bits & flags.ack) !== 0 ? 'SETTINGS ACK' : `SETTINGS ${payload.toString('hex')}`);
        break;
      case frameTypes.Ping:
        this.takePing(bits, payload.toString('hex'));
        break;
      case frameTypes.Goaway:
        this.entries.push(`GOAWAY ${payload.readUInt32BE(0)} ${codeName(payload.readUInt32BE(4))}`);
        break;
      case frameTypes.WindowUpdate:
        this.usual('WINDOW', `WINDOW_UPDATE ${stream} ${payload.readUInt32BE(0)}`);
        break;
      default:
        this.entries.push(`frame ${type}`);
    }
  }

  private takePing(bits: number, payload: string): void {
    if ((bits & flags.ack) !== 0 && payload.startsWith('ba44')) this.pongs.add(payload);
    else this.entries.push(`PING${(bits & flags.ack) !== 0 ? ' ACK' : ''} ${payload}`);
  }

  private takeList(bits: number, stream: number, payload: Buffer): void {
    // Whether the stream ends, the first frame of its list says.
    if (this.list.length === 0) this.listEnds = (bits & flags.endStream) !== 0;
    this.list.push(Buffer.from(payload));
    if ((bits & flags.endHeaders) === 0) return;
    const list = this.decoder.decode(Buffer.concat(this.list.splice(0)));
    if (list === null) throw new Error('a header list that cannot be read');
    const pseudo = new Map(list.fields.filter(({ name }) => name.startsWith(':')).map(({ name, value }) => [name, value]));
    const rest = list.fields.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => `${name}: ${value}`);
    const fields = rest.length === 0 ? '' : `{${rest.join(', ')}}`;
    const status = pseudo.get(':status');
    if (status?.startsWith('1')) this.entries.push(`${stream}: ${status}`);
    else if (pseudo.size === 0) this.taken(stream, (message) => (message.trailers = fields), this.listEnds);
    else this.taken(stream, (message) => (message.head = `${status ?? lineOf(pseudo)} ${fields}`.trim()), this.listEnds);
  }

  private listEnds = false;

  private taken(stream: number, change: (message: Message) => void, ended: boolean): void {
    let message = this.messages.get(stream);
    if (message === undefined) {
      message = { head: '', body: [], trailers: '', ended: false };
      this.messages.set(stream, message);
    }
    if (!this.entries.includes(stream)) this.entries.push(stream);
    change(message);
    message.ended ||= ended;
  }
}

/** The line of a request. */
function lineOf(pseudo: ReadonlyMap<string, string>): string {
  const scheme = pseudo.get(':scheme');
  return `${pseudo.get(':method')} ${scheme === undefined ? '' : `${scheme}://`}${pseudo.get(':authority') ?? ''}${pseudo.get(':path') ?? ''}`;
}
