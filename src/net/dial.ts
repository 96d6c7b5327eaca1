/** Connecting to a host: its addresses are tried in order, within one time limit. */
import { lookup, type LookupAddress } from 'node:dns';
import { connect, isIP, type Socket as RawSocket } from 'node:net';
import type { Cancelable, DialObserver } from '../stream/runtime/ports.js';
import { probing, TcpSocket } from './socket.js';
import { dialError, systemText } from './system-error.js';

/** Finds the addresses of a name. */
type Resolve = (name: string, done: (error: Error | null, found: readonly LookupAddress[]) => void) => void;

const systemResolve: Resolve = (name, done) => lookup(name, { all: true, verbatim: false }, done);

/**
 * Resolves and connects. `timeout` in seconds spans both; 0 is off. `localhost` is 127.0.0.1 without asking. A name is resolved once:
 * what `permits` has let through is what is connected to.
 */
export function dial(
  host: string,
  port: number,
  timeout: number,
  observer: DialObserver,
  permits: (address: string) => boolean = () => true,
  resolve: Resolve = systemResolve,
): Cancelable {
  let raw: RawSocket | null = null;
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
    raw?.destroy();
    observer.onGone?.();
  };

  const fail = (error: unknown): void => {
    stop();
    observer.onFail(dialError(error), systemText(error), tried);
  };

  const attemptPermitted = (addresses: readonly string[]): void => {
    const permitted = addresses.filter(permits);
    if (permitted.length > 0) attempt(permitted);
    else process.nextTick(() => !over && fail(Object.assign(new Error(), { code: 'EACCES' })));
  };

  const attempt = (addresses: readonly string[]): void => {
    const [address, ...others] = addresses;
    tried = address;
    const socket = connect({ host: address, port, allowHalfOpen: true, noDelay: true, ...probing });
    raw = socket;
    const onError = (error: Error): void => {
      if (over) return;
      if (others.length > 0) attempt(others);
      else fail(error);
    };
    socket.on('error', onError);
    socket.once('connect', () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      socket.once('close', () => observer.onGone?.());
      const connected = new TcpSocket(socket);
      connected.observe(observer.onConnect(connected));
      socket.off('error', onError);
    });
  };

  const name = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const begin = (): void => {
    if (over) return;
    if (name === 'localhost') {
      attemptPermitted(['127.0.0.1']);
    } else if (isIP(name) !== 0) {
      attemptPermitted([name]);
    } else {
      resolve(name, (error, found) => {
        if (over) return;
        if (error !== null) fail(error);
        else attemptPermitted(found.map(({ address }) => address));
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
