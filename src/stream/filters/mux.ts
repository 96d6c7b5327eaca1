import type { Event, Input } from '../events/event.js';
import { MessageGatherer, type Message } from '../events/message.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { Holds } from '../runtime/flow.js';
import { messageSessionParameters, planMessageSessions, type MessagePool, type MessageSession } from '../runtime/message-session.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const mux = defineFilter({
  name: 'mux',
  since: '0.22',
  doc: 'Sends messages through a sub-pipeline that all streams with the same key share, and gives back one message for each, in order.',
  parameters: messageSessionParameters,
  plan: (args, site) => planMessageSessions(args, site, (owner, pool, key) => new Mux(owner, pool, key)),
});

/** Messages of one stream that may wait for their answers before no more are taken. */
const maxWaiting = 64;

class Mux extends Filter {
  private readonly gatherer = new MessageGatherer();
  private session: MessageSession | null = null;
  private readonly receivers = new Set<Input>();
  private readonly holds = new Holds();

  constructor(
    owner: Pipeline,
    private readonly pool: MessagePool,
    private readonly key: Dynamic<unknown>,
  ) {
    super(owner);
  }

  override close(): void {
    this.holds.lift();
    const { session } = this;
    if (session === null) return;
    this.session = null;
    for (const receiver of this.receivers) session.abandon(receiver);
    this.pool.release(session);
  }

  protected override process(event: Event): void {
    if (this.session !== null) {
      this.take(event);
      return;
    }
    this.evaluate(this.key, (key) => {
      this.session = this.pool.acquire(key, this.pipeline.context);
      this.take(event);
    });
  }

  private take(event: Event): void {
    const message = this.gatherer.push(event);
    if (message !== null) this.send(message);
  }

  private send(message: Message): void {
    const receiver: Input = {
      input: (event) => {
        if (event.kind === 'MessageEnd' || event.kind === 'StreamEnd') this.forget(receiver);
        if (!this.pipeline.released) this.output(event);
      },
    };
    this.receivers.add(receiver);
    if (this.receivers.size > maxWaiting) this.holds.hold(this.pipeline.runtime.flow);
    this.session?.send(message, receiver);
  }

  private forget(receiver: Input): void {
    this.receivers.delete(receiver);
    if (this.receivers.size <= maxWaiting / 2) this.holds.lift();
  }
}
