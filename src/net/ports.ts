/** All that the runtime needs from the world, on Node. */
import type { HeadModel } from '../stream/events/head.js';
import type { CertificateModel, Log, Output, Ports, RequestWatch } from '../stream/runtime/ports.js';
import { clock } from './clock.js';
import { compression } from './compression.js';
import { dial } from './dial.js';
import { keepYoung } from './engine.js';
import { listen } from './listen.js';
import { processes } from './processes.js';
import { tls } from './tls.js';

export interface NodePortsOptions {
  readonly heads: HeadModel;
  readonly certificates: CertificateModel;
  readonly log: Log;
  readonly output: Output;
  /** The variables that child processes see; all by default. */
  readonly childEnvironment?: Readonly<Record<string, string>> | null;
  /** Other processes may open the same ports. */
  readonly reusePort?: boolean;
  /** Who keeps account of requests. */
  readonly watch?: RequestWatch | null;
}

export type { RequestWatch };

/** Sockets, clocks, child processes, TLS and zlib of Node, with the given log, output and heads. */
export function nodePorts({ childEnvironment = null, reusePort = false, ...given }: NodePortsOptions): Ports {
  keepYoung();
  const net: Ports['net'] = { listen: (host, port, options, accept) => listen(host, port, options, accept, reusePort), dial };
  return { net, clock, processes: processes(childEnvironment), tls, compression, ...given };
}
