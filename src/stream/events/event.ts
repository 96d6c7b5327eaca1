/**
 * The four events that flow through pipelines.
 *
 *   raw stream:      Data* StreamEnd?
 *   message stream:  (MessageStart Data* MessageEnd)* StreamEnd?
 *
 * An empty Data is the flush marker. A StreamEnd in mid-message ends the message too.
 * `peer` belongs to the bridge: it keeps the script-side object of an event there, so that identity
 * holds and nothing is made twice. Nobody in the stream column reads it.
 */
import type { Data } from '../bytes/data.js';
import type { Head } from './head.js';
import type { StreamErrorCode } from './stream-error.js';

export class MessageStart {
  declare readonly kind: 'MessageStart';
  peer: unknown = undefined;
  constructor(readonly head: Head | null) {}
}

export class MessageEnd {
  declare readonly kind: 'MessageEnd';
  peer: unknown = undefined;
}

export class StreamEnd {
  declare readonly kind: 'StreamEnd';
  peer: unknown = undefined;
  constructor(readonly error: StreamErrorCode | '' = '') {}
}

Object.assign(MessageStart.prototype, { kind: 'MessageStart' });
Object.assign(MessageEnd.prototype, { kind: 'MessageEnd' });
Object.assign(StreamEnd.prototype, { kind: 'StreamEnd' });

export type Event = Data | MessageStart | MessageEnd | StreamEnd;

/** Anything that takes events: a filter, a pipeline, the writing half of a connection. */
export interface Input {
  input(event: Event): void;
}
