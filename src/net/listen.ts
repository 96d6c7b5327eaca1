/** Listening; of several workers all serve one port. At the limit of connections no more are accepted: they wait, unread, for their turn. */
import cluster from 'node:cluster';
import { createServer, type AddressInfo, type Server, type Socket as RawSocket } from 'node:net';
import type { ListenOptions, Listener, Socket, SocketObserver } from '../stream/runtime/ports.js';
import { probing, TcpSocket } from './socket.js';
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

/** Connections that are refused in a second before the port is closed for the next one: each costs as much as half an answer, and to the system nearly nothing. */
const mostRefused = 1000;

/** Opens a port; rejects with the system's words. Port 0 takes a free one. `reusePort`: other processes may open it too, and the system deals connections out. */
export async function listen(
  host: string,
  port: number,
  options: ListenOptions,
  accept: (socket: Socket) => SocketObserver,
  reusePort = false,
): Promise<OpenListener> {
  const listener = new TcpListener(host, options, accept, reusePort);
  await listener.open(port);
  return listener;
}

class TcpListener implements OpenListener {
  port = 0;
  private server: Server | null = null;
  private readonly waiting = new Set<RawSocket>();
  /** How many connections there are. */
  private connections = 0;
  private refusing = false;
  /** Connections that were refused in the second that began then. */
  private refused = 0;
  private refusedSince = 0;
  /** What opens the port again. */
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly host: string,
    private readonly options: ListenOptions,
    private readonly accept: (socket: Socket) => SocketObserver,
    private readonly reusePort: boolean,
  ) {}

  open(port: number): Promise<void> {
    const { host, reusePort } = this;
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true, ...probing }, (raw) => this.arrive(raw));
    return new Promise((resolve, reject) => {
      server.once('error', (error) => reject(new Error(`bind: ${systemText(error)}`, { cause: error })));
      // The workers of one command have their ports from the process that looks after them.
      const exclusive = !cluster.isWorker || reusePort;
      server.listen({ host, port, exclusive, backlog: maxWaiting, ...(reusePort && { reusePort }) }, () => {
        server.removeAllListeners('error');
        // Too many open files and the like: the connection is lost, the listener goes on.
        server.on('error', () => {});
        server.on('drop', () => this.drop());
        this.port = (server.address() as AddressInfo).port;
        this.server = server;
        this.refuse(this.refusing);
        if (this.closed) server.close();
        resolve();
      });
    });
  }

  refuse(refusing: boolean): void {
    this.refusing = refusing;
    // Node closes what is beyond this number before it makes a socket, and that is the cheapest that it knows: it cannot be told not to accept.
    if (this.server !== null) this.server.maxConnections = refusing ? -1 : Infinity;
  }

  close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    for (const raw of this.waiting) raw.destroy();
    // The port is free once the handle is closed, which does not wait for connections.
    return new Promise((closed) => {
      this.server?.close();
      setImmediate(closed);
    });
  }

  private arrive(raw: RawSocket): void {
    const { options, waiting } = this;
    const { maxConnections } = options;
    // Reset while it waited to be accepted: the system knows no peer any more. A flood of those costs next to nothing then, and whoever stands behind it is reached.
    if (raw.remoteAddress === undefined) raw.destroy();
    else if (maxConnections < 0 || this.connections < maxConnections) {
      this.take(raw);
    } else if (waiting.size >= maxWaiting) {
      raw.destroy();
    } else {
      waiting.add(raw);
      raw.on('error', () => {});
      raw.once('close', () => waiting.delete(raw));
    }
  }

  private take(raw: RawSocket): void {
    this.connections++;
    raw.once('close', () => this.leave());
    const socket = new TcpSocket(raw);
    const { readTimeout, writeTimeout } = this.options;
    if (readTimeout > 0 || writeTimeout > 0) socket.setTimeouts({ read: readTimeout, write: writeTimeout });
    socket.observe(this.accept(socket));
  }

  private leave(): void {
    this.connections--;
    const [next] = this.waiting;
    if (next === undefined) return;
    this.waiting.delete(next);
    this.take(next);
  }

  /** A connection was refused: a flood of them is left to the system for a while. */
  private drop(): void {
    const now = performance.now();
    if (now - this.refusedSince > 1000) {
      this.refusedSince = now;
      this.refused = 0;
    }
    if (++this.refused < mostRefused || this.timer !== null) return;
    this.server?.close();
    this.server = null;
    this.reopenLater();
  }

  private reopenLater(): void {
    this.timer = setTimeout(() => {
      this.timer = null;
      // Where another has taken the port meanwhile, it may be free later.
      this.open(this.port).catch(() => this.closed || this.reopenLater());
    }, 1000);
  }
}
