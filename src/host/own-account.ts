/** The account of a person's own script: fuel counted but not limited, the process's clocks and randomness. */
import { Account } from '../language/evaluate/activation.js';
import { ownLimits, type Limits } from '../language/evaluate/limits.js';

/** `limits` replace those of a person's own script; `heapIsFull` says when the process has no memory left. */
export function ownAccount(limits: Partial<Limits>, heapIsFull: () => boolean): Account {
  const account = new Account({ ...ownLimits, ...limits }, () => performance.now());
  account.clock = Date.now;
  account.random = Math.random;
  account.heapIsFull = heapIsFull;
  return account;
}
