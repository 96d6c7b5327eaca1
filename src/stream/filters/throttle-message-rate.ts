import type { Event } from '../events/event.js';
import { defineFilter } from '../runtime/filter.js';
import { Throttle, throttleParameters, throttlePlan } from '../runtime/throttle.js';

export const throttleMessageRate = defineFilter({
  name: 'throttleMessageRate',
  since: '0.22',
  doc: 'Lets so many messages begin a second; what is above that waits.',
  parameters: throttleParameters('Messages'),
  plan: (args, { runtime }) => throttlePlan(args, runtime, ThrottleMessageRate),
});

class ThrottleMessageRate extends Throttle {
  protected override pay(event: Event): Event | null {
    if (event.kind !== 'MessageStart') return null;
    const account = this.account!;
    if (account.balance < 1) return event;
    account.balance--;
    return null;
  }
}
