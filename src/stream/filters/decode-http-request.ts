import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { Http2Upgrade, RequestDecoder, type RequestInfo } from '../protocols/http1/request-decoder.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const decodeHTTPRequest = defineFilter({
  name: 'decodeHTTPRequest',
  since: '0.22',
  doc: 'Decodes HTTP requests into messages. What is no request ends the stream with ProtocolError.',
  parameters: {},
  plan: () => ({ create: (owner) => new DecodeHTTPRequest(owner) }),
});

class DecodeHTTPRequest extends Filter {
  private tunnel: RequestInfo['tunnel'] = null;
  private broken = false;

  private readonly decoder: RequestDecoder;

  constructor(owner: Pipeline) {
    super(owner);
    this.decoder = new RequestDecoder(owner.runtime.ports.heads, {
      onStart: (head, info) => {
        this.tunnel = info.tunnel;
        this.output(new MessageStart(head));
      },
      onBody: (data) => this.output(data),
      onEnd: () => {
        if (this.tunnel !== null && !(this.tunnel instanceof Http2Upgrade)) this.decoder.tunnel();
        this.output(new MessageEnd());
      },
      onTunnel: (data) => this.output(data),
      onFault: ({ reason }) => {
        this.broken = true;
        this.note('warn', `not an HTTP request: ${reason}, in ${this.describe()}`);
        this.output(new StreamEnd('ProtocolError'));
      },
    });
  }

  override close(): void {
    this.decoder.stop();
  }

  protected override process(event: Event): void {
    if (event.kind === 'Data') this.decoder.push(event);
    else if (event.kind === 'StreamEnd' && !this.broken) this.output(event);
  }
}
