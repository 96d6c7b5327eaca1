/**
 * For each built-in a call that shows how its cost grows: `n` is the size, `x` the receiver.
 *
 * Methods are named `Class#method`, statics and functions as they are called, constructors `new Class`. What takes no
 * argument needs no entry: `x.method()` and `x.accessor` are measured with the receiver of its class.
 */
import type { Call } from './gauge.js';

/** How the receiver `x` of a class is made. */
export const receivers: Readonly<Record<string, string>> = {
  Array: 'var x = numbers(n)',
  Boolean: 'var x = true',
  Data: 'var x = new Data(text(n))',
  Date: 'var x = new Date(2024, 1)',
  Error: "var x = new Error('it failed')",
  AggregateError: "var x = new AggregateError(numbers(10), 'it failed')",
  Int: "var x = new Int('i64', 1, 2)",
  Map: 'var x = new Map(pairs(n))',
  Message: 'var x = new Message({ a: 1 }, text(n))',
  MessageStart: 'var x = new MessageStart({ a: 1 })',
  Netmask: "var x = new Netmask('10.0.0.0/8')",
  Number: 'var x = 1234.5',
  Object: 'var x = object(n)',
  Promise: 'var x = Promise.resolve(1)',
  RegExp: "var x = new RegExp('[a-z]+$')",
  Set: 'var x = new Set(texts(n))',
  StreamEnd: 'var x = new StreamEnd()',
  String: 'var x = text(n)',
  URL: "var x = new URL('http://a:b@host:80/' + text(n) + '?a=' + text(n) + '#' + text(n))",
  URLSearchParams: "var x = new URLSearchParams(texts(n).join('&'))",
  'algo.Cache': 'var x = new algo.Cache(2 * n); numbers(n).forEach(i => x.set(i, i))',
  'algo.HashingLoadBalancer': 'var x = new algo.HashingLoadBalancer(texts(n))',
  'algo.LeastWorkLoadBalancer': 'var x = new algo.LeastWorkLoadBalancer(texts(n))',
  'algo.Percentile': 'var x = new algo.Percentile(numbers(n).map(i => i + 1))',
  'algo.ResourcePool': 'var x = new algo.ResourcePool(() => []); numbers(n).map(i => x.allocate(1, i)).forEach(r => x.free(r))',
  'algo.RoundRobinLoadBalancer': 'var x = new algo.RoundRobinLoadBalancer(texts(n))',
  'algo.URLRouter': "var x = new algo.URLRouter(); numbers(n / 10).forEach(i => x.add('/a' + i + '/*', i))",
};

/** A call, or one with an input of its own in place of the receiver. */
export type Entry = string | Call;

/** Fields of dates: setters take a number. */
const dateSetters = ['Date', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'].flatMap((field) => [`set${field}`, `setUTC${field}`]);

/** Functions of `Math` that take one number, or two. */
const mathFunctions = `abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround imul log log10 log1p log2 pow round sign sin
  sinh sqrt tan tanh trunc`.split(/\s+/);

const nativeErrors = ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];

const isEven = '(value => value % 2 === 0)';
const uri = "var x = 'ab%20ü/'.repeat(n)";
const escaped = "var x = 'a%20b%C3%BC'.repeat(n)";
const json = 'var x = JSON.stringify({ list: numbers(n), object: object(n) })';
const values = 'var x = { list: numbers(n), object: object(n), text: text(n) }';

export const calls: Readonly<Record<string, Entry>> = {
  'new Array': 'new Array(n)',
  'Array.from': { given: 'var list = numbers(n)', call: 'Array.from(list)' },
  'Array.isArray': 'Array.isArray([])',
  'Array.of': { given: '', call: 'Array.of(…)', n: 300 },
  'Array#copyWithin': 'x.copyWithin(0, n / 2)',
  'Array#fill': 'x.fill(0)',
  'Array#push': { given: receivers['Array'], call: 'x.push(…)', n: 300 },
  'Array#splice': { given: receivers['Array'], call: 'x.splice(1, n / 2, …)', n: 300 },
  'Array#shift': { given: receivers['Array'], call: 'x.shift()', n: 5000 },
  'Array#unshift': { given: receivers['Array'], call: 'x.unshift(…)', n: 300 },
  'Array#concat': 'x.concat(x)',
  'Array#flat': 'x.flat()',
  'Array#join': "x.join('-')",
  'Array#slice': 'x.slice(1)',
  'Array#toSpliced': 'x.toSpliced(1, 2, 3)',
  'Array#with': 'x.with(1, 2)',
  'Array#every': 'x.every(() => true)',
  'Array#filter': `x.filter(${isEven})`,
  'Array#find': 'x.find(() => false)',
  'Array#findIndex': 'x.findIndex(() => false)',
  'Array#findLast': 'x.findLast(() => false)',
  'Array#findLastIndex': 'x.findLastIndex(() => false)',
  'Array#flatMap': 'x.flatMap(value => [value, value])',
  'Array#forEach': 'x.forEach(() => 1)',
  'Array#map': 'x.map(value => value)',
  'Array#reduce': 'x.reduce((sum, value) => sum + value)',
  'Array#reduceRight': 'x.reduceRight((sum, value) => sum + value)',
  'Array#some': 'x.some(() => false)',
  'Array#sort': { given: 'var x = numbers(n).map(value => value * 7919 % n)', call: 'x.sort((a, b) => a - b)' },
  'Array#toSorted': { given: 'var x = numbers(n).map(value => value * 7919 % n)', call: 'x.toSorted()' },
  'Array#at': 'x.at(-1)',
  'Array#includes': 'x.includes(-1)',
  'Array#indexOf': 'x.indexOf(-1)',
  'Array#lastIndexOf': 'x.lastIndexOf(-1)',

  'new Boolean': 'new Boolean(1)',
  'branch in 1.5': { given: '', call: 'branch(…)', n: 300 },
  'select in 1.5': { given: '', call: 'select(-1, …)', n: 300 },

  'new Date': { given: "var x = ' '.repeat(n) + '2024-01-02'", call: 'new Date(x)' },
  'Date.UTC': 'Date.UTC(2024, 1, 2)',
  'Date.parse': { given: "var x = ' '.repeat(n) + '2024-01-02'", call: 'Date.parse(x)' },
  'Date#setTime': 'x.setTime(0)',
  'Date#toJSON': 'x.toJSON()',
  ...Object.fromEntries(dateSetters.map((name) => [`Date#${name}`, `x.${name}(1)`])),

  ...Object.fromEntries(nativeErrors.map((name) => [`new ${name}`, `new ${name}('it failed')`])),
  'new AggregateError': { given: 'var list = numbers(n)', call: "new AggregateError(list, 'it failed')" },
  'Error#toString': { given: 'var x = new Error(text(n))', call: 'x.toString()' },

  'new Int in 1.5': { given: "var x = '0'.repeat(n) + '1'", call: 'new Int(x)', n: 90 },
  'Int.parse in 1.5': { given: "var x = '0'.repeat(n) + '1'", call: 'Int.parse(x)' },
  'invoke in 1.5': 'invoke(() => 1)',

  'new Map': { given: 'var list = pairs(n)', call: 'new Map(list)' },
  'Map#delete': { given: "var x = new Map(), key = text(n)", call: 'x.delete(key)' },
  'Map#forEach': 'x.forEach(() => 1)',
  'Map#get': { given: "var x = new Map(), key = text(n)", call: 'x.get(key)' },
  'Map#has': { given: "var x = new Map(), key = text(n)", call: 'x.has(key)' },
  'Map#keys': { given: 'var x = new Map(pairs(n)), also = x.keys()', call: '(also, x.keys())' },
  'Map#entries': { given: 'var x = new Map(pairs(n)), also = x.keys()', call: '(also, x.entries())' },
  'Map#set': { given: 'var x = new Map()', call: 'x.set(text(n), 1)' },

  ...Object.fromEntries(mathFunctions.map((name) => [`Math.${name}`, `Math.${name}(n, 0.5)`])),
  'Math.hypot': { given: '', call: 'Math.hypot(…)', n: 300 },
  'Math.max': { given: '', call: 'Math.max(…)', n: 300 },
  'Math.min': { given: '', call: 'Math.min(…)', n: 300 },

  'new Number': { given: "var x = '1'.repeat(n)", call: 'new Number(x)' },
  'Number.isFinite': 'Number.isFinite(n)',
  'Number.isInteger': 'Number.isInteger(n)',
  'Number.isNaN': 'Number.isNaN(n)',
  'Number.isSafeInteger': 'Number.isSafeInteger(n)',
  'Number.parseFloat': { given: "var x = '1'.repeat(n)", call: 'Number.parseFloat(x)' },
  'Number.parseInt': { given: "var x = '1'.repeat(n)", call: 'Number.parseInt(x)' },
  'Number#toExponential': 'x.toExponential(99)',
  'Number#toFixed': 'x.toFixed(99)',
  'Number#toPrecision': 'x.toPrecision(99)',
  'Number#toString': 'x.toString(2)',
  isFinite: { given: "var x = '1'.repeat(n)", call: 'isFinite(x)' },
  isNaN: { given: "var x = '1'.repeat(n)", call: 'isNaN(x)' },
  parseFloat: { given: "var x = '1'.repeat(n)", call: 'parseFloat(x)' },
  parseInt: { given: "var x = '1'.repeat(n)", call: 'parseInt(x)' },

  'new Object': 'new Object()',
  'Object.assign': { given: 'var x = object(n)', call: 'Object.assign({}, x)' },
  'Object.entries': { given: 'var x = object(n), also = Object.keys(x)', call: '(also, Object.entries(x))' },
  'Object.fromEntries': { given: 'var x = pairs(n)', call: 'Object.fromEntries(x)' },
  'Object.keys': { given: 'var x = object(n), also = Object.keys(x)', call: '(also, Object.keys(x))' },
  'Object.values': { given: 'var x = object(n)', call: 'Object.values(x)' },

  'new Promise': 'new Promise(() => {})',
  'Promise.all': { given: 'var list = numbers(n)', call: 'Promise.all(list)' },
  'Promise.allSettled': { given: 'var list = numbers(n)', call: 'Promise.allSettled(list)' },
  'Promise.any': { given: 'var list = numbers(n)', call: 'Promise.any(list)' },
  'Promise.race': { given: 'var list = numbers(n)', call: 'Promise.race(list)' },
  'Promise.reject': 'Promise.reject(1).catch(() => 1)',
  'Promise.resolve': 'Promise.resolve(1)',
  'Promise#then': 'x.then(() => 1)',
  'Promise#catch': 'x.catch(() => 1)',
  'Promise#finally': 'x.finally(() => 1)',

  'new RegExp': { given: "var x = '[a-z]+b'.repeat(n)", call: 'new RegExp(x)', n: 300 },
  'RegExp#exec': { given: "var x = new RegExp('[a-z]$'), t = text(n) + '-'", call: 'x.exec(t)' },
  'RegExp#test': { given: "var x = new RegExp('[a-z]$'), t = text(n) + '-'", call: 'x.test(t)' },
  'RegExp#toString': { given: "var x = new RegExp('a'.repeat(n))", call: 'x.toString()', n: 2000 },

  'repeat in 0.22': 'repeat(n, () => true)',
  'repeat in 1.5': 'repeat(n, () => {})',

  'new Set': { given: 'var list = texts(n)', call: 'new Set(list)' },
  'Set#add': { given: 'var x = new Set()', call: 'x.add(text(n))' },
  'Set#delete': { given: 'var x = new Set(), key = text(n)', call: 'x.delete(key)' },
  ...Object.fromEntries(['entries', 'keys', 'values'].map((name) => [`Set#${name}`, { given: 'var also = texts(n), x = new Set(also)', call: `(also, x.${name}())` }])),
  'Set#forEach': 'x.forEach(() => 1)',
  'Set#has': { given: 'var x = new Set(), key = text(n)', call: 'x.has(key)' },

  'new String': 'new String(5)',
  'String.fromCharCode': { given: '', call: 'String.fromCharCode(…)', n: 300 },
  'String.fromCodePoint': { given: '', call: 'String.fromCodePoint(…)', n: 300 },
  'String.raw': { given: 'var list = texts(n)', call: 'String.raw({ raw: list }, 1, 2)' },
  'String#length': { given: receivers['String'], call: 'x.length', n: 100_000 },
  'String#match': "x.match(new RegExp('j', 'g'))",
  'String#matchAll': "x.matchAll(new RegExp('j', 'g'))",
  'String#replace': "x.replace('jj' + x.slice(n / 2), '')",
  'String#replaceAll': "x.replaceAll('jj' + x.slice(n / 2), '')",
  'String#search': "x.search(new RegExp('-'))",
  'String#split': "x.split('jj' + x.slice(n / 2))",
  'String#normalize': { given: "var x = 'äöü'.repeat(n)", call: "x.normalize('NFD')" },
  'String#at': { given: receivers['String'], call: 'x.at(-1)', n: 100_000 },
  'String#charAt': { given: receivers['String'], call: 'x.charAt(n / 2)', n: 100_000 },
  'String#charCodeAt': { given: receivers['String'], call: 'x.charCodeAt(n / 2)', n: 100_000 },
  'String#codePointAt': { given: receivers['String'], call: 'x.codePointAt(n / 2)', n: 100_000 },
  'String#endsWith': 'x.endsWith(x)',
  'String#includes': "x.includes('jj' + x.slice(n / 2))",
  'String#indexOf': "x.indexOf('jj' + x.slice(n / 2))",
  'String#lastIndexOf': "x.lastIndexOf('jj' + x.slice(n / 2))",
  'String#localeCompare': "x.localeCompare(x + '-')",
  'String#startsWith': 'x.startsWith(x)',
  'String#concat': 'x.concat(x, x)',
  'String#padEnd': "x.padEnd(2 * n, 'ab')",
  'String#padStart': "x.padStart(2 * n, 'ab')",
  'String#repeat': 'x.repeat(3)',
  'String#toUpperCase': { given: "var x = 'ŉß'.repeat(n)", call: 'x.toUpperCase()' },
  'String#toLocaleUpperCase': { given: "var x = 'ŉß'.repeat(n)", call: 'x.toLocaleUpperCase()' },
  'String#slice': { given: receivers['String'], call: 'x.slice(1)', n: 30_000 },
  'String#substr': { given: receivers['String'], call: 'x.substr(1)', n: 30_000 },
  'String#substring': { given: receivers['String'], call: 'x.substring(1)', n: 30_000 },
  decodeURI: { given: escaped, call: 'decodeURI(x)' },
  decodeURIComponent: { given: escaped, call: 'decodeURIComponent(x)' },
  encodeURI: { given: uri, call: 'encodeURI(x)' },
  encodeURIComponent: { given: uri, call: 'encodeURIComponent(x)' },

  'algo.hash': { given: 'var x = text(n)', call: 'algo.hash(x)' },
  'new algo.HashingLoadBalancer': { given: 'var list = numbers(n)', call: 'new algo.HashingLoadBalancer(list)' },
  'algo.HashingLoadBalancer#add': "x.add('one more')",
  'algo.HashingLoadBalancer#select': { given: receivers['algo.HashingLoadBalancer'] + '; var key = text(n)', call: 'x.select(key)' },
  'new algo.LeastWorkLoadBalancer': { given: 'var list = texts(n)', call: 'new algo.LeastWorkLoadBalancer(list)' },
  'algo.LeastWorkLoadBalancer#set': 'x.set(text(n), 1)',
  'new algo.RoundRobinLoadBalancer': { given: 'var list = texts(n)', call: 'new algo.RoundRobinLoadBalancer(list)' },
  'algo.RoundRobinLoadBalancer#set': 'x.set(text(n), 1)',
  'new algo.Cache': 'new algo.Cache(n)',
  'algo.Cache#get': { given: 'var x = new algo.Cache(), key = text(n)', call: 'x.get(key)' },
  'algo.Cache#set': { given: 'var x = new algo.Cache()', call: 'x.set(text(n), 1)' },
  'algo.Cache#remove': { given: 'var x = new algo.Cache(), key = text(n)', call: 'x.remove(key)' },
  'new algo.Percentile': { given: 'var list = numbers(n).map(i => i + 1)', call: 'new algo.Percentile(list)' },
  'algo.Percentile#observe': 'x.observe(n)',
  'algo.Percentile#calculate': 'x.calculate(50)',
  'new algo.ResourcePool': 'new algo.ResourcePool(() => [])',
  'algo.ResourcePool#allocate': { given: 'var x = new algo.ResourcePool(() => [])', call: 'x.allocate(text(n), text(n))' },
  'algo.ResourcePool#free': { given: 'var x = new algo.ResourcePool(() => text(n)), r = x.allocate()', call: 'x.free(r)', n: 10_000 },
  'algo.ResourcePool#freeTenant': { given: 'var x = new algo.ResourcePool(() => [])', call: '(numbers(n).forEach(i => x.allocate(i, 1)), x.freeTenant(1))' },
  'new algo.URLRouter': { given: "var rules = Object.fromEntries(numbers(n).map(i => ['/a/' + i + '/*', i]))", call: 'new algo.URLRouter(rules)' },
  'algo.URLRouter#add': { given: receivers['algo.URLRouter'] + "; var path = '/a'.repeat(n) + '/*'", call: 'x.add(path, 1)' },
  'algo.URLRouter#find': { given: receivers['algo.URLRouter'] + "; var path = '/a'.repeat(n) + '/*'", call: "x.find('host', path)" },

  'console.log': { given: values, call: 'console.log(x)' },

  'new Data': { given: 'var x = text(n)', call: 'new Data(x)', n: 10_000 },
  'Data.from': { given: 'var x = text(n)', call: 'Data.from(x)', n: 10_000 },
  'Data#push': { given: receivers['Data'], call: 'x.push(text(n))', n: 10_000 },
  'Data#shift': { given: "var x = new Data(); numbers(n).forEach(() => x.push('a'))", call: 'x.shift(n / 2)' },
  'Data#shiftUInt32BE': { given: "var x = new Data(); numbers(n).forEach(() => x.push('a'))", call: 'x.shiftUInt32BE()' },
  'Data#pushUInt32BE': 'x.pushUInt32BE(1)',
  'Data#toString': "x.toString('hex')",

  ...Object.fromEntries(
    ['0.22', '1.5'].flatMap((level) => [
      [`JSON.parse in ${level}`, { given: json, call: 'JSON.parse(x)' }],
      [`JSON.stringify in ${level}`, { given: values, call: 'JSON.stringify(x)' }],
      [`JSON.decode in ${level}`, { given: `${json}; x = new Data(x)`, call: 'JSON.decode(x)' }],
      [`JSON.encode in ${level}`, { given: values, call: 'JSON.encode(x)' }],
    ]),
  ),

  'new Message': { given: 'var x = text(n)', call: 'new Message(x)', n: 10_000 },
  'new pipy': 'pipy({})',
  'new MessageStart': 'new MessageStart({})',
  'new MessageEnd': 'new MessageEnd()',
  'new StreamEnd': 'new StreamEnd()',
  'new Netmask': "new Netmask('10.0.0.0/8')",
  'Netmask#contains': "x.contains('10.1.2.3')",

  'os.readFile': "os.readFile('file')",
  'os.writeFile': { given: 'var x = text(n)', call: "os.writeFile('file', x)" },
  'os.stat': "os.stat('file')",
  'pipy.load': "pipy.load('file')",

  'new URL': { given: "var x = 'http://a:b@host:80/' + text(n) + '?a=' + text(n) + '#' + text(n)", call: 'new URL(x)' },
  ...Object.fromEntries(['href', 'pathname', 'search', 'query', 'hash'].map((part) => [`URL#${part}`, { given: `${receivers['URL']}; var also = x.${part}`, call: `(also, x.${part})` }])),
  'URL#toString': { given: `${receivers['URL']}; var also = x.href`, call: '(also, x.toString())' },
  'new URLSearchParams': { given: "var x = texts(n).join('&')", call: 'new URLSearchParams(x)' },
  'URLSearchParams#get': "x.get('text 1')",
  'URLSearchParams#getAll': "x.getAll('text 1')",
  'URLSearchParams#set': "x.set('text 1', 2)",
};
