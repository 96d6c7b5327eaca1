/** What the `handle…` filters share: a function of the script sees certain events on their way. */
import type { Parameter } from '../../definition/parameters.js';
import type { Event } from '../events/event.js';
import { MessageGatherer, type Message } from '../events/message.js';
import type { Callback, CallbackArgument } from './callback.js';
import { Filter } from './filter.js';
import { optional, value } from './parameters.js';
import type { Pipeline } from './pipeline.js';

/** Whether a function of the script is called for an event. */
export type Match = (event: Event) => boolean;

/** A new one for each stream: matches its first event, whatever that is. */
export function firstEvent(): Match {
  let seen = false;
  return () => !seen && (seen = true);
}

/** Calls `handler` with every event that matches, then passes it on. */
export class Hook extends Filter {
  constructor(
    pipeline: Pipeline,
    private readonly matches: Match,
    private readonly handler: Callback<undefined>,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (this.matches(event)) this.ask(this.handler, () => this.output(event), event);
    else this.output(event);
  }
}

/** The parameter for how much of a body a filter keeps; it stands first and may be left out. */
export function sizeLimit(): Parameter<number> {
  return optional(value('size', "How many bytes of a body are kept, such as 1024 or '256k'; all when negative."), -1);
}

/**
 * Gathers whole messages for `take`, which gets each one together with the event that completes it, a
 * MessageEnd or the StreamEnd. What a message has beyond the size limit is left out, and told to the log.
 */
export abstract class MessageFilter extends Filter {
  private readonly gatherer: MessageGatherer;

  /** A negative size limit is none. */
  constructor(
    pipeline: Pipeline,
    private readonly sizeLimit: number,
  ) {
    super(pipeline);
    this.gatherer = new MessageGatherer(sizeLimit < 0 ? Infinity : sizeLimit);
  }

  protected override process(event: Event): void {
    const { gatherer } = this;
    const inside = gatherer.open;
    const message = gatherer.push(event);
    if (message === null) {
      this.pass(event, inside || event.kind === 'MessageStart');
    } else {
      const { discarded } = gatherer;
      if (discarded > 0) this.note('error', `${discarded} bytes were discarded due to buffer size limit of ${this.sizeLimit}`);
      this.take(message, event);
    }
  }

  /** Takes an event that completes no message; `inside` tells whether it belongs to one. */
  protected abstract pass(event: Event, inside: boolean): void;
  protected abstract take(message: Message, end: Event): void;
}

/** Calls `handler` with something of every whole message, whose events pass as they come. */
export class MessageHook extends MessageFilter {
  constructor(
    pipeline: Pipeline,
    sizeLimit: number,
    private readonly handler: Callback<undefined>,
    private readonly pick: (message: Message) => CallbackArgument,
  ) {
    super(pipeline, sizeLimit);
  }

  protected override pass(event: Event): void {
    this.output(event);
  }

  protected override take(message: Message, end: Event): void {
    this.ask(this.handler, () => this.output(end), this.pick(message));
  }
}
