/** `http`: files of the code base as answers. */
import { constant, defineClass, defineNamespace } from '../../language/builtins/define.js';
import { payReading } from '../../language/builtins/cost.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import { Shape } from '../../language/evaluate/shape.js';
import type { Value } from '../../language/evaluate/value.js';
import { Message } from '../../stream/events/message.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { hostOf, peerOf } from '../peers.js';
import { StaticFile } from '../static-file.js';
import { currentTenant } from '../tenant.js';
import { copyOf } from './data.js';
import { messageDescriptor } from './message.js';

const of = (self: Value): StaticFile => (self as HostObject<StaticFile>).host;

const withHeaders = Shape.of(['headers']);
const withStatus = Shape.of(['status']);

/** A message of its own for each who asks: what is done with one is nothing to the others. */
function toMessage(file: StaticFile, accepted: string): Value {
  charge(1 + (accepted.length >> 2));
  allocate(2 * accepted.length);
  const served = file.serve(accepted);
  allocate(3 * sizes.object + 2 * sizes.entry);
  if (served === null) return peerOf(new Message(PlainObject.shaped(withStatus, [400]), null), messageDescriptor);
  const headers = PlainObject.dictionary();
  headers.setOwn('content-type', file.type);
  if (served.encoding !== null) headers.setOwn('content-encoding', served.encoding);
  return peerOf(new Message(PlainObject.shaped(withHeaders, [headers]), copyOf(served.data)), messageDescriptor);
}

const descriptor = describeApi('File', [
  apiMethod(
    'toMessage',
    { acceptEncoding: api('text', 'What the client takes, as its `accept-encoding` says.', { optional: true }) },
    (self, { acceptEncoding }) => toMessage(of(self), (acceptEncoding as string | undefined) ?? ''),
    'An answer with the file, compressed where the client takes it and there is such a file beside it.',
    { cost: 'n' },
  ),
]);

const taken = { path: api('text', 'The path, from the root of the code base on. One that ends with `/` means the `index.html` of a folder.') };

function fileAt(path: string): HostObject | null {
  payReading(path.length);
  allocate(2 * sizes.object);
  const file = StaticFile.at(currentTenant().codebase, path);
  return file === null ? null : new HostObject(descriptor, file);
}

const file = defineClass({
  name: 'File',
  since: '0.22',
  cost: 'n',
  doc: 'A file of the code base, with those beside it that end with `.gz` and `.br`: `new http.File(path)`.',
  length: 1,
  descriptor,
  statics: [apiMethod('from', taken, (_, { path }) => fileAt(path as string), 'The file at a path, or null where there is none.', { cost: 'n' })],
  construct: (args) => {
    const { path } = matchRecord(taken, args);
    return fileAt(path as string) ?? complain('PJS561', path as string);
  },
  hasInstance: (value) => hostOf(value, StaticFile) !== null,
});

export const http = defineNamespace({ name: 'http', since: '0.22', doc: 'What a server of HTTP needs.' }, [
  { ...constant('File', file.value, file.doc, file.since), cost: 'n' },
]);
