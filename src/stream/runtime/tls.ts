/**
 * What `acceptTLS` and `connectTLS` share: a TLS session between a ciphertext side and a plaintext side, one
 * of which is the filter's own stream and the other a sub-pipeline.
 *
 * Sessions answer when they like, so for each direction the source of the bytes that went in last is
 * remembered: what holds up the bytes that come out holds up that source.
 */
import type { Parameter } from '../../definition/parameters.js';
import { Data } from '../bytes/data.js';
import { StreamEnd, type Event } from '../events/event.js';
import type { StreamErrorCode } from '../events/stream-error.js';
import { CallbackError, Pending, type Dynamic } from './callback.js';
import { Filter, type PlanSite } from './filter.js';
import type { Valve } from './flow.js';
import { dynamic, optional, value } from './parameters.js';
import type { TlsCredentials, TlsSession } from './ports.js';

/** The option with our certificate and key. */
export function certificateOption(): Parameter<Dynamic<unknown> | null> {
  const certificate: Parameter<Dynamic<unknown> | null> = dynamic('object', 'Ours, as {cert, key}; or a function that gives it, called with the name that the client asks for, or undefined at first.');
  return optional(certificate, null);
}

/** The option with the certificates of others that are trusted. */
export function trustedOption(): Parameter<readonly unknown[] | null> {
  return optional(value('list', 'Certificates: the peer must show one that these have signed. With none, any peer will do.'), null);
}

/** What the sessions of one filter of a layout have in common. */
export interface TlsSettings {
  readonly certificate: Dynamic<unknown> | null;
  /** PEM. */
  readonly trusted: readonly string[];
}

/** Checks what can be checked before anything runs. */
export function tlsSettings(options: { certificate: Dynamic<unknown> | null; trusted: readonly unknown[] | null }, site: PlanSite): TlsSettings {
  const { certificates } = site.runtime.ports;
  const { certificate } = options;
  if (certificate?.constant !== undefined) {
    const credentials = certificates.credentials(certificate.constant);
    if (typeof credentials === 'string') site.refuse(`options.${credentials}`);
  }
  const trusted = (options.trusted ?? []).map((item, i) => certificates.trusted(item) ?? site.refuse(`options.trusted: element ${i} is not a certificate`));
  return { certificate, trusted };
}

export abstract class TlsFilter extends Filter {
  private session: TlsSession | null = null;
  private over = false;
  private cipherSource: Valve | null = null;
  private plainSource: Valve | null = null;

  /** Takes an event of the plaintext that comes out. */
  protected abstract givePlain(event: Event): void;
  /** Takes an event of the ciphertext that comes out. */
  protected abstract giveCipher(event: Event): void;

  override close(): void {
    this.over = true;
    this.session?.destroy();
  }

  protected open(server: boolean, { certificate, trusted }: TlsSettings, serverName: string | undefined): void {
    const { runtime } = this.pipeline;
    /** One turn, as the delivery of what `source` sent. */
    const turn = (source: Valve | null, work: () => void): void =>
      runtime.run(() => {
        if (this.over) return;
        if (source === null) work();
        else runtime.flow.through(source, work);
      });
    this.session = runtime.ports.tls.open(
      {
        server,
        credentials: certificate === null ? null : (name) => this.credentials(certificate, name),
        trusted,
        serverName,
      },
      {
        // Even when the client is to speak first: whoever connects onwards does it with the first event.
        onSecure: () => turn(this.cipherSource, () => this.givePlain(new Data())),
        onCiphertext: (data) => turn(this.plainSource, () => this.giveCipher(data)),
        onFinish: () => turn(null, () => this.giveCipher(new StreamEnd())),
        onPlaintext: (data) => turn(this.cipherSource, () => this.givePlain(data)),
        onEnd: () => turn(null, () => this.givePlain(new StreamEnd())),
        onError: (error, detail) =>
          turn(null, () => {
            this.log('error', error === 'Unauthorized' ? `[tls] Handshake failed (error = ${detail})` : `[tls] ${detail}`);
            this.abort(error);
          }),
      },
    );
  }

  protected takeCipher(event: Event): void {
    if (this.over) return;
    if (event.kind === 'Data' && event.size > 0) {
      this.cipherSource = this.pipeline.runtime.flow.current;
      this.session!.receive(event);
    } else if (event.kind === 'StreamEnd') {
      if (event.error === '') this.session!.receiveEnd();
      else this.abort(event.error);
    } else if (event.kind !== 'MessageStart') {
      this.givePlain(event);
    }
  }

  protected takePlain(event: Event): void {
    if (this.over) return;
    if (event.kind === 'Data' && event.size > 0) {
      this.plainSource = this.pipeline.runtime.flow.current;
      this.session!.send(event);
    } else if (event.kind === 'StreamEnd') {
      if (event.error === '') this.session!.end();
      else this.abort(event.error);
    } else if (event.kind !== 'MessageStart') {
      this.giveCipher(event);
    }
  }

  /** Ends both sides. */
  private abort(error: StreamErrorCode): void {
    this.close();
    this.givePlain(new StreamEnd(error));
    this.giveCipher(new StreamEnd(error));
  }

  /** The session needs the answer at once. */
  private credentials(certificate: Dynamic<unknown>, serverName: string | undefined): TlsCredentials | null {
    const { runtime, context } = this.pipeline;
    let credentials: TlsCredentials | string = 'certificate callback did not return an object';
    try {
      const given = certificate.constant ?? certificate.get(context, this, serverName);
      if (!(given instanceof Pending)) credentials = runtime.ports.certificates.credentials(given);
    } catch (error) {
      if (error instanceof CallbackError) return null;
      throw error;
    }
    if (typeof credentials !== 'string') return credentials;
    this.log('error', `[tls] ${credentials}`);
    return null;
  }
}
