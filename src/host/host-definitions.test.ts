/** Functions of the host that say what they take. */
import { any, bytes, callback, choice, compile, define, Denial, EvaluationError, list, number, object, optional, options, seconds, size, Tenant, text } from '../index.js';
import type { HostGlobal, HostValue, ScriptFunction } from '../index.js';

function evaluate(source: string, globals: Record<string, HostGlobal>, tenant = new Tenant({ globals, limits: { time: 10_000 } })): HostValue {
  const { program, diagnostics } = compile(source, { globals: Object.keys(globals), dialect: 'modern' });
  expect(diagnostics).toEqual([]);
  return tenant.evaluate(program!);
}

function failureOf(source: string, globals: Record<string, HostGlobal>, tenant?: Tenant): EvaluationError {
  try {
    evaluate(source, globals, tenant);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
  throw new Error('it gave a value');
}

const echo = define(
  {
    parameters: {
      id: text('A text.'),
      count: optional(number('A number.'), 1),
      mode: optional(choice(['fast', 'slow'], 'How.'), 'fast'),
    },
  },
  (args) => ({ ...args }),
);

test('arguments come by their names, with fallbacks', () => {
  expect(evaluate("[echo('a'), echo('b', 2), echo('c', 3, 'slow'), echo('d', 'slow')]", { echo })).toEqual([
    { id: 'a', count: 1, mode: 'fast' },
    { id: 'b', count: 2, mode: 'fast' },
    { id: 'c', count: 3, mode: 'slow' },
    { id: 'd', count: 1, mode: 'slow' },
  ]);
});

test.each([
  ['echo()', 'requires 1 or more arguments'],
  ['echo(5)', 'argument #1 expects a string'],
  ["echo('a', 'b', 'fast')", 'argument #2 expects a number'],
  ["echo('a', 1, 'faster')", 'argument #3 expects one of fast, slow'],
])('%s is an error at its place, in the words of Pipy', (source, message) => {
  const { kind, record } = failureOf(`1\n  ${source}`, { echo });
  expect([kind, record.message, record.line, record.column]).toEqual(['error', message, 2, 3]);
  expect(evaluate(`try { ${source} } catch (e) { e instanceof TypeError }`, { echo })).toBe(true);
});

test('each type of parameter gives a value of the host', () => {
  const all = define(
    {
      parameters: {
        any: any('A.'),
        bytes: bytes('B.'),
        list: list('C.'),
        object: object('D.'),
        size: size('E.'),
        seconds: seconds('F.'),
        options: options({ retries: optional(number('G.'), 3), name: optional(text('H.')) }),
      },
    },
    (args) => ({ ...args, options: { ...args.options } }),
  );
  expect(evaluate("all(null, new Data('hi'), [1, [2]], { a: 1 }, '2k', '1m', { name: 'x' })", { all })).toEqual({
    any: null,
    bytes: new Uint8Array([104, 105]),
    list: [1, [2]],
    object: { a: 1 },
    size: 2048,
    seconds: 60,
    options: { retries: 3, name: 'x' },
  });
  expect(failureOf("all(1, new Data, [], {}, 1, 1, { retries: 'many' })", { all }).record.message).toBe('options.retries expects a number');
});

test('a callback is a function of the script that can be called', () => {
  const globals: Record<string, HostGlobal> = {};
  const tenant = new Tenant({ globals: (globals['twice'] = define({ parameters: { f: callback('F.') } }, ({ f }): HostValue => tenant.call(f, tenant.call(f, 1)))) && globals });
  expect(evaluate('twice(n => n + 10)', globals, tenant)).toBe(21);
  expect(failureOf('twice(5)', globals, tenant).record.message).toBe('argument #1 expects a function');
});

test('the cost is paid before the call', () => {
  let calls = 0;
  const dear = define({ parameters: { n: number('N.') }, cost: ({ n }) => 1000 * n }, ({ n }) => (calls++, n));
  const tenant = new Tenant({ globals: { dear }, limits: { fuel: 10_000 } });
  expect(evaluate('dear(2)', { dear }, tenant)).toBe(2);
  expect(tenant.meters.fuel).toBeGreaterThan(2000);
  expect(tenant.meters.fuel).toBeLessThan(2100);
  expect(failureOf('dear(20)', { dear }, tenant).record.code).toBe('CPU_STEPS');
  expect(calls).toBe(1);
  const broken = define({ cost: NaN }, () => 1);
  expect(failureOf('broken()', { broken }).cause).toEqual(new RangeError("the cost of 'broken' must be a number from 0 on, not NaN"));
});

describe('a namespace', () => {
  const shop = { echo, currency: 'CHF', tags: ['a'], plain: (n: HostValue) => n, stock: { count: define({}, () => 7) } };

  test('holds functions, values and namespaces', () => {
    expect(evaluate("[shop.echo('a').id, shop.currency, shop.tags[0], shop.plain(3), shop.stock.count(), typeof shop]", { shop })).toEqual(['a', 'CHF', 'a', 3, 7, 'object']);
  });

  test.each(['shop.currency = 1', 'shop.more = 1', 'shop.stock.count = 1', 'delete shop.echo'])('is frozen: %s', (source) => {
    expect(failureOf(source, { shop }).kind).toBe('error');
  });

  test('what it holds is the tenant’s own, and counts', () => {
    const tenant = new Tenant({ globals: { shop } });
    expect(evaluate("shop.tags.push('x'.repeat(100000)); shop.tags.length", { shop }, tenant)).toBe(2);
    expect(tenant.meters.live).toBeGreaterThan(100_000);
    expect(evaluate('shop.tags.length', { shop })).toBe(1);
  });

  test('an object without a definition is a record', () => {
    expect(evaluate('record.a = 2; record.a', { record: { a: 1 } })).toBe(2);
  });
});

test('a denial ends the script as that of a policy does, and is counted', () => {
  const send = define({}, () => {
    throw new Denial('sending mail is not for guests', 'ask for an account');
  });
  const tenant = new Tenant({ globals: { send } });
  const failure = failureOf('try { 1; send() } catch (e) { 2 }', { send }, tenant);
  expect([failure.kind, failure.record]).toMatchObject(['denied', { code: 'CAP', message: 'sending mail is not for guests', hint: 'ask for an account', line: 1, column: 10 }]);
  expect(tenant.meters.denials).toBe(1);
});

test('copying what is given to the host is paid for', () => {
  const take = define({ parameters: { list: list('L.') } }, ({ list: { length } }) => length);
  const tenant = new Tenant({ globals: { take } });
  evaluate("var list = Array.from({ length: 10000 }); take(list)", { take }, tenant);
  const before = tenant.meters.fuel;
  evaluate("var list = Array.from({ length: 10000 }); take(list); take(list)", { take }, tenant);
  expect(tenant.meters.fuel - 2 * before).toBeGreaterThan(-before + 2000);
});

test('a promise of the host is no value of a script, and that is told to the host', () => {
  const later = (() => Promise.resolve(1)) as unknown as () => HostValue;
  expect(() => evaluate('try { later() } catch (e) { 1 }', { later })).toThrow(new TypeError('a promise of the host cannot be given to a script'));
});

test('types follow the parameters', () => {
  const typed = define({ parameters: { id: text('I.'), f: optional(callback('F.')) } }, ({ id, f }) => {
    const name: string = id;
    const fn: ScriptFunction | undefined = f;
    return [name, fn?.name];
  });
  expect(evaluate("typed('a')", { typed })).toEqual(['a', undefined]);
});
