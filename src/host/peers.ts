/**
 * The hidden side of script values: from a value to the stream object behind it.
 *
 * Each stream object keeps its script-side peer in its `peer` field, so the same event is always the
 * same value. Data that a script hands over is snapshotted: the list is copied, the chunks are shared.
 */
import type { ClassDescriptor } from '../language/evaluate/class.js';
import { ArrayObject } from '../language/evaluate/array.js';
import { HostObject } from '../language/evaluate/host-object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { MessageEnd, MessageStart, StreamEnd, type Event } from '../stream/events/event.js';
import type { Head } from '../stream/events/head.js';
import { Message } from '../stream/events/message.js';

/** The script value of a stream object; made once for each. */
export function peerOf(object: { peer: unknown }, descriptor: ClassDescriptor): HostObject {
  if (object.peer === undefined) object.peer = new HostObject(descriptor, object);
  return object.peer as HostObject;
}

/** A head as a value; heads of the running world are script objects already. */
export function headToValue(head: Head | null): Value {
  return head as PlainObject | null;
}

/** The head that a script gives, or null when it gives no plain object. */
export function valueToHead(value: Value): Head | null {
  return value instanceof PlainObject ? value : null;
}

/** The hidden host value of `value` when it is an instance of `type`, else null. */
export function hostOf<T>(value: Value, type: new (...args: never[]) => T): T | null {
  return value instanceof HostObject && value.host instanceof type ? value.host : null;
}

/** The event or message that a script gives, ready to travel; null when it is none. */
export function valueToEvent(value: Value): Event | Message | null {
  if (!(value instanceof HostObject)) return null;
  const { host } = value;
  if (host instanceof Data) return host.clone();
  if (host instanceof Message) return new Message(host.head, host.body === null ? null : host.body.clone());
  if (host instanceof MessageStart || host instanceof MessageEnd || host instanceof StreamEnd) return host;
  return null;
}

/**
 * The events and messages in what a script returned: one, an array of them, or nothing. `null` and
 * `undefined` are passed over; the first thing that is no event ends the list and is told to `complain`.
 */
export function valueToEvents(value: Value, complain: () => void): (Event | Message)[] {
  if (value === undefined || value === null) return [];
  const items = value instanceof ArrayObject ? value.elements.map((_, i) => value.at(i)) : [value];
  const events: (Event | Message)[] = [];
  for (const item of items) {
    if (item === undefined || item === null) continue;
    const event = valueToEvent(item);
    if (event === null) {
      complain();
      break;
    }
    events.push(event);
  }
  return events;
}
