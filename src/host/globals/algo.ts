/** `algo`: what proxies need again and again. */
import { constant, defineNamespace } from '../../language/builtins/define.js';
import { api, apiMethod } from '../arguments.js';
import { balancers } from './algo-balancers.js';
import { cache } from './algo-cache.js';
import { hashOf } from './algo-hash.js';
import { percentile } from './algo-percentile.js';
import { resourcePool } from './algo-resource-pool.js';
import { urlRouter } from './algo-url-router.js';

export const algo = defineNamespace({ name: 'algo', since: '0.22', doc: 'Caches, routers, balancers, pools and the like.' }, [
  ...[...balancers, cache, percentile, resourcePool, urlRouter].map(({ name, value, doc, since, cost }) => ({ ...constant(name, value, doc, since), ...(cost && { cost }) })),
  apiMethod('hash', { value: api('any', 'The value.') }, (_, { value }) => hashOf(value), 'A whole number that stands for a value.', { cost: 'n' }),
]);
