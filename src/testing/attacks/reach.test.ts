/** What a script can reach, from every global and everything that the host can hand it: values of ours, and nothing else. */
import { callMethod, BuiltinFunction, ClassObject, FunctionObject } from '../../language/evaluate/function.js';
import { Account } from '../../language/evaluate/account.js';
import { caught, enter, leave } from '../../language/evaluate/activation.js';
import { ArrayObject, hole } from '../../language/evaluate/array.js';
import type { ClassDescriptor } from '../../language/evaluate/class.js';
import { valueOf } from '../../language/evaluate/error-object.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { getMember } from '../../language/evaluate/member.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import { compile, ModuleInstance } from '../../language/evaluate/program.js';
import { DeniedError, LimitError, ScriptError } from '../../language/evaluate/script-error.js';
import type { Value } from '../../language/evaluate/value.js';
import { SourceFile } from '../../language/source/source-file.js';
import { compile as compileText } from '../../host/embedding.js';
import { dataToValue } from '../../host/globals/data.js';
import { inboundDescriptor } from '../../host/globals/inbound.js';
import { globalsOf } from '../../host/globals/index.js';
import { Tenant } from '../../host/tenant.js';
import { Data } from '../../stream/bytes/data.js';
import { Random } from '../differential/random.js';
import { intrinsicsOf } from './intrinsics.js';

const depth = 6;
const limits = { fuel: 20_000, memory: 1 << 20, depth: 50, time: Infinity };

const intrinsics = intrinsicsOf(globalThis);

/** Names that mean something to V8, and those of fields of ours. */
const names = [
  ...['constructor', '__proto__', 'prototype', 'caller', 'callee', 'arguments', 'apply', 'call', 'bind', 'name', 'length', 'hasOwnProperty', 'isPrototypeOf', '__defineGetter__', '__lookupGetter__', 'toString', 'valueOf', 'then', 'toJSON', 'Symbol.iterator', '0', '-1'],
  ...['host', 'descriptor', 'shape', 'slots', 'table', 'frozen', 'class', 'elements', 'definition', 'receiver', 'entries', 'origin', 'fixed', 'variadic', 'members', 'get', 'set'],
];

const texts: Readonly<Record<'classic' | 'modern', readonly string[]>> = {
  classic: [
    'x => x',
    '[1, [2], { a: 1 }]',
    '({ a: 1, b: [], f: x => x })',
    'new Message({ headers: { host: "a" } }, "body")',
    'new MessageStart({ a: 1 })',
    'new MessageEnd',
    'new StreamEnd',
    'new Data("abc")',
    'new URL("http://u:p@a.b/c?d=e#f")',
    'new URLSearchParams("a=1&a=2")',
    'new algo.Cache(2, k => k)',
    'new algo.ResourcePool((p, t) => ({ p, t }))',
    'new algo.URLRouter({ "/a/*": [] })',
    'new algo.Percentile([1, 10])',
    'new algo.RoundRobinLoadBalancer(["a", "b"])',
    'new algo.LeastWorkLoadBalancer(["a", "b"])',
    'new algo.HashingLoadBalancer(["a", "b"])',
    'new Netmask("10.0.0.0/8")',
    'new RegExp("(?<n>a)|b", "dg")',
    'new RegExp("(?<n>a)|b", "d").exec("a")',
    'new Date(0)',
    'new Map([[{}, []]])',
    'new Set([[]])',
    'Object("text")',
    'Object(5)',
    'new AggregateError([new Error("a")], "b")',
    '"text"',
    '5',
    'true',
  ],
  modern: ['var e; try { null.x } catch (caught) { e = caught } e', 'new Int("u8", 5)', 'Promise.resolve([1])', 'Promise.reject({}).catch(e => e)', 'Promise.withResolvers()', 'function f(a, b) { return b } f'],
};

/** Does something of a script; whatever it throws must be ours. */
function within<T>(account: Account, work: () => T): T | ScriptError | null {
  const outer = enter(account, { slots: [[]] });
  try {
    return work();
  } catch (thrown) {
    const error = caught(thrown);
    if (error instanceof ScriptError) return error;
    if (error instanceof LimitError || error instanceof DeniedError) return null;
    throw error;
  } finally {
    account.jobs.clear();
    leave(outer);
  }
}

class Walk {
  readonly account = new Account(limits);
  readonly seen = new Set<unknown>();
  /** Of bound methods, which are new each time they are read: definitions by receiver. */
  private readonly bound = new Map<unknown, Set<unknown>>();
  readonly functions: { readonly path: string; readonly value: FunctionObject }[] = [];
  values = 0;

  constructor() {
    new Tenant({ account: this.account, print: () => {}, environment: { A: 'b' } });
  }

  visit(value: Value, path: string, left = depth): void {
    this.values++;
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return void expect([path, typeof value]).toEqual([path, expect.stringMatching(/undefined|boolean|number|string|object/)]);
    // Jest's own matchers would take long for so many.
    if (!(value instanceof ScriptObject) || intrinsics.has(value) || value === hole) throw new Error(`${path} is no value of ours`);
    if (this.isKnown(value)) return;
    if (value instanceof FunctionObject) this.functions.push({ path, value });
    if (left === 0) return;
    for (const key of [...value.ownKeys(), ...memberNames(value.class), ...names]) this.follow(() => getMember(value, key), `${path}.${key}`, left - 1);
    if (value instanceof ArrayObject) value.elements.slice(0, 5).forEach((_, index) => this.visit(value.at(index), `${path}[${index}]`, left - 1));
    if (value instanceof FunctionObject) for (const args of [[], [value], ['a', 1], [[1], (x: Value) => x]]) this.follow(() => value.apply(args.map(toValue)), `${path}(${args.length})`, left - 1);
    if (value instanceof ClassObject) for (const args of [[], [value], ['a'], [5]]) this.follow(() => value.construct(args), `new ${path}(${args.length})`, left - 1);
  }

  follow(work: () => Value, path: string, left: number): void {
    const result = within(this.account, work);
    if (result instanceof ScriptError) this.visit(within(this.account, () => valueOf(result)) as Value, `${path} !`, left);
    else this.visit(result, path, left);
  }

  private isKnown(value: ScriptObject): boolean {
    if (this.seen.has(value)) return true;
    this.seen.add(value);
    if (!(value instanceof BuiltinFunction)) return false;
    // Of instances of one class, one is looked at.
    const receiver = value.receiver instanceof ScriptObject ? value.receiver.class : typeof value.receiver;
    const known = this.bound.get(receiver) ?? new Set();
    this.bound.set(receiver, known);
    if (known.has(value.definition)) return true;
    known.add(value.definition);
    return false;
  }
}

function memberNames(descriptor: ClassDescriptor | null): string[] {
  return descriptor === null ? [] : [...descriptor.members.keys(), ...memberNames(descriptor.parent)];
}

const identity = new BuiltinFunction({ kind: 'method', name: 'identity', length: 1, since: 'pipyjs', doc: '', fixed: (_, a) => a, variadic: null });

function toValue(value: unknown): Value {
  if (typeof value === 'function') return identity;
  return Array.isArray(value) ? new ArrayObject(value as Value[]) : (value as Value);
}

/** Everything that a script begins with. */
function begin(): Walk {
  const walk = new Walk();
  for (const level of ['0.22', '1.5'] as const) for (const [name, value] of globalsOf(level)) walk.visit(value, name);
  for (const dialect of ['classic', 'modern'] as const) {
    for (const text of texts[dialect]) {
      const { program } = compile(new SourceFile('/main.js', text), globalsOf(dialect === 'classic' ? '0.22' : '1.5'), { dialect });
      if (program === null) throw new Error(`${text} is no program`);
      walk.follow(() => new ModuleInstance(program).evaluate(), text, depth);
    }
  }
  walk.follow(() => new HostObject(inboundDescriptor, { id: 1, remoteAddress: 'a', remotePort: 1, localAddress: 'b', localPort: 2 }), '__inbound', depth);
  walk.follow(() => dataToValue(new Data(Buffer.from('abc'))), 'data of the host', depth);
  return walk;
}

test('every value within reach is ours', () => {
  const walk = begin();
  process.stderr.write(`within reach of a script: ${walk.values} values looked at, ${walk.seen.size} objects, ${walk.functions.length} functions; V8 has ${intrinsics.size}\n`);
  expect(walk.seen.size).toBeGreaterThan(1500);
  expect(intrinsics.size).toBeGreaterThan(1000);
});

test('a value that is not ours would be noticed', () => {
  const object = PlainObject.dictionary();
  object.setOwn('f', Math.max as never);
  expect(() => new Walk().visit(object, 'object')).toThrow('object.f is no value of ours');
});

test('every member of everything takes every kind of argument', () => {
  const walk = begin();
  const kinds = (): Value[] => {
    const cyclic = new ArrayObject([]);
    cyclic.elements.push(cyclic);
    const record = PlainObject.dictionary();
    for (const [key, value] of [['__proto__', 1], ['length', 1e15], ['0', 'x'], ['toString', 5], ['valueOf', identity]] as const) record.setOwn(key, value);
    return [undefined, null, true, 0, -0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 53, -1e308, '', 'a', '__proto__', '\0', '\ud800', 'x'.repeat(5000), '10.0.0.0/8', '[1]', identity, new ArrayObject([]), new ArrayObject([1, 'a', hole, null]), cyclic, record, PlainObject.dictionary(), globalsOf('1.5').get('Map')!, globalsOf('1.5').get('Math')!, dataToValue(new Data(Buffer.from([0xff, 0])))];
  };
  const values = within(walk.account, kinds) as Value[];
  const random = new Random(5);
  const definitions = new Set<unknown>();
  let calls = 0;
  const call = (path: string, work: (args: readonly Value[]) => Value): void => {
    const lists: Value[][] = [[], ...values.map((value) => [value])];
    for (let i = 0; i < 60; i++) lists.push(Array.from({ length: 2 + random.below(3) }, () => random.pick(values)));
    for (const args of lists) {
      calls++;
      try {
        const result = within(walk.account, () => work(args));
        if (result instanceof ScriptObject) expect(intrinsics.has(result)).toBe(false);
      } catch (error) {
        throw new Error(`${path} with ${args.map((value) => String(typeof value === 'object' ? value?.class.name : value).slice(0, 20)).join(', ')}`, { cause: error });
      }
    }
  };
  for (const { path, value } of walk.functions) {
    const key = value instanceof BuiltinFunction ? value.definition : value;
    if (definitions.has(key)) continue;
    definitions.add(key);
    call(path, (args) => value.apply(args));
    if (value instanceof ClassObject) call(`new ${path}`, (args) => value.construct(args));
    if (value instanceof BuiltinFunction) call(`${path} in short`, (args) => callMethod(value.definition, value.receiver, Math.min(3, args.length), args[0], args[1], args[2]));
  }
  process.stderr.write(`arguments of every kind: ${definitions.size} functions, ${calls} calls\n`);
  expect(definitions.size).toBeGreaterThan(300);
}, 60_000);

test('no global of the host is known by its name', () => {
  const known = new Set([...globalsOf('0.22').keys(), ...globalsOf('1.5').keys()]);
  const hosts = [...Object.getOwnPropertyNames(globalThis), 'require', 'module', 'exports', '__dirname', 'Function', 'eval', 'process', 'self', 'window'].filter((name) => !known.has(name) && /^[A-Za-z_$][\w$]*$/.test(name));
  expect(hosts.length).toBeGreaterThan(60);
  const reached = hosts.filter((name) => (['classic', 'modern'] as const).some((dialect) => compileText(`typeof ${name}`, { dialect }).program !== null));
  // What every module is given by the runtime.
  expect(reached).toEqual([]);
  expect([...known].filter((name) => ['Function', 'eval', 'Symbol', 'Proxy', 'Reflect', 'globalThis', 'process', 'require', 'WebAssembly', 'Atomics', 'SharedArrayBuffer', 'WeakRef', 'setTimeout', 'Buffer'].includes(name))).toEqual([]);
});
