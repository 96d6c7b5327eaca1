/** `algo.RoundRobinLoadBalancer`, `algo.LeastWorkLoadBalancer`, `algo.HashingLoadBalancer`: which of several targets comes next. */
import { payKey } from '../../language/builtins/map.js';
import { defineClass, type GlobalDefinition } from '../../language/builtins/define.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import type { MethodDefinition } from '../../language/evaluate/class.js';
import { toBoolean, toNumber, toText } from '../../language/evaluate/convert.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { getMember, ownEnumerableKeys } from '../../language/evaluate/member.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { TableKey } from '../../language/evaluate/table-key.js';
import type { Value } from '../../language/evaluate/value.js';
import { Cache } from '../../stream/balance/cache.js';
import { Hashing } from '../../stream/balance/hashing.js';
import { LeastWork } from '../../stream/balance/least-work.js';
import { RoundRobin } from '../../stream/balance/round-robin.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, match } from '../arguments.js';
import { hostOf } from '../peers.js';
import { hashOf } from './algo-hash.js';

/** A balancer, and the cache that tells which of its targets are not well. */
class Balancer<B extends RoundRobin<string> | LeastWork<string> | Hashing<string>> {
  constructor(
    readonly picker: B,
    private readonly unhealthy: Cache<TableKey, Value> | null,
  ) {}

  readonly isWell = (target: string): boolean => this.unhealthy === null || !toBoolean(this.unhealthy.peek(target));
}

type Weighted = RoundRobin<string> | LeastWork<string>;

const weighted = (self: Value): Balancer<Weighted> => (self as HostObject<Balancer<Weighted>>).host;

const target = api('text', 'The target.');

const setWeight = apiMethod(
  'set',
  { target, weight: api('number', 'How much of the whole it takes, a whole number; 0 for nothing.') },
  (self, { target, weight }) => {
    put(weighted(self).picker, target as string, weight as number);
    return undefined;
  },
  'Adds a target, or gives it another weight.',
  { cost: 'n' },
);

const selectWeighted = apiMethod(
  'select',
  {},
  (self) => {
    const { picker, isWell } = weighted(self);
    charge(1 + (picker.size >> 1));
    return picker.select(isWell);
  },
  'The target that comes next; undefined where none is well.',
  { cost: 'n' },
);

const selectHashed = apiMethod(
  'select',
  { key: api('any', 'The key.') },
  (self, { key }) => {
    const { picker, isWell } = (self as HostObject<Balancer<Hashing<string>>>).host;
    return picker.select(hashOf(key), isWell);
  },
  'The target that belongs to a key; undefined where that is not well.',
  { cost: 'n' },
);

const addTarget = apiMethod(
  'add',
  { target },
  (self, { target }) => {
    append((self as HostObject<Balancer<Hashing<string>>>).host.picker, target as string);
    return undefined;
  },
  'Adds a target.',
);

const deselect = apiMethod(
  'deselect',
  { target: api('any', 'A target that was selected.', { optional: true }) },
  (self, { target }) => {
    const { picker } = weighted(self);
    if (picker instanceof LeastWork && typeof target === 'string') picker.deselect(target);
    return undefined;
  },
  'The work that a target was selected for is done.',
);

function put(picker: Weighted, target: string, weight: number): void {
  payKey(target);
  allocate(sizes.entry + sizes.object);
  picker.set(target, weight);
}

function append(picker: Hashing<string>, target: string): void {
  charge(1);
  allocate(sizes.element + sizes.string);
  picker.add(target);
}

function fillWeighted(picker: Weighted, targets: Value): void {
  if (targets === undefined || targets === null) return;
  if (targets instanceof ArrayObject) targets.elements.forEach((_, i) => put(picker, toText(targets.at(i)), 1));
  else if (targets instanceof ScriptObject) for (const name of ownEnumerableKeys(targets)) put(picker, name, toNumber(getMember(targets, name)));
  else complain('PJS502', '1', 'an object or an array');
}

function fillHashing(picker: Hashing<string>, targets: Value): void {
  if (targets === undefined || targets === null) return;
  if (!(targets instanceof ArrayObject)) complain('PJS502', '1', 'an array');
  targets.elements.forEach((_, i) => append(picker, toText(targets.at(i))));
}

/** The cache of targets that are not well. */
function toUnhealthy(value: Value): Cache<TableKey, Value> | null {
  if (value === undefined || value === null) return null;
  return hostOf<Cache<TableKey, Value>>(value, Cache) ?? complain('PJS502', '2', 'an instance of Cache');
}

/** What the constructors take. */
const taken = {
  targets: api('any', 'The targets.', { optional: true }),
  unhealthy: api('any', 'A cache that has something true for each target that is not well.', { optional: true }),
};

function defineBalancer<B extends Weighted | Hashing<string>>(
  name: string,
  doc: string,
  type: new () => B,
  methods: readonly MethodDefinition[],
  fill: (picker: B, targets: Value) => void,
): GlobalDefinition {
  const descriptor = describeApi(name, methods);
  return defineClass({
    name,
    since: '0.22',
    cost: 'n',
    doc,
    descriptor,
    construct: (args) => {
      const [targets, unhealthy] = match(taken, args);
      allocate(sizes.object * 3);
      const balancer = new Balancer(new type(), toUnhealthy(unhealthy));
      fill(balancer.picker, targets);
      return new HostObject(descriptor, balancer);
    },
    hasInstance: (value) => hostOf<Balancer<B>>(value, Balancer)?.picker instanceof type,
  });
}

export const balancers: readonly GlobalDefinition[] = [
  defineBalancer(
    'HashingLoadBalancer',
    'Leads a key to the same target each time: `new algo.HashingLoadBalancer(targets, unhealthy)`.',
    Hashing<string>,
    [addTarget, selectHashed, deselect],
    fillHashing,
  ),
  defineBalancer(
    'LeastWorkLoadBalancer',
    'Takes the target with the least work in progress: `new algo.LeastWorkLoadBalancer(targets, unhealthy)`.',
    LeastWork<string>,
    [setWeight, selectWeighted, deselect],
    fillWeighted,
  ),
  defineBalancer(
    'RoundRobinLoadBalancer',
    'Takes each target in turn, by weight: `new algo.RoundRobinLoadBalancer({ a: 2, b: 1 }, unhealthy)`.',
    RoundRobin<string>,
    [setWeight, selectWeighted, deselect],
    fillWeighted,
  ),
];
