import { LiteralError, readLiteral } from './literal.js';
import { show } from './tagged.js';

test.each([
  ['1', '1'],
  ['-0', '-0'],
  ['1e21', '1e+21'],
  ['.5', '0.5'],
  ['-Infinity', '-Infinity'],
  ['NaN', 'NaN'],
  ["'it\\'s \\u0041\\x42\\n'", '"it\'s AB\\n"'],
  ['[1, , 3]', '[1, , 3]'],
  ['[,]', '[,]'],
  ['[1, [2],]', '[1, [2]]'],
  ["{ a: 1, 'b c': {}, 2: null }", '{"a": 1, "b c": {}, "2": null}'],
  ["['b'] with { index: 1 }", '["b"] with {"index": 1}'],
  ['function', 'function'],
  ['function map', 'function map'],
  ['data(00ff)', 'data(00ff)'],
  ['Date(0)', 'Date(0)'],
  ["RegExp(['a', 'g'])", 'RegExp(["a", "g"])'],
  ['Promise(any)', 'Promise(any)'],
  ['hole', ''],
  ["0.3 as '0.30'", '0.3 as "0.30"'],
  ['[0.3 as \'\', any]', '[0.3 as "", any]'],
  ["URL{ port: 80 }", 'URL{"port": 80}'],
])('%s is read', (text, shown) => {
  const [value, ...others] = readLiteral(text);
  expect(others).toEqual([]);
  expect(show(value)).toBe(shown);
});

test('alternatives are read one by one', () => {
  expect(readLiteral('1 | undefined | any')).toEqual([{ t: 'number', v: '1' }, { t: 'undefined' }, { t: 'any' }]);
});

test.each(['', '1 2', '[1', '{a}', "'x", 'nothing', 'data(0)', '1 |', '{a: 1 b: 2}', "'\\uzzzz'"])('%p is no literal', (text) => {
  expect(() => readLiteral(text)).toThrow(LiteralError);
});
