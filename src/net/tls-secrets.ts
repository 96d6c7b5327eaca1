/**
 * What TLS sessions share that show the same certificates and trust the same: reading a key takes longer than the rest of a handshake, and who was here
 * before may resume a session, for which servers keep keys of their own.
 */
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { createSecureContext, createServer, type SecureContext, type Server, type TLSSocket } from 'node:tls';
import type { TlsCredentials } from '../stream/runtime/ports.js';

/** Kept of what names are given certificates for; the one that was not asked for longest goes. */
const mostKept = 100;

/** What is kept of the last that were asked for. */
class Recent<T> {
  private readonly values = new Map<string, T>();

  get(key: string, make: () => T): T {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= mostKept) break;
      this.values.delete(oldest);
    }
    return value;
  }
}

/** Who waits for a handshake as a server. */
export interface Accepting {
  /** The context for a name that the client asks for; undefined: that without a name. May throw. */
  contextFor(name: string): SecureContext | undefined;
  onSecure(socket: TLSSocket): void;
  onError(error: Error): void;
}

/** Handshakes with one certificate. */
export class TlsServer {
  private readonly server: Server;

  constructor(credentials: TlsCredentials | null, trusted: readonly string[], protocols: readonly string[]) {
    this.server = createServer({
      ...pem(credentials),
      ...(trusted.length > 0 ? { ca: [...trusted], requestCert: true, rejectUnauthorized: true } : {}),
      ...(protocols.length > 0 ? { ALPNProtocols: [...protocols] } : {}),
      // Each session answers for itself, by an event.
      SNICallback(this: TLSSocket & { readonly server: Server }, name, answer) {
        this.server.emit('name', name, answer);
      },
    });
  }

  /** A handshake on a stream. node:tls does not tell its server which stream a session is on: so each has what looks like a server of its own, and is this one but for who listens. */
  accept(carrier: Duplex, { contextFor, onSecure, onError }: Accepting): void {
    const view = Object.create(this.server) as Server;
    (EventEmitter as unknown as () => void).call(view);
    for (const listener of this.server.listeners('connection')) view.on('connection', listener as () => void);
    view.on('name', (name: string, answer: (error: Error | null, context?: SecureContext) => void) => {
      try {
        answer(null, contextFor(name));
      } catch (error) {
        answer(error as Error);
      }
    });
    view.on('secureConnection', onSecure);
    view.on('tlsClientError', onError);
    view.emit('connection', carrier);
  }
}

export class TlsSecrets {
  private readonly servers = new Recent<TlsServer>();
  private readonly contexts = new Recent<SecureContext>();

  /** A server that shows these when it is asked for no name. */
  server(credentials: TlsCredentials | null, trusted: readonly string[], protocols: readonly string[]): TlsServer {
    return this.servers.get(keyOf(credentials), () => new TlsServer(credentials, trusted, protocols));
  }

  /** For a name that no certificate is given for, node:tls goes on with the one without a name. */
  contextFor(credentials: TlsCredentials | null, trusted: readonly string[]): SecureContext | undefined {
    return credentials === null ? undefined : this.context(credentials, trusted);
  }

  context(credentials: TlsCredentials | null, trusted: readonly string[]): SecureContext {
    return this.contexts.get(keyOf(credentials), () => createSecureContext({ ...pem(credentials), ...(trusted.length > 0 ? { ca: [...trusted] } : {}) }));
  }
}

const secrets = new WeakMap<object, TlsSecrets>();

/** Those of one scope, all of whose sessions trust the same and agree on the same protocols. */
export function secretsOf(scope: object): TlsSecrets {
  let known = secrets.get(scope);
  if (known === undefined) secrets.set(scope, (known = new TlsSecrets()));
  return known;
}

function pem(credentials: TlsCredentials | null): { cert?: string; key?: string } {
  return credentials === null ? {} : { cert: credentials.certificate, key: credentials.key };
}

function keyOf(credentials: TlsCredentials | null): string {
  return credentials === null ? '' : `${credentials.certificate}\n${credentials.key}`;
}
