/** PipyJS in another program. */
import { compile, EvaluationError, ScriptFunction, ScriptHandle, Tenant, type HostValue, type Program } from './index.js';

function programOf(text: string, globals: string[] = []): Program {
  const { program, diagnostics } = compile(text, { globals });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join());
  return program;
}

const evaluate = (text: string, given: Record<string, HostValue> = {}): HostValue =>
  new Tenant({ globals: given }).evaluate(programOf(text, Object.keys(given)));

test.each<[string, HostValue]>([
  ['0.1 + 0.2', 0.1 + 0.2],
  ["[1, 'a', [null, undefined]]", [1, 'a', [null, undefined]]],
  ["new Data('hi')", new Uint8Array([104, 105])],
])('%s becomes a value of the host', (text, value) => expect(evaluate(text)).toEqual(value));

test('records come without a prototype, whatever their keys are', () => {
  const record = evaluate("({ a: 1, ['__proto__']: { b: 2 }, constructor: 3 })") as Record<string, HostValue>;
  expect(Object.getPrototypeOf(record)).toBeNull();
  expect(Object.keys(record)).toEqual(['a', '__proto__', 'constructor']);
});

test('what is shared or circular stays so, in both directions', () => {
  const list: HostValue[] = [];
  list.push(list, { list });
  const back = evaluate('list', { list }) as HostValue[];
  expect(back[0]).toBe(back);
  expect((back[1] as { list: HostValue }).list).toBe(back);
  expect(back).not.toBe(list);
});

test('values cross by copy: neither side sees what the other does to them', () => {
  const given = { n: 1 };
  const tenant = new Tenant({ globals: { given } });
  const program = programOf('given.n += 1', ['given']);
  expect([tenant.evaluate(program), tenant.evaluate(program), given.n]).toEqual([2, 3, 1]);
});

test('one program serves many tenants, each with its own values', () => {
  const program = programOf('n * 2', ['n']);
  expect([1, 2, 3].map((n) => new Tenant({ globals: { n } }).evaluate(program))).toEqual([2, 4, 6]);
});

test('functions are called in both directions, and handles come back as what they were', () => {
  const tenant = new Tenant({ globals: { twice: (n: HostValue) => (n as number) * 2 } });
  const fn = tenant.evaluate(programOf('(n, f) => [twice(n), f(), twice]', ['twice'])) as ScriptFunction;
  expect(fn).toBeInstanceOf(ScriptFunction);
  const [doubled, answer, same] = tenant.call(fn, 21, () => 'host') as HostValue[];
  expect([doubled, answer]).toEqual([42, 'host']);
  expect(tenant.call(same as ScriptFunction, 4)).toBe(8);
  const identity = tenant.evaluate(programOf('a => a')) as ScriptFunction;
  const pattern = tenant.evaluate(programOf("new RegExp('a')"));
  expect(pattern).toBeInstanceOf(ScriptHandle);
  expect(tenant.call(identity, pattern)).toBe(pattern);
  expect(() => new Tenant().call(identity, 1)).toThrow('one tenant');
});

test('what a function of the host throws is the cause of the error, and no script sees it', () => {
  const broken = new Error('secret');
  const tenant = new Tenant({
    globals: {
      fail: () => {
        throw broken;
      },
    },
  });
  expect.assertions(2);
  try {
    tenant.evaluate(programOf('fail()', ['fail']));
  } catch (error) {
    expect((error as EvaluationError).cause).toBe(broken);
    expect((error as EvaluationError).report).not.toContain('secret');
  }
});

test.each<[string, string, string, object]>([
  ['error', '\n null.a', 'PJS400', { file: 'main.js', line: 2, column: 7 }],
  ['limit', 'repeat(() => true)', 'CPU_STEPS', {}],
  ['limit', 'inner()', 'CPU_STEPS', {}],
  ['denied', 'os.env', 'ENV', {}],
  ['denied', "os.readFile('/etc/passwd')", 'FS', {}],
  ['denied', 'pipy.exit(3)', 'CAP', {}],
])('%s: %s', (kind, text, code, place) => {
  const tenant: Tenant = new Tenant({
    limits: { fuel: 10_000 },
    globals: { inner: () => tenant.evaluate(programOf('repeat(() => true)')) },
  });
  expect.assertions(1);
  try {
    tenant.evaluate(programOf(text, ['inner']));
  } catch (error) {
    expect(error).toMatchObject({ kind, record: { code, ...place } });
  }
});

test('what does not compile is told with its places; given names are known', () => {
  const { program, diagnostics } = compile('[nmae, Math = 1, name]', { globals: ['name'] });
  expect(program).toBeNull();
  expect(diagnostics).toMatchObject([
    { code: 'PJS300', column: 2, hint: "did you mean 'name'?" },
    { code: 'PJS302', column: 8 },
  ]);
});

test('fuel is counted; a tenant that was disposed of does nothing more', () => {
  const tenant = new Tenant();
  const program = programOf('[1, 2, 3].map(n => n * n)');
  tenant.evaluate(program);
  const { fuel } = tenant.meters;
  expect(fuel).toBeGreaterThan(3);
  tenant.evaluate(program);
  expect(tenant.meters.fuel).toBe(fuel * 2);
  tenant.dispose();
  expect(() => tenant.evaluate(program)).toThrow('disposed');
});

test('what a script prints reaches who listens', () => {
  const printed: string[] = [];
  new Tenant({ print: (text) => printed.push(text) }).evaluate(programOf("(console.log('a', 1), console.log([2]))"));
  expect(printed).toEqual(['a 1', expect.stringContaining('[2]')]);
});

test('the time is what the program says, and 1970 otherwise', () => {
  const program = programOf('[Date.now(), new Date().toISOString()]');
  expect(new Tenant({ clock: () => 86_400_000 }).evaluate(program)).toEqual([86_400_000, '1970-01-02T00:00:00.000Z']);
  expect(new Tenant().evaluate(program)).toEqual([0, '1970-01-01T00:00:00.000Z']);
});

const modern = (text: string): Program => {
  const { program, diagnostics } = compile(text, { dialect: 'modern' });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join());
  return program;
};

describe('promises', () => {
  test('what they do later is done when an evaluation or a call has returned', () => {
    const tenant = new Tenant();
    expect(tenant.evaluate(modern('var log = []; Promise.resolve(1).then(x => log.push(x)); log.push(0); log'))).toEqual([0, 1]);
    const call = tenant.evaluate(modern('() => { var log = []; Promise.resolve(1).then(x => log.push(x)); return log }')) as ScriptFunction;
    expect(tenant.call(call)).toEqual([1]);
  });

  test('a program that embeds learns what becomes of one', () => {
    const tenant = new Tenant();
    const { promise, settle } = tenant.evaluate(modern('var settle, promise = new Promise(done => settle = done); ({ promise: promise.then(x => [x]), settle })')) as unknown as {
      promise: ScriptHandle;
      settle: ScriptFunction;
    };
    expect(tenant.outcomeOf(promise)).toEqual({ status: 'pending' });
    tenant.call(settle, 5);
    expect(tenant.outcomeOf(promise)).toEqual({ status: 'fulfilled', value: [5] });
    const rejected = tenant.evaluate(modern("var p = Promise.reject('why'); p.catch(() => 0); p")) as ScriptHandle;
    expect(tenant.outcomeOf(rejected)).toEqual({ status: 'rejected', reason: 'why' });
    expect(() => tenant.outcomeOf(settle)).toThrow('not a promise');
    expect(() => new Tenant().outcomeOf(promise)).toThrow('one tenant');
  });

  test('a rejection that nobody handles is what the evaluation ends with, at its place, and once', () => {
    const tenant = new Tenant();
    const program = modern("1\nPromise.reject(new Error('why'))\n2");
    for (let i = 0; i < 2; i++) {
      expect(() => tenant.evaluate(program)).toThrow(expect.objectContaining({ kind: 'error', record: expect.objectContaining({ code: 'PJS460', message: 'why', line: 2, column: 9 }) }));
    }
    expect(tenant.evaluate(modern('3'))).toBe(3);
  });

  test('jobs without an end are ended by a limit; what an ended evaluation left behind does not run later', () => {
    const printed: string[] = [];
    const tenant = new Tenant({ limits: { fuel: 20_000 }, print: (text) => printed.push(text) });
    const storm = modern("function again() { Promise.resolve().then(again) } Promise.resolve().then(() => console.log('first')); again()");
    expect(() => tenant.evaluate(storm)).toThrow(expect.objectContaining({ kind: 'limit' }));
    const loop = modern("Promise.resolve().then(() => console.log('never')); for (var i = 0; i < 1; i = i) 1");
    expect(() => tenant.evaluate(loop)).toThrow(expect.objectContaining({ kind: 'limit' }));
    expect(tenant.evaluate(modern('4'))).toBe(4);
    expect(printed).toEqual(['first']);
  });

  test('after an error the jobs that the script had queued run before the host goes on', () => {
    const printed: string[] = [];
    const tenant = new Tenant({ print: (text) => printed.push(text) });
    const failing = modern("Promise.resolve().then(() => console.log('job')); null.x");
    expect(() => tenant.evaluate(failing)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: 'PJS400' }) }));
    expect(printed).toEqual(['job']);
  });
});
