/** One side of a connection of HTTP/2 by hand: bytes of any kind go out, and what comes in is a transcript. */
import type { Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { frameHeader, frameTypes } from '../../stream/protocols/http2/frame.js';
import { Bell } from '../bell.js';
import { Transcript } from './transcript.js';

let pings = 0;

export class Wire {
  readonly transcript: Transcript;
  private readonly bell = new Bell();

  constructor(
    readonly socket: Socket,
    options: { readonly skip?: number; readonly kept?: readonly string[] } = {},
  ) {
    this.transcript = new Transcript(options.skip ?? 0, options.kept ?? []);
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.transcript.push(bytes);
      this.bell.ring();
    });
    const close = (): void => {
      this.transcript.closed = true;
      this.bell.ring();
    };
    for (const name of ['end', 'close', 'error']) socket.on(name, close);
  }

  send(bytes: Buffer): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  /** What has come, as soon as it is what is awaited; else when nothing more comes. */
  async hear(awaited: (lines: readonly string[]) => boolean, closes: boolean): Promise<string[]> {
    await this.bell.comes(() => this.transcript.closed || awaited(this.transcript.lines));
    if (!closes && !this.transcript.closed) await this.settle();
    const { lines } = this.transcript;
    this.transcript.forget();
    return lines;
  }

  /** Nothing more comes of what was sent: it has been taken, and so has what came of it in the turn behind. */
  async settle(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const payload = Buffer.alloc(8);
      payload.writeUInt16BE(0xba44);
      payload.writeUInt32BE(++pings, 4);
      this.send(Buffer.concat([frameHeader(frameTypes.Ping, 0, 0, 8), payload]));
      await this.bell.comes(() => this.transcript.closed || this.transcript.pongs.has(payload.toString('hex')));
    }
  }
}

/** Whether lines are those of a case, in which `…` stands for any number of them. */
export function agrees(lines: readonly string[], expected: readonly string[]): boolean {
  const at = expected.indexOf('…');
  if (at < 0) return isDeepStrictEqual(lines, expected);
  const before = expected.slice(0, at);
  const after = expected.slice(at + 1);
  return lines.length >= before.length + after.length && isDeepStrictEqual(lines.slice(0, at), before) && isDeepStrictEqual(lines.slice(lines.length - after.length), after);
}
