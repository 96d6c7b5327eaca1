/** XML: what is read is what was written, in whatever pieces it comes. */
import fc from 'fast-check';
import { Account } from '../../language/evaluate/account.js';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { evaluate, failureOf } from '../evaluate-service.js';
import { inspect } from '../inspect.js';
import { Tenant } from '../tenant.js';

function run(source: string): string {
  const evaluation = evaluate(new Tenant({ account: new Account(tenantLimits), print: () => {} }), { source }, inspect);
  if (evaluation.kind === 'value') return evaluation.value;
  const { status, code, message } = failureOf(evaluation);
  return `${status} ${code}: ${message.replace('TypeError: ', '')}`;
}

const parsed = (text: string): string => run(`(d => d === null ? null : d.children[0])(XML.parse(${JSON.stringify(text)}))`).replace(/\s+/g, ' ');

test.each([
  ['<a/>', "Node { name: 'a', attributes: null, children: [] }"],
  ['<?xml version="1.0"?><!-- c --><a x="1" y=\'2\'>t</a>\n', "Node { name: 'a', attributes: { x: '1', y: '2' }, children: ['t'] }"],
  ['<a>1&lt;2&#33;&#x21;</a>', "Node { name: 'a', attributes: null, children: ['1', '<', '2', '!', '!'] }"],
  ['<a>1\n2\r\n3</a>', "Node { name: 'a', attributes: null, children: ['1', '\\n', '2', '\\n', '3'] }"],
  ['<a>1<!-- c -->2<?pi?>3<![CDATA[<&]]></a>', "Node { name: 'a', attributes: null, children: ['1', '2', '3', '<&'] }"],
  ['<a b="x&amp;&quot;&#9;y"/>', "Node { name: 'a', attributes: { b: 'x&\"\\ty' }, children: [] }"],
  ['<a b=" x\n y"/>', "Node { name: 'a', attributes: { b: ' x y' }, children: [] }"],
  ['<x:a xmlns:x="u" x:b="1"/>', "Node { name: 'x:a', attributes: { 'xmlns:x': 'u', 'x:b': '1' }, children: [] }"],
  ['<!DOCTYPE a [<!ELEMENT a ANY>]><a>é😀</a>', "Node { name: 'a', attributes: null, children: ['é😀'] }"],
])('%s', (text, expected) => expect(parsed(text)).toBe(expected));

test.each(['', ' ', 'text', '<a>', '<a></b>', '<a/><b/>', '<a b=1/>', '<a b="1" b="2"/>', '<a>&nbsp;</a>', '<a>&</a>', '<a>&#0;</a>', '<a>&#xD800;</a>', '<a>\x01</a>', '<a b="<"/>', '<a>]]></a>', '<a/>text', '<a><![CDATA[</a>', '<a>\uffff</a>', '</a>', '<1/>', '&lt;<a/>'])('%j is malformed', (text) => {
  expect(parsed(text)).toBe('null');
});

test.each([
  ["XML.decode(new Data('<a>é</a>')).children[0].children", "['é']"],
  ["XML.decode(new Data('3c3f786d6c2076657273696f6e3d22312e302220656e636f64696e673d2249534f2d383835392d31223f3e3c613ee93c2f613e', 'hex')).children[0].children", "['é']"],
  ["XML.decode(new Data('3c3f786d6c2076657273696f6e3d27312e302720656e636f64696e67203d20274c6174696e3127207374616e64616c6f6e653d27796573273f3e3c613ee93c2f613e', 'hex')).children[0].children", "['é']"],
  ["XML.decode(new Data('3c3f786d6c2076657273696f6e3d22312e302220656e636f64696e673d225554462d38223f3e3c613ec3a93c2f613e', 'hex')).children[0].children", "['é']"],
  ["XML.decode(new Data('fffe3c0061003e00e9003dd800de3c002f0061003e00', 'hex')).children[0].children", "['é😀']"],
  ["XML.decode(new Data('feff003c0061003e00e9d83dde00003c002f0061003e', 'hex')).children[0].children", "['é😀']"],
  ["XML.decode(new Data('fffe3c00d8', 'hex'))", 'null'],
  ["XML.decode(new Data('<?xml encoding'))", 'null'],
  ["XML.decode(new Data('efbbbf3c612f3e', 'hex')).children[0].name", 'a'],
  ["XML.decode(new Data('3c613eff3c2f613e', 'hex'))", 'null'],
  ['XML.decode(null)', 'null'],
  ['XML.decode(5)', 'error PJS502: argument #1 expects an instance of Data'],
  ['XML.parse(5)', 'error PJS502: argument #1 expects a string'],
  ['XML.parse()', 'error PJS501: requires 1 or more arguments'],
  ["new XML.Node('a')", "Node { name: 'a', attributes: null, children: [] }"],
  ["(n => n.name = 'b')(new XML.Node('a'))", "error PJS404: cannot set property 'name' of a Node: it is read-only"],
  ['new XML.Node(5)', 'error PJS502: argument #1 expects a string'],
  ["new XML.Node('a', null, 5)", 'error PJS502: argument #3 expects an array'],
  ['XML.stringify(5)', 'error PJS502: argument #1 expects an instance of XML.Node'],
  ['XML.stringify(null)', ''],
  ['XML.encode(null)', 'null'],
  ["XML.encode(new XML.Node('')).size", '0'],
  ["XML.stringify(new XML.Node('', null, [new XML.Node('a'), new XML.Node('b')]))", ''],
  ["XML.stringify(new XML.Node('', null, ['a']))", ''],
])('%s', (source, expected) => expect(run(source)).toBe(expected));

test.each([
  ["new XML.Node('a', { b: 'x', c: 5 })", '', '<a b="x" c="5"/>'],
  ["new XML.Node('a', { b: '<&\"\\n' })", '', '<a b="&lt;&amp;&quot;&#10;"/>'],
  ["new XML.Node('a', null, ['t'])", '', '<a>t</a>'],
  ["new XML.Node('a', null, ['1 < 2'])", '', '<a><![CDATA[1 < 2]]></a>'],
  ["new XML.Node('a', null, ['a]]>b'])", '', '<a><![CDATA[a]]]]><![CDATA[>b]]></a>'],
  ["new XML.Node('a', null, [new XML.Node('b', null, ['t']), new XML.Node('c')])", '', '<a><b>t</b><c/></a>'],
  ["new XML.Node('a', null, [new XML.Node('b', null, ['t']), new XML.Node('c')])", ', 2', '<a>\\n  <b>t</b>\\n  <c/>\\n</a>\\n'],
  ["new XML.Node('a', null, ['t', new XML.Node('b')])", ', 1', '<a>\\n t\\n <b/>\\n</a>\\n'],
  ["new XML.Node('a', null, [1, null])", ', -1', '<a>1null</a>'],
])('%s is written%s', (node, space, expected) => {
  expect(run(`XML.stringify(new XML.Node('', null, [${node}])${space})`)).toBe(expected.replaceAll('\\n', '\n'));
});

test.each(['a b', '<', 'a>b', '"', 'a/', 'a=b'])('%j is no name to write', (name) => {
  expect(run(`XML.stringify(new XML.Node('', null, [new XML.Node(${JSON.stringify(name)})]))`)).toMatch('PJS564');
  expect(run(`XML.stringify(new XML.Node('', null, [new XML.Node('a', { ${JSON.stringify(name)}: 1 })]))`)).toMatch('PJS564');
});

/** A tree as the text of the script that makes it. */
const text = fc.string({ unit: fc.constantFrom('a', '<', '>', '&', ']', '"', "'", 'é', '😀', ' ', '\n', '\t') });
const word = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é'), minLength: 1 }).map((name) => `x${name}`);
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .tuple(word, fc.dictionary(word, text, { maxKeys: 3 }), fc.array(fc.oneof(text.map((each) => JSON.stringify(each)), tie('node')), { maxLength: 4 }))
    .map(([name, attributes, children]) => `new XML.Node(${JSON.stringify(name)}, ${JSON.stringify(attributes)}, [${children.join(', ')}])`),
}));

/** All that a document says, however its texts are cut. */
const told = '(f => f(f))(f => n => n.name === undefined ? n : [n.name, Object.entries(n.attributes ?? {}), n.children.map(c => f(f)(c)).reduce((l, c) => (typeof c === "string" && typeof l[l.length - 1] === "string" ? l.push(l.pop() + c) : c === "" ? 0 : l.push(c), l), [])])';

test('what is written is read again', () => {
  fc.assert(
    fc.property(node, (root) => {
      const both = run(`((t, d) => (e => JSON.stringify(t(d)) + '\\0' + JSON.stringify(t(e)))(XML.decode(XML.encode(d))))(${told}, new XML.Node('', null, [${root}]))`);
      expect(both).not.toMatch(/^error/);
      const [written, again] = both.split('\u0000');
      expect(again).toBe(written);
    }),
    { numRuns: 60 },
  );
});

test('whatever the text is, there is a document or none', () => {
  const pieces = fc.array(fc.constantFrom('<', '>', '/', 'a', 'b', '&', '#', 'x', '4', ';', '"', "'", '=', '!', '[', ']', '-', '?', ' ', '\n', '<a>', '</a>', '<![CDATA[', ']]>', '<!--', '-->', '<!DOCTYPE ', '<?xml ', '&amp;', '\uffff', '😀'), { maxLength: 30 });
  let read = 0;
  fc.assert(
    fc.property(pieces, fc.boolean(), (list, isInside) => {
      const text = isInside ? `<a>${list.join('')}</a>` : list.join('');
      const value = run(`XML.parse(${JSON.stringify(text)}) === null`);
      expect(value).toMatch(/^(true|false)$/);
      if (value === 'false') read++;
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(20);
});

test('it reads a long document as a short one, wherever its pieces end', () => {
  for (let blanks = 4080; blanks < 4100; blanks++) {
    const markup = `<a>${' '.repeat(blanks)}<b c="d&amp;e">f&#10;\r\n😀<![CDATA[g]]></b></a>`;
    expect(run(`XML.parse(${JSON.stringify(markup)}).children[0].children[1]`).replace(/\s+/g, ' ')).toBe("Node { name: 'b', attributes: { c: 'd&e' }, children: ['f', '\\n', '\\n', '😀', 'g'], }");
  }
});
