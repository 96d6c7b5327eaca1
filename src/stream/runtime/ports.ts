/**
 * What the runtime needs from the world, as ports. `net/` implements them on Node; tests and `check`
 * implement them in memory. Nothing else in the stream column touches sockets, clocks or files.
 */
import type { Data } from '../bytes/data.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import type { HeadModel } from '../events/head.js';
import type { Tap } from './flow.js';

/** A connected stream of bytes. Reading starts paused off: bytes flow as soon as the observer is known. */
export interface Socket extends Tap {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Bytes accepted by `write` and not yet taken by the system. */
  readonly unsent: number;
  /** Sends in order; the chunks of `data` are taken over. Never fails at once: errors go to the observer. */
  write(data: Data): void;
  /** Half-closes the sending side after everything written has been sent. */
  end(): void;
  /** Closes both sides after everything written has been sent. */
  closeAfterSending(): void;
  /** The same in a way that the peer can tell from an end in order: what it has is not all. */
  resetAfterSending(): void;
  /** Closes at once; unsent bytes are lost. No observer method is called any more. */
  destroy(): void;
  /** Idle limits in seconds, 0 is off; one that is not named stays as it is. `idle` is for both directions. Expiry closes the socket and reports Read- or WriteTimeout. */
  setTimeouts(timeouts: { read?: number; write?: number; idle?: number }): void;
}

/** Who listens to a socket. */
export interface SocketObserver {
  /** Bytes arrived; the buffer will not be written to again. */
  onData(bytes: Buffer): void;
  /** The peer half-closed; sending is still possible. */
  onEnd(): void;
  /** The socket failed and is gone. */
  onError(error: StreamErrorCode, detail: string): void;
  /** The socket is gone, in order or not; always the last call, and always made once unless destroyed from our side. */
  onClose(): void;
  /** `unsent` has gone down to the low mark. */
  onDrain(): void;
}

export interface DialObserver {
  /** Where the script asks for the connection, for the bridge's messages. */
  readonly origin?: unknown;
  /** Gives the observer of the new socket. */
  onConnect(socket: Socket): SocketObserver;
  /** `address` is the one that was tried last; it is missing when there was none to try. */
  onFail(error: StreamErrorCode, detail: string, address?: string): void;
  /** The attempt, or the connection that came of it, holds nothing of the system any more, whoever has ended it. */
  onGone?(): void;
}

/** An attempt to connect, or anything else that can be called off. */
export interface Cancelable {
  cancel(): void;
}

/** Read at every connection: they may change while a port is open. */
export interface ListenOptions {
  /** Unlimited when negative. At the limit accepting stops; the system holds further connections. */
  readonly maxConnections: number;
  readonly readTimeout: number;
  readonly writeTimeout: number;
}

export interface Listener {
  /** While it refuses, connections are closed as they come, at the least cost that there is: nobody hears of them. */
  refuse(refusing: boolean): void;
  /** Stops accepting; connections stay. Settles when the port is free. */
  close(): Promise<void>;
}

export interface Net {
  /** Rejects with an Error whose message says why in the words of the system. */
  listen(host: string, port: number, options: ListenOptions, accept: (socket: Socket) => SocketObserver): Promise<Listener>;
  /**
   * `timeout` in seconds spans resolving and connecting; 0 is off. `permits` is asked with each address that was found: only those that it
   * lets through are connected to, and where there are none, that looks like a refusal.
   */
  dial(host: string, port: number, timeout: number, observer: DialObserver, permits?: (address: string) => boolean): Cancelable;
}

export interface Clock {
  /** Milliseconds since some start; never goes back. */
  now(): number;
  after(milliseconds: number, run: () => void): Cancelable;
  every(milliseconds: number, run: () => void): Cancelable;
}

export type LogLevel = 'debug' | 'warn' | 'error' | 'info';

export interface Log {
  /** Several lines are several records of the same head. */
  write(level: LogLevel, text: string): void;
  /** Whether `debug` lines are wanted at all. */
  readonly debugging: boolean;
}

/** Where data of a person goes, as opposed to logs. */
export interface Output {
  write(text: string): void;
}

/** A child process; as a tap, its output. Its errors go where ours go. */
export interface ChildProcess extends Tap {
  /** Bytes accepted by `write` and not yet taken by the process. */
  readonly unsent: number;
  write(data: Data): void;
  /** Closes its input after everything written has been taken. */
  end(): void;
  kill(): void;
}

export interface ProcessObserver {
  /** Where the script asks for the process, for the bridge's messages. */
  readonly origin?: unknown;
  onData(bytes: Buffer): void;
  /** Its output ended. */
  onEnd(): void;
  /** It is gone; the rest of its output may still come. */
  onExit(code: number | null): void;
  /** `unsent` has gone down to nothing. */
  onDrain(): void;
}

export interface Processes {
  /** Starts `command`, which is not empty; throws an Error when it cannot. */
  spawn(command: readonly string[], observer: ProcessObserver): ChildProcess;
}

/** TLS over bytes: ciphertext on one side, plaintext on the other. As a tap, the ciphertext that it gives. */
export interface TlsSession extends Tap {
  /** Bytes of plaintext accepted by `send` that are not encrypted yet: as long as it is paused, next to nothing is. */
  readonly unsent: number;
  /** Ciphertext from the peer. */
  receive(data: Data): void;
  /** The peer sends no more bytes: in a handshake that is an error, later the end of its plaintext. */
  receiveEnd(): void;
  /** Plaintext to the peer. */
  send(data: Data): void;
  /** Our side has nothing more to send. */
  end(): void;
  destroy(): void;
}

export interface TlsObserver {
  /** The handshake is done. */
  onSecure(): void;
  onCiphertext(data: Data): void;
  /** `unsent` has gone down to the low mark. */
  onDrain(): void;
  /** After `end`: all that we had to send has gone out as ciphertext. */
  onFinish(): void;
  onPlaintext(data: Data): void;
  /** The peer has nothing more to send. */
  onEnd(): void;
  /** The session failed and is gone. */
  onError(error: StreamErrorCode, detail: string): void;
}

export interface TlsCredentials {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

/**
 * How the certificates and keys of scripts are read, which are opaque here. Given by the bridge, like `heads`:
 * the TLS filters turn what a script gives into `TlsOptions` with it, so that `Tls` sees nothing but PEM.
 */
export interface CertificateModel {
  /** What the `certificate` option or its function gave; a text says what is wrong with it. */
  credentials(value: unknown): TlsCredentials | string;
  /** The PEM of an element of the `trusted` option, or null when it is no certificate. */
  trusted(value: unknown): string | null;
}

export interface TlsOptions {
  /** Those of one scope, who trust the same and speak the same protocols, share what is made of certificates, and clients may resume a session with another of them. */
  readonly scope: object;
  readonly server: boolean;
  /** Asked without a name at the start of a session, and again with the name that the client sends. Null: none to show. */
  readonly credentials: ((serverName: string | undefined) => TlsCredentials | null) | null;
  /** PEM; not empty: the peer must show a certificate of these. */
  readonly trusted: readonly string[];
  /** The name a client asks for. */
  readonly serverName: string | undefined;
  /** Protocols that may be spoken within, best first (ALPN); with none, nothing is agreed on. */
  readonly protocols?: readonly string[];
}

export interface Tls {
  open(options: TlsOptions, observer: TlsObserver): TlsSession;
}

export interface Inflater {
  /** Gives what could be inflated, or null when the stream is broken or grows past the limits. */
  push(data: Data): Data | null;
  end(): void;
}

export interface Compression {
  gunzip(): Inflater;
}

/** Bytes go in, and a digest comes out, once. */
export interface Digest {
  update(bytes: Buffer): void;
  digest(): Buffer;
}

/** Bytes go in, and as many come out; `final` gives the rest, or throws where that is not whole. */
export interface CipherStream {
  update(bytes: Buffer): Buffer;
  final(): Buffer;
}

/** A key that was read. Nothing gives its bytes away. */
export interface Key {
  readonly kind: 'rsa' | 'ec' | 'sm2' | 'other';
  /** Whether it can sign. */
  readonly isPrivate: boolean;
  /** Of RSA, the bits of its modulus; otherwise those of its field, or 0 where they do not matter. */
  readonly bits: number;
  /** Of EC, the name of the curve as OpenSSL has it. */
  readonly curve: string | null;
}

/** How a signature of EC is written: as ASN.1, or as its two numbers side by side. */
export type SignatureForm = 'der' | 'joint';

/**
 * Cryptography: pure computing, which needs no permission. What is not understood, or not offered by the library, is an
 * Error whose message says so in the library's words.
 */
export interface Cryptography {
  /** Null where the library does not offer it. */
  hash(algorithm: string): Digest | null;
  hmac(algorithm: string, key: Buffer): Digest | null;
  cipher(algorithm: string, key: Buffer, iv: Buffer | null): CipherStream;
  decipher(algorithm: string, key: Buffer, iv: Buffer | null): CipherStream;
  /** The key in a PEM. */
  publicKey(pem: string): Key;
  privateKey(pem: string): Key;
  /** The public part of any key. */
  publicOf(key: Key): Key;
  /** The members of a JSON Web Key; null where they make no key. */
  jsonWebKey(members: Readonly<Record<string, string>>): Key | null;
  /** The first certificate in a PEM, as a PEM without anything around it. */
  certificate(pem: string): string;
  sign(algorithm: string, content: readonly Buffer[], key: Key): Buffer;
  verify(algorithm: string, content: readonly Buffer[], key: Key, signature: Buffer, form: SignatureForm): boolean;
  /** What the standard of SM2 puts before a content: a digest of who signs and of the key. */
  sm2Prefix(key: Key, id: Buffer): Buffer;
  /** Compares in a time that does not depend on where they differ. */
  areEqual(a: Buffer, b: Buffer): boolean;
}

/** What a client asked for, as it came: no script has had it yet. The texts are one character a byte, and hold whatever clients send. */
export interface RequestDetails {
  /** The client's address. */
  readonly client: string;
  /** Empty, like the two that follow, where the request could not be read. */
  readonly protocol: string;
  readonly method: string;
  readonly target: string;
  readonly host: string | null;
  readonly referer: string | null;
  readonly userAgent: string | null;
  /** The client's own where it sent one that is fit to be one, else a new one. */
  readonly id: string;
}

/** A request of HTTP that was answered, or given up. */
export interface ServedRequest {
  /** When its head had come, in the time of the clock. */
  readonly began: number;
  /** When its answer had been given whole, or it was given up. */
  readonly ended: number;
  /** 0 where nothing was answered. */
  readonly status: number;
  /** Bytes of the body that was sent. */
  readonly bytes: number;
  /** It became a tunnel: its time is the tunnel's, and so are its bytes. */
  readonly isTunnel: boolean;
  /** Where its answer came from, where that is known: an address and a port, or what a script asked for. */
  readonly upstream: string | null;
  /** Null where nobody wants them. */
  readonly details: RequestDetails | null;
}

/** Who is told of the requests that are served. */
export interface RequestWatch {
  readonly wantsDetails: boolean;
  /** Whether scripts, and so the servers behind them, get each request's id, as `x-request-id`. */
  readonly marks: boolean;
  /** An id that no other request has. */
  newId(): string;
  served(request: ServedRequest): void;
}

export interface Ports {
  readonly net: Net;
  readonly clock: Clock;
  readonly log: Log;
  readonly output: Output;
  readonly processes: Processes;
  readonly tls: Tls;
  readonly compression: Compression;
  readonly heads: HeadModel;
  readonly certificates: CertificateModel;
  /** Null, or missing: nobody keeps account of requests. */
  readonly watch?: RequestWatch | null;
}
