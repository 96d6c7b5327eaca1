/**
 * A client that behaves: it asks one request after the other, mostly over a connection that is kept, every fourth over a new one, and looks whether
 * each answer is its own.
 */
import { connect } from 'node:net';

/** Milliseconds between an answer and the next request. */
const pause = 1;
/** Milliseconds after which an answer is late beyond all measure. */
const patience = 5000;

export class Canary {
  asked = 0;
  wrong = [];
  socket = null;

  constructor(port) {
    this.port = port;
  }

  /** Milliseconds that each answer took, while `goesOn` holds. */
  async ask(goesOn) {
    const taken = [];
    while (goesOn()) {
      taken.push(await this.one(this.asked++ % 4 === 0));
      await new Promise((later) => setTimeout(later, pause));
    }
    return taken;
  }

  /** Asks until a promise is kept; gives what it brings. */
  async askUntil(promise) {
    let isOver = false;
    const asking = this.ask(() => !isOver);
    const result = await promise;
    isOver = true;
    await asking;
    return result;
  }

  async one(anew) {
    const target = `/good/${this.asked}`;
    const begun = performance.now();
    // The gateway closes what asks nothing for a while.
    if (this.socket?.writable === false) this.socket = null;
    const socket = anew || this.socket === null ? connect(this.port, '127.0.0.1').setNoDelay(true) : this.socket;
    if (!anew) this.socket = socket;
    const right = await this.talk(socket, target);
    if (anew) socket.destroy();
    if (right !== true) {
      this.wrong.push(right);
      socket.destroy();
      if (socket === this.socket) this.socket = null;
    }
    return performance.now() - begun;
  }

  /** True, or what was wrong. */
  talk(socket, target) {
    return new Promise((resolve) => {
      let text = '';
      const timer = setTimeout(() => done(`no answer in ${patience} ms`), patience);
      const done = (what) => {
        clearTimeout(timer);
        socket.removeAllListeners();
        socket.on('error', () => {});
        resolve(what);
      };
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        if (/^HTTP\/1\.1 200 OK\r\n/.test(text) && text.endsWith(`\r\n\r\n${target}`)) done(true);
        else if (text.length > 500) done(`for ${target}: ${text.slice(0, 100)}`);
      });
      socket.on('error', (error) => done(error.message));
      socket.on('close', () => done(`closed, after ${JSON.stringify(text.slice(0, 100))}`));
      socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    });
  }

  close() {
    this.socket?.destroy();
    this.socket = null;
  }
}
