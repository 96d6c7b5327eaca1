import { Cache } from './cache.js';
import { Hasher, Hashing } from './hashing.js';
import { LeastWork } from './least-work.js';
import { Percentile, areBuckets } from './percentile.js';
import { ResourcePool } from './resource-pool.js';
import { RoundRobin } from './round-robin.js';
import { URLRouter } from './url-router.js';

type Weights = Readonly<Record<string, number>>;

function fill<B extends { set(target: string, weight: number): void }>(balancer: B, weights: Weights): B {
  for (const [target, weight] of Object.entries(weights)) balancer.set(target, weight);
  return balancer;
}

function take(balancer: { select(isWell?: (target: string) => boolean): string | undefined }, count: number, sick = ''): string {
  return Array.from({ length: count }, () => balancer.select((target) => target !== sick) ?? '-').join('');
}

describe('round robin', () => {
  test.each<[Weights, string]>([
    [{ x: 1, y: 1, z: 1 }, 'xyzxyz'],
    [{ c: 2, a: 3, b: 1 }, 'cabacacabaca'],
    [{ x: 0, y: 1, z: 1 }, 'yzyz'],
    [{ x: -1, y: 1.9, z: NaN }, 'yy'],
    [{}, '--'],
  ])('%j gives %s', (weights, order) => {
    expect(take(fill(new RoundRobin<string>(), weights), order.length)).toBe(order);
  });

  test('who is not well is passed over, and the round is shorter', () => {
    const balancer = fill(new RoundRobin<string>(), { x: 1, y: 1, z: 1 });
    expect(take(balancer, 4, 'y')).toBe('xzxz');
    expect(take(balancer, 3)).toBe('xyz');
  });

  test('who joins in mid-round is not flooded', () => {
    const balancer = fill(new RoundRobin<string>(), { a: 100 });
    take(balancer, 50);
    balancer.set('b', 100);
    expect(take(balancer, 4)).toBe('abab');
  });
});

describe('least work', () => {
  test('takes by weight, and again when work is done', () => {
    const balancer = fill(new LeastWork<string>(), { a: 2, b: 1 });
    expect(take(balancer, 6)).toBe('abaaba');
    balancer.deselect('a');
    balancer.deselect('a');
    balancer.deselect('unknown');
    expect(take(balancer, 3)).toBe('aaa');
  });

  test('work cannot become less than none', () => {
    const balancer = fill(new LeastWork<string>(), { a: 1, b: 1 });
    balancer.deselect('a');
    expect(take(balancer, 3)).toBe('aba');
  });
});

describe('hashing', () => {
  test('one key always leads to one target; a target that is not well to none', () => {
    const balancer = new Hashing<string>();
    const hasher = new Hasher();
    expect(balancer.select(hasher.hash('k'))).toBeUndefined();
    for (const target of 'abc') balancer.add(target);
    const keys = Array.from({ length: 300 }, (_, i) => `key ${i}`);
    const first = keys.map((key) => balancer.select(hasher.hash(key)));
    expect(keys.map((key) => balancer.select(hasher.hash(key)))).toEqual(first);
    for (const target of 'abc') expect(first.filter((t) => t === target).length).toBeGreaterThan(60);
    expect(balancer.select(hasher.hash('key 0'), (target) => target !== first[0])).toBeUndefined();
  });

  test('hashes are whole numbers below 2^53, objects differ by identity', () => {
    const hasher = new Hasher();
    const [a, b] = [{}, {}];
    const hashes = ['', 'a', 1, '1', true, null, undefined, a, b].map((value) => hasher.hash(value));
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
    expect(hasher.hash(a)).toBe(hashes[7]);
  });
});

describe('cache', () => {
  function traced(limit: number) {
    const calls: string[] = [];
    const allocate = (key: string) => (calls.push(`+${key}`), key === 'nothing' ? undefined : key.toUpperCase());
    const free = (key: string, value: string) => void calls.push(`-${key}=${value}`);
    return { calls, cache: new Cache<string, string>({ limit, allocate, free }) };
  }

  test('a value is made once', () => {
    const { cache, calls } = traced(0);
    expect([cache.peek('a'), cache.get('a'), cache.get('a'), cache.peek('a')]).toEqual([undefined, 'A', 'A', 'A']);
    expect(calls).toEqual(['+a']);
  });

  test('the limit holds however entries come in; the least recently used leaves', () => {
    const { cache, calls } = traced(2);
    cache.get('a');
    cache.get('b');
    cache.get('a');
    cache.get('c');
    cache.set('d', 'x');
    expect(calls).toEqual(['+a', '+b', '+c', '-b=B', '-a=A']);
  });

  test('undefined is not kept, overwriting frees nothing', () => {
    const { cache, calls } = traced(0);
    cache.get('nothing');
    cache.get('nothing');
    cache.set('k', '1');
    cache.set('k', '2');
    expect(cache.remove('k')).toBe(true);
    expect(cache.remove('k')).toBe(false);
    expect(calls).toEqual(['+nothing', '+nothing', '-k=2']);
  });

  test('clear frees everything once, even when freeing uses the cache', () => {
    const freed: string[] = [];
    const cache: Cache<string, string> = new Cache({
      free: (key) => {
        freed.push(key);
        cache.remove('b');
        cache.set('new', '');
      },
    });
    cache.set('a', '');
    cache.set('b', '');
    cache.clear();
    expect(freed).toEqual(['a', 'b']);
    expect(cache.peek('new')).toBe('');
  });
});

describe('resource pool', () => {
  test('frees come back oldest first, a tenant keeps what it has', () => {
    let made = 0;
    const pool = new ResourcePool<string, string, string>((name, tenant) => `${name}${made++}${tenant ?? ''}`);
    expect([pool.allocate('p'), pool.allocate('p'), pool.allocate('q')]).toEqual(['p0', 'p1', 'q2']);
    expect([pool.allocate('p', 't'), pool.allocate('p', 't'), pool.allocate('p', 'u')]).toEqual(['p3t', 'p3t', 'p4u']);
    for (const resource of ['p1', 'p1', 'p0', 'unknown']) pool.free(resource);
    pool.freeTenant('t');
    pool.freeTenant('nobody');
    expect([pool.allocate('p', 't'), pool.allocate('p'), pool.allocate('p'), pool.allocate('p')]).toEqual(['p1', 'p0', 'p3t', 'p5']);
  });
});

describe('resource pool with an allocator that goes its own way', () => {
  test('one that allocates for the same tenant: the tenant keeps the outer one', () => {
    const made: string[] = [];
    const pool: ResourcePool<string, string, string> = new ResourcePool((name, tenant) => {
      const depth = made.push(name);
      return depth === 1 ? `outer of ${pool.allocate(name, tenant)}` : 'inner';
    });
    expect(pool.allocate('p', 't')).toBe('outer of inner');
    pool.free('inner');
    expect([pool.allocate('p', 't'), pool.allocate('p')]).toEqual(['outer of inner', 'inner']);
  });

  test('one resource for all: whoever is freed has nothing left', () => {
    const calls: (string | undefined)[] = [];
    const pool = new ResourcePool<string, string, string>((_, tenant) => (calls.push(tenant), 'only'));
    pool.allocate('p', 't');
    pool.allocate('p', 'u');
    pool.freeTenant('t');
    pool.allocate('p', 't');
    expect(calls).toEqual(['t', 'u']);
    pool.allocate('p', 'v');
    expect(calls).toEqual(['t', 'u', 'v']);
  });
});

describe('URL router', () => {
  const router = new URLRouter<string>();
  const rules = {
    '/': 'root',
    '/*': 'star',
    '/hi/*': 'hi',
    '/echo': 'echo',
    'a.com/*': 'a',
    'a.com/x/*': 'ax',
    '*.b.com/*': 'wb',
    'b.com/y': 'by',
    '/p/*/q': 'weird',
    '/e/f/*': 'ef',
  };
  for (const [pattern, value] of Object.entries(rules)) router.add(pattern, value);

  test.each<[string[], string | undefined]>([
    [['x.com', '/'], 'root'],
    [['x.com', '/hi'], 'hi'],
    [['x.com', '/hi/'], 'hi'],
    [['x.com', '/hi/a/b?x'], 'hi'],
    [['x.com', '/high'], 'star'],
    [['x.com:8000', '/echo'], 'echo'],
    [['x.com', '/echo/'], 'star'],
    [['x.com', '/echo?q=1'], 'echo'],
    [['a.com:80', '/zz'], 'a'],
    [['a.com', '/x'], 'ax'],
    [['a.com/', 'x', 'y'], 'ax'],
    [['s.b.com', '/1'], 'wb'],
    [['t.s.b.com', '/1'], 'star'],
    [['b.com', '/y'], 'by'],
    [['b.com', '/z'], 'star'],
    [['x', '/p/1/q'], 'star'],
    [['x', '/p/*/q'], 'weird'],
    [['x', '/*'], 'star'],
    [['/hi'], 'hi'],
    [['host'], undefined],
    [[], undefined],
    [['h', '/e/f'], 'ef'],
    [['h', '/e/g'], 'star'],
  ])('%j leads to %s', (parts, value) => {
    expect(router.find(...parts)).toBe(value);
  });

  test.each(['', 'host', 'host:80/path'])('%j is no pattern', (pattern) => {
    expect(new URLRouter().add(pattern, '')).toBe(false);
  });
});

describe('percentile', () => {
  test('counts samples in buckets', () => {
    const percentile = new Percentile([1, 5, 10]);
    expect(percentile.calculate(50)).toBe(0);
    for (const sample of [0.5, 3, 3, 7, 99]) percentile.observe(sample);
    expect([-1, 0, 10, 50, 90, 100].map((p) => percentile.calculate(p))).toEqual([0, 0, 1, 5, 5, 10]);
    percentile.reset();
    percentile.observe(7);
    expect(percentile.calculate(10)).toBe(10);
  });

  test.each([[[1, 2, 3], true], [[1, 1], false], [[2, 1], false], [[0, 1], false], [[NaN], false], [[], true]] as const)(
    'buckets %j: %s',
    (limits, valid) => {
      expect(areBuckets(limits)).toBe(valid);
    },
  );
});
