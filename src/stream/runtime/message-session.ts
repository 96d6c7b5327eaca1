/** Sessions of whole messages: what `mux` and `merge` share. */
import { MessageEnd, MessageStart, StreamEnd, type Event, type Input } from '../events/event.js';
import type { Message } from '../events/message.js';
import type { Arguments } from '../../definition/parameters.js';
import type { Dynamic } from './callback.js';
import type { Context } from './context.js';
import type { Filter, FilterPlan, PlanSite } from './filter.js';
import type { PipelineReference } from './layout.js';
import { complaining, dynamic, options, optional, pipeline, value } from './parameters.js';
import type { Pipeline } from './pipeline.js';
import type { Runtime } from './runtime.js';
import { Session, SessionPool } from './session.js';

export type MessagePool = SessionPool<MessageSession>;

/** What filters with message sessions take. */
export const messageSessionParameters = {
  target: pipeline('The sub-pipeline that is shared.'),
  key: dynamic('any', 'Streams with the same key share a session.'),
  options: options({
    maxIdle: complaining(optional(value('number', 'Seconds after which an unused session ends.'), 10), 'option.maxIdle expects a number'),
  }),
};

/** The plan of such a filter: one pool for all its instances. */
export function planMessageSessions(
  { target, key, options: { maxIdle } }: Arguments<typeof messageSessionParameters>,
  { runtime }: PlanSite,
  create: (owner: Pipeline, pool: MessagePool, key: Dynamic<unknown>) => Filter,
): FilterPlan {
  const pool: MessagePool = new SessionPool(
    runtime,
    { maxIdle },
    (context) => new MessageSession(runtime, target, context, (session) => pool.drop(session)),
  );
  return {
    create: (owner) => create(owner, pool, key),
    shutdown: () => pool.shutdown(),
    close: () => pool.close(),
  };
}

export class MessageSession extends Session {
  /** Who waits for the next messages, in order. */
  private readonly waiting: Input[] = [];
  private started = false;
  private ended = false;

  constructor(
    runtime: Runtime,
    reference: PipelineReference,
    context: Context,
    private readonly onDrop: (session: MessageSession) => void,
  ) {
    super(runtime, reference, context);
  }

  /** Sends a message; one message of the session's output is for `receiver`, when there is one. */
  send(message: Message, receiver: Input | null): void {
    if (receiver !== null) this.waiting.push(receiver);
    for (const event of message.events()) this.pipeline.input(event);
  }

  /** Nobody waits for this answer any more; it is thrown away when it comes. */
  abandon(receiver: Input): void {
    const at = this.waiting.indexOf(receiver);
    if (at >= 0) this.waiting[at] = nobody;
  }

  override input(event: Event): void {
    if (this.ended) return;
    const [receiver] = this.waiting;
    switch (event.kind) {
      case 'MessageStart':
        if (receiver === undefined || this.started) return;
        this.started = true;
        receiver.input(event);
        break;
      case 'Data':
        if (this.started) receiver.input(event);
        break;
      case 'MessageEnd':
        if (!this.started) return;
        this.started = false;
        this.waiting.shift();
        receiver.input(event);
        break;
      case 'StreamEnd':
        this.end(event);
    }
  }

  /** Everybody who waits is told how the session ended. */
  private end(end: StreamEnd): void {
    this.ended = true;
    this.onDrop(this);
    const waiting = this.waiting.splice(0);
    this.finish();
    waiting.forEach((receiver, index) => {
      if (index > 0 || !this.started) receiver.input(new MessageStart(null));
      receiver.input(new MessageEnd());
      receiver.input(new StreamEnd(end.error));
    });
  }
}

const nobody: Input = { input: () => {} };
