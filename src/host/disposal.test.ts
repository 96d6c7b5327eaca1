/** Tenants that come back into themselves, ask each other, and end. */
import { compile, define, EvaluationError, Tenant, type HostGlobal, type HostValue, type Program, type ScriptFunction, type ScriptHandle } from '../index.js';
import { engine } from '../net/engine.js';

function programOf(source: string, globals: readonly string[] = []): Program {
  const { program, diagnostics } = compile(source, { globals, dialect: 'modern' });
  expect(diagnostics).toEqual([]);
  return program!;
}

function tenantWith(run: () => HostValue, more: Record<string, HostGlobal> = {}): Tenant {
  return new Tenant({ globals: { run: define({}, run), ...more } });
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EvaluationError) return error.record.code;
    throw error;
  }
  return '';
}

describe('a function of the host that evaluates', () => {
  test('in its own tenant shares the activation and its limits', () => {
    const endless = programOf('for (var i = 0; true; i++);');
    const tenant: Tenant = new Tenant({ globals: { run: define({}, () => tenant.evaluate(endless)) }, limits: { fuel: 50_000 } });
    expect(codeOf(() => tenant.evaluate(programOf('run()', ['run'])))).toBe('CPU_STEPS');
    expect(tenant.meters.fuel).toBeLessThan(60_000);
    expect(tenant.meters.limits).toEqual({ CPU_STEPS: 1 });
  });

  test('in its own tenant as deep as calls may be', () => {
    const tenant = tenantWith((): HostValue => tenant.evaluate(again));
    const again = programOf('run()', ['run']);
    expect(codeOf(() => tenant.evaluate(again))).toBe('STACK');
    expect(tenant.evaluate(programOf('1 + 1'))).toBe(2);
  });

  test('in its own tenant leaves jobs until the script that called it is done', () => {
    const tenant = tenantWith(() => tenant.evaluate(programOf('1')));
    const source = "var seen = []; Promise.resolve().then(() => seen.push('job')); run(); seen.push('script'); seen";
    const seen = programOf(`${source}; (() => seen)`, ['run']);
    expect(tenant.call(tenant.evaluate(seen) as ScriptFunction)).toEqual(['script', 'job']);
  });

  test('in another tenant fails as its own function: limits stay with whom they are of', () => {
    const other = new Tenant({ limits: { fuel: 1000 } });
    const tenant = tenantWith(() => other.evaluate(programOf('for (var i = 0; true; i++);')));
    const caught = tenant.evaluate(programOf("try { run() } catch (e) { 'caught' }", ['run']));
    expect(caught).toBe('caught');
    expect([tenant.meters.limits, other.meters.limits]).toEqual([{}, { CPU_STEPS: 1 }]);
  });

  test('in another tenant pays for it', () => {
    const other = new Tenant();
    const work = programOf('for (var i = 0; i < 1000; i++); i');
    const tenant: Tenant = new Tenant({ globals: { run: define({}, () => other.evaluate(work)) }, limits: { fuel: 20_000 } });
    expect(codeOf(() => tenant.evaluate(programOf('for (var i = 0; true; i++) run()', ['run'])))).toBe('CPU_STEPS');
    expect(other.meters.fuel).toBeLessThan(40_000);
  });
});

describe('a tenant that was disposed of', () => {
  const message = 'the tenant was disposed of';

  test('does nothing more, and says so', () => {
    const tenant = new Tenant();
    const fn = tenant.evaluate(programOf('(() => 1)')) as ScriptFunction;
    const promise = tenant.evaluate(programOf('Promise.resolve(1)')) as ScriptHandle;
    tenant.dispose();
    tenant.dispose();
    expect(() => tenant.evaluate(programOf('1'))).toThrow(message);
    expect(() => tenant.call(fn)).toThrow(message);
    expect(() => tenant.outcomeOf(promise)).toThrow(message);
    expect(() => new Tenant().call(fn)).toThrow('one tenant cannot be given to another');
    expect(fn.className).toBe('Function');
    expect(tenant.meters.fuel).toBeGreaterThan(0);
    expect(tenant.meters.live).toBeLessThan(1000);
  });

  test('can be one by `using`', () => {
    const symbol = Object.getOwnPropertySymbols(Tenant.prototype)[0];
    expect(String(symbol)).toContain('dispose');
    const tenant = new Tenant();
    (tenant as unknown as Record<symbol, () => void>)[symbol]();
    expect(() => tenant.evaluate(programOf('1'))).toThrow(message);
  });

  test.each([
    ['when the function returns', 'run(); after()'],
    ['and nothing catches that', 'try { run() } catch (e) { after() } finally { after() }'],
    ['within a promise', 'Promise.resolve().then(run).then(after, after)'],
  ])('by one of its own functions is ended %s', (_, source) => {
    let after = 0;
    const tenant = tenantWith(() => (tenant.dispose(), 1), { after: () => ++after });
    expect(() => tenant.evaluate(programOf(source, ['run', 'after']))).toThrow(message);
    expect(after).toBe(0);
    expect(tenant.meters.live).toBeLessThan(1000);
  });

  test('while it logs is ended soon', () => {
    const tenant = new Tenant({ print: () => tenant.dispose(), limits: { fuel: 10_000_000 } });
    expect(() => tenant.evaluate(programOf("for (var i = 0; true; i++) console.log('again')"))).toThrow(message);
    expect(tenant.meters.fuel).toBeLessThan(200_000);
  });

  test('by a function of another leaves that one as it is', () => {
    const other = new Tenant();
    const tenant = tenantWith(() => (other.dispose(), 'done'));
    expect(tenant.evaluate(programOf('run()', ['run']))).toBe('done');
    expect(() => other.evaluate(programOf('1'))).toThrow(message);
  });

  test('is let go with all that it held, even where a handle is kept', async () => {
    const kept: ScriptHandle[] = [];
    const references = ((): WeakRef<object>[] => {
      const host = { of: 'the host' };
      const tenant = new Tenant({ globals: { run: () => [host.of] } });
      const fn = tenant.evaluate(programOf('var list = [run()]; var map = new Map([[1, list]]); new Promise(() => {}).then(() => map); () => map.get(1)', ['run'])) as ScriptFunction;
      tenant.call(fn);
      const references = [new WeakRef(tenant), new WeakRef(host), new WeakRef(fn.object!)];
      kept.push(fn);
      tenant.dispose();
      return references;
    })();
    // What a WeakRef was made of lives until the job is over.
    await new Promise((resolve) => setImmediate(resolve));
    engine.heap.collect();
    expect(references.map((reference) => reference.deref() !== undefined)).toEqual([false, false, false]);
    expect(kept[0].className).toBe('Function');
  });
});
