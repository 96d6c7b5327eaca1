/** Globals that call back, or go down into values, end by a limit before the host's stack does. */
import { compile, EvaluationError, Tenant } from '../index.js';

/** The code of what ended a text, or its value. */
function outcome(text: string, depth = 1000): unknown {
  const { program, diagnostics } = compile(text, { dialect: 'modern' });
  expect(diagnostics).toEqual([]);
  try {
    return new Tenant({ limits: { depth, fuel: 1e9, memory: 2 ** 30, time: 60_000 } }).evaluate(program!);
  } catch (error) {
    if (error instanceof EvaluationError) return error.record.code;
    throw error;
  }
}

test.each([
  ['texts in XML', "function f() { return XML.stringify(new XML.Node('', null, [new XML.Node('a', null, [new XML.Node('b'), { toString: f }])])) } f()"],
  ['attributes in XML', "function f() { return XML.stringify(new XML.Node('', null, [new XML.Node('a', { a: { toString: f } })])) } f()"],
  ['labels', "function f() { return new stats.Counter('c', ['a']).withLabels({ toString: f }) } f()"],
  ['names of labels', "function f() { return new stats.Counter('c', [{ toString: f }]) } f()"],
  ['buckets', "function f() { return new stats.Histogram('c', [{ valueOf: f }]) } f()"],
  ['nodes in nodes', "var n = new XML.Node('a'); for (var i = 0; i < 100000; i++) n = new XML.Node('a', null, [n]); XML.stringify(new XML.Node('', null, [n]))"],
  ['arrays in Hessian', 'var n = []; for (var i = 0; i < 100000; i++) n = [n]; Hessian.encode(n)'],
  ['objects in Hessian', 'var n = {}; for (var i = 0; i < 100000; i++) n = { n }; Hessian.encode(n)'],
])('%s', (_, text) => {
  expect([outcome(text, 100), outcome(text)]).toEqual(['STACK', 'STACK']);
});

test('what can be read can be written', () => {
  const deepest = "'<a>'.repeat(499) + '<a/>' + '</a>'.repeat(499)";
  expect(outcome(`XML.stringify(XML.parse(${deepest})) === ${deepest}`)).toBe(true);
  expect(outcome("XML.parse('<a>'.repeat(501) + '</a>'.repeat(501))")).toBe(null);
  expect(outcome("Hessian.encode(Hessian.decode(new Data('4801' + '61' + '57'.repeat(499) + '5a'.repeat(500), 'hex'))).size")).toBe(1002);
});
