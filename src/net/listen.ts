/** Listening; of several workers all serve one port. At the limit of connections no more are accepted: they wait, unread, for their turn. */
import cluster from 'node:cluster';
import { createServer, type AddressInfo, type Socket as RawSocket } from 'node:net';
import type { ListenOptions, Listener, Socket, SocketObserver } from '../stream/runtime/ports.js';
import { TcpSocket } from './socket.js';
import { systemText } from './system-error.js';

/** Connections that may wait at the limit, as many as a system's own backlog usually holds. */
const maxWaiting = 511;

export interface OpenListener extends Listener {
  /** The port that was opened. */
  readonly port: number;
}

/** Node opens ports that others may open too from 23.1 on, and from 22.12. */
export const canReusePorts = ((): boolean => {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  return major >= 24 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
})();

/** Opens a port; rejects with the system's words. Port 0 takes a free one. `reusePort`: other processes may open it too, and the system deals connections out. */
export function listen(
  host: string,
  port: number,
  options: ListenOptions,
  accept: (socket: Socket) => SocketObserver,
  reusePort = false,
): Promise<OpenListener> {
  const waiting = new Set<RawSocket>();
  let open = 0;

  const take = (raw: RawSocket): void => {
    open++;
    raw.once('close', () => {
      open--;
      const [next] = waiting;
      if (next !== undefined) {
        waiting.delete(next);
        take(next);
      }
    });
    const socket = new TcpSocket(raw);
    const { readTimeout, writeTimeout } = options;
    if (readTimeout > 0 || writeTimeout > 0) socket.setTimeouts({ read: readTimeout, write: writeTimeout });
    socket.observe(accept(socket));
  };

  const arrive = (raw: RawSocket): void => {
    const { maxConnections } = options;
    if (maxConnections < 0 || open < maxConnections) {
      take(raw);
    } else if (waiting.size >= maxWaiting) {
      raw.destroy();
    } else {
      waiting.add(raw);
      raw.on('error', () => {});
      raw.once('close', () => waiting.delete(raw));
    }
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, arrive);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`bind: ${systemText(error)}`, { cause: error })));
    // The workers of one command have their ports from the process that looks after them.
    const exclusive = !cluster.isWorker || reusePort;
    server.listen({ host, port, exclusive, backlog: maxWaiting, ...(reusePort && { reusePort }) }, () => {
      server.removeAllListeners('error');
      // Too many open files and the like: the connection is lost, the listener goes on.
      server.on('error', () => {});
      resolve({
        port: (server.address() as AddressInfo).port,
        refuse(refusing) {
          // Node closes what is beyond this number before it makes a socket, and that is the cheapest that it knows: it cannot be told not to accept.
          server.maxConnections = refusing ? -1 : Infinity;
        },
        close() {
          for (const raw of waiting) raw.destroy();
          // The port is free once the handle is closed, which does not wait for connections.
          return new Promise((closed) => {
            server.close();
            setImmediate(closed);
          });
        },
      });
    });
  });
}
