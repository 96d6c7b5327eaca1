import type { Event } from '../events/event.js';
import type { Callback } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { callback } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

/** How every TLS stream begins: a handshake record of version 3.x (RFC 8446, 5.1). */
const tlsBeginning = Buffer.from([22, 3]);

export const detectProtocol = defineFilter({
  name: 'detectProtocol',
  since: '0.22',
  doc: 'Tells a function once which protocol a stream begins with, before any of its bytes pass.',
  parameters: { handler: callback('void', "Called with 'TLS', or with '' for anything else.") },
  plan: ({ handler }) => ({ create: (pipeline) => new DetectProtocol(pipeline, handler) }),
});

class DetectProtocol extends Filter {
  private decided = false;
  private matched = 0;
  private kept: Event[] = [];

  constructor(
    pipeline: Pipeline,
    private readonly handler: Callback<undefined>,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    const early = this.matched === 0 && event.kind !== 'Data' && event.kind !== 'StreamEnd';
    if (this.decided || early) {
      this.output(event);
      return;
    }
    this.kept.push(event);
    const answer = this.look(event);
    if (answer === null) return;
    this.decided = true;
    this.ask(
      this.handler,
      () => {
        const { kept } = this;
        this.kept = [];
        this.outputAll(kept);
      },
      answer,
    );
  }

  /** Null while it cannot be told. */
  private look(event: Event): string | null {
    if (event.kind === 'StreamEnd') return '';
    if (event.kind !== 'Data') return null;
    for (const byte of event.slice(0, tlsBeginning.length - this.matched).toBuffer()) {
      if (byte !== tlsBeginning[this.matched++]) return '';
    }
    return this.matched === tlsBeginning.length ? 'TLS' : null;
  }
}
