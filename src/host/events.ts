/** Stream objects as script values. */
import type { Value } from '../language/evaluate/value.js';
import type { Event } from '../stream/events/event.js';
import { Message } from '../stream/events/message.js';
import type { Inbound } from '../stream/runtime/context.js';
import { dataDescriptor } from './globals/data.js';
import { inboundDescriptor } from './globals/inbound.js';
import { messageDescriptor } from './globals/message.js';
import { messageEndDescriptor, messageStartDescriptor, streamEndDescriptor } from './globals/stream-events.js';
import { peerOf } from './peers.js';

export function eventToValue(event: Event | Message): Value {
  if (event instanceof Message) return peerOf(event, messageDescriptor);
  switch (event.kind) {
    case 'Data':
      return peerOf(event, dataDescriptor);
    case 'MessageStart':
      return peerOf(event, messageStartDescriptor);
    case 'MessageEnd':
      return peerOf(event, messageEndDescriptor);
    case 'StreamEnd':
      return peerOf(event, streamEndDescriptor);
  }
}

export function inboundToValue(inbound: Inbound | null): Value {
  return inbound === null ? null : peerOf(inbound, inboundDescriptor);
}
