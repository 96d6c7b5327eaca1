/** `algo.URLRouter`: values by patterns of URLs. */
import { payReading } from '../../language/builtins/cost.js';
import { costing, defineClass, variadic } from '../../language/builtins/define.js';
import { toText } from '../../language/evaluate/convert.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { getMember, ownEnumerableKeys } from '../../language/evaluate/member.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { URLRouter } from '../../stream/balance/url-router.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';

const of = (self: Value): URLRouter<Value> => (self as HostObject<URLRouter<Value>>).host;

/** What V8 takes for a branch, with the table of those under it. */
const branchBytes = 500;

function add(router: URLRouter<Value>, pattern: string, value: Value): void {
  charge(1 + (pattern.length >> 3));
  let branches = 1;
  for (let at = pattern.indexOf('/'); at >= 0; at = pattern.indexOf('/', at + 1)) branches++;
  charge(branches);
  allocate(branches * branchBytes);
  if (!router.add(pattern, value)) complain('PJS541');
}

function find(router: URLRouter<Value>, given: readonly Value[]): Value {
  const parts = given.filter((part) => part !== undefined && part !== null).map(toText);
  let length = 0;
  for (const part of parts) length += part.length;
  charge(parts.length);
  payReading(length * 4);
  allocate(sizes.string + length * 2);
  return router.find(...parts);
}

const descriptor = describeApi('URLRouter', [
  apiMethod(
    'add',
    { pattern: api('text', 'Such as `/`, `/api/*`, `example.com/*`, `*.example.com/*`.'), value: api('any', 'What it leads to.') },
    (self, { pattern, value }) => {
      add(of(self), pattern as string, value);
      return undefined;
    },
    'Adds a pattern.',
      { cost: 'n' },
  ),
  ...costing('n', [variadic(
    'find',
    0,
    (self, args) => find(of(self), args),
    'What the most precise pattern for a URL leads to. The arguments are its parts: `find(host, path)`.',
  )]),
]);

/** What the constructor takes. */
const taken = { rules: api('object', 'Patterns and what they lead to.', { optional: true }) };

export const urlRouter = defineClass({
  name: 'URLRouter',
  since: '0.22',
  cost: 'n',
  doc: "A table of URL patterns: `new algo.URLRouter({ '/api/*': 'api', 'example.com/*': 'example' })`.",
  descriptor,
  construct: (args) => {
    const { rules } = matchRecord(taken, args);
    allocate(sizes.object * 2);
    const router = new URLRouter<Value>();
    for (const pattern of ownEnumerableKeys(rules)) add(router, pattern, getMember(rules, pattern));
    return new HostObject(descriptor, router);
  },
  hasInstance: (value) => hostOf(value, URLRouter) !== null,
});
