/** What the `replace…` filters share: events and messages of the script stand in the place of certain events. */
import type { Parameter } from '../../definition/parameters.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../events/event.js';
import { Message } from '../events/message.js';
import type { Dynamic } from './callback.js';
import { Filter } from './filter.js';
import { MessageFilter, type Match } from './hook.js';
import { dynamic, optional } from './parameters.js';
import type { Pipeline } from './pipeline.js';

/** Events and messages, or a function that gives them. */
export type Replacement = Dynamic<readonly (Event | Message)[]>;

const nothing: Replacement = { constant: [], get: () => [] };

/** The parameter that says what stands in the place of `original`. */
export function replacement(original: string): Parameter<Replacement> {
  const doc = `An event, a Message or an array of those, or a function of ${original} that returns such. Left out: nothing.`;
  return optional(dynamic('events', doc), nothing);
}

/** The events of `items`, for one use: what a script gives once may be sent many times. */
export function fresh(items: readonly (Event | Message)[]): Event[] {
  const events: Event[] = [];
  for (const item of items) {
    if (item instanceof Message) events.push(...item.events());
    else if (item.kind === 'Data') events.push(item.clone());
    else if (item.kind === 'MessageStart') events.push(new MessageStart(item.head));
    else if (item.kind === 'MessageEnd') events.push(new MessageEnd());
    else events.push(new StreamEnd(item.error));
  }
  return events;
}

/** Replaces every event that matches. */
export class Replacer extends Filter {
  constructor(
    pipeline: Pipeline,
    private readonly matches: Match,
    private readonly value: Replacement,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (this.matches(event)) this.evaluate(this.value, (items) => this.outputAll(fresh(items)), event);
    else this.output(event);
  }
}

/** Replaces every whole message, or its body only. */
export class MessageReplacer extends MessageFilter {
  constructor(
    pipeline: Pipeline,
    sizeLimit: number,
    private readonly what: 'message' | 'body',
    private readonly value: Replacement,
  ) {
    super(pipeline, sizeLimit);
  }

  protected override pass(event: Event, inside: boolean): void {
    const taken = event.kind === 'Data' || (event.kind === 'MessageStart' && this.what === 'message');
    if (!inside || !taken) this.output(event);
  }

  protected override take(message: Message, end: Event): void {
    const then = (items: readonly (Event | Message)[]): void => {
      this.outputAll(fresh(items));
      // A message goes with its end; the end of the stream stays what it is.
      if (this.what === 'body' || end.kind === 'StreamEnd') this.output(end);
    };
    this.evaluate(this.value, then, this.what === 'message' ? message : message.body);
  }
}
