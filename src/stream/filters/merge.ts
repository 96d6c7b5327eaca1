import type { Event } from '../events/event.js';
import { MessageGatherer } from '../events/message.js';
import type { Dynamic } from '../runtime/callback.js';
import { defineFilter, Filter } from '../runtime/filter.js';
import { messageSessionParameters, planMessageSessions, type MessagePool, type MessageSession } from '../runtime/message-session.js';
import type { Pipeline } from '../runtime/pipeline.js';

export const merge = defineFilter({
  name: 'merge',
  since: '0.22',
  doc: 'Copies messages into a sub-pipeline that all streams with the same key share; what comes out of it is thrown away, and the stream itself goes on.',
  branches: 'discarded',
  parameters: messageSessionParameters,
  plan: (args, site) => planMessageSessions(args, site, (owner, pool, key) => new Merge(owner, pool, key)),
});

class Merge extends Filter {
  private readonly gatherer = new MessageGatherer();
  private key: unknown = undefined;
  private keyed = false;
  private session: MessageSession | null = null;

  constructor(
    owner: Pipeline,
    private readonly pool: MessagePool,
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
