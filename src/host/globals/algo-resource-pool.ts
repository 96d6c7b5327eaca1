/** `algo.ResourcePool`: what is costly to make, given out and taken back. */
import { defineClass } from '../../language/builtins/define.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { ResourcePool } from '../../stream/balance/resource-pool.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';

type Pool = ResourcePool<Value, Value, Value>;

const of = (self: Value): Pool => (self as HostObject<Pool>).host;

const descriptor = describeApi('ResourcePool', [
  apiMethod(
    'allocate',
    { pool: api('any', 'Which of the pools.', { optional: true }), tenant: api('any', 'Whoever keeps getting the same one.', { optional: true }) },
    (self, { pool, tenant }) => {
      charge(2);
      allocate(sizes.object + 2 * sizes.entry);
      return of(self).allocate(pool, tenant);
    },
    'A resource that is free, or a new one.',
  ),
  apiMethod(
    'free',
    { resource: api('any', 'The resource.') },
    (self, { resource }) => {
      charge(2);
      of(self).free(resource);
      return undefined;
    },
    'Takes a resource back.',
  ),
  apiMethod(
    'freeTenant',
    { tenant: api('any', 'Whoever has them.') },
    (self, { tenant }) => {
      charge(2);
      of(self).freeTenant(tenant);
      return undefined;
    },
    'Takes all resources of a tenant back.',
  ),
]);

export const resourcePool = defineClass({
  name: 'ResourcePool',
  since: '0.22',
  doc: 'Pools of resources: `new algo.ResourcePool((pool, tenant) => resource)`.',
  length: 1,
  descriptor,
  construct: (args) => {
    const { make } = matchRecord({ make: api('function', 'Makes a resource.') }, args);
    allocate(sizes.object * 4);
    const pool = new ResourcePool<Value, Value, Value>((pool, tenant) => (make as FunctionObject).call(2, pool, tenant, undefined));
    return new HostObject(descriptor, pool, [make]);
  },
  hasInstance: (value) => hostOf(value, ResourcePool) !== null,
});
