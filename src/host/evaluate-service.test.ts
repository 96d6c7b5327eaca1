/** A text by itself or in a context: its value, or what stands in the way and where. */
import { Account } from '../language/evaluate/account.js';
import { fuelUsed } from '../language/evaluate/activation.js';
import { tenantLimits, type Limits } from '../language/evaluate/limits.js';
import { evaluate, failureOf } from './evaluate-service.js';
import { inspect } from './inspect.js';
import { Tenant } from './tenant.js';

function run(source: string, context?: string, limits: Partial<Limits> = {}): string {
  const tenant = new Tenant({ account: new Account({ ...tenantLimits, ...limits }), print: () => {} });
  const evaluation = evaluate(tenant, { source, ...(context !== undefined && { context }) }, inspect);
  if (evaluation.kind === 'value') return evaluation.value;
  const { status, phase, code, line, column } = failureOf(evaluation);
  return [status, phase, code, line === undefined ? 'nowhere' : `${line}:${column}`].filter((part) => part !== undefined).join(' ');
}

test.each([
  ['1 + 1', '2'],
  ['1 +', 'error parse PJS103 1:4'],
  ['let a = 1', 'error check PJS202 1:1'],
  ['var a = 1; a + 1', '2'],
  ["['😀', nowhere]", 'error resolve PJS300 1:7'],
  ['[1,\n  null.a]', 'error evaluate PJS400 2:8'],
  ['repeat(() => true)', 'limit CPU_STEPS 1:1'],
  ['(f => f(f))(f => f(f))', 'limit STACK 1:18'],
  ['('.repeat(300), 'limit PARSE_DEPTH 1:257'],
  ['os.env', 'denied ENV 1:4'],
])('%s → %s', (source, expected) => expect(run(source)).toBe(expected));

test.each([
  ['[x, list]', '{ x: 1, list: [2] }', '[1, [2]]'],
  ['(x = 5, f())', '{ x: 1, f: () => x + 1 }', '6'],
  ['(g => (x = 2, g()))(() => x)', '{ x: 1 }', '2'],
  ['os', "{ os: 'mine' }", 'mine'],
  ['[__filename, __inbound]', '{ x: 1 }', "['/p.js', null]"],
  ['typeof toString', '{ x: 1 }', 'function'],
  ['toString', "{ toString: 'own' }", 'own'],
  ['(y = 2)', '{ x: 1 }', 'error resolve PJS300 1:2'],
  ['(os = 2)', '{ x: 1 }', 'error resolve PJS302 1:2'],
  ['(__inbound = 2)', '{ x: 1 }', 'error resolve PJS303 1:2'],
  ['f()', '{ f: () => y }', 'error resolve PJS300 1:12'],
  ['x', '{ x: null.a }', 'error evaluate PJS400 1:11'],
  ['x', '{ x: 1', 'error parse PJS103 1:7'],
  ['x', '[1]', 'error evaluate PJS502 nowhere'],
  ['x.y.z', '{ x: 1 }', 'error evaluate PJS400 1:5'],
])('%s within %s → %s', (source, context, expected) => expect(run(source, context)).toBe(expected));

test('context and text share one activation', () => {
  const work = 'repeat(500, () => true)';
  const account = new Account(tenantLimits);
  evaluate(new Tenant({ account, print: () => {} }), { source: work }, inspect);
  const limits = { fuel: Math.floor(fuelUsed(account) * 1.5) };
  expect(run('1', `{ x: ${work} }`, limits)).toBe('1');
  expect(run(work, '{ x: 1 }', limits)).toBe('true');
  expect(run(work, `{ x: ${work} }`, limits)).toContain('limit CPU_STEPS');
});
