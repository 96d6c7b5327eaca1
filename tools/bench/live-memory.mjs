/**
 * What the meter counts as alive, beside what the process grows by: a line for each kind of value, as JSON.
 *
 *     node tools/bench/live-memory.mjs [--build FOLDER] [--only KIND]… N…     rounds of about N hundred bytes of each
 */
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { build: { type: 'string', default: 'dist' }, only: { type: 'string', multiple: true } }, allowPositionals: true });
const load = (file) => import(pathToFileURL(join(resolve(values.build), 'src', file)).href);
const { compile, Tenant } = await load('index.js');
const { heap } = (await load('net/engine.js')).engine;

const boundless = { memory: 2 ** 31, fuel: Infinity, time: Infinity };

/** For each kind of value, statements that put some to the end of `list`; about a megabyte for each 10,000. */
const kinds = {
  'ASCII texts': "for (var i = 0; i < n; i++) list.push('an ASCII text that has the number ' + i)",
  'wide texts': "for (var i = 0; i < n; i++) list.push('\\u4e00 wide text number ' + i)",
  'one long text': "list.push('abcdefgh'.repeat(n * 12))",
  'one long wide text': "list.push('abcdefg\\u4e00'.repeat(n * 6))",
  'a text that grew': "for (var i = 0, text = ''; i < n * 9; i++) text += 'a few more'; list.push(text)",
  'slices of a long text': "for (var i = 0, text = 'abcdefghij'.repeat(n); i < n; i++) list.push(text.slice(i * 3, i * 3 + 40) + i)",
  'slices of short texts': "for (var i = 0; i < n; i++) list.push(('abcdefghij'.repeat(8) + i).slice(5, 60) + i)",
  'one array of whole numbers': 'for (var i = 0; i < n * 10; i++) list.push(i)',
  'one array of fractions': 'for (var i = 0; i < n * 4; i++) list.push(i + 0.5)',
  'arrays of objects': 'for (var i = 0; i < n / 10; i++) { var inner = []; for (var j = 0; j < 10; j++) inner.push({ j }); list.push(inner) }',
  'objects of 3 keys': "for (var i = 0; i < n; i++) list.push({ a: i, b: 'constant', c: null })",
  'objects of 30 keys': `for (var i = 0; i < n / 3; i++) list.push({ ${Array.from({ length: 30 }, (_, key) => `key${key}: i`).join(', ')} })`,
  'objects that grew': "for (var i = 0; i < n; i++) { var object = {}; object.a = i; object.b = i; list.push(object) }",
  'dictionaries': "for (var i = 0; i < n / 8; i++) { var object = {}; for (var j = 0; j < 10; j++) object['key' + j + '/' + i] = j; list.push(object) }",
  'one dictionary': "for (var i = 0, object = {}; i < n * 2; i++) object['key' + i] = i; list.push(object)",
  'read from JSON': 'for (var i = 0; i < n / 4; i++) list.push(JSON.parse(`{"name":"value ${i}","list":[1,2,3],"deep":{"a":true}}`))',
  'one Map': "for (var i = 0, map = new Map(); i < n * 2; i++) map.set(i, 'value ' + i); list.push(map)",
  'Maps': 'for (var i = 0; i < n / 4; i++) { var map = new Map(); for (var j = 0; j < 6; j++) map.set(j, j); list.push(map) }',
  'one Set': "for (var i = 0, set = new Set(); i < n * 2; i++) set.add('item number ' + i); list.push(set)",
  'closures': 'for (var i = 0; i < n; i++) list.push((x => () => x)(i))',
  'methods': 'for (var i = 0; i < n; i++) list.push(list.push)',
  'small Data': "for (var i = 0; i < n / 2; i++) list.push(new Data('some bytes ' + i))",
  'one large Data': "list.push(new Data('some bytes'.repeat(n * 10)))",
  'promises': 'for (var i = 0; i < n; i++) list.push(Promise.resolve(i))',
  'promises that wait': 'for (var i = 0; i < n / 4; i++) list.push(new Promise(() => {}).then(() => 1).then(() => 2))',
  'resolvers': 'for (var i = 0; i < n / 4; i++) list.push(Promise.withResolvers())',
  'patterns': "for (var i = 0; i < n / 20; i++) list.push(new RegExp('a+b(c|d)*[e-z]{2}' + i))",
  'dates': 'for (var i = 0; i < n; i++) list.push(new Date(i))',
  'errors': "for (var i = 0; i < n / 4; i++) list.push(new Error('message ' + i))",
  'messages': "for (var i = 0; i < n / 4; i++) list.push(new Message({ path: '/' + i }, 'body' + i))",
  'a cache': "for (var i = 0, cache = new algo.Cache(n); i < n; i++) cache.set('key number ' + i, { i }); list.push(cache)",
  'nodes of XML': "for (var i = 0; i < n / 4; i++) list.push(new XML.Node('node' + i, { a: i }, ['text' + i]))",
  'a document': "var text = ''; for (var i = 0; i < n / 4; i++) text += '<item name=\"a' + i + '\">text ' + i + '</item>'; list.push(XML.parse('<list>' + text + '</list>'))",
  'texts of documents': "for (var i = 0; i < n / 4; i++) list.push(XML.parse('<a>' + 'x'.repeat(2000) + '<b>text that is kept: ' + i + '</b></a>').children[0].children[1].children[0])",
  'names of documents': "for (var i = 0; i < n / 4; i++) list.push(Object.keys(XML.parse('<a>' + 'x'.repeat(2000) + '<b a-name-that-is-kept-' + i + '=\"\"/></a>').children[0].children[1].attributes)[0])",
  // Made again, so that nobody holds the first but the list.
  'a counter with labels': "var counter = new stats.Counter('a', ['b']); for (var i = 0; i < n / 4; i++) counter.withLabels('label ' + i).increase(); new stats.Counter('a'); list.push(counter)",
  'a histogram with labels': "var histogram = new stats.Histogram('a', [1, 2, 5, 10], ['b']); for (var i = 0; i < n / 10; i++) histogram.withLabels('label ' + i).observe(i); new stats.Counter('a'); list.push(histogram)",
};

function fill(statements) {
  const { program, diagnostics } = compile(`var list = []; ({ add: n => { ${statements}; return 0 }, clear: () => { list = []; return 0 } })`, { dialect: 'modern' });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const tenant = new Tenant({ limits: boundless });
  return { tenant, ...tenant.evaluate(program) };
}

/** Bytes that are alive in the whole process. */
async function taken() {
  // What a weak reference has given is kept until the turn is over.
  await setImmediate();
  heap.collect();
  heap.collect();
  return heap.taken();
}

const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/**
 * `counted` is what the meter counts, `grown` what V8's heap and what lies outside of it grow by, `left` what is counted when all was let go: bytes.
 * Each is the middle of three rounds, since V8 lets its code and the like go when it pleases, a megabyte at once.
 */
async function measure(kind, n) {
  // What V8 learns about the code is not the tenant's.
  const warm = fill(kinds[kind]);
  warm.tenant.call(warm.add, n);
  warm.tenant.call(warm.clear);
  const rounds = [];
  for (let round = 0; round < 3; round++) {
    const { tenant, add, clear } = fill(kinds[kind]);
    const before = { counted: tenant.meters.live, taken: await taken() };
    tenant.call(add, n);
    const counted = tenant.meters.live - before.counted;
    const grown = (await taken()) - before.taken;
    tenant.call(clear);
    rounds.push({ counted, grown, left: tenant.meters.live - before.counted });
  }
  return { kind, n, ...Object.fromEntries(['counted', 'grown', 'left'].map((figure) => [figure, middle(rounds.map((round) => round[figure]))])) };
}

for (const n of positionals.map(Number)) {
  for (const kind of values.only ?? Object.keys(kinds)) console.log(JSON.stringify(await measure(kind, n)));
}
