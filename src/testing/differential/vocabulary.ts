/**
 * What random programs know of the built-ins: of each, what it gives and what it takes, in this order, as kinds of
 * expressions. A built-in without a row here fails a test.
 */
import { builtins } from '../../language/builtins/index.js';
import type { GlobalDefinition } from '../../language/builtins/define.js';
import { BuiltinFunction, ClassObject } from '../../language/evaluate/function.js';

/** Kinds of expressions: what they give when nothing goes wrong. */
export type Kind =
  | 'any' | 'number' | 'string' | 'boolean' | 'array' | 'object' | 'function' | 'map' | 'set' | 'date' | 'regexp' | 'error' | 'promise'
  // Numbers for a purpose.
  | 'index' | 'code' | 'digits' | 'radix' | 'time' | 'small'
  // Texts for a purpose.
  | 'key' | 'pattern' | 'flags' | 'json' | 'uri' | 'form' | 'day' | 'replacement'
  // Arrays for a purpose: of pairs, of what can be sorted; and what can be iterated.
  | 'pairs' | 'sortable' | 'iterable' | 'promises'
  // Functions for a purpose.
  | 'mapper' | 'test' | 'reducer' | 'order' | 'visitor' | 'replacer' | 'reviver' | 'maker' | 'executor' | 'reaction' | 'loop';

export type Row = readonly [gives: Kind, ...takes: Kind[]];
type Rows = Readonly<Record<string, Row>>;

/** Rows that look alike. */
const each = (names: string, ...row: Row): Rows => Object.fromEntries(names.split(' ').map((name) => [name, row]));

/** Methods of instances, by class. */
export const methods: Readonly<Record<string, Rows>> = {
  Array: {
    ...each('every some', 'boolean', 'test'),
    ...each('filter', 'array', 'test'),
    ...each('find findLast', 'any', 'test'),
    ...each('findIndex findLastIndex', 'number', 'test'),
    ...each('map flatMap', 'array', 'mapper'),
    ...each('reduce reduceRight', 'any', 'reducer', 'any'),
    ...each('pop shift', 'any'),
    ...each('push unshift', 'number', 'any', 'any'),
    ...each('includes', 'boolean', 'any', 'index'),
    ...each('indexOf lastIndexOf', 'number', 'any', 'index'),
    ...each('reverse toReversed', 'array'),
    ...each('sort toSorted', 'array', 'order'),
    ...each('splice toSpliced', 'array', 'index', 'index', 'any', 'any'),
    ...each('keys values entries', 'array'),
    ...each('toString toLocaleString', 'string'),
    at: ['any', 'index'],
    concat: ['array', 'any', 'array'],
    copyWithin: ['array', 'index', 'index', 'index'],
    fill: ['array', 'any', 'index', 'index'],
    flat: ['array', 'index'],
    forEach: ['any', 'visitor'],
    join: ['string', 'string'],
    slice: ['array', 'index', 'index'],
    with: ['array', 'index', 'any'],
  },
  Boolean: { ...each('toString', 'string'), ...each('valueOf', 'boolean') },
  Date: {
    ...each('getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getYear valueOf', 'number'),
    ...each('getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds', 'number'),
    ...each('setDate setMilliseconds setUTCDate setUTCMilliseconds setYear', 'number', 'small'),
    ...each('setMonth setSeconds setUTCMonth setUTCSeconds', 'number', 'small', 'small'),
    ...each('setFullYear setMinutes setUTCFullYear setUTCMinutes', 'number', 'small', 'small', 'small'),
    ...each('setHours setUTCHours', 'number', 'small', 'small', 'small', 'small'),
    ...each('toDateString toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString toString toTimeString toUTCString', 'string'),
    setTime: ['number', 'time'],
  },
  Error: each('toString', 'string'),
  Function: each('toString', 'string'),
  Map: {
    ...each('keys values entries', 'array'),
    clear: ['any'],
    delete: ['boolean', 'any'],
    forEach: ['any', 'visitor'],
    get: ['any', 'any'],
    has: ['boolean', 'any'],
    set: ['map', 'any', 'any'],
  },
  Number: {
    ...each('toExponential toFixed', 'string', 'digits'),
    ...each('toString', 'string', 'radix'),
    ...each('toLocaleString', 'string'),
    ...each('valueOf', 'number'),
    toPrecision: ['string', 'digits'],
  },
  Object: { ...each('toString', 'string'), ...each('valueOf', 'object') },
  Promise: { then: ['promise', 'reaction', 'reaction'], catch: ['promise', 'reaction'], finally: ['promise', 'reaction'] },
  RegExp: { ...each('toString', 'string'), exec: ['any', 'string'], test: ['boolean', 'string'] },
  Set: {
    ...each('keys values entries', 'array'),
    ...each('delete has', 'boolean', 'any'),
    ...each('union intersection difference symmetricDifference', 'set', 'set'),
    ...each('isSubsetOf isSupersetOf isDisjointFrom', 'boolean', 'set'),
    add: ['set', 'any'],
    clear: ['any'],
    forEach: ['any', 'visitor'],
  },
  String: {
    ...each('at charAt', 'string', 'index'),
    ...each('charCodeAt codePointAt', 'number', 'index'),
    ...each('endsWith includes startsWith', 'boolean', 'string', 'index'),
    ...each('indexOf lastIndexOf', 'number', 'string', 'index'),
    ...each('padEnd padStart', 'string', 'index', 'string'),
    ...each('replace replaceAll', 'string', 'form', 'replacement'),
    ...each('slice substr substring', 'string', 'index', 'index'),
    ...each('toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase toString toWellFormed trim trimEnd trimStart trimLeft trimRight valueOf', 'string'),
    concat: ['string', 'any', 'any'],
    isWellFormed: ['boolean'],
    localeCompare: ['number', 'string'],
    match: ['any', 'form'],
    matchAll: ['array', 'form'],
    normalize: ['string'],
    repeat: ['string', 'small'],
    search: ['number', 'form'],
    split: ['array', 'form', 'index'],
  },
};

/** Functions of classes and namespaces. */
export const statics: Readonly<Record<string, Rows>> = {
  Array: { from: ['array', 'iterable', 'mapper'], isArray: ['boolean', 'any'], of: ['array', 'any', 'any'] },
  Date: { UTC: ['number', 'small', 'small', 'small', 'small', 'small'], now: ['number'], parse: ['number', 'day'] },
  JSON: { parse: ['any', 'json', 'reviver'], stringify: ['string', 'any', 'any', 'small'] },
  Map: { groupBy: ['map', 'iterable', 'mapper'] },
  Math: {
    ...each('abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh exp expm1 floor fround log log10 log1p log2 round sign sin sinh sqrt tan tanh trunc', 'number', 'number'),
    ...each('atan2 imul pow', 'number', 'number', 'number'),
    ...each('hypot max min', 'number', 'number', 'number', 'number'),
    random: ['number'],
  },
  Number: {
    ...each('isFinite isInteger isNaN isSafeInteger', 'boolean', 'any'),
    parseFloat: ['number', 'string'],
    parseInt: ['number', 'string', 'radix'],
  },
  Object: {
    ...each('entries', 'array', 'object'),
    ...each('keys values getOwnPropertyNames', 'array', 'object'),
    ...each('freeze seal preventExtensions', 'object', 'object'),
    ...each('isFrozen isSealed isExtensible', 'boolean', 'object'),
    assign: ['object', 'object', 'object', 'any'],
    fromEntries: ['object', 'pairs'],
    groupBy: ['any', 'iterable', 'mapper'],
    hasOwn: ['boolean', 'object', 'key'],
    is: ['boolean', 'any', 'any'],
  },
  Promise: {
    ...each('all allSettled any race', 'promise', 'promises'),
    reject: ['promise', 'any'],
    resolve: ['promise', 'any'],
    try: ['promise', 'maker'],
    withResolvers: ['any'],
  },
  String: { fromCharCode: ['string', 'code', 'code'], fromCodePoint: ['string', 'code', 'code'], raw: ['string', 'any', 'any'] },
};

/** Functions that are globals. */
export const functions: Rows = {
  ...each('decodeURI decodeURIComponent encodeURI encodeURIComponent', 'string', 'uri'),
  ...each('isFinite isNaN', 'boolean', 'any'),
  branch: ['any', 'boolean', 'maker', 'boolean', 'maker', 'maker'],
  invoke: ['any', 'mapper', 'any', 'any'],
  parseFloat: ['number', 'string'],
  parseInt: ['number', 'string', 'radix'],
  repeat: ['any', 'small', 'loop'],
  select: ['any', 'any', 'any', 'maker', 'any', 'any', 'maker'],
};

/** Classes: by `new`, and without it where that is no error. */
export const constructors: Readonly<Record<string, { readonly made: Row; readonly called: Row | null }>> = {
  AggregateError: { made: ['error', 'array', 'string', 'any'], called: ['error', 'array', 'string'] },
  Array: { made: ['array', 'any', 'any'], called: ['array', 'any', 'any'] },
  Boolean: { made: ['any', 'any'], called: ['boolean', 'any'] },
  Date: { made: ['date', 'time', 'small', 'small'], called: ['string', 'any'] },
  ...Object.fromEntries(
    ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'].map((name) => [
      name,
      { made: ['error', 'string', 'any'] as const, called: ['error', 'string'] as const },
    ]),
  ),
  Map: { made: ['map', 'pairs'], called: null },
  Number: { made: ['any', 'any'], called: ['number', 'any'] },
  Object: { made: ['any', 'any'], called: ['any', 'any'] },
  Promise: { made: ['promise', 'executor'], called: null },
  RegExp: { made: ['regexp', 'pattern', 'flags'], called: ['regexp', 'pattern', 'flags'] },
  Set: { made: ['set', 'iterable'], called: null },
  String: { made: ['any', 'any'], called: ['string', 'any'] },
};

/** What is read of instances, by class. */
export const properties: Readonly<Record<string, Rows>> = {
  AggregateError: { errors: ['any'] },
  Error: { ...each('name message', 'string'), cause: ['any'], stack: ['any'] },
  Map: { size: ['number'] },
  RegExp: { ...each('dotAll global hasIndices ignoreCase multiline sticky unicode', 'boolean'), flags: ['string'], lastIndex: ['number'], source: ['string'] },
  Set: { size: ['number'] },
  String: { length: ['number'] },
};

/** What kind of expression gives an instance. */
export const receivers: Readonly<Record<string, Kind>> = {
  AggregateError: 'error',
  Array: 'array',
  Boolean: 'boolean',
  Date: 'date',
  Error: 'error',
  Function: 'function',
  Map: 'map',
  Number: 'number',
  Object: 'object',
  Promise: 'promise',
  RegExp: 'regexp',
  Set: 'set',
  String: 'string',
};

/** A way to use a built-in. */
export type Use =
  | { readonly how: 'method' | 'property' | 'static' | 'constant'; readonly owner: string; readonly name: string; readonly row: Row }
  | { readonly how: 'function' | 'new' | 'call'; readonly name: string; readonly row: Row };

/** How it is named in histograms. */
export function nameOf(use: Use): string {
  switch (use.how) {
    case 'method':
    case 'property':
      return `${use.owner}.prototype.${use.name}`;
    case 'static':
    case 'constant':
      return `${use.owner}.${use.name}`;
    case 'new':
      return `new ${use.name}`;
    case 'call':
      return `${use.name}()`;
    case 'function':
      return use.name;
  }
}

/** What is left to other tests, and why. */
const excluded = new Map([
  ['Error.prototype.stack', 'its text is not ECMA-262’s'],
  ['Int', 'ECMA-262 has nothing like it'],
  ['AggregateError.prototype.stack', 'its text is not ECMA-262’s'],
]);

export interface Vocabulary {
  readonly uses: readonly Use[];
  /** Built-ins without a row. */
  readonly unknown: readonly string[];
}

/** All uses of the built-ins of a level. */
export function vocabularyOf(level: '0.22' | '1.5'): Vocabulary {
  const uses: Use[] = [];
  const unknown: string[] = [];
  const take = (name: string, use: Use | null): void => {
    if (excluded.has(name)) return;
    if (use === null) unknown.push(name);
    else uses.push(use);
  };
  for (const definition of builtins) {
    if ((definition.level ?? level) === level && !excluded.has(definition.name)) takeDefinition(definition, take);
  }
  return { uses, unknown };
}

function takeDefinition(definition: GlobalDefinition, take: (name: string, use: Use | null) => void): void {
  const { name: owner, value, members, statics: own } = definition;
  for (const { kind, name } of members) {
    const base = owner.endsWith('Error') && methods[owner] === undefined && properties[owner]?.[name] === undefined ? 'Error' : owner;
    const row = find(kind === 'method' ? methods : properties, base, name);
    take(`${owner}.prototype.${name}`, row && { how: kind === 'method' ? 'method' : 'property', owner, name, row });
  }
  for (const { kind, name } of own) {
    const row: Row | null = kind === 'method' ? find(statics, owner, name) : ['number'];
    take(`${owner}.${name}`, row && { how: kind === 'method' ? 'static' : 'constant', owner, name, row });
  }
  if (value instanceof ClassObject) {
    const { made, called } = constructors[owner] ?? { made: null, called: null };
    take(`new ${owner}`, made && { how: 'new', name: owner, row: made });
    if (called !== null) take(`${owner}()`, { how: 'call', name: owner, row: called });
  } else if (value instanceof BuiltinFunction) {
    const row = Object.hasOwn(functions, owner) ? functions[owner] : null;
    take(owner, row && { how: 'function', name: owner, row });
  }
}

function find(table: Readonly<Record<string, Rows>>, owner: string, name: string): Row | null {
  const rows = Object.hasOwn(table, owner) ? table[owner] : {};
  return Object.hasOwn(rows, name) ? rows[name] : null;
}
