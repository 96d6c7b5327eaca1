/** MEM_LIVE: what a script keeps, and whoever keeps it for the script, counts until it is let go. */
import { compile, EvaluationError, Tenant, type ScriptFunction } from '../index.js';
import { walkHeap } from '../language/evaluate/activation.js';
import type { TestSocket } from '../stream/testing/harness.js';
import { data, get, headers, post, preface, settings } from '../stream/testing/http2-peer.js';
import { Served } from './served.js';
import { slowness } from './pace.js';

const megabyte = 2 ** 20;

function tenantOf(memory = 4 * megabyte): Tenant {
  return new Tenant({ limits: { memory, time: 10_000, fuel: 100_000_000 } });
}

/** The value of a text, or the code of what ended it. */
function outcome(tenant: Tenant, text: string): unknown {
  const { program, diagnostics } = compile(text, { dialect: 'modern' });
  expect(diagnostics).toEqual([]);
  return attempt(() => tenant.evaluate(program!));
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvaluationError) return error.record.code;
    throw error;
  }
}

describe('what one evaluation keeps', () => {
  test.each([
    ['a list in a variable', 'var list = []; for (var z = 0; true; z++) list.push(`number ${list.length}`)'],
    ['a list in a variable of a function', 'function fill() { var list = []; for (var z = 0; true; z++) list.push([]) } fill()'],
    ['a list that only an argument holds', '(list => { for (var z = 0; true; z++) list.push({}) })([])'],
    ['a list in a block', 'for (var y = 0; true; y++) { var list = []; var hold = () => list; for (var z = 0; true; z++) hold().push(new Date()) }'],
    ['variables of all calls under way', "function nest(n) { var text = 'x'.repeat(100000) + n; return n > 0 ? nest(n - 1) + text.length : 0 } nest(90)"],
    ['closures', 'var last = null; for (var z = 0; true; z++) last = (before => () => before)(last)'],
    ['an object that grows by data', 'var object = {}; for (var i = 0; true; i++) object[`key${i}`] = i'],
    ['a Map', 'var map = new Map(); for (var i = 0; true; i++) map.set(i, i)'],
    ['a Set', 'var set = new Set(); for (var i = 0; true; i++) set.add(`${i}`)'],
    ['Data', "var list = []; for (var z = 0; true; z++) list.push(new Data('a few bytes'))"],
    ['one Data that grows', "var data = new Data(); for (var z = 0; true; z++) data.push('a few bytes')"],
    ['a cache', 'var cache = new algo.Cache(); for (var i = 0; true; i++) cache.set(i, i)'],
    ['promises', 'var list = []; for (var z = 0; true; z++) list.push(Promise.withResolvers())'],
    ['reactions to one promise', 'var promise = new Promise(() => {}); for (var z = 0; true; z++) promise.then(() => 1)'],
    ['jobs', "for (var i = 0; true; i++) Promise.resolve('x'.repeat(1000) + i).then(x => x)"],
    ['a text that grows', "var text = ''; for (var z = 0; true; z++) text += 'some more'"],
    ['errors', "var last; for (var z = 0; true; z++) last = new Error('why', { cause: last })"],
    ['bound methods', 'var list = []; for (var z = 0; true; z++) list.push(list.push)'],
    ['nodes of XML', "var list = []; for (var z = 0; true; z++) list.push(new XML.Node('a', null, ['text']))"],
    ['digests, which V8 does not see', "var list = []; for (var z = 0; true; z++) list.push(new crypto.Hash('sha256'))"],
    ['what is to be signed', "var sign = new crypto.Sign('sha256'); for (var z = 0; true; z++) sign.update('a few bytes' + z)"],
    ['numbers of an Int', "var list = []; for (var z = 0; true; z++) list.push(new Int('u8', 1))"],
  ])('%s', (_, text) => {
    const tenant = tenantOf();
    const code = outcome(tenant, text);
    // One value may take half of the limit: a list, a table or a text may come to that first.
    expect(['MEM_LIVE', 'MEM_SINGLE']).toContain(code);
    expect(outcome(tenant, '1 + 1')).toBe(2);
    expect(tenant.meters.live).toBeLessThan(10_000);
  });

  test('what was counted: it stays, until it is made again', () => {
    const tenant = tenantOf();
    expect(outcome(tenant, "var counter = new stats.Counter('a', ['b']); for (var i = 0; true; i++) counter.withLabels(i).increase()")).toBe('MEM_LIVE');
    expect(tenant.meters.live).toBeGreaterThan(3 * megabyte);
    expect(outcome(tenant, "new stats.Counter('a'); 1 + 1")).toBe(2);
    expect(tenant.meters.live).toBeLessThan(10_000);
  });

  test('what is on its way in an expression, where no variable holds it', () => {
    const held = "var big = n => 'x'.repeat(400000) + n, nest = n => n > 0 ? [big(n), big(-n), nest(n - 1)] : 0; nest(95); nest(90); nest(85)";
    expect(outcome(tenantOf(), held)).toBe('MEM_LIVE');
  });

  test('what is let go does not count', () => {
    expect(outcome(tenantOf(), "var sum = 0; for (var i = 0; i < 5000; i++) sum += ('x'.repeat(10000) + i).length; sum")).toBeGreaterThan(50_000_000);
  });

  test('neither `catch` nor `finally` nor a handler of a promise sees it', () => {
    const tenant = tenantOf();
    const seen = 'var seen = []; try { var list = []; for (var z = 0; true; z++) list.push([]) } catch (e) { seen.push(1) } finally { seen.push(2) }';
    expect(outcome(tenant, seen)).toBe('MEM_LIVE');
    expect(outcome(tenant, 'new Promise(() => { var list = []; for (var z = 0; true; z++) list.push([]) }).catch(() => 1)')).toBe('MEM_LIVE');
  });

  test('of equal texts one is kept, however many were made', () => {
    const tenant = tenantOf();
    expect(outcome(tenant, "var list = []; for (var i = 0; i < 20000; i++) list.push('ab'.repeat(500)); list.length")).toBe(20_000);
  });

  test('long texts of one length, which a host compares one by one, are soon counted', () => {
    const tenant = tenantOf(64 * megabyte);
    const source = "var list = [], text = 'x'.repeat(16400); for (var i = 100000; i < 103500; i++) list.push(text + i); (() => list)";
    const { program } = compile(source, { dialect: 'modern' });
    // Whoever has its handle keeps the list.
    expect(tenant.evaluate(program!)).toBeDefined();
    const start = performance.now();
    expect(tenant.meters.live).toBeLessThan(500 * megabyte);
    expect((performance.now() - start) / slowness()).toBeLessThan(3000);
  });

  test('what was kept when the limit came can be let go, but not grow on', () => {
    const tenant = tenantOf();
    const { program } = compile('var kept = []; ({ fill: () => { for (var z = 0; true; z++) kept.push([]) }, clear: () => { kept = [] } })', { dialect: 'modern' });
    const { fill, clear } = tenant.evaluate(program!) as unknown as { fill: ScriptFunction; clear: ScriptFunction };
    for (let i = 0; i < 100; i++) expect(attempt(() => tenant.call(fill))).toBe('MEM_LIVE');
    expect(tenant.meters.live).toBeLessThan(1.2 * 4 * megabyte);
    tenant.call(clear);
    expect(tenant.meters.live).toBeLessThan(10_000);
  });
});

describe('what is kept from call to call', () => {
  test('counts until it is let go', () => {
    const tenant = tenantOf();
    const { program } = compile("var list = []; ({ add: () => list.push('x'.repeat(1000) + list.length), clear: () => { list = [] } })", { dialect: 'modern' });
    const { add, clear } = tenant.evaluate(program!) as unknown as { add: ScriptFunction; clear: ScriptFunction };
    let calls = 0;
    let last: unknown;
    for (; typeof (last = attempt(() => tenant.call(add))) === 'number'; calls++);
    expect(last).toBe('MEM_LIVE');
    // A thousand bytes and what goes with them.
    expect(calls).toBeGreaterThan(3400);
    expect(calls).toBeLessThan(4400);
    tenant.call(clear);
    expect(attempt(() => tenant.call(add))).toBe(1);
  });

  test('a value whose handle nobody has any more is let go', () => {
    const tenant = tenantOf();
    expect(outcome(tenant, "'x'.repeat(1000000)")).toHaveLength(1_000_000);
    expect(tenant.meters.live).toBeLessThan(1000);
  });
});

/** What a script holds for each connection, as a text: bytes arrive, and something keeps them. */
describe('what a code base at work holds', () => {
  const text = 'x'.repeat(megabyte);
  const request = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${2 * megabyte}\r\n\r\n${text}`;

  const http2 = (...frames: Buffer[]): string => Buffer.concat([preface, settings(), ...frames]).toString('latin1');
  const frames = Array.from({ length: 72 }, () => data(1, Buffer.alloc(16_384, 120)));

  test.each([
    ['a variable of the context', "pipy({ _kept: null }).listen(80).handleData(data => _kept = data.toString())", text],
    ['a variable of the module', 'var kept = []; pipy().listen(80).handleData(data => kept.push(data.toString()))', text],
    ['a cache', 'var cache = new algo.Cache(10); pipy().listen(80).handleData(data => cache.set(1, data.toString()))', text],
    ['a pool', 'var pool = new algo.ResourcePool(x => [x]); pipy().listen(80).handleData(data => pool.allocate(data.toString()))', text],
    ['a balancer', 'var hashing = new algo.HashingLoadBalancer([]); pipy().listen(80).handleData(data => hashing.add(data.toString()))', text],
    ['a filter that gathers a body', "pipy().listen(80).demuxHTTP('r').pipeline('r').replaceMessage(() => new Message('done'))", request],
    ['a filter that gathers a body of HTTP/2', "pipy().listen(80).demuxHTTP('r').pipeline('r').replaceMessage(() => new Message('done'))", http2(headers(1, post(), false), ...frames)],
    ['an answer that a client of HTTP/2 does not take', "pipy().listen(80).serveHTTP(() => new Message('x'.repeat(1300000)))", http2(headers(1, get()))],
    ['a filter that waits', 'pipy().listen(80).wait(() => false)', text],
    ['a filter whose callback gave a promise', 'pipy().listen(80).handleData(data => new Promise(() => {})).dummy()', text],
    ['a promise of a callback', 'var waiting; pipy().listen(80).handleData(data => (waiting = new Promise(() => {}), waiting.then(() => data), undefined))', text],
    ['an event that a script keeps', 'var kept; pipy().listen(80).handleData(data => { if (data.size > 0) kept = data })', text],
    ['a sub-pipeline', "pipy({ _kept: null }).listen(80).fork('f').pipeline('f').handleData(data => _kept = data.toString())", text],
    ['a filter that slows down', "pipy().listen(80).throttleDataRate('1k')", text],
  ])('%s', (_, script, bytes) => {
    const served = new Served(script, { memory: 64 * megabyte });
    const before = walkHeap(served.account);
    const socket: TestSocket = served.connect(80);
    served.feed(socket, bytes);
    const held = walkHeap(served.account) - before;
    expect(held).toBeGreaterThan(megabyte);
    expect(held).toBeLessThan(3 * megabyte);
  });

  test('what nobody holds is not counted, and a connection that is gone holds nothing', () => {
    const served = new Served('pipy({ _kept: null }).listen(80).handleData(data => _kept = data.toString())');
    const before = walkHeap(served.account);
    const socket = served.connect(80);
    served.feed(socket, text);
    socket.observer.onClose();
    expect(walkHeap(served.account) - before).toBeLessThan(1000);
    const passing = new Served('pipy().listen(80).handleData(data => data.size)');
    served.feed(passing.connect(80), text);
    expect(walkHeap(passing.account)).toBeLessThan(10_000);
  });
});
