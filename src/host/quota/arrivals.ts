/** How many connections the ports of a tenant accept in each second. That more came is logged, once a second at most. */
import type { Clock, Log } from '../../stream/runtime/ports.js';
import { Allowance } from './allowance.js';

export function countArrivals(clock: Clock, log: Log, perSecond: number): Allowance {
  const arrivals = new Allowance(clock, perSecond);
  let told = -Infinity;
  arrivals.add({
    hold() {
      if (clock.now() - told < 1000) return;
      told = clock.now();
      log.write('warn', `[listener] More than ${perSecond} connections came in a second: those beyond are refused`);
    },
    lift() {},
  });
  return arrivals;
}
