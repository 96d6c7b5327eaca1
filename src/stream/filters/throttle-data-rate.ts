import type { Event } from '../events/event.js';
import { defineFilter } from '../runtime/filter.js';
import { Throttle, throttleParameters, throttlePlan } from '../runtime/throttle.js';

export const throttleDataRate = defineFilter({
  name: 'throttleDataRate',
  since: '0.22',
  doc: 'Lets so many bytes pass a second; what is above that waits.',
  parameters: throttleParameters('Bytes'),
  plan: (args, { runtime }) => throttlePlan(args, runtime, ThrottleDataRate),
});

class ThrottleDataRate extends Throttle {
  protected override pay(event: Event): Event | null {
    if (event.kind !== 'Data') return null;
    const account = this.account!;
    const affordable = Math.min(Math.floor(account.balance), event.size);
    account.balance -= affordable;
    if (affordable === event.size) return null;
    if (affordable === 0) return event;
    // The Data itself may be in a script's hands: it stays whole.
    const rest = event.clone();
    this.output(rest.shift(affordable));
    return rest;
  }
}
