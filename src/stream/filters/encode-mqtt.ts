import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { MessageGatherer } from '../events/message.js';
import { MqttEncoder } from '../protocols/mqtt/encoder.js';
import { mqttLimits } from '../protocols/mqtt/packet-types.js';
import type { Dynamic } from '../runtime/callback.js';
import { Data } from '../bytes/data.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { dynamic, optional, options } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const encodeMQTT = defineFilter({
  name: 'encodeMQTT',
  since: '0.22',
  doc: 'Encodes messages as MQTT packets: the head has the fields of the packet, of which `type` is required. A message that cannot be a packet is dropped, and the log says why.',
  parameters: {
    options: options({
      protocolLevel: optional(dynamic('number', 'The version where no head of a CONNECT or CONNACK tells it: 4 for 3.1.1, 5 for 5.0.')),
    }),
  },
  plan: ({ options: { protocolLevel } }) => ({ create: (owner) => new EncodeMQTT(owner, protocolLevel ?? null) }),
});

class EncodeMQTT extends Filter {
  private readonly encoder: MqttEncoder;
  private readonly gatherer = new MessageGatherer(mqttLimits.largest);
  private levelKnown = false;
  private broken = false;

  constructor(
    owner: Pipeline,
    private readonly level: Dynamic<number> | null,
  ) {
    super(owner);
    this.encoder = new MqttEncoder(owner.runtime.ports.heads);
  }

  protected override process(event: Event): void {
    if (this.broken) return;
    if (this.levelKnown || this.level === null) {
      this.take(event);
      return;
    }
    this.levelKnown = true;
    this.evaluate(this.level, (level) => {
      if (level === 5) this.encoder.level = 5;
      this.take(event);
    });
  }

  private take(event: Event): void {
    if (event.kind === 'StreamEnd') {
      this.gatherer.reset();
      this.output(event);
      return;
    }
    const message = this.gatherer.push(event);
    if (this.gatherer.discarded > 0) {
      this.broken = true;
      this.note('error', 'a packet that is too long');
      this.output(new StreamEnd('BufferOverflow'));
      return;
    }
    if (message === null) return;
    const packet = this.encoder.encode(message.head, message.body ?? new Data());
    if (typeof packet === 'string') {
      this.note('error', packet);
      return;
    }
    this.output(new MessageStart(message.head));
    this.output(packet);
    this.output(new MessageEnd());
  }
}
