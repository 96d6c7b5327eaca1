/** What Pipy's own globals do, what they refuse, and what a tenant that was given nothing gets. */
import { Account } from '../../language/evaluate/account.js';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { memoryCodebase } from '../codebase.js';
import { evaluate, failureOf } from '../evaluate-service.js';
import { inspect } from '../inspect.js';
import { Tenant, type FileStatus, type TenantOptions } from '../tenant.js';

/** The value as a person reads it, or `status code: message` without the usual `TypeError`. */
function run(source: string, options: Partial<TenantOptions> = {}): string {
  const tenant = new Tenant({ account: new Account(tenantLimits), print: () => {}, ...options });
  const evaluation = evaluate(tenant, { source }, inspect);
  if (evaluation.kind === 'value') return evaluation.value;
  const { status, code, message } = failureOf(evaluation);
  return `${status} ${code}: ${message.replace('TypeError: ', '')}`;
}

describe('URL', () => {
  const full = "new URL('http://u:p@h.com:8080/a/b?x=1&y=2#z')";

  test.each([
    [`(u => [u.protocol, u.auth, u.username, u.password, u.host, u.hostname, u.port].join(' '))(${full})`, 'http: u:p u p h.com:8080 h.com 8080'],
    [`(u => [u.origin, u.path, u.pathname, u.search, u.query, u.hash].join(' '))(${full})`, 'http://h.com:8080 /a/b?x=1&y=2 /a/b ?x=1&y=2 x=1&y=2 #z'],
    [`${full}.href === '' + ${full}`, 'true'],
    [`(u => u.searchParams === u.searchParams && u.searchParams.get('y'))(${full})`, '2'],
    ["new URL('https://h.com').port", '443'],
    ["new URL('https://h.com?q').path", '/?q'],
    ["new URL('ws://h.com').port", ''],
    ["(u => [u.protocol, u.hostname, u.pathname, u.href])(new URL('/a/b?c'))", "['http:', '', '/a/b', '/a/b?c']"],
    ["new URL('http://[::1]:80/').hostname", '[::1]'],
    ["new URL('mailto:a@b').href", 'mailto:a@b'],
    ["new URL('').href", ''],
    ["new URL('c', 'https://u@h/a/b?q#z').href", 'https://u@h/a/c'],
    ["new URL('/c', 'https://u@h/a/b').href", 'https://u@h/c'],
    ["new URL('//x/y', 'https://h/b').href", 'https://x/y'],
    ["new URL('ftp://x/y', 'https://h/b').href", 'ftp://x/y'],
    ['new URL(1)', 'error PJS502: argument #1 expects a string'],
    ['new URL()', 'error PJS501: requires 1 or more arguments'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));
});

describe('URLSearchParams', () => {
  test.each([
    ["new URLSearchParams('?a=1&&a=2&b').toObject()", "{ a: ['1', '2'], b: '' }"],
    ["new URLSearchParams('a+b=c+d').get('a+b')", 'c+d'],
    ["new URLSearchParams('a=%e4%bd%a0%20%zz%4').get('a')", '你 %zz%4'],
    ["new URLSearchParams('a=%ff').get('a')", '%ff'],
    ["new URLSearchParams('a=1=2').get('a')", '1=2'],
    ["new URLSearchParams('').get('a')", 'null'],
    ["new URLSearchParams({ a: [1, 'é ~'], b: null, 'c&': '' }).toString()", 'a=1&a=%C3%A9%20~&c%26='],
    ["(p => (p.set('b', [3, 4]), p.set('c', null), p.set('d', true), p.toString()))(new URLSearchParams('a=1&b=2&c=3&b=5'))", 'a=1&b=3&b=4&d=true'],
    ["new URLSearchParams('__proto__=1&toString=2').toObject()", "{ __proto__: '1', toString: '2' }"],
    ['new URLSearchParams(1)', 'error PJS502: argument #1 expects a string or an object'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));
});

describe('Netmask', () => {
  test.each([
    ["(m => [m.base, m.mask, m.hostmask, m.broadcast, m.first, m.last].join(' '))(new Netmask('10.1.2.3/16'))", '10.1.0.0 255.255.0.0 0.0.255.255 10.1.255.255 10.1.0.1 10.1.255.254'],
    ["(m => [m.bitmask, m.size])(new Netmask('0.0.0.0/0'))", '[0, 4294967296]'],
    ["(m => [m.bitmask, m.size, m.first, m.last, m.next()])(new Netmask('1.2.3.4'))", "[32, 1, '1.2.3.4', '1.2.3.4', '']"],
    ["(m => [m.next(), m.next(), m.next(), m.next()])(new Netmask('10.0.0.0/30'))", "['10.0.0.1', '10.0.0.2', '', '']"],
    ["['10.1.2.3', '10.2.0.0', 'x', '10.1.2', '::1'].map(ip => new Netmask('10.1.0.0/16').contains(ip))", '[true, false, false, false, false]'],
    ["new Netmask('1.2.3.4').size = 2", "error PJS404: cannot set property 'size' of a Netmask: it is read-only"],
    ["new Netmask('10.0.0.0/33')", 'error PJS540: invalid CIDR notation'],
    ["new Netmask('10.0.0/8')", 'error PJS540: invalid CIDR notation'],
    ["new Netmask('10.0.0.0/')", 'error PJS540: invalid CIDR notation'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));
});

describe('JSON and bytes', () => {
  test.each([
    ["JSON.encode({ a: [1, 'é'] }).toString()", '{"a":[1,"é"]}'],
    ['JSON.encode({ a: 1 }, null, 2).toString()', '{\n  "a": 1\n}'],
    ['JSON.encode(() => 1)', 'undefined'],
    ['JSON.decode(JSON.encode([{ a: null }]))', '[{ a: null }]'],
    ["['[1,', '', '[1] x'].map(text => JSON.decode(new Data(text)))", '[undefined, undefined, undefined]'],
    ["JSON.decode(new Data('ff', 'hex'))", 'undefined'],
    ['JSON.decode(null)', 'undefined'],
    ["JSON.decode('1')", 'error PJS502: argument #1 expects an instance of Data'],
    ['JSON.decode()', 'error PJS501: requires 1 or more arguments'],
    ["JSON.parse('[1]')", '[1]'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));
});

describe('algo', () => {
  test.each([
    ['a cache makes a value once', '(n => (c => [c.get(1), c.get(1), c.get(2), n])(new algo.Cache(k => (n++, k * 10))))(0)', '[10, 10, 20, 2]'],
    ['a full cache frees what was not used', "(log => (c => (c.get(1), c.get(2), c.get(1), c.get(3), log))(new algo.Cache(2, k => 'v' + k, (k, v) => log.push(k, v))))([])", "[2, 'v2']"],
    ['remove and clear free', '(log => (c => (c.set(1, 2), c.set(3, 4), [c.remove(1), c.remove(1), c.clear(), c.get(3), log]))(new algo.Cache(0, null, k => log.push(k))))([])', '[true, false, undefined, undefined, [1, 3]]'],
    ['keys are told apart by what they are', "(c => (c.set(1, 'n'), c.set('1', 's'), c.set({}, 'o'), [c.get(1), c.get('1'), c.get({})]))(new algo.Cache())", "['n', 's', undefined]"],
    ['a cache may be used while it makes a value', '(c => (c = new algo.Cache(k => k > 0 ? c.get(k - 1) + 1 : 0), c.get(5)))()', '5'],
    ['what fails to be made is not kept', '(c => c.get(1))(new algo.Cache(k => k.a.b))', "error PJS400: cannot read property 'b' of undefined"],
    ['round robin by weight', "(b => [1, 2, 3, 4, 5, 6].map(() => b.select()).join(''))(new algo.RoundRobinLoadBalancer({ a: 2, b: 1 }))", 'abaaba'],
    ['round robin without weights, and one less', "(b => (b.set('x', 0), [1, 2, 3].map(() => b.select())))(new algo.RoundRobinLoadBalancer(['x', 'y', 'z']))", "['y', 'z', 'y']"],
    ['least work', "(b => (b.select(), b.select(), b.deselect('a'), b.select()))(new algo.LeastWorkLoadBalancer(['a', 'b']))", 'a'],
    ['hashing keeps to a target', "(b => b.add('c') ?? [1, 'k', null].every(k => b.select(k) === b.select(k)))(new algo.HashingLoadBalancer(['a', 'b']))", 'true'],
    ['what is not well is passed over', "(bad => (b => (bad.set('a', true), [b.select(), b.select()]))(new algo.RoundRobinLoadBalancer(['a', 'b'], bad)))(new algo.Cache())", "['b', 'b']"],
    ['nothing to select from', '[new algo.RoundRobinLoadBalancer().select(), new algo.HashingLoadBalancer([]).select(1)]', '[undefined, undefined]'],
    ['hashing wants an array', 'new algo.HashingLoadBalancer({ a: 1 })', 'error PJS502: argument #1 expects an array'],
    ['unhealthy wants a cache', "new algo.RoundRobinLoadBalancer(['a'], {})", 'error PJS502: argument #2 expects an instance of Cache'],
    ['a router', "(r => (r.add('*.b.com/*', 'b'), [r.find('x.com:80', '/api/x?q'), r.find(null, '/api'), r.find('a.b.com', '/'), r.find('x.com')]))(new algo.URLRouter({ '/api/*': 'api' }))", "['api', 'api', 'b', undefined]"],
    ['a pattern that is none', "new algo.URLRouter({ 'a.com:80/': 1 })", 'error PJS541: invalid URL pattern'],
    ['a pool', "(n => (p => (p.free(p.allocate('a')), [p.allocate('a'), p.allocate('a'), p.allocate('b', 't'), p.allocate('b', 't')]))(new algo.ResourcePool(() => ++n)))(0)", '[1, 2, 3, 3]'],
    ['a pool needs a function', 'new algo.ResourcePool()', 'error PJS501: requires 1 or more arguments'],
    ['percentiles', '(p => ([0.5, 3, 3, 7, 99].forEach(n => p.observe(n)), [0, 10, 50, 90, 100].map(n => p.calculate(n))))(new algo.Percentile([1, 5, 10]))', '[0, 1, 5, 5, 10]'],
    ['buckets out of order', 'new algo.Percentile([5, 1])', 'error PJS542: buckets are not in ascending order'],
    ['hashes are whole numbers, the same for the same', "(h => [h === algo.hash('a'), h !== algo.hash('b'), h >= 0 && h < 2 ** 53, h % 1])(algo.hash('a'))", '[true, true, true, 0]'],
    ['classes know their instances', '[new algo.Cache() instanceof algo.Cache, new algo.Cache() instanceof algo.URLRouter]', '[true, false]'],
  ])('%s', (_, source, expected) => expect(run(source)).toBe(expected));

  test('a hash tells nothing of what other tenants have hashed', () => {
    const before = run('algo.hash({})');
    run('[{}, {}, {}].map(o => algo.hash(o))');
    expect(run('algo.hash({})')).toBe(before);
  });
});

describe('console.log', () => {
  test.each([
    ["console.log('a', 1, 1.5, true, null, undefined, { x: [1, 'y'] }, [1, 2])", 'a 1 1.5 true null undefined [object Object]:{"x":[1,"y"]} [object pjs::Array]:[1,2]'],
    ['console.log()', ''],
    ["console.log(new Data('hi'), Math.max, new Message({ a: 1 }))", 'hi:{} [Function: max]:{} [object Message]:{"head":{"a":1},"body":null}'],
    ['console.log(new Date(0), { d: new Date(0), n: new Date(NaN) })', 'Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time) [object Object]:{"d":"1970-01-01T00:00:00.000Z","n":null}'],
    ["console.log(new Map([['a', 1]]), [new Set([1, [2]]), new Map()])", '[object Map]:[["a",1]] [object pjs::Array]:[[1,[2]],[]]'],
    ['(a => (a.push(a, 0 / 0, x => x), console.log(a)))([])', '[object pjs::Array]:[null,null,null]'],
    ["console.log({ toString: () => 1(), toJSON: () => 1(), a: undefined, '\"': new String('s') })", '[object Object]:{"\\"":"s"}'],
  ])('%s', (source, line) => {
    const printed: string[] = [];
    expect(run(source, { print: (text) => printed.push(text) })).toBe('undefined');
    expect(printed).toEqual([line]);
  });

  test('an object that is enormous when written out is a limit, not a hang', () => {
    const source = '(a => (repeat(40, () => (a = [a, a], true)), console.log(a)))([])';
    expect(run(source)).toContain('limit');
  });
});

describe('os and pipy', () => {
  const written: [string, string][] = [];
  const log: string[] = [];
  const status: FileStatus = { kind: 'file', numbers: { size: 2, mtime: 7 } };
  const control: unknown[] = [];
  const options: Partial<TenantOptions> = {
    environment: { HOME: '/root' },
    files: {
      read: (name) => (name === 'f' ? Buffer.from('hi') : null),
      write: (name, bytes) => name === 'f' && written.push([name, bytes.toString()]) > 0,
      stat: (name) => (name === 'f' ? status : null),
    },
    codebase: memoryCodebase({ '/data/a.txt': 'text' }),
    logError: (text) => log.push(text),
    control: { exit: (code) => control.push(code), restart: () => control.push('restart') },
  };

  test.each([
    ['[os.env.HOME, os.env.NONE, os.env.__proto__]', "['/root', undefined, undefined]"],
    ["os.readFile('f').toString()", 'hi'],
    ["os.readFile('x')", 'null'],
    ["[os.writeFile('f', 'a'), os.writeFile('f', new Data('b')), os.writeFile('x', 'c')]", '[undefined, undefined, null]'],
    ["(s => [s.size, s.mtime, s.isFile(), s.isDirectory()])(os.stat('f'))", '[2, 7, true, false]'],
    ["os.stat('x')", 'null'],
    ["['data/a.txt', '/data/./a.txt', '../../data/a.txt', '/none'].map(path => pipy.load(path)?.toString?.())", "['text', 'text', 'text', undefined]"],
    ['[pipy.exit(), pipy.exit(3), pipy.restart()]', '[undefined, undefined, undefined]'],
    ['pipy({})', 'error PJS536: pipy() and what it gives can be called while a module is evaluated only'],
    ['new pipy()', 'error PJS403: pipy is not a class'],
  ])('%s', (source, expected) => expect(run(source, options)).toBe(expected));

  test('what was written, logged and asked for', () => {
    expect(written).toEqual([['f', 'a'], ['f', 'b']]);
    expect(log).toEqual(['os.readFile: cannot open file: x', 'os.writeFile: cannot open file: x']);
    expect(control).toEqual([0, 3, 'restart']);
  });

  test.each([
    ['os.env', 'ENV'],
    ["os.readFile('f')", 'FS'],
    ["os.writeFile('f', '')", 'FS'],
    ["os.stat('f')", 'FS'],
    ["pipy.load('f')", 'FS'],
    ['pipy.exit()', 'CAP'],
    ['pipy.restart()', 'CAP'],
  ])('%s is denied to who was given nothing', (source, capability) => expect(run(source)).toContain(`denied ${capability}:`));
});
