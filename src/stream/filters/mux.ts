import type { Event, Input } from '../events/event.js';
import { MessageGatherer, type Message } from '../events/message.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { MessageSession } from '../runtime/message-session.js';
import { complaining, dynamic, options, optional, pipeline, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { SessionPool } from '../runtime/session.js';

export const mux = defineFilter({
  name: 'mux',
  since: '0.22',
  doc: 'Sends messages through a sub-pipeline that all streams with the same key share, and gives back one message for each, in order.',
  parameters: {
    target: pipeline('The sub-pipeline that is shared.'),
    key: dynamic('any', 'Streams with the same key share a session.'),
    options: options({
      maxIdle: complaining(optional(value('number', 'Seconds after which an unused session ends.'), 10), 'option.maxIdle expects a number'),
    }),
  },
  plan: ({ target, key, options: { maxIdle } }, { runtime }) => {
    const pool: SessionPool<MessageSession> = new SessionPool(
      runtime,
      maxIdle,
      (context) => new MessageSession(runtime, target, context, (session) => pool.drop(session)),
    );
    return {
      create: (owner) => new Mux(owner, pool, key),
      shutdown: () => pool.shutdown(),
      close: () => pool.close(),
    };
  },
});

class Mux extends Filter {
  private readonly gatherer = new MessageGatherer();
  private session: MessageSession | null = null;
  private readonly receivers = new Set<Input>();

  constructor(
    owner: Pipeline,
    private readonly pool: SessionPool<MessageSession>,
    private readonly key: Dynamic<unknown>,
  ) {
    super(owner);
  }

  override close(): void {
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
        if (event.kind === 'MessageEnd' || event.kind === 'StreamEnd') this.receivers.delete(receiver);
        if (!this.pipeline.released) this.output(event);
      },
    };
    this.receivers.add(receiver);
    this.session?.send(message, receiver);
  }
}
