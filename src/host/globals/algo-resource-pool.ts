/** `algo.ResourcePool`: what is costly to make, given out and taken back. */
import { payKey } from '../../language/builtins/map.js';
import { defineClass } from '../../language/builtins/define.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { seal, unseal, type TableKey } from '../../language/evaluate/table-key.js';
import type { Value } from '../../language/evaluate/value.js';
import { ResourcePool } from '../../stream/balance/resource-pool.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';

/** All are keys of tables: they are sealed. */
type Pool = ResourcePool<TableKey, TableKey, TableKey>;

/** What V8 takes for a resource that is given out, and later for a pool where it is free. */
const leaseBytes = 700;

const of = (self: Value): Pool => (self as HostObject<Pool>).host;

const descriptor = describeApi('ResourcePool', [
  apiMethod(
    'allocate',
    { pool: api('any', 'Which of the pools.', { optional: true }), tenant: api('any', 'Whoever keeps getting the same one.', { optional: true }) },
    (self, { pool, tenant }) => {
      payKey(pool);
      payKey(tenant);
      allocate(leaseBytes);
      return unseal(of(self).allocate(seal(pool), seal(tenant)));
    },
    'A resource that is free, or a new one.',
      { cost: 'n' },
  ),
  apiMethod(
    'free',
    { resource: api('any', 'The resource.') },
    (self, { resource }) => {
      payKey(resource);
      of(self).free(seal(resource));
      return undefined;
    },
    'Takes a resource back.',
      { cost: 'n' },
  ),
  apiMethod(
    'freeTenant',
    { tenant: api('any', 'Whoever has them.') },
    (self, { tenant }) => {
      payKey(tenant);
      charge(2 * of(self).countOf(seal(tenant)));
      of(self).freeTenant(seal(tenant));
      return undefined;
    },
    'Takes all resources of a tenant back.',
      { cost: 'n' },
  ),
]);

/** What the constructor takes. */
const taken = { make: api('function', 'Makes a resource.') };

export const resourcePool = defineClass({
  name: 'ResourcePool',
  since: '0.22',
  doc: 'Pools of resources: `new algo.ResourcePool((pool, tenant) => resource)`.',
  length: 1,
  descriptor,
  construct: (args) => {
    const { make } = matchRecord(taken, args);
    allocate(sizes.object * 4);
    const pool = new ResourcePool<TableKey, TableKey, TableKey>((pool, tenant) => seal((make as FunctionObject).call(2, unseal(pool), unseal(tenant), undefined)));
    return new HostObject(descriptor, pool, [make]);
  },
  hasInstance: (value) => hostOf(value, ResourcePool) !== null,
});
