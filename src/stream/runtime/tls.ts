/**
 * What `acceptTLS` and `connectTLS` share: a TLS session between a ciphertext side and a plaintext side, one
 * of which is the filter's own stream and the other a sub-pipeline.
 *
 * Sessions answer when they like. What holds up plaintext that comes out holds up the source of the ciphertext that went in last; what holds
 * up ciphertext holds up the session, which holds those who send plaintext once it has enough.
 */
import type { Parameter } from '../../definition/parameters.js';
import { Data } from '../bytes/data.js';
import { StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { CallbackError, Pending, type Dynamic } from './callback.js';
import { Filter, type PlanSite } from './filter.js';
import { highMark, Holds, Valve } from './flow.js';
import { HandshakeTimer } from './handshake.js';
import { dynamic, optional, value } from './parameters.js';
import type { TlsCredentials, TlsSession } from './ports.js';

/** What a script gives is opaque here; `CertificateModel` reads it. */
type Certificate = Dynamic<Head | null>;

/** The option with our certificate and key. */
export function certificateOption(): Parameter<Certificate | undefined> {
  return optional(dynamic('object', 'Ours, as {cert, key}, each of crypto or a PEM; or a function that gives it, called with the name that the client asks for, or undefined at first.'));
}

/** The option with the certificates of others that are trusted. */
export function trustedOption(): Parameter<readonly unknown[] | null> {
  return optional(value('list', 'Certificates: the peer must show one that these have signed. With none, any peer will do.'), null);
}

/** The option with the protocols that may be spoken within. */
export function alpnOption(): Parameter<readonly unknown[] | null> {
  return optional(value('list', "Protocols that may be spoken within, best first, such as ['h2', 'http/1.1']. With none, nothing is agreed on."), null);
}

/** What the sessions of one filter of a layout have in common. */
export interface TlsSettings {
  readonly certificate: Certificate | undefined;
  /** PEM. */
  readonly trusted: readonly string[];
  readonly protocols: readonly string[];
  /** Seconds; 0 is off. */
  readonly handshakeTimeout: number;
}

/** Checks what can be checked before anything runs. */
export function tlsSettings(options: { certificate: Certificate | undefined; trusted: readonly unknown[] | null; alpn: readonly unknown[] | null; handshakeTimeout: number }, site: PlanSite): TlsSettings {
  const { certificates, heads } = site.runtime.ports;
  const { certificate, handshakeTimeout } = options;
  if (certificate?.constant !== undefined) {
    const credentials = certificates.credentials(certificate.constant);
    if (typeof credentials === 'string') site.refuse(`options.${credentials}`);
  }
  const trusted = (options.trusted ?? []).map((item, i) => certificates.trusted(item) ?? site.refuse(`options.trusted: element ${i} is not a certificate`));
  const protocols = (options.alpn ?? []).map((item, i) => {
    const name = heads.text(item) ?? '';
    // A byte tells its length.
    return name.length > 0 && name.length < 256 ? name : site.refuse(`options.alpn: element ${i} is not the name of a protocol`);
  });
  return { certificate, trusted, protocols, handshakeTimeout };
}

export abstract class TlsFilter extends Filter {
  private session: TlsSession | null = null;
  private over = false;
  private cipherSource: Valve | null = null;
  /** The ciphertext that comes out. */
  private outlet: Valve | null = null;
  /** Why the ciphertext ended, once it has. */
  private cipherError: StreamErrorCode | '' = '';
  private secured = false;
  /** Why there was nothing to show when the session began. */
  private refusal: StreamErrorCode | null = null;
  private handshake: HandshakeTimer | null = null;
  private readonly holds = new Holds();

  /** Takes an event of the plaintext that comes out. */
  protected abstract givePlain(event: Event): void;
  /** Takes an event of the ciphertext that comes out. */
  protected abstract giveCipher(event: Event): void;

  override close(): void {
    this.over = true;
    this.handshake?.stop();
    this.holds.lift();
    this.session?.destroy();
  }

  /** Begins to count the time of the handshake. */
  protected expectHandshake(seconds: number): void {
    this.handshake = new HandshakeTimer(this.pipeline.runtime, seconds, () => this.failed('ConnectionTimeout', 'it takes too long'));
  }

  protected open(server: boolean, settings: TlsSettings, serverName: string | undefined): void {
    const { certificate, trusted, protocols } = settings;
    const { runtime } = this.pipeline;
    /** One turn, as the delivery of what `source` sent. */
    const turn = (source: Valve | null, work: () => void): void =>
      runtime.run(() => {
        if (this.over) return;
        if (source === null) work();
        else runtime.flow.through(source, work);
      });
    const session = (this.session = runtime.ports.tls.open(
      {
        scope: settings,
        server,
        credentials: certificate === undefined ? null : (name) => this.credentials(certificate, name),
        trusted,
        serverName,
        protocols,
      },
      {
        onSecure: () => turn(this.cipherSource, () => this.enter()),
        onCiphertext: (data) => turn(this.outlet, () => this.giveCipher(data)),
        onDrain: () => this.holds.lift(),
        onFinish: () => turn(this.outlet, () => this.giveCipher(new StreamEnd())),
        onPlaintext: (data) => turn(this.cipherSource, () => this.givePlain(data)),
        onEnd: () => turn(this.cipherSource, () => this.givePlain(new StreamEnd(this.cipherError))),
        onError: (error, detail) => turn(null, () => this.failed(error, detail)),
      },
    ));
    this.outlet = new Valve(session);
    if (this.refusal !== null) this.abort(this.refusal);
  }

  protected takeCipher(event: Event): void {
    if (this.over) return;
    if (event.kind === 'Data' && event.size > 0) {
      this.cipherSource = this.pipeline.runtime.flow.current;
      this.session!.receive(event);
    } else if (event.kind === 'StreamEnd') {
      this.cipherError = event.error;
      this.session!.receiveEnd();
    } else if (event.kind !== 'MessageStart') {
      this.givePlain(event);
    }
  }

  protected takePlain(event: Event): void {
    if (this.over) return;
    if (event.kind === 'Data' && event.size > 0) {
      const session = this.session!;
      session.send(event);
      if (session.unsent > highMark) this.holds.hold(this.pipeline.runtime.flow);
    } else if (event.kind === 'StreamEnd') {
      if (event.error === '') this.session!.end();
      else this.abort(event.error);
    } else if (event.kind !== 'MessageStart') {
      this.giveCipher(event);
    }
  }

  private enter(): void {
    this.secured = true;
    this.handshake?.stop();
    // Even when the client is to speak first: whoever connects onwards does it with the first event.
    this.givePlain(new Data());
  }

  private failed(error: StreamErrorCode, detail: string): void {
    if (this.cipherError !== '') {
      // The connection failed beneath us; there is nothing to add.
      this.abort(this.cipherError);
      return;
    }
    this.log('error', this.secured ? `[tls] ${detail}` : `[tls] Handshake failed (error = ${detail})`);
    this.abort(error);
  }

  /** Ends both sides. */
  private abort(error: StreamErrorCode): void {
    this.close();
    this.givePlain(new StreamEnd(error));
    this.giveCipher(new StreamEnd(error));
  }

  /** The session needs the answer at once. Where there is nothing to show that was to be shown, it ends. */
  private credentials(certificate: Certificate, serverName: string | undefined): TlsCredentials | null {
    const { runtime, context } = this.pipeline;
    let error: StreamErrorCode = 'Unauthorized';
    try {
      const given = certificate.constant ?? certificate.get(context, this, serverName);
      const credentials = runtime.ports.certificates.credentials(given instanceof Pending ? null : given);
      if (typeof credentials !== 'string') return credentials;
      this.log('error', `[tls] ${credentials}`);
    } catch (failure) {
      if (!(failure instanceof CallbackError)) throw failure;
      error = 'RuntimeError';
    }
    this.refusal = error;
    if (this.session !== null) runtime.run(() => this.abort(error));
    return null;
  }
}
