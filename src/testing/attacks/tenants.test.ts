/** Attacks that take more than one script: on other tenants, on what a tenant leaves, on what limits leave. */
import { compile, Tenant, type Program } from '../../host/embedding.js';
import { EvaluationError } from '../../host/evaluation-error.js';
import type { HostValue, ScriptFunction } from '../../host/host-values.js';
import type { Limits } from '../../language/evaluate/limits.js';
import { seededRandom } from '../../language/evaluate/random.js';
import { globalsOf } from '../../host/globals/index.js';
import { secret } from './finding.js';
import { slowness } from '../pace.js';

function programOf(text: string, globals: string[] = []): Program {
  const { program, diagnostics } = compile(text, { globals, dialect: 'auto' });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

function run(tenant: Tenant, text: string): HostValue {
  return tenant.evaluate(programOf(text));
}

/** The code that ends a work, or its value. */
function outcomeOf(work: () => HostValue): HostValue {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvaluationError) return error.record.code;
    throw error;
  }
}

test('a function of a tenant that was disposed of is refused', () => {
  const [gone, other] = [new Tenant(), new Tenant()];
  const fn = run(gone, 'x => [x]') as ScriptFunction;
  gone.dispose();
  expect(() => gone.call(fn, 1)).toThrow('disposed');
  expect(() => other.call(fn, 1)).toThrow('cannot be given to another');
  expect(() => other.call(run(other, 'x => x') as ScriptFunction, fn)).toThrow('cannot be given to another');
  expect(run(other, '1 + 1')).toBe(2);
});

test('two tenants share nothing that either can change', () => {
  const shared = { list: [1], record: { a: 1 }, bytes: new Uint8Array([1, 2]), call: (value: HostValue) => value };
  const [a, b] = [new Tenant({ globals: { shared } }), new Tenant({ globals: { shared } })];
  const attack = programOf('[shared.list.push(9), shared.record.a = 9, shared.record.b = [shared], shared.bytes.shift(1), shared.added = 1]', ['shared']);
  a.evaluate(attack);
  expect(b.evaluate(programOf('[shared.list, shared.record, shared.bytes.size, shared.added]', ['shared']))).toEqual([[1], { a: 1 }, 2, undefined]);
  expect(shared).toEqual({ list: [1], record: { a: 1 }, bytes: new Uint8Array([1, 2]), call: shared.call });
  // One program in both, with what it holds: constants, caches at nodes, names of the whole program.
  const program = programOf('var calls = 0, seen = []; function count(x) { calls++; seen.push(x); return [calls, seen.length] } count');
  const [one, two] = [a.evaluate(program), b.evaluate(program)] as [ScriptFunction, ScriptFunction];
  expect([a.call(one, 1), a.call(one, 2), b.call(two, 3)]).toEqual([[1, 1], [2, 2], [1, 1]]);
  // Whatever a script tries to write to a global fails, for all globals.
  for (const [level, dialect] of [['0.22', 'classic'], ['1.5', 'modern']] as const) {
    for (const [name, value] of globalsOf(level)) {
      if (typeof value !== 'object') continue;
      const { program: write } = compile(`((g) => (g.polluted = 1))(${name})`, { dialect });
      expect([name, outcomeOf(() => a.evaluate(write!))]).toEqual([name, 'PJS404']);
    }
  }
});

test('random numbers of two tenants have nothing in common', () => {
  const draw = 'var list = []; for (var i = 0; i < 64; i++) list.push(Math.random()); list';
  const [a, b] = [1, 2].map((seed) => run(new Tenant({ random: seededRandom(seed) }), draw) as number[]) as [number[], number[]];
  expect(a.filter((number) => b.includes(number))).toEqual([]);
  expect(new Set(a).size).toBe(64);
  // What a tenant draws is not what the host draws, and does not move it.
  const host = seededRandom(3);
  const before = [host(), host()];
  run(new Tenant(), draw);
  const again = seededRandom(3);
  expect([again(), again()]).toEqual(before);
});

test('the same program gives the same value, output and fuel', () => {
  const texts = ['var a = []; for (var i = 0; i < 300; i++) a.push(`${i * 7 % 13}`); a.sort().join()', '[3, 1, 2].map(x => ({ x })).sort((a, b) => a.x - b.x).map(o => JSON.stringify(o)).join()', 'var m = new Map(); for (var i = 0; i < 200; i++) m.set("k" + i % 17, i); [...m.keys()].join()', 'new RegExp("(a|b)*c").test("ab".repeat(50))', 'try { null.x } catch (e) { console.log(e.message) } Math.random()'];
  for (const text of texts) {
    const program = programOf(text);
    const once = (): unknown[] => {
      const printed: string[] = [];
      const tenant = new Tenant({ print: (line) => printed.push(line), random: seededRandom(1) });
      return [tenant.evaluate(program), printed, tenant.meters.fuel];
    };
    const first = once();
    outcomeOf(() => run(new Tenant(), 'repeat(() => ({}))'));
    for (let i = 0; i < 50; i++) expect(once()).toEqual(first);
    expect(programOf(text)).not.toBe(program);
  }
});

test('a thousand tenants begin together', () => {
  const begun = performance.now();
  const text = `({ ${Array.from({ length: 50 }, (_, i) => `k${i}: x => x + ${i}`).join(', ')} })`;
  const program = programOf(text);
  const tenants = Array.from({ length: 1000 }, () => new Tenant());
  for (const tenant of tenants) expect(Object.keys(tenant.evaluate(program) as object)).toHaveLength(50);
  expect((performance.now() - begun) / slowness()).toBeLessThan(5000);
});

test('every limit holds beside every other', () => {
  const attacks: readonly (readonly [text: string, limit: keyof Limits, small: number, codes: readonly string[]])[] = [
    ['for (0; 1; 0);', 'fuel', 1000, ['CPU_STEPS']],
    ['for (0; 1; 0);', 'time', 20, ['CPU_TIME']],
    ['"x".repeat(3e6)', 'memory', 1 << 20, ['MEM_SINGLE']],
    ['function f(n) { return n ? f(n - 1) : 0 } f(15)', 'depth', 10, ['STACK']],
    ['var a = []; for (0; 1; 0) a.push({})', 'memory', 1 << 16, ['MEM_ALLOC', 'MEM_LIVE', 'MEM_SINGLE']],
  ];
  const others: readonly Partial<Limits>[] = [{}, { fuel: Infinity }, { time: Infinity }, { memory: 1 << 30 }, { depth: 1000 }, { fuel: Infinity, memory: 1 << 30, depth: 1000 }, { fuel: 1e9, time: 1e6 }];
  const printers = [undefined, () => {}];
  for (const [text, limit, small, codes] of attacks) {
    for (const other of others) {
      for (const print of printers) {
        const limits = { ...(limit === 'time' ? { fuel: 1e9 } : {}), ...(limit === 'memory' ? { time: 1000, fuel: 1e8 } : {}), ...other, [limit]: small };
        if (limit === 'time' && limits.fuel === undefined) continue;
        const tenant = new Tenant({ limits, ...(print !== undefined && { print, environment: {}, random: () => 0, clock: () => 0 }) });
        expect([text, limits, codes.includes(String(outcomeOf(() => run(tenant, text))))]).toEqual([text, limits, true]);
      }
    }
  }
});

test('built-ins are whole after every limit', () => {
  const huge = "'x'.repeat(1e9)";
  const cases: readonly (readonly [setUp: string, attack: string, look: string, expected: HostValue])[] = [
    ['var s = [3, 1, 2]', `s.sort((a, b) => ${huge})`, 's.slice().sort().join()', '1,2,3'],
    ['var s = [[1], 2]; s[0].push({ toString: () => { if (n++ < 1) 1; return bad ? HUGE : "t" } })', 's.join()', 's.join()', '1,t,2'],
    ['var s = { a: { toJSON: () => { if (bad) HUGE; return 1 } } }', 'JSON.stringify([s, s])', 'JSON.stringify([s, s])', '[{"a":1},{"a":1}]'],
    ['var s = new Map([[1, 1], [2, 2]])', 's.forEach((v, k) => { s.delete(k); HUGE })', '[s.size, s.has(1)]', [0, false]],
    ['var s = new algo.Cache(3, k => { if (bad) HUGE; return k + 1 })', 's.get(5)', '[s.get(5), s.get(6)]', [6, 7]],
    ['var s = new algo.ResourcePool(p => { if (bad) HUGE; return p + n++ })', 's.allocate("a", "t")', '[s.allocate("a", "t"), s.allocate("a", "u")]', ['a0', 'a1']],
    ['var s = new RegExp("a", "g")', '"aaa".replace(s, () => { HUGE })', '"aaa".replace(s, "b")', 'bbb'],
    ['var s = [1, 2, 3]', 's.splice(0, 1, { valueOf: () => 1 }); s.map(x => { s.length = 0; HUGE })', 's.length', 0],
    ['var s = Promise.resolve(1)', 's.then(() => { HUGE })', 'typeof s.then', 'function'],
    ['var s = { toString: () => { if (bad) HUGE; return "k" } }', '({})[s] = 1', '({ k: 7 })[s]', 7],
    ['var s = []', 'for (0; 1; 0) s.push(s.length)', 's.length > 10 && s[s.length - 1] === s.length - 1', true],
    ['var s = {}', 'for (var i = 0; 1; i++) s["k" + i] = i', '(k => s["k" + (k - 1)] === k - 1)(Object.keys(s).length)', true],
    ['var s = new Set()', 'for (var i = 0; 1; i++) s.add(i)', 's.has(s.size - 1)', true],
    ['var s = new Data()', 'for (0; 1; 0) s.push("abc")', 's.size % 3', 0],
  ];
  for (const [setUp, attack, look, expected] of cases) {
    const text = `var bad = true, n = 0; ${setUp}; ({ attack: () => { ${attack} }, look: () => { bad = false; return ${look} } })`.replaceAll('HUGE', huge);
    const tenant = new Tenant({ limits: { fuel: 20_000 } });
    const { attack: strike, look: see } = tenant.evaluate(compile(text, { dialect: 'modern' }).program!) as unknown as Record<'attack' | 'look', ScriptFunction>;
    for (let i = 0; i < 2; i++) expect([attack, outcomeOf(() => tenant.call(strike))]).toEqual([attack, expect.stringMatching(/^(MEM|CPU)_/)]);
    expect([attack, outcomeOf(() => tenant.call(see))]).toEqual([attack, expected]);
  }
});

test('a clock that jumps changes no limit', () => {
  const times = [1e15, -1e15, NaN, Infinity, 0, 5];
  let at = 0;
  const tenant = new Tenant({ clock: () => times[at++ % times.length], limits: { fuel: 1e9, time: 30 } });
  expect(outcomeOf(() => run(tenant, 'repeat(() => (Date.now(), true))'))).toBe('CPU_TIME');
  expect(outcomeOf(() => run(tenant, '1'))).toBe(1);
});

test('bytes that a script gets were written by it', () => {
  // What was freed is full of a mark.
  for (let i = 0; i < 2000; i++) Buffer.allocUnsafe(512).fill(secret);
  const tenant = new Tenant({ limits: { fuel: 1e7, time: 10_000 } });
  const text = `var all = []; for (var i = 0; i < 300; i++) {
    var d = new Data('ab'); d.pushUInt32BE(i); d.push(new Data(new Array(50))); all.push(d.shift(i % 70).toString('hex'), d.toString('hex'), new Data('00'.repeat(i), 'hex').toString('hex'), JSON.encode([i]).toString())
  } all.join()`;
  const mark = Buffer.from(secret.slice(0, 6)).toString('hex');
  expect(String(tenant.evaluate(compile(text, { dialect: 'modern' }).program!))).not.toContain(mark);
});

test('nothing that is told names the host', () => {
  const before = process.env['HOST_SECRET'];
  process.env['HOST_SECRET'] = secret;
  const told: string[] = [];
  const tenant = new Tenant({ print: (text) => told.push(text), globals: { fail: () => { throw new Error(`${secret} in ${__filename}`); } } });
  for (const text of ['fail()', 'try { fail() } catch (e) { console.log(e, e.stack, e.message, e.cause, JSON.stringify(e)); e.stack + e }', 'Promise.resolve(1).then(fail)', 'invoke(fail, e => e)', 'console.log(fail, os, pipy, algo); fail.toString()', 'import a from "/etc/passwd"', 'null.x', 'new RegExp("(")', 'JSON.parse("{")', 'os.readFile("x")', 'pipy.load("x")', '((']) {
    const { program, diagnostics } = compile(text, { globals: ['fail'], dialect: 'modern' });
    told.push(JSON.stringify(diagnostics));
    if (program === null) continue;
    try {
      told.push(String(tenant.evaluate(program)));
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      told.push(error.message, error.report, JSON.stringify(error.record));
    }
  }
  if (before === undefined) delete process.env['HOST_SECRET'];
  else process.env['HOST_SECRET'] = before;
  expect(told.join('\n')).not.toMatch(new RegExp(`${secret}|node:|\\.ts\\b|${process.cwd()}`));
});

test('twice the work takes twice the time', () => {
  const grow: Readonly<Record<string, (n: number) => string>> = {
    'integer keys of objects': (n) => `var o = {}; for (var i = 0; i < ${n}; i++) o[i * 65536] = i; Object.keys(o).length`,
    'keys of maps': (n) => `var o = new Map(); for (var i = 0; i < ${n}; i++) o.set(i * 4294967296, i); o.size`,
    'texts as keys': (n) => `var o = {}; for (var i = 0; i < ${n}; i++) o['k' + (i << 12)] = i; Object.keys(o).length`,
    'deleted and set again': (n) => `var o = {}; for (var i = 0; i < ${n}; i++) { o['k' + i] = i; delete o['k' + i] } Object.keys(o).length`,
    'sets': (n) => `var o = new Set(); for (var i = 0; i < ${n}; i++) o.add(i / 3); o.size`,
    'caches': (n) => `var o = new algo.Cache(100); for (var i = 0; i < ${n}; i++) o.set('k' + i, i); o.get('k1')`,
  };
  const size = 40_000;
  const best = (text: string): number => {
    const program = programOf(text);
    let least = Infinity;
    for (let i = 0; i < 5; i++) {
      const tenant = new Tenant({ limits: { fuel: 1e8, time: 60_000, memory: 1 << 29 } });
      const begun = performance.now();
      tenant.evaluate(program);
      least = Math.min(least, performance.now() - begun);
    }
    return least;
  };
  // What is quadratic takes four times as long, and more; a machine that others use makes one try in many look like it.
  const isQuadratic = (textOf: (n: number) => string): boolean => best(textOf(2 * size)) / best(textOf(size)) > 3.7;
  expect(Object.keys(grow).filter((what) => [1, 2, 3, 4].every(() => isQuadratic(grow[what])))).toEqual([]);
}, 60_000);

test('texts that come and go leave little behind', () => {
  const tenant = new Tenant({ limits: { time: 10_000 } });
  const literal = (seed: number): string => `{${Array.from({ length: 30 }, (_, key) => `k${(seed * 7919 + key * key * 31) % 100_003}: ${key}`).join()}}`;
  const textOf = (text: number): string => `[${Array.from({ length: 100 }, (_, index) => literal(text * 100 + index)).join()}].map(o => Object.keys(o).length).join('').length`;
  const before = process.memoryUsage().heapUsed;
  for (let text = 0; text < 60; text++) expect(run(tenant, textOf(text))).toBe(200);
  // Shapes of objects are never forgotten: without an end to them these would take 200 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(120 << 20);
  expect(run(tenant, '((o) => (o.later = 1, o.last = 2, JSON.stringify(o)))({ a: 1, never: { seen: 2 } })')).toBe('{"a":1,"never":{"seen":2},"later":1,"last":2}');
}, 30_000);
