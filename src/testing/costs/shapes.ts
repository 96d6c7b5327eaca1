/**
 * Inputs that somebody chose so that a call costs the host more than it seems to: each with how its cost may grow at most.
 */
import type { Cost } from '../../definition/definition.js';
import { collidingNumbers } from './colliding.js';
import type { Call } from './gauge.js';

/** Sources of inputs. */
const manyChunks = "var x = new Data(); numbers(n).forEach(() => x.push('a'))";
const nearMatches = "var x = 'a'.repeat(n), needle = 'a'.repeat(n / 2) + 'b'";
const nearMatchesBehind = "var x = 'a'.repeat(n), needle = 'b' + 'a'.repeat(n / 2)";
const deep = 'var x = []; numbers(700).forEach(() => x = [x]); var list = numbers(n / 100).map(() => x)';
const astral = "var x = '😀'.repeat(n / 2), sum = 0";
const longTexts = "var a = 'x'.repeat(n), b = 'x'.repeat(n - 1) + 'x', list = numbers(100)";

const colliding = `var list = ${JSON.stringify(collidingNumbers(30_000))}.slice(0, n)`;

/** A text that is made of pieces anew for each of a few uses: the first that reads it makes a whole of it. */
const joined = (use: string): Call => ({ given: "var x = 'x'.repeat(n), part = 'y'.repeat(20), list = numbers(100)", call: `list.map(i => { var t = x + part + i; return ${use} })`, n: 50_000 });

export const shapes: readonly (readonly [name: string, cost: Cost, call: Call])[] = [
  ['indexOf of a needle that nearly matches everywhere', 'n · m', { given: nearMatches, call: 'x.indexOf(needle)', n: 10_000 }],
  ['indexOf of a needle that nearly matches from its end on', 'n · m', { given: nearMatchesBehind, call: 'x.indexOf(needle)', n: 10_000 }],
  ['lastIndexOf of such a needle', 'n · m', { given: nearMatches, call: 'x.lastIndexOf(needle)', n: 5_000 }],
  ['lastIndexOf of such a needle, from its end on', 'n · m', { given: nearMatchesBehind, call: 'x.lastIndexOf(needle)', n: 10_000 }],
  ['split at such a needle', 'n · m', { given: nearMatches, call: 'x.split(needle)', n: 10_000 }],
  ['replaceAll of such a needle', 'n · m', { given: nearMatchesBehind, call: "x.replaceAll(needle, '')", n: 10_000 }],
  ['split at each unit', 'n', { given: "var x = 'a'.repeat(n)", call: "x.split('a')", n: 10_000 }],
  ['replaceAll of each unit', 'n', { given: "var x = 'a'.repeat(n)", call: "x.replaceAll('a', '<>')", n: 10_000 }],
  ['a template of dollars', 'n', { given: "var x = '$<'.repeat(n)", call: "'x'.replace('x', x)", n: 20_000 }],
  ['a template of names that are not closed', 'n', { given: "var x = '$<'.repeat(n), pattern = new RegExp('(?<a>x)')", call: "'x'.replace(pattern, x)", n: 2_000 }],

  ['sort of equal values', 'n', { given: 'var x = numbers(n).map(() => 1)', call: 'x.sort((a, b) => a - b)' }],
  ['sort of values in reverse', 'n log n', { given: 'var x = numbers(n).reverse()', call: 'x.sort((a, b) => a - b)' }],
  ['sort of long texts that differ in the end', 'n log n', { given: "var x = numbers(n).map(i => 'x'.repeat(500) + i)", call: 'x.sort()' }],
  ['concat of an array with itself', 'n', { given: 'var x = numbers(n)', call: 'x.concat(x, x, x, x)', n: 10_000 }],
  ['spread of an array', 'n', { given: 'var x = numbers(n)', call: '[...x, ...x]', n: 10_000 }],
  ['spread of a text', 'n', { given: 'var x = text(n)', call: '[...x]', n: 10_000 }],
  ['spread of an object', 'n', { given: 'var x = object(n)', call: '({ ...x })' }],
  ['flat of deep arrays', 'n', { given: deep, call: 'list.flat(Infinity)' }],
  ['flat of empty arrays', 'n', { given: 'var x = numbers(n).map(() => [])', call: 'x.flat()', n: 10_000 }],
  ['an array of holes', 'n', { given: 'var x = new Array(n)', call: "x.map(() => 1).join('')", n: 10_000 }],
  ['keys of an array', 'n', { given: 'var x = numbers(n)', call: 'Object.keys(x)', n: 3_000 }],
  ['keys that are indexes, in reverse', 'n', { given: 'var x = {}; numbers(n).reverse().forEach(i => x[i] = i); var also = Object.keys(x)', call: '(also, Object.keys(x))', n: 3_000 }],

  ['JSON of a wide value', 'n', { given: 'var x = numbers(n).map(i => [i])', call: 'JSON.stringify(x)' }],
  ['JSON of deep values', 'n', { given: deep, call: 'JSON.stringify(list)' }],
  ['indented JSON of deep values', 'n', { given: deep, call: "JSON.stringify(list, null, '          ')", n: 100 }],
  ['JSON of a text of escapes', 'n', { given: "var x = '\\u0001\"'.repeat(n)", call: 'JSON.stringify(x)' }],
  ['JSON with a list of keys that are not there', 'n', { given: "var keys = texts(n), x = {}", call: 'JSON.stringify(x, keys)' }],
  ['JSON text of brackets', 'n', { given: "var x = '['.repeat(n) + ']'.repeat(n)", call: 'JSON.parse(x)' }],
  ['JSON text of one long number', 'n', { given: "var x = '1'.repeat(n) + '.' + '1'.repeat(n)", call: 'JSON.parse(x)' }],
  ['JSON text with digits for keys', 'n', { given: "var x = '{' + numbers(n).map(i => `\"${i * 65536}\":1`).join(',') + '}'", call: 'JSON.parse(x)', n: 3000 }],

  ['a Map of numbers that meet in one bucket', 'n', { given: colliding, call: '(then = new Map(), list.forEach(i => then.set(i, 1)), then)', n: 3000 }],
  ['a Set of numbers that meet in one bucket', 'n', { given: colliding, call: 'new Set(list)', n: 3000 }],
  ['a cache of numbers that meet in one bucket', 'n', { given: colliding, call: '(then = new algo.Cache(), list.forEach(i => then.set(i, 1)), then)', n: 3000 }],
  ['an object of numbers that meet in one bucket', 'n', { given: colliding, call: '(then = {}, list.forEach(i => then[i] = 1), then)', n: 3000 }],
  ['an object of digits a power of two apart', 'n', { given: 'var list = numbers(n).map(i => `${i * 65536}`)', call: '(then = {}, list.forEach(i => then[i] = 1), then)', n: 3000 }],
  ['a Map of fractions a power of two apart', 'n', { given: 'var list = numbers(n).map(i => i * 65536 + 0.5)', call: '(then = new Map(), list.forEach(i => then.set(i, 1)), then)', n: 3000 }],
  ['a Map of texts of one length', 'n', { given: 'var list = numbers(n).map(i => `${i}`.padStart(20, "0"))', call: '(then = new Map(), list.forEach(i => then.set(i, 1)), then)', n: 3000 }],
  ['an object of very long texts of one length', 'n', { given: "var t = 'x'.repeat(16400), list = numbers(n).map(i => t + (i + 100000))", call: '(then = {}, list.forEach(i => then[i] = 1), then = Object.keys(then).length)', n: 30 }],
  ['a Map with a long key, again and again', 'n', { given: `${longTexts}; var x = new Map([[a, 1]])`, call: 'list.map(() => x.get(b))', n: 50_000 }],
  ['an object with a long key, again and again', 'n', { given: `${longTexts}; var x = {}; x[a] = 1`, call: 'list.map(() => x[b])', n: 50_000 }],
  ['a cache with a long key, again and again', 'n', { given: `${longTexts}; var x = new algo.Cache(); x.set(a, 1)`, call: 'list.map(() => x.get(b))', n: 50_000 }],
  ['long texts that are equal', 'n', { given: longTexts, call: 'list.map(() => a === b)', n: 50_000 }],
  ['long texts that are loosely equal', 'n', { given: longTexts, call: 'list.map(() => a == b)', n: 50_000 }],
  ['long texts in order', 'n', { given: longTexts, call: 'list.map(() => a < b)', n: 50_000 }],
  ['long texts in order of code points', 'n', { given: `${longTexts}; a += '😀'`, call: 'list.map(() => a < b)', n: 50_000 }],
  ['includes of a long text', 'n', { given: longTexts, call: "list.map(() => b).includes(a.slice(1) + '-')", n: 50_000 }],
  ['select among long texts', 'n', { given: longTexts, call: 'list.map(() => select(a, b + "-", 1, b, 2))', n: 50_000 }],
  ['switch over long texts', 'n', { given: `${longTexts}; var f = t => { switch (t) { case b: return 1 } }`, call: 'list.map(() => f(a))', n: 50_000 }],


  ['a joined text before a short one', 'n', joined("t < 'xx'")],
  ['a joined text compared with a short one', 'n', joined("'xx'.localeCompare(t)")],
  ['a joined text sorted with a short one', 'n', joined("[t, 'xx'].sort().length")],
  ['a joined text as a key', 'n', joined('({})[t]')],
  ['a joined text as a key of nothing', 'n', joined('invoke(() => null[t], 1)')],
  ['a joined text, of which one unit is asked for', 'n', joined("t.split('', 1).length")],
  ['a joined text as flags', 'n', joined("invoke(() => new RegExp('a', t), 1)")],

  ['astral text by index', 'n · m', { given: astral, call: '(repeat(n / 2, i => { sum += x.charCodeAt(i) }), sum)', n: 2000 }],
  ['astral text by index, from the end', 'n · m', { given: astral, call: '(repeat(n / 10, i => { sum += x.at(-1 - i).length }), sum)', n: 4000 }],
  ['astral text by index, from both ends in turn', 'n · m', { given: astral, call: '(repeat(n / 2, i => { sum += x.charCodeAt(i % 2 ? i : n / 2 - i) }), sum)', n: 2000 }],
  ['two astral texts in turn', 'n · m', { given: `${astral}; var y = '😁'.repeat(n / 2)`, call: '(repeat(n / 20, i => { sum += x.charCodeAt(i) + y.charCodeAt(i) }), sum)', n: 4000 }],
  ['slices of astral text', 'n · m', { given: astral, call: 'numbers(n / 10).map(i => x.slice(i, i + 1).length)', n: 4000 }],
  ['lastIndexOf in astral text', 'n · m', { given: `${astral}; var needle = '😀'.repeat(n / 4) + '😁'`, call: 'x.lastIndexOf(needle)', n: 10_000 }],
  ['split of astral text', 'n', { given: astral, call: "x.split('')", n: 10_000 }],
  ['marks on one letter', 'n · m', { given: "var x = 'a' + '\\u0316\\u0301'.repeat(n / 2)", call: "x.normalize('NFD')", n: 2000 }],

  ['a regular expression with many matches', 'n', { given: "var x = 'ab'.repeat(n), pattern = new RegExp('b', 'g')", call: 'x.match(pattern)', n: 5_000 }],
  ['a regular expression that looks far ahead for each match', 'n', { given: "var x = 'a'.repeat(n + 300), pattern = new RegExp('a(?=a{300})', 'g')", call: "x.replace(pattern, 'b')", n: 1_000 }],
  ['a regular expression with many groups that do not take part', 'n', { given: "var x = 'a'.repeat(n), pattern = new RegExp('a|' + '()'.repeat(500), 'g')", call: "x.replace(pattern, 'b')", n: 1_000 }],
  ['matches with many names', 'n', { given: "var x = 'a'.repeat(n), pattern = new RegExp('a|' + numbers(300).map(i => `(?<n${i}>)`).join(''), 'g')", call: 'x.matchAll(pattern).length', n: 100 }],
  ['a regular expression of large classes', 'n', { given: "var x = '[\\\\p{L}\\\\p{N}a-z]'.repeat(n)", call: "new RegExp(x, 'u')", n: 30 }],
  ['a regular expression of large classes without case', 'n', { given: "var x = '[\\\\p{L}\\\\p{N}a-z]'.repeat(n)", call: "new RegExp(x, 'iu')", n: 30 }],
  ['a regular expression of alternatives', 'n', { given: "var x = texts(n).join('|')", call: 'new RegExp(x)', n: 300 }],
  ['a regular expression of names', 'n', { given: "var x = numbers(n).map(i => `(?<n${i}>)`).join('')", call: 'new RegExp(x)', n: 100 }],
  ['a regular expression of references', 'n', { given: "var x = '()'.repeat(n) + '\\\\1'.repeat(n)", call: 'new RegExp(x)', n: 100 }],
  ['blanks before an end', 'n · m', { given: "var x = ' '.repeat(n) + '-', pattern = new RegExp(' +$')", call: 'pattern.test(x)', n: 500 }],
  ['a text that is split by a regular expression', 'n', { given: "var x = 'a,'.repeat(n), pattern = new RegExp(',')", call: 'x.split(pattern)', n: 2_000 }],

  ['Data of many chunks as a text', 'n', { given: manyChunks, call: 'x.toString()' }],
  ['Data of many chunks, copied', 'n', { given: manyChunks, call: 'new Data(x)', n: 5_000 }],
  ['Data of many chunks in a message', 'n', { given: manyChunks, call: 'new Message(x)', n: 5_000 }],
  ['Data of many chunks, pushed', 'n', { given: manyChunks, call: 'new Data().push(x)', n: 5_000 }],
  ['Data taken byte by byte', 'n', { given: 'var x = new Data(text(n))', call: 'numbers(n).map(() => x.shift(1))' }],
  ['Data of many chunks, taken byte by byte', 'n · m', { given: manyChunks, call: 'numbers(n).map(() => x.shift(1))', n: 500 }],
  ['Data of numbers', 'n', { given: 'var x = new Data()', call: 'numbers(n).forEach(i => x.pushUInt32BE(i))' }],
  ['many events', 'n', { given: '', call: 'numbers(n).map(() => [new MessageStart(), new MessageEnd(), new StreamEnd()])' }],

  ['a cache that is full', 'n', { given: 'var x = new algo.Cache(n)', call: 'numbers(3 * n).forEach(i => x.set(i, i))', n: 3000 }],
  ['a pool that gives out what was freed', 'n', { given: 'var x = new algo.ResourcePool(() => []); numbers(n).map(() => x.allocate(1)).forEach(r => x.free(r))', call: 'numbers(n).map(() => x.allocate(1))', n: 3000 }],
  ['a round of many targets', 'n · m', { given: 'var x = new algo.RoundRobinLoadBalancer(texts(n))', call: 'numbers(n).map(() => x.select())', n: 200 }],
  ['a URL of colons and ats', 'n', { given: "var x = 'http://' + ':@'.repeat(n)", call: 'new URL(x)', n: 10_000 }],
  ['a base of slashes', 'n', { given: "var x = 'http://h' + '/a'.repeat(n)", call: "new URL('../b', x)", n: 10_000 }],
  ['a query of escapes', 'n', { given: "var x = '%C3%BC='.repeat(n)", call: 'new URLSearchParams(x)' }],
  ['a query of ampersands', 'n', { given: "var x = 'a&'.repeat(n)", call: 'new URLSearchParams(x)' }],
  ['a query of one name', 'n', { given: "var x = new URLSearchParams('a=1&'.repeat(n))", call: 'x.toObject()' }],
  ['long names in a query', 'n', { given: "var a = 'x'.repeat(n), x = new URLSearchParams(numbers(20).map(() => a).join('&'))", call: "numbers(20).map(() => x.get(a + '-')).concat(numbers(20).map(() => x.getAll('y' + a.slice(1)).length))", n: 20_000 }],
  ['a router with a long path', 'n', { given: "var x = new algo.URLRouter({ '/a/*': 1 }), path = '/a'.repeat(n)", call: "x.find('h', path)" }],
  ['XML of entities', 'n', { given: "var x = '<a>' + '&lt;'.repeat(n) + '</a>'", call: 'XML.parse(x)' }],
  ['XML of line breaks', 'n', { given: "var x = '<a>' + '\\n'.repeat(n) + '</a>'", call: 'XML.parse(x)' }],
  ['XML of attributes', 'n', { given: "var x = '<a ' + numbers(n).map(i => 'a' + i + '=\"\"').join(' ') + '/>'", call: 'XML.parse(x)' }],
  ['XML of brackets', 'n', { given: "var x = '<a>' + ']]'.repeat(n) + '</a>'", call: 'XML.parse(x)', n: 10_000 }],
  ['XML in one name', 'n', { given: "var x = '<' + 'a'.repeat(n) + '/>'", call: 'XML.parse(x)', n: 50_000 }],
  ['XML in one comment', 'n', { given: "var x = '<!--' + '- '.repeat(n) + '--><a/>'", call: 'XML.parse(x)', n: 50_000 }],
  ['XML in one entity', 'n', { given: "var x = '<a>&' + 'a'.repeat(n) + ';</a>'", call: 'XML.parse(x)', n: 50_000 }],
  ['XML of a DOCTYPE', 'n', { given: "var x = '<!DOCTYPE a [' + '<!ENTITY a \"b\">'.repeat(n) + ']><a/>'", call: 'XML.parse(x)', n: 10_000 }],
  ['XML of chunks', 'n', { given: "var x = new Data(); x.push('<a>'); numbers(n).forEach(() => x.push('<b/>')); x.push('</a>')", call: 'XML.decode(x)' }],
  ['writing ends of sections', 'n', { given: "var x = new XML.Node('', null, [new XML.Node('a', null, [']]>'.repeat(n)])])", call: 'XML.stringify(x)', n: 5_000 }],
  ['writing escapes', 'n', { given: "var x = new XML.Node('', null, [new XML.Node('a', { a: '<'.repeat(n) })])", call: 'XML.stringify(x)', n: 5_000 }],
  ['Hessian of small values', 'n', { given: "var x = new Data(numbers(n).map(() => 0x90))", call: 'Hessian.decode(x)' }],
  ['Hessian of fields', 'n', { given: "var x = new Data([0x43, 0, 0x49, 0, 0, n / 256, n % 256].concat(numbers(n).map(() => 0), [0x60], numbers(n).map(() => 0x90)))", call: 'Hessian.decode(x)' }],
  ['Hessian of surrogates', 'n', { given: "var x = new Data([0x53, n / 128, 2 * n % 256].concat(numbers(n).flatMap(() => [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80])))", call: 'Hessian.decode(x)', n: 1_500 }],
  ['a PEM of beginnings', 'n', { given: "var x = '-----BEGIN PUBLIC'.repeat(n)", call: 'new crypto.CertificateChain(x)', n: 10_000 }],
  ['a PEM without an end', 'n', { given: "var x = '-----BEGIN CERTIFICATE-----'.repeat(n)", call: 'new crypto.CertificateChain(x)', n: 10_000 }],
  ['a token of a long JSON', 'n', { given: "var x = 'e30.' + 'A'.repeat(4 * n) + '.AA'", call: 'new crypto.JWT(x)', n: 10_000 }],
  ['a hash of many chunks', 'n', { given: `${manyChunks}; var h = new crypto.Hash('sha256')`, call: 'h.update(x)' }],
  ['a cipher of many chunks', 'n', { given: `${manyChunks}; var c = new crypto.Cipher('sm4-ctr', { key: '0123456789abcdef', iv: '0123456789abcdef' })`, call: 'c.update(x)' }],
  ['an Accept-Encoding of commas', 'n', { given: "var x = new http.File('file'), a = ','.repeat(n)", call: 'x.toMessage(a)', n: 10_000 }],
  ['an Accept-Encoding of semicolons', 'n', { given: "var x = new http.File('file'), a = ';q=1'.repeat(n)", call: 'x.toMessage(a)', n: 10_000 }],
  ['a counter of many labels', 'n', { given: "var x = new stats.Counter('c', ['a', 'b'])", call: 'numbers(n).forEach(i => x.withLabels(i, i).increase())' }],
  ['a log line of a deep value', 'n', { given: deep, call: 'console.log(list)' }],
  ['a date with much around it', 'n', { given: "var x = '('.repeat(n) + ' 1 Jan 2020 ' + ')'.repeat(n)", call: 'Date.parse(x)', n: 10_000 }],
];
