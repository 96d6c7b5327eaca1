import { MessageEnd, MessageStart, type Event } from '../events/event.js';
import { plainForm, RequestEncoder } from '../protocols/http1/encoder.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { askedBy } from '../runtime/http-request.js';
import { options, optional, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const encodeHTTPRequest = defineFilter({
  name: 'encodeHTTPRequest',
  since: '0.22',
  doc: 'Encodes messages as HTTP requests.',
  parameters: {
    options: options({ bufferSize: optional(value('size', 'A request with a larger body is sent in chunks.'), 4096) }),
  },
  plan: ({ options: { bufferSize } }) => ({ create: (owner) => new EncodeHTTPRequest(owner, bufferSize) }),
});

class EncodeHTTPRequest extends Filter {
  private readonly encoder: RequestEncoder;
  private tunnelling = false;

  constructor(owner: Pipeline, bufferSize: number) {
    super(owner);
    this.encoder = new RequestEncoder(owner.runtime.ports.heads, bufferSize, (data) => this.output(data));
  }

  protected override process(event: Event): void {
    switch (event.kind) {
      case 'MessageStart':
        this.encoder.start(event.head, { ...plainForm, tunnel: askedBy(event.head, this.pipeline.runtime.ports.heads).tunnel !== null });
        this.output(new MessageStart(event.head));
        break;
      case 'Data':
        if (this.tunnelling) this.output(event);
        else this.encoder.push(event);
        break;
      case 'MessageEnd':
        if (!this.encoder.inMessage) break;
        this.tunnelling = this.encoder.form.tunnel;
        this.encoder.end();
        this.output(new MessageEnd());
        break;
      case 'StreamEnd':
        this.encoder.abandon();
        this.output(event);
    }
  }
}
