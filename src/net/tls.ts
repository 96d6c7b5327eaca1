/**
 * TLS of node:tls over bytes: ciphertext of the peer goes in and comes out as `Data`, and so does
 * plaintext. A peer is verified when `trusted` names authorities.
 */
import { Duplex } from 'node:stream';
import { connect, createSecureContext, createServer, type SecureContext, type TLSSocket } from 'node:tls';
import { Data } from '../stream/bytes/data.js';
import { noteBuffer } from './buffers.js';
import type { Tls, TlsCredentials, TlsObserver, TlsOptions, TlsSession } from '../stream/runtime/ports.js';

/** The ciphertext side of a session, as the stream that node:tls wants. */
class Wire extends Duplex {
  constructor(private readonly observer: TlsObserver) {
    super({ allowHalfOpen: true });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    noteBuffer(chunk.length);
    this.observer.onCiphertext(new Data(chunk));
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    const data = new Data();
    for (const { chunk } of chunks) data.pushBytes(chunk);
    noteBuffer(data.size);
    this.observer.onCiphertext(data);
    done();
  }

  override _final(done: () => void): void {
    this.observer.onFinish();
    done();
  }
}

class Session implements TlsSession {
  private readonly wire: Wire;
  private socket: TLSSocket | null = null;
  /** Plaintext of ours that waits for the handshake of a server, which makes the socket only then. */
  private readonly early = new Data();
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

  receive(data: Data): void {
    if (!this.over) data.each((chunk) => this.wire.push(chunk));
  }

  receiveEnd(): void {
    if (!this.over) this.wire.push(null);
  }

  send(data: Data): void {
    if (this.over || this.ending) return;
    if (this.socket === null) this.early.push(data);
    else data.each((chunk) => this.socket!.write(chunk));
  }

  end(): void {
    this.ending = true;
    if (!this.over) this.socket?.end();
  }

  destroy(): void {
    this.over = true;
    this.socket?.destroy();
    this.wire.destroy();
  }

  private serve({ credentials, trusted, protocols = [] }: TlsOptions): void {
    const server = createServer({
      ...pem(credentials?.(undefined)),
      ...(trusted.length > 0 ? { ca: [...trusted], requestCert: true, rejectUnauthorized: true } : {}),
      ...(protocols.length > 0 ? { ALPNProtocols: [...protocols] } : {}),
      SNICallback: (name, answer) => {
        try {
          answer(null, contextOf(credentials?.(name) ?? null, trusted));
        } catch (error) {
          answer(error as Error);
        }
      },
    });
    server.on('secureConnection', (socket) => {
      this.attach(socket);
      this.enter();
    });
    server.on('tlsClientError', (error) => this.fail(error));
    server.emit('connection', this.wire);
    // A server does not notice by itself; all that came before has been read by now.
    this.wire.on('end', () => this.secured || this.fail(new Error(cutOff)));
  }

  private ask({ credentials, trusted, serverName, protocols = [] }: TlsOptions): void {
    const socket = connect({
      socket: this.wire,
      ...pem(credentials?.(undefined)),
      ...(serverName === undefined ? { checkServerIdentity: () => undefined } : { servername: serverName }),
      ...(trusted.length > 0 ? { ca: [...trusted] } : {}),
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
    this.early.each((chunk) => socket.write(chunk));
    this.early.clear();
    if (this.ending) socket.end();
  }

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

function pem(credentials: TlsCredentials | null | undefined): { cert?: string; key?: string } {
  return credentials ? { cert: credentials.certificate, key: credentials.key } : {};
}

/** For a name that no certificate is given for, node:tls goes on with the one without a name. */
function contextOf(credentials: TlsCredentials | null, trusted: readonly string[]): SecureContext | undefined {
  if (credentials === null) return undefined;
  return createSecureContext({ ...pem(credentials), ...(trusted.length > 0 ? { ca: [...trusted] } : {}) });
}

export const tls: Tls = { open: (options, observer) => new Session(options, observer) };
