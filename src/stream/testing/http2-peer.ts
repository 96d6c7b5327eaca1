/** The other side of an HTTP/2 connection, by hand: frames of any kind to send, and what came back as short texts. */
import { codeName } from '../protocols/http2/codes.js';
import { preface } from '../protocols/http2/connection.js';
import { flags, frameHeader, FrameReader, frameTypes } from '../protocols/http2/frame.js';
import { HpackDecoder } from '../protocols/http2/hpack-decoder.js';
import { HpackEncoder } from '../protocols/http2/hpack-encoder.js';

export { preface };

/** Any frame; the payload is bytes, or their hexadecimal digits. */
export function frame(type: keyof typeof frameTypes | number, flagBits: number, stream: number, payload: Buffer | string = ''): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload.replace(/\s/g, ''), 'hex') : payload;
  return Buffer.concat([frameHeader(typeof type === 'number' ? type : frameTypes[type], flagBits, stream, bytes.length), bytes]);
}

export const settings = (...pairs: readonly (readonly [id: number, value: number])[]): Buffer =>
  frame('Settings', 0, 0, Buffer.concat(pairs.map(([id, value]) => Buffer.from(id.toString(16).padStart(4, '0') + value.toString(16).padStart(8, '0'), 'hex'))));

export const data = (stream: number, body: Buffer | string, end = false): Buffer => frame('Data', end ? flags.endStream : 0, stream, typeof body === 'string' ? Buffer.from(body, 'latin1') : body);

export const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** `name: value` each; a block that uses no table, so that it can stand anywhere. */
export function block(...fields: readonly string[]): Buffer {
  const list = fields.map((field) => {
    const at = field.indexOf(': ', 1);
    return { name: field.slice(0, at), value: field.slice(at + 2) };
  });
  const encoder = new HpackEncoder();
  encoder.resize(0);
  // What a change of the table's size says is left out: the peer may never have asked for it.
  return encoder.encode(list).subarray(1);
}

export const headers = (stream: number, fields: readonly string[], end = true): Buffer => frame('Headers', flags.endHeaders | (end ? flags.endStream : 0), stream, block(...fields));

export const get = (path = '/', ...more: readonly string[]): string[] => [':method: GET', ':scheme: http', ':authority: a', `:path: ${path}`, ...more];
export const post = (...more: readonly string[]): string[] => [':method: POST', ':scheme: http', ':authority: a', ':path: /', ...more];

/** Frames of a peer as texts: `HEADERS 1 end :status=200`, `DATA 1 hello`, `RST 1 CANCEL`. */
export class FrameLog {
  readonly frames: string[] = [];
  private readonly decoder = new HpackDecoder();
  private list: Buffer[] = [];
  private readonly reader = new FrameReader({
    onFrame: (type, bits, stream, payload) => this.frames.push(...this.describe(type, bits, stream, payload)),
    onOversize: () => this.frames.push('OVERSIZE'),
  });
  private skip: number;

  /** `skip`: bytes before the first frame. */
  constructor(skip = 0) {
    this.skip = skip;
  }

  push(bytes: Buffer): void {
    const skipped = Math.min(this.skip, bytes.length);
    this.skip -= skipped;
    this.reader.push(bytes.subarray(skipped));
  }

  /** What has come since it was asked for last, without what every connection begins with. */
  take(): string[] {
    return this.frames.splice(0).filter((text) => !/^(SETTINGS|ACK|WINDOW 0)/.test(text));
  }

  private describe(type: number, bits: number, stream: number, payload: Buffer): string[] {
    const end = (bits & flags.endStream) !== 0 ? ' end' : '';
    switch (type) {
      case frameTypes.Data:
        return [`DATA ${stream}${end} ${payload.length > 40 ? `${payload.length} bytes` : payload.toString('latin1')}`.trim()];
      case frameTypes.Headers:
      case frameTypes.Continuation: {
        this.list.push(payload);
        if ((bits & flags.endHeaders) === 0) return [];
        const list = this.decoder.decode(Buffer.concat(this.list.splice(0)));
        return [`HEADERS ${stream}${end} ${list!.fields.map(({ name, value }) => `${name}=${value}`).join(' ')}`];
      }
      case frameTypes.RstStream:
        return [`RST ${stream} ${codeName(payload.readUInt32BE(0))}`];
      case frameTypes.Settings:
        return [(bits & flags.ack) !== 0 ? 'ACK' : 'SETTINGS'];
      case frameTypes.Ping:
        return [`PING${(bits & flags.ack) !== 0 ? ' ack' : ''} ${payload.toString('hex')}`];
      case frameTypes.Goaway:
        return [`GOAWAY ${payload.readUInt32BE(0)} ${codeName(payload.readUInt32BE(4))}`];
      case frameTypes.WindowUpdate:
        return [`WINDOW ${stream} ${payload.readUInt32BE(0)}`];
      default:
        return [`FRAME ${type}`];
    }
  }
}
