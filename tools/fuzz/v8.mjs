/**
 * What a program comes to in V8: in one context that all programs share, in strict mode.
 *
 * What the closed list (spec/deviations.md) says to be otherwise is made so here, row by row.
 */
import { inspect, types } from 'node:util';
import { createContext, Script } from 'node:vm';

/** `parts` are the compiled modules of src/testing/differential, and what they stand on. */
export function nativeFrom({ members, Writer, writePrimitive, mostWritten, mark, clock, randomSeed, seededRandom }) {
  let trace = [];

  class NativeWriter extends Writer {
    primitive(value) {
      if (typeof value === 'function') return 'function';
      return typeof value === 'object' && value !== null ? null : writePrimitive(value);
    }

    object(value) {
      if (Array.isArray(value)) {
        const items = Array.from({ length: value.length }, (_, i) => (i in value ? this.write(value[i]) : 'hole'));
        return `[${items.join(', ')}]${this.own(value, (key) => !isIndex(key))}`;
      }
      if (types.isBoxedPrimitive(value)) {
        const primitive = value.valueOf === undefined ? undefined : unbox(value);
        return `Boxed(${writePrimitive(primitive)})${this.own(value, (key) => typeof primitive !== 'string' || !isIndex(key))}`;
      }
      if (types.isDate(value)) return `Date(${writePrimitive(Date.prototype.getTime.call(value))})${this.own(value)}`;
      if (types.isRegExp(value)) return `RegExp(${writePrimitive(value.source)}, ${value.flags}, ${this.write(value.lastIndex)})${this.own(value)}`;
      if (types.isMap(value)) return `Map(${this.pairs(Map.prototype.entries.call(value))})${this.own(value)}`;
      if (types.isSet(value)) return `Set(${this.list(Set.prototype.values.call(value))})${this.own(value)}`;
      if (types.isNativeError(value)) {
        silent(value);
        const name = classOf(value);
        const held = [value.name, value.message, value.cause, ...(name === 'AggregateError' ? [value.errors] : [])];
        return `${name}(${this.list(held)})${this.own(value, (key) => !errorKeys.has(key))}`;
      }
      if (types.isPromise(value)) return `Promise(${/<(pending|rejected)>/.exec(inspect(value, { depth: 0 }))?.[1] ?? 'fulfilled'})${this.own(value)}`;
      const tag = Object.prototype.toString.call(value);
      if (tag === '[object Math]' || tag === '[object JSON]') return `namespace ${tag.slice(8, -1)}`;
      return `{${this.members(Object.keys(value), (key) => value[key])}}`;
    }

    own(value, shown = () => true) {
      const keys = Object.keys(value).filter(shown);
      return keys.length === 0 ? '' : `{${this.members(keys, (key) => value[key])}}`;
    }
  }

  // Deviations do not tell who hears of rejections that nobody handles.
  process.on('unhandledRejection', () => {});
  const world = createContext({}, { microtaskMode: 'afterEvaluate' });
  /** How the two sides pass things: not by properties of the context's global object, which are slow. */
  const box = {
    text: '',
    returns: false,
    dialect: 'modern',
    state: 'none',
    value: undefined,
    members,
    clock,
    mark,
    random: () => 0,
    log: (value) => {
      trace.push(new NativeWriter(mostWritten.logged).write(value));
      return value;
    },
  };
  const { make, silent, classOf } = new Script(prepare.toString() + '; prepare').runInContext(world)(box);
  const start = new Script('start()');
  Object.defineProperty(world, 'start', { value: make });

  return (text, dialect, returns) => {
    trace = [];
    Object.assign(box, { text, dialect, returns, state: 'none', value: undefined, isExcluded: false, random: seededRandom(randomSeed) });
    try {
      // A time limit for each would double the time of all: whoever waits for the process notices one that hangs.
      start.runInContext(world);
    } catch (error) {
      return { kind: 'bug', text: `V8: ${error?.message}`, trace };
    }
    if (box.isExcluded) return { kind: 'excluded', text: '', trace };
    if (box.state === 'refused') return { kind: 'refused', text: String(box.value?.message), trace };
    return { kind: box.state, text: new NativeWriter(mostWritten.value).write(box.value), trace };
  };
}

const errorKeys = new Set(['name', 'message', 'cause', 'errors', 'stack']);

function isIndex(key) {
  return /^(0|[1-9]\d*)$/.test(key) && Number(key) < 4294967295;
}

function unbox(value) {
  for (const { prototype } of [String, Number, Boolean]) {
    try {
      return prototype.valueOf.call(value);
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Runs in the context: makes its globals what programs are to find there. Its text alone comes there. */
function prepare(box) {
  'use strict';
  const native = { Date, parse: JSON.parse, toString: Function.prototype.toString };

  /** Errors that programs made themselves keep what they say. */
  const kept = new WeakSet();
  const originals = new Map();
  const recording = (Class) => {
    // Deviations, errors: as in Pipy, what an error came from may be given as it is.
    const at = Class.name === 'AggregateError' ? 2 : 1;
    const optionsOf = (args) => (args[at] instanceof native.Error ? args.with(at, { cause: args[at] }) : args);
    const record = (error) => {
      kept.add(error);
      return error;
    };
    const stand = new Proxy(Class, {
      apply: (target, self, args) => record(Reflect.construct(target, optionsOf(args))),
      construct: (target, args) => record(Reflect.construct(target, optionsOf(args))),
    });
    originals.set(stand, Class);
    return stand;
  };
  /** Deviations, errors: what engines say is their own. */
  const silent = (error) => {
    if (error instanceof native.Error && !kept.has(error)) {
      kept.add(error);
      Object.defineProperty(error, 'message', { value: error instanceof native.AggregateError ? 'all promises were rejected' : 'silent', writable: true, configurable: true, enumerable: false });
    }
    return error;
  };
  const errorNames = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError', 'Error'];
  for (const name of errorNames) {
    native[name] = globalThis[name];
    globalThis[name] = recording(native[name]);
  }
  const classOf = (error) => errorNames.find((name) => error instanceof native[name]) ?? 'none';

  const replaced = new Set();
  const replace = (owner, name, value) => {
    if (owner[name] === undefined) return;
    replaced.add(value);
    Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
  };

  // What is given by the host.
  // Deviations, Date: which further texts are read is each engine's own. A program that gives V8 one of those is left out.
  const day = '(Sun|Mon|Tue|Wed|Thu|Fri|Sat)';
  const clock = '\\d\\d:\\d\\d:\\d\\d GMT';
  const forms = [
    '(?!-000000)([+-]\\d{6}|\\d{4})(-\\d\\d(-\\d\\d)?)?(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?)?',
    `${day} [A-Z][a-z]{2} \\d\\d \\d{4} ${clock}[+]0000 [(]Coordinated Universal Time[)]`,
    `${day}, \\d\\d [A-Z][a-z]{2} \\d{4} ${clock}`,
  ].map((form) => new RegExp(`^${form}$`));
  const parse = (text) => {
    const time = native.Date.parse(text);
    if ((time === time || /\d/.test(text)) && !forms.some((form) => form.test(text))) box.isExcluded = true;
    return time;
  };
  const toPrimitive = (value) => {
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      for (const name of ['valueOf', 'toString']) {
        const convert = value[name];
        const primitive = typeof convert === 'function' ? Reflect.apply(convert, value, []) : value;
        if (typeof primitive !== 'function' && (typeof primitive !== 'object' || primitive === null)) return primitive;
      }
      throw new native.TypeError();
    }
    return value;
  };
  const timeOf = (value) => {
    if (value instanceof native.Date) return value;
    const primitive = toPrimitive(value);
    return typeof primitive === 'string' ? parse(primitive) : primitive;
  };
  const fixedDate = function Date(...args) {
    if (new.target === undefined) return new native.Date(box.clock).toString();
    if (args.length === 0) return new native.Date(box.clock);
    return args.length === 1 ? new native.Date(timeOf(args[0])) : new native.Date(...args);
  };
  fixedDate.prototype = native.Date.prototype;
  Object.defineProperty(fixedDate, 'UTC', { value: native.Date.UTC });
  Object.defineProperty(fixedDate, 'parse', { value: (text) => parse(String(text)) });
  Object.defineProperty(fixedDate, 'now', { value: () => box.clock });
  originals.set(fixedDate, native.Date);
  globalThis.Date = fixedDate;
  Math.random = () => box.random();
  // ECMA-262 leaves these to the implementation: here they take nothing, and write as is usual in en-US.
  const local = {
    toLocaleDateString: (date) => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`,
    toLocaleTimeString: (date) => `${date.getUTCHours() % 12 || 12}:${date.toISOString().slice(-10, -5)} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`,
    toLocaleString: (date) => `${local.toLocaleDateString(date)}, ${local.toLocaleTimeString(date)}`,
  };
  for (const [name, write] of Object.entries(local)) {
    replace(native.Date.prototype, name, function () {
      const time = Reflect.apply(native.Date.prototype.getTime, this, []);
      return time === time ? write(this) : 'Invalid Date';
    });
  }

  // Texts of functions do not show what only V8 reads.
  const { open, close } = box.mark;
  Function.prototype.toString = {
    toString() {
      if (replaced.has(this)) return `function ${this.name}() { [native code] }`;
      let text = Reflect.apply(native.toString, originals.get(this) ?? this, []);
      for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open)) {
        // The last mark of a function stands behind what V8 takes for its text.
        const end = text.indexOf(close, at);
        text = text.slice(0, at) + (end < 0 ? '' : text.slice(end + close.length));
      }
      return text;
    },
  }.toString;

  // Map, Set: there are no iterators.
  for (const [{ prototype }, spread] of [
    [Map, Map.prototype.entries],
    [Set, Set.prototype.values],
    [Array, Array.prototype.values],
  ]) {
    for (const name of ['keys', 'values', 'entries']) {
      const list = prototype[name];
      replace(prototype, name, function () {
        return [...Reflect.apply(list, this, [])];
      });
    }
    prototype[Symbol.iterator] = spread;
  }
  const { matchAll } = String.prototype;
  replace(String.prototype, 'matchAll', function (pattern) {
    return [...Reflect.apply(matchAll, this, [pattern])];
  });

  // JSON: in classic, malformed texts give undefined.
  JSON.parse = function parse(text, reviver) {
    if (box.dialect === 'modern') return native.parse(text, reviver);
    if (text === undefined) return native.parse(text);
    const written = String(text);
    try {
      native.parse(written);
    } catch {
      return undefined;
    }
    return native.parse(written, reviver);
  };

  // V8 breaks lines where the number of blanks is more than 0 but not 1 yet; ECMA-262 25.5.2 does not.
  const { stringify } = JSON;
  JSON.stringify = function (value, replacer, space) {
    return stringify(value, replacer, typeof space === 'number' && space < 1 ? 0 : space);
  };

  // Deviations, texts: a low surrogate may meet a high one. Programs write none, and one that makes one is left out.
  for (const [owner, name] of [
    [String, 'fromCharCode'],
    [String, 'fromCodePoint'],
    [globalThis, 'decodeURI'],
    [globalThis, 'decodeURIComponent'],
  ]) {
    const make = owner[name];
    replace(owner, name, (...args) => {
      const text = make(...args);
      if (/[\udc00-\udfff]/.test(text)) box.isExcluded = true;
      return text;
    });
  }

  // Deviations, texts: localeCompare goes by code points. ECMA-262 leaves the order to the implementation.
  String.prototype.localeCompare = function localeCompare(other) {
    const [a, b] = [String(this), String(other)];
    return a < b ? -1 : a > b ? 1 : 0;
  };

  // Deviations, texts: there are no locales.
  const { toLowerCase, toUpperCase } = String.prototype;
  replace(String.prototype, 'toLocaleLowerCase', function () {
    return Reflect.apply(toLowerCase, this, []);
  });
  replace(String.prototype, 'toLocaleUpperCase', function () {
    return Reflect.apply(toUpperCase, this, []);
  });
  const numberText = Number.prototype.toString;
  replace(Number.prototype, 'toLocaleString', function () {
    return Reflect.apply(numberText, this, []);
  });
  // Strings, booleans and objects have no `toLocaleString` to be called.
  const writing = [];
  replace(Array.prototype, 'toLocaleString', function () {
    if (writing.includes(this)) return '';
    writing.push(this);
    try {
      let text = '';
      for (let i = 0, { length } = this; i < length; i++) {
        const item = this[i];
        const write = item === undefined || item === null ? undefined : item.toLocaleString;
        text += `${i > 0 ? ',' : ''}${item === undefined || item === null ? '' : typeof write === 'function' ? Reflect.apply(write, item, []) : item}`;
      }
      return text;
    } finally {
      writing.pop();
    }
  });

  // Promises: reactions see no more of an engine's error than a `catch` does.
  const { then } = Promise.prototype;
  replace(Promise.prototype, 'then', function (fulfilled, rejected) {
    return Reflect.apply(then, this, [fulfilled, typeof rejected === 'function' ? (error) => rejected(silent(error)) : rejected]);
  });

  // What this V8 may be too old for.
  Promise.withResolvers ??= () => {
    let resolve, reject;
    const promise = new Promise((...functions) => ([resolve, reject] = functions));
    return { promise, resolve, reject };
  };

  // Globals: Pipy's own, which convert nothing.
  const fail = () => {
    throw new native.TypeError();
  };
  const callable = (value) => (typeof value === 'function' ? value : fail());
  function repeat(...args) {
    const isModern = box.dialect === 'modern';
    if (isModern && Array.isArray(args[0])) {
      const [list, body] = [args[0], callable(args[1])];
      for (let i = 0; i < list.length; i++) {
        const result = body(list[i], i);
        if (result !== undefined) return result;
      }
      return undefined;
    }
    const counted = isModern ? typeof args[0] !== 'function' : args.length > 1;
    const count = counted ? args[0] : Infinity;
    if (typeof count !== 'number') fail();
    const body = callable(counted ? args[1] : args[0]);
    let result;
    for (let i = 0; i < Math.trunc(count); i++) {
      result = body(i);
      if (isModern ? result !== undefined : !result) break;
    }
    return result;
  }
  function invoke(body, catcher) {
    const called = callable(body);
    let thrown;
    try {
      return called();
    } catch (error) {
      thrown = silent(error);
    }
    return typeof catcher === 'function' ? catcher(String(thrown instanceof native.Error ? thrown.message : thrown)) : catcher;
  }
  const resultOf = (value) => (typeof value === 'function' ? value() : value);
  const choose = (args, start, isMet) => {
    let at = start;
    for (; at + 1 < args.length; at += 2) if (isMet(resultOf(args[at]))) return resultOf(args[at + 1]);
    return at < args.length ? resultOf(args[at]) : undefined;
  };
  function branch(...args) {
    return args.length < 2 ? fail() : choose(args, 0, Boolean);
  }
  function select(...args) {
    return args.length < 3 ? fail() : choose(args, 1, (value) => value == args[0]);
  }
  const own = [repeat, invoke, branch, select];

  // Members: there are no prototypes. A value has the members of its class, and of objects. (V8 itself needs `constructor`,
  // whose name no program has.)
  for (const [name, members] of [...box.members, ['Function', ['toString']]]) {
    const { prototype } = globalThis[name] ?? {};
    if (prototype === undefined) continue;
    for (const key of Object.getOwnPropertyNames(prototype)) {
      if (!members.includes(key) && !['constructor', 'name', 'message'].includes(key) && Object.getOwnPropertyDescriptor(prototype, key).configurable) delete prototype[key];
    }
  }

  // Members: functions have `toString` alone. (Without `valueOf` they are converted as with it.)
  Object.defineProperty(Function.prototype, 'valueOf', { value: undefined });

  // Built-ins: functions, classes and namespaces are frozen. Their prototypes are not: names that those have would
  // then be read-only in all objects.
  const log = (value) => box.log(value);
  for (const value of [log, ...own]) {
    replaced.add(value);
    Object.freeze(value);
  }
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = globalThis[name];
    if ((typeof value !== 'function' && typeof value !== 'object') || value === null || value === globalThis || name === 'console') continue;
    for (const owner of [value, value.prototype]) {
      if (owner === undefined || owner === null) continue;
      for (const { value: method } of Object.values(Object.getOwnPropertyDescriptors(owner))) if (typeof method === 'function' && method !== value) Object.freeze(method);
    }
    // A proxy's target is frozen through it; V8 cannot freeze what it changes itself.
    if (value !== RegExp) Object.freeze(value);
  }

  /** The globals as variables: reading the global object of a context is slow. */
  const evaluate = (0, eval)(`(log, repeat, invoke, branch, select, silent$, memberless$, ${errorNames.join(', ')}, Array, Boolean, Date, JSON, Map, Math, Number, Object, Promise, RegExp, Set, String) => (text$) => eval(text$)`)(
    log,
    ...own,
    silent,
    (value) => (typeof value === 'function' ? {} : value),
    ...errorNames.map((name) => globalThis[name]),
    Array, Boolean, Date, JSON, Map, Math, Number, Object, Promise, RegExp, Set, String,
  );

  const run = () => {
    let program;
    const { text, returns } = box;
    // Reading first: what is no program is not one that failed.
    try {
      program = evaluate(returns ? `'use strict'; () => {\n${text}\n}` : `'use strict'; () => { void 0;\n${text}\n}`);
    } catch (error) {
      box.state = 'refused';
      box.value = error;
      return;
    }
    try {
      box.value = returns ? program() : evaluate(`'use strict'; void 0;\n${text}`);
      box.state = 'value';
    } catch (error) {
      box.value = silent(error);
      box.state = 'error';
    }
  };
  return { make: run, silent, classOf };
}
