/**
 * What the `throttle…` filters share: accounts of tokens.
 *
 * An account belongs to one filter of a layout and one key, begins with nothing, and gets its quota once a
 * second while it has less than that. A filter whose account cannot pay keeps its events, in order, and holds
 * the source that they come from.
 */
import type { Event } from '../events/event.js';
import type { Dynamic } from './callback.js';
import { Filter, type FilterPlan } from './filter.js';
import { Kept } from './kept.js';
import { dynamic, optional } from './parameters.js';
import type { Pipeline } from './pipeline.js';
import type { Cancelable } from './ports.js';
import type { Runtime } from './runtime.js';

const refillInterval = 1000;

/** After so many refills without a filter that uses it an account is forgotten. */
const mostIdleRefills = 60;

const noKey: Dynamic<unknown> = { constant: '', get: () => '' };

/** The parameters of both filters. */
export function throttleParameters(what: string) {
  return {
    quota: dynamic('size', `${what} a second, a number or text such as '64k', or a function that is asked once for each stream.`),
    account: optional(dynamic('any', 'Streams with the same account share its quota; a value, or a function that is asked once for each stream.'), noKey),
  };
}

class Account {
  balance = 0;
  users = 0;
  idleRefills = 0;
  /** Filters that cannot pay, in the order in which they ran out. */
  readonly stalled = new Set<Throttle>();

  constructor(public quota: number) {}

  refill(): void {
    if (this.balance < this.quota || this.balance < 1) this.balance += this.quota;
    for (const filter of [...this.stalled]) {
      this.stalled.delete(filter);
      filter.goOn();
    }
  }
}

/** The accounts of one filter of a layout. */
class Accounts {
  private readonly accounts = new Map<unknown, Account>();
  private timer: Cancelable | null = null;

  constructor(private readonly runtime: Runtime) {}

  open(key: unknown, quota: number): Account {
    let account = this.accounts.get(key);
    if (account === undefined) this.accounts.set(key, (account = new Account(quota)));
    account.quota = quota;
    account.users++;
    this.timer ??= this.runtime.ports.clock.every(refillInterval, () => this.runtime.run(() => this.refill()));
    return account;
  }

  close(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  private refill(): void {
    for (const [key, account] of this.accounts) {
      account.idleRefills = account.users > 0 ? 0 : account.idleRefills + 1;
      if (account.idleRefills > mostIdleRefills) this.accounts.delete(key);
      else account.refill();
    }
    if (this.accounts.size === 0) this.close();
  }
}

/** What both filters are given. */
interface ThrottleArguments {
  readonly quota: Dynamic<number>;
  readonly account: Dynamic<unknown>;
}

/** The plan of a throttle filter of the given class. */
export function throttlePlan(
  args: ThrottleArguments,
  runtime: Runtime,
  type: new (pipeline: Pipeline, args: ThrottleArguments, accounts: Accounts) => Throttle,
): FilterPlan {
  const accounts = new Accounts(runtime);
  return {
    create: (pipeline) => new type(pipeline, args, accounts),
    close: () => accounts.close(),
  };
}

export abstract class Throttle extends Filter {
  protected account: Account | null = null;
  /** Whoever sends what cannot be paid for is held. */
  private readonly kept = new Kept(0);

  constructor(
    pipeline: Pipeline,
    private readonly args: ThrottleArguments,
    private readonly accounts: Accounts,
  ) {
    super(pipeline);
  }

  protected override process(event: Event): void {
    if (this.account !== null) this.take(event);
    else this.begin(() => this.take(event));
  }

  override close(): void {
    const { account } = this;
    this.kept.clear();
    if (account !== null) {
      account.users--;
      account.stalled.delete(this);
    }
  }

  /** The account has been refilled. */
  goOn(): void {
    this.kept.giveOut(this.pipeline.runtime.flow, (event) => {
      const unpaid = this.pay(event);
      if (unpaid === null) this.output(event);
      return unpaid;
    });
    if (!this.kept.isEmpty) this.stall();
  }

  /**
   * Pays for an event from the account, and gives what could not be paid for: nothing, the event, or the rest
   * of a Data whose beginning has been output.
   */
  protected abstract pay(event: Event): Event | null;

  private begin(then: () => void): void {
    this.evaluate(this.args.quota, (quota) => {
      if (!(quota > 0)) {
        this.log('error', '[throttle] invalid quota');
        this.fail();
        return;
      }
      this.evaluate(this.args.account, (key) => {
        this.account = this.accounts.open(key, quota);
        then();
      });
    });
  }

  private take(event: Event): void {
    const unpaid = this.kept.isEmpty ? this.pay(event) : event;
    if (unpaid === null) {
      this.output(event);
      return;
    }
    this.kept.add(unpaid, this.pipeline.runtime.flow);
    this.stall();
  }

  private stall(): void {
    this.account!.stalled.add(this);
  }
}
