/** `__inbound`: the connection that a context belongs to. */
import { accessor } from '../../language/builtins/define.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import type { Value } from '../../language/evaluate/value.js';
import type { Inbound } from '../../stream/runtime/context.js';
import { describeApi } from '../api-class.js';

const of = (self: Value): Inbound => (self as HostObject<Inbound>).host;

export const inboundDescriptor = describeApi(
  'Inbound',
  [
    accessor('id', (self) => of(self).id, 'Counts the connections of this process.'),
    accessor('remoteAddress', (self) => of(self).remoteAddress, "The client's IP address."),
    accessor('remotePort', (self) => of(self).remotePort, "The client's port."),
    accessor('localAddress', (self) => of(self).localAddress, 'The IP address that the client connected to.'),
    accessor('localPort', (self) => of(self).localPort, 'The port that the client connected to.'),
  ],
  ['id', 'remoteAddress', 'remotePort', 'localAddress', 'localPort'],
);
