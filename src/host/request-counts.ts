/** What is counted of HTTP requests: the classes of their statuses, and how long they took. Nothing here depends on what clients send. */
import type { ServedRequest } from '../stream/runtime/ports.js';
import { Samples } from './metrics.js';

/** Seconds: the upper ends of the buckets. */
export const requestTimes: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class RequestCounts {
  /** By the first digit of the status; 0 is for what was not answered. */
  readonly classes = new Array<number>(10).fill(0);
  readonly times = new Samples(requestTimes);

  /** A tunnel lasts as long as somebody wants it: its time is no one's latency. */
  count({ status, began, ended, isTunnel }: ServedRequest): void {
    this.classes[Math.floor(status / 100)]++;
    if (!isTunnel) this.times.observe((ended - began) / 1000);
  }
}
