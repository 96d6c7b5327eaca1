/** `MessageStart`, `MessageEnd` and `StreamEnd`: the events beside Data. */
import { allocate, sizes } from '../../language/evaluate/meter.js';
import { accessor, defineClass, type GlobalDefinition } from '../../language/builtins/define.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import type { Value } from '../../language/evaluate/value.js';
import { MessageEnd, MessageStart, StreamEnd } from '../../stream/events/event.js';
import { describeApi } from '../api-class.js';
import { api, matchRecord } from '../arguments.js';
import { headToValue, hostOf, peerOf, valueToHead } from '../peers.js';

export const messageStartDescriptor = describeApi(
  'MessageStart',
  [
    accessor(
      'head',
      (self) => headToValue((self as HostObject<MessageStart>).host.head),
      'The head of the message that begins; changes to it travel on.',
    ),
  ],
  ['head'],
);

export const messageEndDescriptor = describeApi('MessageEnd', []);

export const streamEndDescriptor = describeApi(
  'StreamEnd',
  [accessor('error', (self) => (self as HostObject<StreamEnd>).host.error, "Why the stream ended, or '' for an end in order.")],
  ['error'],
);

const isA = (type: new (...args: never[]) => unknown) => (value: Value) => hostOf(value, type) !== null;

/** What the constructor takes. */
const taken = { head: api('object', 'The head.', { optional: true }) };

export const streamEvents: readonly GlobalDefinition[] = [
  defineClass({
    name: 'MessageStart',
    since: '0.22',
    doc: 'The event that begins a message.',
    length: 0,
    descriptor: messageStartDescriptor,
    construct: (args) => {
      const { head } = matchRecord(taken, args);
      allocate(2 * sizes.object);
      return peerOf(new MessageStart(valueToHead(head)), messageStartDescriptor);
    },
    hasInstance: isA(MessageStart),
  }),
  defineClass({
    name: 'MessageEnd',
    since: '0.22',
    doc: 'The event that ends a message.',
    descriptor: messageEndDescriptor,
    construct: () => {
      allocate(2 * sizes.object);
      return peerOf(new MessageEnd(), messageEndDescriptor);
    },
    hasInstance: isA(MessageEnd),
  }),
  defineClass({
    name: 'StreamEnd',
    since: '0.22',
    doc: 'The event that ends a stream.',
    descriptor: streamEndDescriptor,
    construct: () => {
      allocate(2 * sizes.object);
      return peerOf(new StreamEnd(), streamEndDescriptor);
    },
    hasInstance: isA(StreamEnd),
  }),
];
