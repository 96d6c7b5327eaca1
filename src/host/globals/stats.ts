/** `stats`: what a script counts, for whoever watches it. */
import { payArray, payReading } from '../../language/builtins/cost.js';
import { payKey } from '../../language/builtins/map.js';
import { accessor, constant, defineClass, defineNamespace, type GlobalDefinition, variadic } from '../../language/builtins/define.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import type { ClassDescriptor, MemberDefinition } from '../../language/evaluate/class.js';
import { toNumber, toText } from '../../language/evaluate/convert.js';
import type { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { areBuckets } from '../../stream/balance/percentile.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { Metric, Samples, Series, type MetricKind } from '../metrics.js';
import { hostOf, peerOf } from '../peers.js';
import { currentTenant } from '../tenant.js';

const of = (self: Value): Series => (self as HostObject<Series>).host;

/** What a series takes: itself, its table, its place in another, and the object that a script has of it. */
const seriesBytes = 2 * sizes.object + sizes.array + sizes.entry + 112;

const descriptors = new Map<MetricKind, ClassDescriptor>();

function toValue(series: Series): Value {
  return peerOf(series, descriptors.get(series.metric.kind)!);
}

function withLabels(self: Value, args: readonly Value[]): Value {
  const labels = args.map((label) => {
    const text = toText(label);
    payKey(text);
    return text;
  });
  const series = of(self);
  const found = series.withLabels(labels, (label) => allocate(seriesBytes + sizes.string + label.length + (series.metric.buckets.length + 2) * sizes.element));
  return found === null ? null : toValue(found);
}

/** Sets the value of a series to what it was and something more. */
function add(self: Value, count: Value, sign: 1 | -1): undefined {
  const series = of(self);
  series.value = series.number + sign * ((count as number | undefined) ?? 1);
  return undefined;
}

/** Each bucket is looked at, or made. */
function payBuckets({ metric }: Series): void {
  charge(1 + (metric.buckets.length >> 3));
  allocate(sizes.object + sizes.array + metric.buckets.length * sizes.element);
}

const common: readonly MemberDefinition[] = [
  accessor('name', (self) => of(self).metric.name, 'The name of the metric.'),
  { ...variadic('withLabels', 1, withLabels, 'The same metric for values of its labels, the first ones first; null where it has no labels left.'), cost: 'n' },
  {
    ...apiMethod(
      'clear',
      {},
      (self) => {
        charge(of(self).children.size >> 2);
        of(self).clear();
        return undefined;
      },
      'Forgets its value, and those of all labels below it.',
    ),
    cost: 'n',
  },
];

const zero = apiMethod('zero', {}, (self) => ((of(self).value = 0), undefined), 'Sets it to 0.');
const count = { count: api('number', 'By how much, otherwise by 1.', { optional: true }) };
const increase = apiMethod('increase', count, (self, { count: by }) => add(self, by, 1), 'Makes it larger.');
const decrease = apiMethod('decrease', count, (self, { count: by }) => add(self, by, -1), 'Makes it smaller.');
const set = apiMethod('set', { value: api('number', 'The value.') }, (self, { value }) => ((of(self).value = value as number), undefined), 'Sets its value.');

const samplesOf = (series: Series): Samples => {
  payBuckets(series);
  return series.samples;
};

const observe = apiMethod(
  'observe',
  { sample: api('number', 'The sample.') },
  (self, { sample }) => {
    samplesOf(of(self)).observe(sample as number);
    return undefined;
  },
  'Counts a sample.',
  { cost: 'n' },
);

const zeroSamples = apiMethod(
  'zero',
  {},
  (self) => {
    const series = of(self);
    payBuckets(series);
    series.value = new Samples(series.metric.buckets);
    return undefined;
  },
  'Forgets all samples, and counts from 0.',
  { cost: 'n' },
);

const name = api('text', 'The name. A metric that is made again replaces that of its name.');
const labels = api('list', 'The names of its labels.', { optional: true });
const taken = { name, labels };
const takenOfHistogram = { name, buckets: api('list', "The buckets' upper ends, in ascending order."), labels };

function labelsIn(list: Value): string[] {
  if (!(list instanceof ArrayObject)) return [];
  payArray(list.elements.length);
  return list.elements.map((_, i) => {
    const text = toText(list.at(i));
    payReading(text.length);
    allocate(sizes.string + text.length);
    return text;
  });
}

function bucketsIn(list: Value): number[] {
  const { elements } = list as ArrayObject;
  payArray(elements.length * 2);
  const buckets = elements.map((_, i) => toNumber((list as ArrayObject).at(i)));
  return areBuckets(buckets) ? buckets : complain('PJS542');
}

function made(metric: Metric): Value {
  payKey(metric.name);
  allocate(seriesBytes + sizes.object + sizes.entry + metric.name.length);
  currentTenant().metrics.add(metric);
  return toValue(metric.root);
}

function define(kind: MetricKind, title: string, doc: string, members: readonly MemberDefinition[], make: (args: readonly Value[]) => Metric): GlobalDefinition {
  const descriptor = describeApi(title, [...common, ...members], ['name']);
  descriptors.set(kind, descriptor);
  return defineClass({
    name: title,
    since: '0.22',
    cost: 'n',
    doc,
    length: 1,
    descriptor,
    construct: (args) => made(make(args)),
    hasInstance: (value) => hostOf(value, Series)?.metric.kind === kind,
  });
}

const classes = [
  define('counter', 'Counter', 'A number that grows: `new stats.Counter(name, labels)`.', [zero, increase], (args) => {
    const { name: title, labels: list } = matchRecord(taken, args);
    return new Metric('counter', title as string, labelsIn(list));
  }),
  define('gauge', 'Gauge', 'A number that goes up and down: `new stats.Gauge(name, labels)`.', [zero, set, increase, decrease], (args) => {
    const { name: title, labels: list } = matchRecord(taken, args);
    return new Metric('gauge', title as string, labelsIn(list));
  }),
  define('histogram', 'Histogram', 'Samples, counted in buckets: `new stats.Histogram(name, buckets, labels)`.', [zeroSamples, observe], (args) => {
    const { name: title, buckets, labels: list } = matchRecord(takenOfHistogram, args);
    return new Metric('histogram', title as string, labelsIn(list), bucketsIn(buckets));
  }),
];

export const stats = defineNamespace(
  { name: 'stats', since: '0.22', doc: 'What a script counts. Each tenant has metrics of its own.' },
  classes.map(({ name: title, value, doc, since, cost }) => ({ ...constant(title, value, doc, since), ...(cost && { cost }) })),
);
