/** An origin whose answer to `/up/endless` has no end: for tests of who is held back by a reader that does not read. */
import type { Socket } from 'node:net';
import { answerOf, Origin } from './proxy.js';

/** More than any buffers take: who has sent as much was not held back. */
const tooMuch = 400 << 20;

const block = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);

export class EndlessOrigin {
  /** Bytes of the endless answers that were written. */
  sent = 0;
  origin!: Origin;

  static async start(): Promise<EndlessOrigin> {
    const endless = new EndlessOrigin();
    endless.origin = await Origin.start((target, socket) => {
      if (target !== '/up/endless') return answerOf(target);
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      endless.write(socket);
      return null;
    });
    return endless;
  }

  /** Bytes that were written once no more are while others are served, 50 between any two looks; or more than `most`. The system's buffers are filled first. */
  async standsAt(most: number, serveAnother: () => Promise<void>): Promise<number> {
    let before = -1;
    while (before !== this.sent && this.sent < most) {
      before = this.sent;
      for (let i = 0; i < 50; i++) await serveAnother();
    }
    return this.sent;
  }

  /** Writes as fast as it is taken. */
  private write(socket: Socket): void {
    while (this.sent < tooMuch && !socket.destroyed) {
      this.sent += block.length;
      if (!socket.write(block)) {
        socket.once('drain', () => this.write(socket));
        return;
      }
    }
  }
}
