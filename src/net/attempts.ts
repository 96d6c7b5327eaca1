/**
 * Connecting to whichever of several addresses answers first (RFC 8305, "Happy Eyeballs"): they are tried one after another, families
 * in turn; one that has not answered for a while is not waited for before the next is tried as well.
 */
import { isIP, type Socket } from 'node:net';
import type { Cancelable } from '../stream/runtime/ports.js';

/** How long an attempt is waited for before the next begins beside it, in milliseconds (RFC 8305 section 5 recommends it). */
export const attemptDelay = 250;

/** Attempts under way at once, so that a name that stands for very many addresses does not open very many sockets: the oldest gives way to the next. */
const mostAtOnce = 4;

export interface AttemptsObserver {
  /** An attempt begins. */
  onAttempt(address: string): void;
  /** The first that has connected; the others are gone. */
  onConnect(socket: Socket): void;
  /** None has; this is what the last of them failed with. */
  onFail(error: Error): void;
}

/** Tries `addresses`, of which there is at least one. */
export function attemptAll(addresses: readonly string[], connect: (address: string) => Socket, observer: AttemptsObserver): Cancelable {
  const left = inTurn(addresses);
  const underWay = new Set<Socket>();
  let timer: NodeJS.Timeout | undefined;

  const giveUp = (socket: Socket): void => {
    underWay.delete(socket);
    socket.destroy();
  };

  const cancel = (): void => {
    clearTimeout(timer);
    left.length = 0;
    for (const socket of underWay) giveUp(socket);
  };

  const next = (): void => {
    clearTimeout(timer);
    const address = left.shift();
    if (address === undefined) return;
    const [oldest] = underWay;
    if (oldest !== undefined && underWay.size === mostAtOnce) giveUp(oldest);
    observer.onAttempt(address);
    const socket = connect(address);
    underWay.add(socket);
    if (left.length > 0) timer = setTimeout(next, attemptDelay);
    const onError = (error: Error): void => {
      if (!underWay.delete(socket)) return;
      if (left.length > 0) next();
      else if (underWay.size === 0) observer.onFail(error);
    };
    socket.on('error', onError);
    socket.once('connect', () => {
      if (!underWay.delete(socket)) return;
      cancel();
      observer.onConnect(socket);
      socket.off('error', onError);
    });
  };
  next();
  return { cancel };
}

/** The families in turn, each in its order, beginning with that of the first (RFC 8305 section 4). */
function inTurn(addresses: readonly string[]): string[] {
  const family = isIP(addresses[0]);
  const lists = [addresses.filter((address) => isIP(address) === family), addresses.filter((address) => isIP(address) !== family)] as const;
  return addresses.flatMap((_, i) => lists.flatMap((list) => list.slice(i, i + 1)));
}
