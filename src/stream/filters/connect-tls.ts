import type { Event } from '../events/event.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter } from '../runtime/filter.js';
import { connectTimeoutOption } from '../runtime/handshake.js';
import type { PipelineReference } from '../runtime/layout.js';
import { dynamic, optional, options, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { alpnOption, certificateOption, TlsFilter, tlsSettings, trustedOption, type TlsSettings } from '../runtime/tls.js';

const noName: Dynamic<string> = { constant: '', get: () => '' };

export const connectTLS = defineFilter({
  name: 'connectTLS',
  since: '0.22',
  doc: 'The client of a TLS session: what comes in goes encrypted to a sub-pipeline that leads to the server, and what that gives is decrypted.',
  parameters: {
    target: pipeline('The sub-pipeline for what is encrypted, in the same context.'),
    options: options({
      certificate: certificateOption(),
      trusted: trustedOption(),
      alpn: alpnOption(),
      handshakeTimeout: connectTimeoutOption(),
      sni: optional(dynamic('text', 'The name of the server to ask for, which its certificate must be for.'), noName),
    }),
  },
  plan({ target, options: { sni, ...given } }, site) {
    const settings = tlsSettings(given, site);
    return { create: (owner) => new ConnectTLS(owner, target, settings, sni) };
  },
});

class ConnectTLS extends TlsFilter {
  private outside: Pipeline | null = null;

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly settings: TlsSettings,
    private readonly sni: Dynamic<string>,
  ) {
    super(owner);
  }

  protected override process(event: Event): void {
    if (this.outside !== null) {
      this.takePlain(event);
    } else if (event.kind === 'StreamEnd') {
      this.output(event);
    } else {
      this.evaluate(this.sni, (name) => {
        this.outside = this.pipeline.spawn(this.target.layout!, this.pipeline.context, { input: (cipher) => this.takeCipher(cipher) });
        this.expectHandshake(this.settings.handshakeTimeout);
        this.open(false, this.settings, name === '' ? undefined : name);
        this.takePlain(event);
      });
    }
  }

  protected override givePlain(event: Event): void {
    this.output(event);
  }

  protected override giveCipher(event: Event): void {
    this.outside!.input(event);
  }
}
