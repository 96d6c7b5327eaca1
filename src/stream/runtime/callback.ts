/**
 * The port through which filters call scripts. The runtime never sees an evaluator.
 *
 * A callback answers a value, or `Pending` when the value comes later; `Filter.ask` is the one place
 * that knows the difference. An error in a script is logged by the bridge, with position, pipeline and
 * filter, and arrives here as `CallbackError`.
 */
import type { Context } from './context.js';
import type { Event } from '../events/event.js';
import type { Message } from '../events/message.js';
import type { Data } from '../bytes/data.js';
import type { Inbound } from './context.js';

/** Where a call comes from, for messages. */
export interface CallSite {
  /** The pipeline's title and the filter's name, such as `[request] handleMessageStart`. */
  describe(): string;
}

/** What may be handed to a script. */
export type CallbackArgument =
  | Event
  | Message
  | Data
  | Inbound
  | string
  | number
  | boolean
  | null
  | undefined
  | { readonly [field: string]: string | readonly string[] | undefined };

export type Callback<R> = (context: Context, site: CallSite, ...args: CallbackArgument[]) => Answer<R>;

/** A plain value, or a function of the script that gives one. */
export interface Dynamic<T> {
  /** The plain value when there is no function to ask. */
  readonly constant: T | undefined;
  readonly get: Callback<T>;
}

export type Answer<T> = T | Pending<T>;

/** The script failed; what was to be said about it has been said. */
export class CallbackError extends Error {
  constructor() {
    super('script callback failed');
    this.name = 'CallbackError';
  }
}

/** A value that comes later. Settles once; listeners run when it does. */
export class Pending<T> {
  /** Called when nobody waits any more. */
  onAbandon: () => void = () => {};
  private settled: { value: T } | { failed: true } | null = null;
  /** What was asked about. */
  protected kept: readonly CallbackArgument[] = [];
  private readonly listeners: { value: (value: T) => void; fail: () => void }[] = [];

  /** Says what whoever waits holds meanwhile, so that it is counted. */
  keep(held: readonly CallbackArgument[]): this {
    this.kept = held;
    return this;
  }

  resolve(value: T): void {
    this.settle({ value });
  }

  reject(): void {
    this.settle({ failed: true });
  }

  /** Who waited is gone. */
  abandon(): void {
    this.listeners.length = 0;
    if (this.settled === null) this.onAbandon();
  }

  then(value: (value: T) => void, fail: () => void): void {
    this.listeners.push({ value, fail });
    if (this.settled !== null) this.flush();
  }

  private settle(outcome: { value: T } | { failed: true }): void {
    if (this.settled === null) {
      this.settled = outcome;
      this.flush();
    }
  }

  private flush(): void {
    const outcome = this.settled!;
    for (const listener of this.listeners.splice(0)) {
      if ('failed' in outcome) listener.fail();
      else listener.value(outcome.value);
    }
  }
}
