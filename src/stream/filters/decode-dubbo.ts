import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { DubboDecoder } from '../protocols/dubbo/frame.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const decodeDubbo = defineFilter({
  name: 'decodeDubbo',
  since: '0.22',
  doc: 'Decodes Dubbo messages: the head is {id, status, isRequest, isTwoWay, isEvent}, the body is as it came. What is malformed ends the stream with ProtocolError.',
  parameters: {},
  plan: () => ({ create: (owner) => new DecodeDubbo(owner) }),
});

class DecodeDubbo extends Filter {
  private readonly decoder: DubboDecoder;
  private broken = false;

  constructor(owner: Pipeline) {
    super(owner);
    this.decoder = new DubboDecoder(owner.runtime.ports.heads, {
      onStart: (head) => this.output(new MessageStart(head)),
      onBody: (data) => this.output(data),
      onEnd: () => this.output(new MessageEnd()),
      onFault: (reason) => {
        this.broken = true;
        this.log('error', `[dubbo] ${reason}, in ${this.describe()}`);
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
