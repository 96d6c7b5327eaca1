import type { Event } from '../events/event.js';
import { defineFilter } from '../runtime/filter.js';
import { acceptTimeoutOption } from '../runtime/handshake.js';
import type { PipelineReference } from '../runtime/layout.js';
import { options, pipeline } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { alpnOption, certificateOption, TlsFilter, tlsSettings, trustedOption, type TlsSettings } from '../runtime/tls.js';

export const acceptTLS = defineFilter({
  name: 'acceptTLS',
  since: '0.22',
  doc: 'The server of a TLS session: what the client sends is decrypted for a sub-pipeline, and what that gives goes back encrypted.',
  parameters: {
    target: pipeline('The sub-pipeline for what is decrypted, in the same context.'),
    options: options({ certificate: certificateOption(), trusted: trustedOption(), alpn: alpnOption(), handshakeTimeout: acceptTimeoutOption() }),
  },
  plan({ target, options: given }, site) {
    const settings = tlsSettings(given, site);
    return { create: (owner) => new AcceptTLS(owner, target, settings) };
  },
});

class AcceptTLS extends TlsFilter {
  private inside: Pipeline | null = null;

  constructor(
    owner: Pipeline,
    private readonly target: PipelineReference,
    private readonly settings: TlsSettings,
  ) {
    super(owner);
    // Of a client that says nothing, too.
    this.expectHandshake(settings.handshakeTimeout);
  }

  protected override process(event: Event): void {
    if (this.inside === null) {
      if (event.kind === 'StreamEnd') {
        this.output(event);
        return;
      }
      this.inside = this.pipeline.spawn(this.target.layout!, this.pipeline.context, { input: (plain) => this.takePlain(plain) });
      this.open(true, this.settings, undefined);
    }
    this.takeCipher(event);
  }

  protected override givePlain(event: Event): void {
    this.inside?.input(event);
  }

  protected override giveCipher(event: Event): void {
    this.output(event);
  }
}
