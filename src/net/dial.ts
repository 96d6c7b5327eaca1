/** Connecting to a host: its addresses are tried within one time limit, those that may be. */
import { lookup, type LookupAddress } from 'node:dns';
import { connect, isIP, type Socket as RawSocket } from 'node:net';
import type { Cancelable, DialObserver } from '../stream/runtime/ports.js';
import { attemptAll } from './attempts.js';
import { probing, TcpSocket } from './socket.js';
import { dialError, systemText } from './system-error.js';

/** What is asked of the system. */
export interface Network {
  /** Finds the addresses of a name. */
  resolve(name: string, done: (error: Error | null, found: readonly LookupAddress[]) => void): void;
  connect(address: string, port: number): RawSocket;
}

const system: Network = {
  resolve: (name, done) => lookup(name, { all: true, verbatim: false }, done),
  connect: (host, port) => connect({ host, port, allowHalfOpen: true, noDelay: true, ...probing }),
};

/**
 * Resolves and connects. `timeout` in seconds spans both; 0 is off. `localhost` is 127.0.0.1 without asking. A name is resolved once:
 * each of its addresses is asked about, and those that `permits` has let through are what is connected to.
 */
export function dial(
  host: string,
  port: number,
  timeout: number,
  observer: DialObserver,
  permits: (address: string) => boolean = () => true,
  network = system,
): Cancelable {
  let attempts: Cancelable | null = null;
  let over = false;
  let tried: string | undefined;

  const timer =
    timeout > 0
      ? setTimeout(() => {
          stop();
          observer.onFail('ConnectionTimeout', 'Connection timed out', tried);
        }, timeout * 1000)
      : undefined;

  const stop = (): void => {
    over = true;
    clearTimeout(timer);
    attempts?.cancel();
    observer.onGone?.();
  };

  const fail = (error: unknown): void => {
    stop();
    observer.onFail(dialError(error), systemText(error), tried);
  };

  const attempt = (addresses: readonly string[]): void => {
    const permitted = addresses.filter(permits);
    if (permitted.length === 0) {
      process.nextTick(() => !over && fail(Object.assign(new Error(), { code: 'EACCES' })));
      return;
    }
    attempts = attemptAll(permitted, (address) => network.connect(address, port), {
      onAttempt: (address) => (tried = address),
      onFail: fail,
      onConnect(socket) {
        over = true;
        clearTimeout(timer);
        socket.once('close', () => observer.onGone?.());
        const connected = new TcpSocket(socket);
        connected.observe(observer.onConnect(connected));
      },
    });
  };

  const name = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const begin = (): void => {
    if (name === 'localhost') {
      attempt(['127.0.0.1']);
    } else if (isIP(name) !== 0) {
      attempt([name]);
    } else {
      network.resolve(name, (error, found) => {
        if (over) return;
        if (error !== null) fail(error);
        else attempt(found.map(({ address }) => address));
      });
    }
  };
  if (port >= 1 && port <= 65535) begin();
  else process.nextTick(() => !over && fail(new Error(`Port out of range: ${port}`)));
  return {
    cancel() {
      if (!over) stop();
    },
  };
}
