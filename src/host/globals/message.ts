/** `Message`: a head and a body. */
import { accessor, defineClass } from '../../language/builtins/define.js';
import { ClassObject } from '../../language/evaluate/function.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, sizes } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { Message } from '../../stream/events/message.js';
import { describeApi } from '../api-class.js';
import { complain } from '../arguments.js';
import { headToValue, hostOf, peerOf, valueToHead } from '../peers.js';
import { copyOf, dataDescriptor, dataFromText } from './data.js';

const of = (self: Value): Message => (self as HostObject<Message>).host;

export const messageDescriptor = describeApi(
  'Message',
  [
    accessor('head', (self) => headToValue(of(self).head), 'The head, or null.'),
    accessor('body', (self) => bodyToValue(of(self)), 'The body as a Data, or null when there is none.'),
  ],
  ['head', 'body'],
);

function bodyToValue({ body }: Message): Value {
  return body === null ? null : peerOf(body, dataDescriptor);
}

export const messageGlobal = defineClass({
  name: 'Message',
  since: '0.22',
  cost: 'n',
  doc: 'A whole message: `new Message(body)`, `new Message(head)`, `new Message(head, body)`.',
  length: 0,
  descriptor: messageDescriptor,
  construct: (args) => {
    allocate(sizes.object);
    return peerOf(build(args), messageDescriptor);
  },
  hasInstance: (value) => hostOf(value, Message) !== null,
});

function build(args: readonly Value[]): Message {
  const [first, second] = args;
  if (args.length > 2) complain('PJS503', '0', '2');
  if (args.length === 2) {
    if (!isNothing(first) && !isHead(first)) complain('PJS502', '1', 'an object');
    return new Message(valueToHead(first), toBody(second, 2));
  }
  if (isNothing(first)) return new Message(null, null);
  if (isHead(first)) return new Message(valueToHead(first), null);
  return new Message(null, toBody(first, 1));
}

function isNothing(value: Value): boolean {
  return value === undefined || value === null;
}

function isHead(value: Value): boolean {
  return value instanceof ScriptObject && !(value instanceof ClassObject) && hostOf(value, Data) === null;
}

function toBody(value: Value, position: number): Data | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return dataFromText(value);
  const data = hostOf(value, Data);
  if (data !== null) return copyOf(data);
  return complain('PJS502', String(position), 'a string or a Data object');
}
