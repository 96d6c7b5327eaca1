/** The account of a person's own script: fuel counted but not limited, the process's clocks and randomness. */
import { Account } from '../language/evaluate/account.js';
import { seededRandom } from '../language/evaluate/random.js';
import { ownLimits, type Limits } from '../language/evaluate/limits.js';

/** A sequence for `Math.random` of its own: no other's tells anything about it. */
export function ownRandom(): () => number {
  return seededRandom(crypto.getRandomValues(new Uint32Array(1))[0]);
}

/** `limits` replace those of a person's own script. */
export function ownAccount(limits: Partial<Limits>): Account {
  const account = new Account({ ...ownLimits, ...limits }, () => performance.now());
  account.clock = Date.now;
  account.random = Math.random;
  return account;
}
