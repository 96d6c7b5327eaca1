import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { errorResponse } from '../protocols/http1/error-response.js';
import { ResponseDecoder } from '../protocols/http1/response-decoder.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { dynamic, options, optional } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const decodeHTTPResponse = defineFilter({
  name: 'decodeHTTPResponse',
  since: '0.22',
  doc: 'Decodes HTTP responses into messages. An error before a response becomes a response that tells it.',
  parameters: {
    options: options({ bodiless: optional(dynamic('boolean', 'Whether the response answers a HEAD: asked at each.')) }),
  },
  plan: ({ options: { bodiless } }) => ({ create: (owner) => new DecodeHTTPResponse(owner, bodiless) }),
});

class DecodeHTTPResponse extends Filter {
  private broken = false;

  private readonly decoder: ResponseDecoder;

  constructor(
    owner: Pipeline,
    private readonly bodiless: Dynamic<boolean> | undefined,
  ) {
    super(owner);
    this.decoder = new ResponseDecoder(
      owner.runtime.ports.heads,
      {
        onStart: (head) => this.output(new MessageStart(head)),
        onBody: (data) => this.output(data),
        onEnd: () => this.output(new MessageEnd()),
        onTunnel: (data) => this.output(data),
        onFault: ({ reason }) => {
          this.note('error', `not an HTTP response: ${reason}, in ${this.describe()}`);
          this.endWith('ProtocolError', this.decoder.inBody);
        },
      },
      () => ({ bodiless: this.isBodiless(), tunnel: null }),
    );
  }

  override close(): void {
    this.decoder.stop();
  }

  protected override process(event: Event): void {
    if (this.broken) return;
    if (event.kind === 'Data') {
      this.decoder.push(event);
    } else if (event.kind === 'StreamEnd') {
      const { inBody } = this.decoder;
      const whole = event.error === '' && (!this.decoder.inMessage || this.decoder.finish());
      if (whole) this.output(event);
      else this.endWith(event.error === '' ? 'ConnectionReset' : event.error, inBody);
    }
  }

  private isBodiless(): boolean {
    let answer = false;
    if (this.bodiless !== undefined) this.evaluate(this.bodiless, (value) => (answer = value));
    return answer;
  }

  /** In the middle of a body the stream just ends; before one, a response says why. */
  private endWith(error: StreamEnd['error'], inBody: boolean): void {
    this.broken = true;
    if (!inBody) {
      const { heads } = this.pipeline.runtime.ports;
      const { status, statusText } = errorResponse(error);
      this.output(new MessageStart(heads.response('HTTP/1.1', status, statusText, heads.create())));
      this.output(new MessageEnd());
    }
    this.output(new StreamEnd(error));
  }
}
