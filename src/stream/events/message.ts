/** A whole message, and the way between it and its events. */
import { Data } from '../bytes/data.js';
import { MessageEnd, MessageStart, type Event } from './event.js';
import type { Head } from './head.js';

export class Message {
  /** Belongs to the bridge, like the `peer` of an event. */
  peer: unknown = undefined;
  constructor(
    readonly head: Head | null,
    readonly body: Data | null,
  ) {}

  /** MessageStart, the body when there is one (a copy: the message may be sent again), MessageEnd. */
  events(): Event[] {
    const start = new MessageStart(this.head);
    const end = new MessageEnd();
    return this.body === null ? [start, end] : [start, this.body.clone(), end];
  }
}

/**
 * Gathers the events of one message after the other.
 *
 * `limit` cuts the gathered body, not the stream; bytes beyond it are counted in `discarded`.
 */
export class MessageGatherer {
  private start: MessageStart | null = null;
  private body: Data | null = null;
  discarded = 0;

  constructor(private readonly limit = Infinity) {}

  /** Whether a message has begun and not ended. */
  get open(): boolean {
    return this.start !== null;
  }

  /** Takes one event; gives the message when this event (MessageEnd or StreamEnd) completes it. */
  push(event: Event): Message | null {
    switch (event.kind) {
      case 'MessageStart':
        this.start = event;
        this.body = new Data();
        this.discarded = 0;
        return null;
      case 'Data':
        if (this.body !== null) this.add(this.body, event);
        return null;
      default: {
        if (this.start === null) return null;
        const message = new Message(this.start.head, this.body);
        this.reset();
        return message;
      }
    }
  }

  reset(): void {
    this.start = null;
    this.body = null;
  }

  private add(body: Data, data: Data): void {
    const room = this.limit - body.size;
    if (data.size <= room) {
      body.push(data);
      body.joinCrumbs();
    } else {
      this.discarded += data.size - Math.max(room, 0);
      if (room > 0) body.push(data.slice(0, room));
    }
  }
}
