import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import { plainForm, ResponseEncoder } from '../protocols/http1/encoder.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { dynamic, options, optional, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const encodeHTTPResponse = defineFilter({
  name: 'encodeHTTPResponse',
  since: '0.22',
  doc: 'Encodes messages as HTTP responses.',
  parameters: {
    options: options({
      final: optional(dynamic('boolean', 'Whether the response is the last one of its connection: asked at each.')),
      bodiless: optional(dynamic('boolean', 'Whether the response answers a HEAD: asked at each.')),
      bufferSize: optional(value('size', 'A response with a larger body goes out in chunks.'), 4096),
    }),
  },
  plan: ({ options: { final, bodiless, bufferSize } }) => ({
    create: (owner) => new EncodeHTTPResponse(owner, final, bodiless, bufferSize),
  }),
});

class EncodeHTTPResponse extends Filter {
  private readonly encoder: ResponseEncoder;
  private tunnelling = false;
  private ending = false;

  constructor(
    owner: Pipeline,
    private readonly final: Dynamic<boolean> | undefined,
    private readonly bodiless: Dynamic<boolean> | undefined,
    bufferSize: number,
  ) {
    super(owner);
    this.encoder = new ResponseEncoder(owner.runtime.ports.heads, bufferSize, (data) => this.output(data));
  }

  protected override process(event: Event): void {
    if (this.ending) return;
    switch (event.kind) {
      case 'MessageStart':
        this.askThen(this.final, (final) => this.askThen(this.bodiless, (bodiless) => this.start(event.head, final, bodiless)));
        break;
      case 'Data':
        if (this.tunnelling) this.output(event);
        else this.encoder.push(event);
        break;
      case 'MessageEnd':
        this.end();
        break;
      case 'StreamEnd':
        this.encoder.abandon();
        this.output(event);
    }
  }

  private start(head: Head | null, final: boolean, bodiless: boolean): void {
    const tunnel = Number(head?.get('status') ?? 200) === 101;
    this.encoder.start(head, { ...plainForm, final, bodiless, tunnel });
    this.output(new MessageStart(head));
  }

  private end(): void {
    if (!this.encoder.inMessage) return;
    this.tunnelling = this.encoder.form.tunnel;
    this.encoder.end();
    this.ending = this.encoder.closes;
    this.output(this.ending ? new StreamEnd() : new MessageEnd());
  }

  private askThen(option: Dynamic<boolean> | undefined, then: (value: boolean) => void): void {
    if (option === undefined) then(false);
    else this.evaluate(option, then);
  }
}
