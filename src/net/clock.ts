/** Time and timers. */
import type { Cancelable, Clock } from '../stream/runtime/ports.js';

/** The longest time that a timer of Node's takes. */
const longest = 0x7fffffff;

export const clock: Clock = {
  now: () => performance.now(),

  after(milliseconds, run): Cancelable {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer = left > longest ? setTimeout(() => wait(left - longest), longest) : setTimeout(run, left);
    };
    wait(milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },

  every(milliseconds, run): Cancelable {
    const timer = setInterval(run, Math.min(milliseconds, longest));
    return { cancel: () => clearInterval(timer) };
  },
};
