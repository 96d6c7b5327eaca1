/**
 * Frames as texts, which cases are written in: `TYPE+FLAG… STREAM PAYLOAD…`.
 *
 *     HEADERS+END 1 get (x: y)          the fields of a GET, one more, and the end of the stream
 *     DATA+PADDED 1 02 'hi' 0000        bytes in hexadecimal, and as a text
 *     WINDOW_UPDATE 0 4:65535           a number in four bytes
 *     SETTINGS 0 INITIAL_WINDOW_SIZE=0
 *     500 * PING 0 00*8                 five hundred frames, with the same byte eight times
 *     9 * HEADERS # post; DATA+END # 'x'   nine streams, of two frames each: `#` is the next one that a client opens
 *
 * HEADERS, CONTINUATION and PUSH_PROMISE have END_HEADERS unless they are `+OPEN`. Types and flags that have no name are written as
 * numbers, `0xbe+0xff`; `R1` is stream 1 with the reserved bit; `raw` is what follows, without a frame. Fields are written
 * without any table, by nothing that is tested here.
 */
import { flags, frameHeader, frameTypes, settingIds } from '../../stream/protocols/http2/frame.js';

const typeNames: Readonly<Record<string, number>> = {
  DATA: frameTypes.Data,
  HEADERS: frameTypes.Headers,
  PRIORITY: frameTypes.Priority,
  RST_STREAM: frameTypes.RstStream,
  SETTINGS: frameTypes.Settings,
  PUSH_PROMISE: frameTypes.PushPromise,
  PING: frameTypes.Ping,
  GOAWAY: frameTypes.Goaway,
  WINDOW_UPDATE: frameTypes.WindowUpdate,
  CONTINUATION: frameTypes.Continuation,
};

const flagNames: Readonly<Record<string, number>> = { END: flags.endStream, ACK: flags.ack, PADDED: flags.padded, PRIORITY: flags.priority, OPEN: 0 };

const settingNames: Readonly<Record<string, number>> = {
  HEADER_TABLE_SIZE: settingIds.headerTableSize,
  ENABLE_PUSH: settingIds.enablePush,
  MAX_CONCURRENT_STREAMS: settingIds.maxConcurrentStreams,
  INITIAL_WINDOW_SIZE: settingIds.initialWindowSize,
  MAX_FRAME_SIZE: settingIds.maxFrameSize,
  MAX_HEADER_LIST_SIZE: settingIds.maxHeaderListSize,
};

const request = (method: string, path = '/'): Buffer => Buffer.concat([field(':method', method), field(':scheme', 'http'), field(':authority', 'a'), field(':path', path)]);

/** What a word stands for in a payload. */
const words: Readonly<Record<string, Buffer>> = { get: request('GET'), post: request('POST'), head: request('HEAD'), never: request('POST', '/never'), large: request('GET', '/large'), ok: field(':status', '200') };

/** Where the next stream stands: behind a type, or in a number. */
const places = /([ :=])#(?=\s|$)/g;

/** The bytes of several lines. `next` is the first stream that `#` stands for. */
export function bytesOf(lines: readonly string[], next = 1): Buffer {
  let stream = next;
  return Buffer.concat(
    lines.flatMap((line) => {
      const [, count = '1', frames] = /^(?:(\d+) \* )?(.*)$/s.exec(line)!;
      const parts = frames.split('; ');
      // What is the same each time is made once.
      if (frames.search(places) < 0) return Array<Buffer>(Number(count)).fill(Buffer.concat(parts.map(frameOf)));
      return Array.from({ length: Number(count) }, () => {
        const bytes = Buffer.concat(parts.map((part) => frameOf(part.replace(places, `$1${stream}`))));
        stream += 2;
        return bytes;
      });
    }),
  );
}

function frameOf(text: string): Buffer {
  if (text.startsWith('raw ')) return payloadOf(text.slice(4));
  const [, head, reserved, stream, rest] = /^(\S+) (R?)(\d+)(?: (.*))?$/s.exec(text) ?? fail(text);
  const [type, ...marks] = head.split('+');
  const number = typeNames[type] ?? Number(type);
  const listed = [frameTypes.Headers, frameTypes.PushPromise, frameTypes.Continuation].includes(number as 1) && !marks.includes('OPEN');
  const marked = marks.map((mark) => flagNames[mark] ?? Number(mark));
  const payload = payloadOf(rest ?? '');
  const id = Number(stream) + (reserved === '' ? 0 : 2 ** 31);
  if ([number, ...marked].some(Number.isNaN)) fail(text);
  const bits = marked.reduce((sum, mark) => sum | mark, listed ? flags.endHeaders : 0);
  return Buffer.concat([frameHeader(number, bits, id, payload.length), payload]);
}

/** A piece of a payload, and how often it stands there. */
const piece = /('[^']*'|\((?:[^()]|\([^()]*\))*\)|[^\s*]+)(?:\*(\d+))?\s*/gsy;

function payloadOf(text: string): Buffer {
  const parts: Buffer[] = [];
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const [, what, times = '1'] = piece.exec(text) ?? fail(text);
    parts.push(...Array<Buffer>(Number(times)).fill(pieceOf(what)));
  }
  return Buffer.concat(parts);
}

function pieceOf(text: string): Buffer {
  if (text.startsWith("'")) return Buffer.from(text.slice(1, -1), 'latin1');
  if (text.startsWith('(')) return fieldOf(text.slice(1, -1));
  if (text in words) return words[text];
  const number = /^([1248]):(\d+)$/.exec(text);
  if (number !== null) return numberOf(Number(number[2]), Number(number[1]));
  const setting = /^(\w+)=(\d+)$/.exec(text);
  if (setting !== null) return Buffer.concat([numberOf(settingNames[setting[1]] ?? Number(setting[1]), 2), numberOf(Number(setting[2]), 4)]);
  return /^([0-9a-f]{2})+$/.test(text) ? Buffer.from(text, 'hex') : fail(text);
}

function numberOf(value: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, Math.max(0, size - 6), Math.min(size, 6));
  return bytes;
}

/** `name: value`; the name may begin with a colon, and the value with blanks of its own behind the first. */
function fieldOf(text: string): Buffer {
  const at = text.indexOf(':', 1);
  return field(text.slice(0, at), text.slice(at + 2));
}

/** A literal without a table (RFC 7541 section 6.2.2). */
function field(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0), stringOf(name), stringOf(value)]);
}

function stringOf(text: string): Buffer {
  const length: number[] = [Math.min(text.length, 127)];
  if (text.length >= 127) {
    let rest = text.length - 127;
    for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) | 128);
    length.push(rest);
  }
  return Buffer.concat([Buffer.from(length), Buffer.from(text, 'latin1')]);
}

function fail(text: string): never {
  throw new Error(`no frame: ${text}`);
}
