/** What scripts count, and how it is told. */
import { Account } from '../language/evaluate/account.js';
import { walkHeap } from '../language/evaluate/activation.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { evaluate, failureOf } from './evaluate-service.js';
import { inspect } from './inspect.js';
import { prometheusText } from './prometheus.js';
import { Tenant } from './tenant.js';

function tenantWith(source: string): { readonly tenant: Tenant; readonly value: string } {
  const account = new Account(tenantLimits);
  const tenant = new Tenant({ account, print: () => {} });
  account.roots = [tenant];
  const evaluation = evaluate(tenant, { source }, inspect);
  if (evaluation.kind === 'value') return { tenant, value: evaluation.value };
  const { status, code, message } = failureOf(evaluation);
  return { tenant, value: `${status} ${code}: ${message.replace('TypeError: ', '')}` };
}

const told = (source: string): string[] => prometheusText(tenantWith(source).tenant.metrics.all).split('\n').slice(0, -1);

test.each([
  ["(c => [c.increase(), c.increase(2), c.name])(new stats.Counter('c'))", "[undefined, undefined, 'c']"],
  ["(c => c.withLabels('a', 'b') === c.withLabels('a').withLabels('b'))(new stats.Counter('c', ['x', 'y']))", 'true'],
  ["(c => c.withLabels('a', 'b', 'c') === c.withLabels('a', 'b'))(new stats.Counter('c', ['x', 'y']))", 'true'],
  ["(c => c.withLabels() === c)(new stats.Counter('c', ['x']))", 'true'],
  ["new stats.Counter('c').withLabels('a')", 'null'],
  ["new stats.Counter('c', ['x']).withLabels('a').withLabels('b')", 'null'],
  ["new stats.Gauge('g') instanceof stats.Counter", 'false'],
  ["new stats.Histogram('h', [1]) instanceof stats.Histogram", 'true'],
  ["(h => h.withLabels('a') === h.withLabels('a'))(new stats.Histogram('h', [1], ['x']))", 'true'],
  ['new stats.Counter()', 'error PJS501: requires 1 or more arguments'],
  ['new stats.Counter(5)', 'error PJS502: argument #1 expects a string'],
  ["new stats.Counter('c', 'x')", 'error PJS502: argument #2 expects an array'],
  ["new stats.Counter('c').increase('1')", 'error PJS502: argument #1 expects a number'],
  ["new stats.Histogram('h')", 'error PJS501: requires 2 or more arguments'],
  ["new stats.Histogram('h', [2, 1])", 'error PJS542: buckets are not in ascending order'],
  ["new stats.Counter('c').set", 'undefined'],
  ["new stats.Gauge('g').set()", 'error PJS501: requires 1 or more arguments'],
])('%s', (source, expected) => expect(tenantWith(source).value).toBe(expected));

test.each([
  ["new stats.Counter('c')", []],
  ["new stats.Counter('c').zero()", ['# HELP c c', '# TYPE c counter', 'c 0']],
  ["(g => (g.set(5), g.increase(), g.decrease(2.5)))(new stats.Gauge('g'))", ['# HELP g g', '# TYPE g gauge', 'g 3.5']],
  ["(g => (g.set(5), g.zero()))(new stats.Gauge('g'))", ['# HELP g g', '# TYPE g gauge', 'g 0']],
  ["new stats.Gauge('g').set(0 / 0)", ['# HELP g g', '# TYPE g gauge', 'g NaN']],
  ["new stats.Gauge('g').set(-1 / 0)", ['# HELP g g', '# TYPE g gauge', 'g -Inf']],
  [
    "(c => (c.withLabels('b', '2').increase(3), c.withLabels('a').increase(), c.withLabels('b', 1).increase(1)))(new stats.Counter('c', ['x', 'y']))",
    ['# HELP c c', '# TYPE c counter', 'c{x="b",y="2"} 3', 'c{x="b",y="1"} 1', 'c{x="a"} 1'],
  ],
  ["new stats.Counter('c', ['x']).withLabels('\"\\\\\\n').increase()", ['# HELP c c', '# TYPE c counter', 'c{x="\\"\\\\\\n"} 1']],
  ["(c => (c.withLabels('a').increase(), c.clear(), c.increase()))(new stats.Counter('c', ['x']))", ['# HELP c c', '# TYPE c counter', 'c 1']],
  ["(new stats.Counter('c').increase(), new stats.Counter('c').increase(7))", ['# HELP c c', '# TYPE c counter', 'c 7']],
  ["(c => c.withLabels(1).increase())(new stats.Counter('9 a\\\\b\\nc', ['__x']))", ['# HELP _9_a_b_c 9 a\\\\b\\nc', '# TYPE _9_a_b_c counter', '_9_a_b_c{_x="1"} 1']],
  [
    "(new stats.Counter('a-b').increase(), new stats.Counter('a_b').increase(), new stats.Counter('a.b', ['le', 'l-e', 'l_e']).withLabels(1, 2, 3).increase())",
    ['# HELP a_b a-b', '# TYPE a_b counter', 'a_b 1', '# HELP a_b_ a_b', '# TYPE a_b_ counter', 'a_b_ 1', '# HELP a_b__ a.b', '# TYPE a_b__ counter', 'a_b__{le="1",l_e="2",l_e_="3"} 1'],
  ],
  [
    "(h => [0.5, 1, 3, 7, 99].map(n => h.withLabels('v').observe(n)))(new stats.Histogram('h', [1, 5, 10], ['le']))",
    ['# HELP h h', '# TYPE h histogram', 'h_bucket{le_="v",le="1"} 2', 'h_bucket{le_="v",le="5"} 3', 'h_bucket{le_="v",le="10"} 4', 'h_bucket{le_="v",le="+Inf"} 5', 'h_sum{le_="v"} 110.5', 'h_count{le_="v"} 5'],
  ],
  ["(h => (h.observe(1), h.zero()))(new stats.Histogram('h', [0.1, 1 / 0]))", ['# HELP h h', '# TYPE h histogram', 'h_bucket{le="0.1"} 0', 'h_bucket{le="+Inf"} 0', 'h_sum 0', 'h_count 0']],
  ["(new stats.Counter('h_sum').increase(), new stats.Histogram('h', []).observe(2))", ['# HELP h_sum h_sum', '# TYPE h_sum counter', 'h_sum 1', '# HELP h_ h', '# TYPE h_ histogram', 'h__bucket{le="+Inf"} 1', 'h__sum 2', 'h__count 1']],
])('%s tells', (source, expected) => expect(told(source)).toEqual(expected));

test('tenants count apart', () => {
  const [a, b] = ["new stats.Counter('c').increase()", '1'].map((source) => tenantWith(source).tenant);
  expect([prometheusText(a.metrics.all), prometheusText(b.metrics.all)]).toEqual(['# HELP c c\n# TYPE c counter\nc 1\n', '']);
});

test('series count as memory, though no value of the script holds them', () => {
  const { account } = tenantWith("(c => repeat(i => (c.withLabels('label ' + i).increase(), i < 1000)))(new stats.Counter('c', ['x']))").tenant;
  expect(walkHeap(account)).toBeGreaterThan(100_000);
});
