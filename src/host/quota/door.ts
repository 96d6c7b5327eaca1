/** The way in at a port: shut while the tenant has no share of its thread left, or while connections come faster than they may. */
import type { Listener } from '../../stream/runtime/ports.js';
import type { Sharer } from './allowance.js';

export class Door implements Sharer {
  /** For how many reasons it is shut. */
  private holds = 0;

  constructor(private readonly listener: Listener) {}

  hold(): void {
    if (this.holds++ === 0) this.listener.refuse(true);
  }

  lift(): void {
    if (--this.holds === 0) this.listener.refuse(false);
  }
}
