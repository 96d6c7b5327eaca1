import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import type { Head } from '../events/head.js';
import { MessageGatherer, type Message } from '../events/message.js';
import { dubboLimits, encodeDubbo as encode } from '../protocols/dubbo/frame.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { dynamic, optional } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const encodeDubbo = defineFilter({
  name: 'encodeDubbo',
  since: '0.22',
  doc: 'Encodes messages for Dubbo. Where the head does not say otherwise, they are requests that want an answer, with the next id. A message that cannot be encoded is dropped, and the log says why.',
  parameters: {
    head: optional(dynamic('object', 'The head to encode, in place of the message\'s own: {id, status, isRequest, isTwoWay, isEvent}.')),
  },
  plan: ({ head }) => ({ create: (owner) => new EncodeDubbo(owner, head ?? null) }),
});

class EncodeDubbo extends Filter {
  private readonly gatherer = new MessageGatherer(dubboLimits.body);
  private nextId = 0n;
  private broken = false;

  constructor(
    owner: Pipeline,
    private readonly head: Dynamic<Head | null> | null,
  ) {
    super(owner);
  }

  protected override process(event: Event): void {
    if (this.broken) return;
    if (event.kind === 'StreamEnd') {
      this.output(event);
      return;
    }
    const message = this.gatherer.push(event);
    if (this.gatherer.discarded > 0) {
      this.broken = true;
      this.note('error', 'a body that is too long');
      this.output(new StreamEnd('BufferOverflow'));
      return;
    }
    if (message === null) return;
    if (this.head === null) this.encode(message, message.head);
    else this.evaluate(this.head, (head) => this.encode(message, this.pipeline.runtime.ports.heads.asHead(head) ?? message.head));
  }

  private encode(message: Message, head: Head | null): void {
    const bytes = encode(head, message.body ?? new Data(), this.nextId++, this.pipeline.runtime.ports.heads);
    if (typeof bytes === 'string') {
      this.note('error', bytes);
      return;
    }
    this.output(new MessageStart(message.head));
    this.output(bytes);
    this.output(new MessageEnd());
  }
}
