/** `algo.Cache`: values that are made when they are first asked for, and kept while they are used. */
import { payKey } from '../../language/builtins/map.js';
import { defineClass } from '../../language/builtins/define.js';
import { FunctionObject } from '../../language/evaluate/function.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { seal, unseal, type TableKey } from '../../language/evaluate/table-key.js';
import type { Value } from '../../language/evaluate/value.js';
import { Cache } from '../../stream/balance/cache.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';

/** Keys are sealed: a client may choose the numbers. */
type ValueCache = Cache<TableKey, Value>;

const of = (self: Value): ValueCache => (self as HostObject<ValueCache>).host;

/** An entry, with its neighbours in the order of use. */
const entryBytes = sizes.entry + sizes.object;

const key = api('any', 'The key: a text or number by what it says, an object by which it is.');

const descriptor = describeApi('Cache', [
  apiMethod(
    'get',
    { key },
    (self, { key }) => {
      payKey(key);
      // What is made is kept.
      allocate(entryBytes);
      return of(self).get(seal(key));
    },
    'The value of a key; made by `allocate` where there is none.',
      { cost: 'n' },
  ),
  apiMethod(
    'set',
    { key, value: api('any', 'The value.') },
    (self, { key, value }) => {
      payKey(key);
      allocate(entryBytes);
      of(self).set(seal(key), value);
      return undefined;
    },
    'Sets the value of a key; where there are too many, the one that was not used for the longest time goes.',
      { cost: 'n' },
  ),
  apiMethod(
    'remove',
    { key },
    (self, { key }) => {
      payKey(key);
      return of(self).remove(seal(key));
    },
    'Removes a key; true if there was one.',
      { cost: 'n' },
  ),
  apiMethod(
    'clear',
    {},
    (self) => {
      charge(of(self).size >> 2);
      of(self).clear();
      return undefined;
    },
    'Removes all keys.',
      { cost: 'n' },
  ),
]);

/** What the constructor takes. */
const taken = {
  limit: api('number', 'How many values there may be; 0 for any number.', { optional: true }),
  allocate: api('function', 'Makes the value of a key.', { optional: true }),
  free: api('function', 'Told of each key and value that goes.', { optional: true }),
};

export const cache = defineClass({
  name: 'Cache',
  since: '0.22',
  doc: 'A cache: `new algo.Cache(limit, allocate, free)`, each of which may be left out.',
  descriptor,
  construct: (args) => {
    const { limit, allocate: make, free } = matchRecord(taken, args);
    allocate(sizes.object + sizes.array);
    return new HostObject(
      descriptor,
      new Cache<TableKey, Value>({
        limit: (limit as number | undefined) ?? 0,
        allocate: make instanceof FunctionObject ? (key) => make.call(1, unseal(key), undefined, undefined) : undefined,
        free: free instanceof FunctionObject ? (key, value) => void free.call(2, unseal(key), value, undefined) : undefined,
      }),
      [make, free],
    );
  },
  hasInstance: (value) => hostOf(value, Cache) !== null,
});
