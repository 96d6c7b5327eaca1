import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { MqttDecoder } from '../protocols/mqtt/decoder.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { dynamic, optional, options } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const decodeMQTT = defineFilter({
  name: 'decodeMQTT',
  since: '0.22',
  doc: 'Decodes MQTT packets of versions 3.1.1 and 5.0 into messages: the head has the fields of the packet, the body the payload of a PUBLISH. What is malformed ends the stream with ProtocolError.',
  parameters: {
    options: options({
      protocolLevel: optional(dynamic('number', 'The version where no CONNECT or CONNACK is seen to tell it: 4 for 3.1.1, 5 for 5.0.')),
    }),
  },
  plan: ({ options: { protocolLevel } }) => ({ create: (owner) => new DecodeMQTT(owner, protocolLevel ?? null) }),
});

class DecodeMQTT extends Filter {
  private decoder: MqttDecoder | null = null;
  private broken = false;

  constructor(
    owner: Pipeline,
    private readonly level: Dynamic<number> | null,
  ) {
    super(owner);
  }

  override close(): void {
    this.decoder?.stop();
  }

  protected override process(event: Event): void {
    if (event.kind === 'StreamEnd') {
      if (!this.broken) this.output(event);
    } else if (event.kind === 'Data') {
      if (this.decoder !== null) this.decoder.push(event);
      else if (this.level === null) this.begin(0, event);
      else this.evaluate(this.level, (level) => this.begin(level, event));
    }
  }

  private begin(level: number, first: Event & { kind: 'Data' }): void {
    this.decoder = new MqttDecoder(
      this.pipeline.runtime.ports.heads,
      {
        onStart: (head) => this.output(new MessageStart(head)),
        onPayload: (data) => this.output(data),
        onEnd: () => this.output(new MessageEnd()),
        onFault: (reason) => {
          this.broken = true;
          this.note('warn', `not an MQTT packet: ${reason}, in ${this.describe()}`);
          this.output(new StreamEnd('ProtocolError'));
        },
      },
      level === 5 ? 5 : level === 4 ? 4 : 0,
    );
    this.decoder.push(first);
  }
}
