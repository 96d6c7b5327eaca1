/** `algo.hash`: numbers that stand for values. */
import { payReading } from '../../language/builtins/cost.js';
import type { Value } from '../../language/evaluate/value.js';
import { Hasher } from '../../stream/balance/hashing.js';
import { currentTenant, type Tenant } from '../tenant.js';

/** One for each tenant: how many objects others have hashed is not told. */
const hashers = new WeakMap<Tenant, Hasher>();

/** The hash of a value: from 0 to before 2^53, the same for the same value as long as the tenant lives. */
export function hashOf(value: Value): number {
  const tenant = currentTenant();
  let hasher = hashers.get(tenant);
  if (hasher === undefined) hashers.set(tenant, (hasher = new Hasher()));
  if (typeof value === 'string') payReading(value.length * 4);
  return hasher.hash(value);
}
