import type { Event } from '../events/event.js';
import { MessageGatherer } from '../events/message.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { MessageSession } from '../runtime/message-session.js';
import { complaining, dynamic, options, optional, pipeline, value } from '../runtime/parameters.js';
import type { Pipeline } from '../runtime/pipeline.js';
import { SessionPool } from '../runtime/session.js';

export const merge = defineFilter({
  name: 'merge',
  since: '0.22',
  doc: 'Copies messages into a sub-pipeline that all streams with the same key share; what comes out of it is thrown away, and the stream itself goes on.',
  branches: 'discarded',
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
      create: (owner) => new Merge(owner, pool, key),
      shutdown: () => pool.shutdown(),
      close: () => pool.close(),
    };
  },
});

class Merge extends Filter {
  private readonly gatherer = new MessageGatherer();
  private key: unknown = undefined;
  private keyed = false;
  private session: MessageSession | null = null;

  constructor(
    owner: Pipeline,
    private readonly pool: SessionPool<MessageSession>,
    private readonly keyOf: Dynamic<unknown>,
  ) {
    super(owner);
  }

  override close(): void {
    if (this.session !== null) this.pool.release(this.session);
    this.session = null;
  }

  protected override process(event: Event): void {
    if (this.keyed) {
      this.take(event);
      return;
    }
    this.evaluate(this.keyOf, (key) => {
      this.keyed = true;
      this.key = key;
      this.take(event);
    });
  }

  private take(event: Event): void {
    const message = this.gatherer.push(event.kind === 'Data' ? event.clone() : event);
    if (message !== null) this.current().send(message, null);
    this.output(event);
  }

  /** The session, or another when that one has ended. */
  private current(): MessageSession {
    if (this.session?.dropped) {
      this.pool.release(this.session);
      this.session = null;
    }
    return (this.session ??= this.pool.acquire(this.key, this.pipeline.context));
  }
}
