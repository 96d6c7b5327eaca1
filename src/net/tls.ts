/**
 * TLS of node:tls over bytes: ciphertext of the peer goes in and comes out as `Data`, and so does
 * plaintext. A peer is verified when `trusted` names authorities.
 */
import { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import { Data } from '../stream/bytes/data.js';
import { noteBuffer } from './buffers.js';
import { lowMark } from './socket.js';
import { secretsOf } from './tls-secrets.js';
import type { Tls, TlsObserver, TlsOptions, TlsSession } from '../stream/runtime/ports.js';

/** How much plaintext is encrypted at a time. */
const batchSize = 64 * 1024;

/** The ciphertext side of a session, as the stream that node:tls wants. */
class Wire extends Duplex {
  private paused = false;
  /** Tells node:tls that what it wrote has left; null while nothing waits for that. */
  private taken: (() => void) | null = null;

  constructor(private readonly observer: TlsObserver) {
    super({ allowHalfOpen: true });
  }

  /** What comes until `release` is the last for now: the session makes no more ciphertext. */
  hold(): void {
    this.paused = true;
  }

  release(): void {
    const { taken } = this;
    this.paused = false;
    this.taken = null;
    taken?.();
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.give(new Data(chunk), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    const data = new Data();
    for (const { chunk } of chunks) data.pushBytes(chunk);
    this.give(data, done);
  }

  override _final(done: () => void): void {
    this.observer.onFinish();
    done();
  }

  private give(data: Data, done: () => void): void {
    noteBuffer(data.size);
    this.observer.onCiphertext(data);
    if (this.paused) this.taken = done;
    else done();
  }
}

class Session implements TlsSession {
  private readonly wire: Wire;
  /** A server makes it only with the handshake. */
  private socket: TLSSocket | null = null;
  /** Plaintext of ours that waits for its turn. */
  private readonly queue = new Data();
  /** Bytes that are being encrypted. */
  private sending = 0;
  private aboveMark = false;
  private ending = false;
  private secured = false;
  private over = false;

  constructor(
    options: TlsOptions,
    private readonly observer: TlsObserver,
  ) {
    this.wire = new Wire(observer);
    this.wire.on('error', () => {});
    try {
      if (options.server) this.serve(options);
      else this.ask(options);
    } catch (error) {
      // A certificate or key that cannot be read.
      process.nextTick(() => this.fail(error));
    }
  }

  get unsent(): number {
    return this.queue.size + this.sending;
  }

  pause(): void {
    this.wire.hold();
  }

  resume(): void {
    this.wire.release();
  }

  receive(data: Data): void {
    if (!this.over) data.each((chunk) => this.wire.push(chunk));
  }

  receiveEnd(): void {
    if (!this.over) this.wire.push(null);
  }

  send(data: Data): void {
    if (this.over || this.ending) return;
    this.queue.push(data);
    if (this.unsent > lowMark) this.aboveMark = true;
    this.flush();
  }

  end(): void {
    this.ending = true;
    this.flush();
  }

  destroy(): void {
    this.over = true;
    this.queue.clear();
    this.socket?.destroy();
    this.wire.destroy();
  }

  private serve({ scope, credentials, trusted, protocols = [] }: TlsOptions): void {
    const server = secretsOf(scope).server(credentials?.(undefined) ?? null, trusted, protocols);
    server.accept(this.wire, {
      contextFor: (name) => secretsOf(scope).contextFor(credentials?.(name) ?? null, trusted),
      onSecure: (socket) => {
        this.attach(socket);
        this.enter();
      },
      onError: (error) => this.fail(error),
    });
    // A server does not notice by itself; all that came before has been read by now.
    this.wire.on('end', () => this.secured || this.fail(new Error(cutOff)));
  }

  private ask({ scope, credentials, trusted, serverName, protocols = [] }: TlsOptions): void {
    const socket = connect({
      socket: this.wire,
      secureContext: secretsOf(scope).context(credentials?.(undefined) ?? null, trusted),
      ...(serverName === undefined ? { checkServerIdentity: () => undefined } : { servername: serverName }),
      ...(protocols.length > 0 ? { ALPNProtocols: [...protocols] } : {}),
      rejectUnauthorized: trusted.length > 0,
    });
    socket.on('secureConnect', () => this.enter());
    this.attach(socket);
  }

  private enter(): void {
    if (this.over) return;
    this.secured = true;
    this.observer.onSecure();
  }

  private attach(socket: TLSSocket): void {
    if (this.over) {
      socket.destroy();
      return;
    }
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      noteBuffer(bytes.length);
      this.observer.onPlaintext(new Data(bytes));
    });
    socket.on('end', () => {
      if (!this.over) this.observer.onEnd();
    });
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.secured || this.fail(new Error(cutOff)));
    this.flush();
  }

  /** Encrypts a batch of what waits, one after the other: what the other side does not take stays plaintext, of which there may be one for all. */
  private flush(): void {
    const { socket, queue } = this;
    if (this.over || socket === null || this.sending > 0) return;
    if (queue.size > 0) {
      const batch = queue.shift(Math.min(queue.size, batchSize));
      this.sending = batch.size;
      socket.write(batch.toBuffer(), this.sent);
    } else if (this.ending) {
      socket.end();
    }
  }

  /** A batch has left. Failures come as 'error' too, and are told there. */
  private readonly sent = (error?: Error | null): void => {
    if (this.over || error) return;
    this.sending = 0;
    this.flush();
    if (!this.aboveMark || this.unsent > lowMark) return;
    this.aboveMark = false;
    this.observer.onDrain();
  };

  private fail(error: unknown): void {
    if (this.over) return;
    this.destroy();
    this.observer.onError(this.secured ? 'ReadError' : 'Unauthorized', wordsOf(error));
  }
}

const cutOff = 'the connection was closed in the handshake';

/** The short reason of OpenSSL where there is one: its messages are dumps. */
function wordsOf(error: unknown): string {
  const { reason, message } = error as { reason?: unknown; message?: unknown };
  return typeof reason === 'string' ? reason : typeof message === 'string' ? message.trim() : String(error);
}

export const tls: Tls = { open: (options, observer) => new Session(options, observer) };
