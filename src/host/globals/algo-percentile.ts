/** `algo.Percentile`: how high most samples are. */
import { payArray } from '../../language/builtins/cost.js';
import { defineClass } from '../../language/builtins/define.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import { toNumber } from '../../language/evaluate/convert.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { charge } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { areBuckets, Percentile } from '../../stream/balance/percentile.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { hostOf } from '../peers.js';

/** A percentile, and how many buckets it has. */
class Samples {
  readonly percentile: Percentile;

  constructor(readonly buckets: readonly number[]) {
    this.percentile = new Percentile(buckets);
  }
}

const of = (self: Value): Percentile => {
  const { percentile, buckets } = (self as HostObject<Samples>).host;
  charge(1 + (buckets.length >> 3));
  return percentile;
};

const descriptor = describeApi('Percentile', [
  apiMethod(
    'observe',
    { sample: api('number', 'The sample.') },
    (self, { sample }) => {
      of(self).observe(sample as number);
      return undefined;
    },
    'Counts a sample.',
      { cost: 'n' },
  ),
  apiMethod(
    'calculate',
    { percentage: api('number', 'From 0 to 100.') },
    (self, { percentage }) => of(self).calculate(percentage as number),
    'The bucket that so many percent of the samples lie in or below.',
      { cost: 'n' },
  ),
  apiMethod(
    'reset',
    {},
    (self) => {
      of(self).reset();
      return undefined;
    },
    'Forgets all samples.',
      { cost: 'n' },
  ),
]);

/** What the constructor takes. */
const taken = { buckets: api('list', "The buckets' upper ends, in ascending order.") };

export const percentile = defineClass({
  name: 'Percentile',
  since: '0.22',
  cost: 'n',
  doc: 'Counts samples in buckets: `new algo.Percentile([10, 100, 1000])`.',
  length: 1,
  descriptor,
  construct: (args) => {
    const { buckets } = matchRecord(taken, args);
    const list = buckets as ArrayObject;
    payArray(list.elements.length * 2);
    const limits = list.elements.map((_, i) => toNumber(list.at(i)));
    if (!areBuckets(limits)) complain('PJS542');
    return new HostObject(descriptor, new Samples(limits));
  },
  hasInstance: (value) => hostOf(value, Samples) !== null,
});
