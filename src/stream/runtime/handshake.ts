/** The time that two sides may take to agree before bytes go through: what filters with a handshake share. */
import type { Parameter } from '../../definition/parameters.js';
import { optional, value } from './parameters.js';
import type { Cancelable } from './ports.js';
import type { Runtime } from './runtime.js';

/** For those who accept: the first byte has to come in that time as well. */
export function acceptTimeoutOption(): Parameter<number> {
  return optional(value('seconds', 'Seconds that a client may take for the handshake, from the start of the stream on; 0 is off.'), 10);
}

/** For those who connect: the connection beneath has to stand in that time as well. */
export function connectTimeoutOption(): Parameter<number> {
  return optional(value('seconds', 'Seconds that it may take until the handshake is done, connecting included; 0 is off.'), 60);
}

export class HandshakeTimer {
  private readonly timer: Cancelable | null;

  /** Calls `expire` in a turn of its own, unless it is stopped before. */
  constructor(runtime: Runtime, seconds: number, expire: () => void) {
    this.timer = seconds > 0 ? runtime.ports.clock.after(seconds * 1000, () => runtime.run(expire)) : null;
  }

  stop(): void {
    this.timer?.cancel();
  }
}
