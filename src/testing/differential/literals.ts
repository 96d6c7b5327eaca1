/** Leaves of random programs: values that are ordinary, and those at the edges. */
import type { Random } from './random.js';
import { array, construct, identifier, literal, object, property, text, unary, type Tree } from './tree.js';

const numbers = ['0', '1', '2', '3', '4', '7', '10', '16', '255', '0.5', '1.5', '1e3', '0x1F', '0b101', '.25', '1_000'];
const wildNumbers = ['1e21', '1e-7', '2147483648', '4294967295', '4294967296', '9007199254740993', '1.7976931348623157e308', '5e-324', '0.1', '123456.789'];
// One half of a surrogate pair, and never the other: so no two of them make a code point (deviations, texts).
const texts = ['', 'a', 'b', 'ab', 'abc', 'aba', 'x', '0', '1', '12', ' 3 ', '-1', 'a,b', 'a b', 'key', 'true', 'ABC', 'NaN', 'undefined'];
const wildTexts = ['é', 'ß', 'İ', 'Σς', 'ﬀ', '\u212a', '\u00a0x\ufeff', '\ud83d', 'a\ud83db', '0x10', '1e3', 'Infinity', '\n\t', '$&', "it's", '"q"', '\\', '\u2028', 'e\u0301', 'x'.repeat(40)];
// Not among them: what only prototypes have (deviations, members).
export const keys = ['a', 'b', 'c', 'p', 'q', 'x', 'y', 'key', 'id'];
const patterns = [
  'a', 'b', 'b+', 'ab', '(a)(b)?', '[a-c]', '[^a]', '\\d+', '\\w', '\\s*', '^a', 'b$', '(?<n>a)', '(?<n>a)|(?<m>b)', 'a|b', '.', '(?=b)', '(?!a).', '(?:ab)*', 'a{1,2}', 'a*?b',
  '\\bA', '(a*)*', '(?<!a)b', '(?<=a)b', '(a)\\1', '\\k<n>(?<n>a)', '[\\d,]', '\\x61', '\\u0061', '[\\b]', '', 'ß', '\\.', '[]', '[^]', '(?:)', 'a{2,1}', '(', '[', '*', 'x{', '\\', '(?<n>a)(?<n>b)', '\\p{L}', '[^\\W]',
];
const flagLists = ['', '', '', 'g', 'g', 'g', 'i', 'gi', 'y', 'gy', 'm', 's', 'u', 'd', 'gu', 'dg', 'z', 'gg'];
const jsonTexts = ['1', '-0', '"a"', 'null', 'true', '[1,2]', '{"a":1}', '{"a":{"b":[1,{"c":null}]},"0":1}', ' [ ] ', '"\\u0041\\n"', '1e3', '{"a":1,"a":2}', '{"__x":1}', '[[],{}]'];
const brokenJson = ['', '{', '[1,]', "'a'", '01', 'undefined', '{"a"}', '"\n"', '1 2', 'nul', '-', '"\\x"'];
const uris = ['a b', 'http://a/b?c=d&e', '%41', '%e2%82%ac', 'é€', "-_.!~*'()", '100%', '%', '%zz', '%C3', ';/?:@&=+$,#', '%2f%20', '\ud83d'];
const days = [
  '2020-01-02', '2020-02-30', '2020', '2020-05', '2020-01-02T03:04:05.678Z', '2020-01-02T03:04:05+01:30', '2020-01-02T03:04Z', '1969-12-31T23:59:59.999Z', '-000001-01-01T00:00:00Z', '+010000-01-01', '2020-13-01',
  '2020-01-02T24:00:00Z', '2020-01-02T25:00:00Z', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)', '2020-01-02T03:04:05.6789Z', 'x',
];
const templates = ['-', '', '<$&>', '$$', '$1', '[$2$1]', '$0', '$10', "$'", '$`', '$<n>', '$<', '$x'];
const codes = ['97', '98', '65', '0', '32', '233', '8364', '55357', '65535', '65536', '1.5'];

/** A leaf whose text is a literal, or nearly one. */
export function leaf(random: Random, kind: string): Tree {
  switch (kind) {
    case 'number':
    case 'small':
      return number(random);
    case 'time':
      return random.chance(0.05) ? identifier('NaN') : literal(random.pick(['0', '1', '1e12', '86400000', '8.64e15', '8640000000000001', '951782400000', '1582934400000']));
    case 'index':
      return random.chance(0.2) ? unary('-', literal(random.pick(['1', '2', '3']))) : literal(random.pick(['0', '0', '1', '1', '2', '3', '1.5', '10']));
    case 'digits':
      return literal(random.pick(['0', '1', '2', '3', '5', '17', '20', random.chance(0.2) ? '101' : '2']));
    case 'radix':
      return literal(random.pick(['2', '8', '10', '16', '36', '36', '3', random.chance(0.2) ? '37' : '2']));
    case 'code':
      return random.chance(0.1) ? number(random) : literal(random.pick(codes));
    case 'string':
      return text(random.chance(0.15) ? random.pick(wildTexts) : random.pick(texts));
    case 'key':
      return random.chance(0.2) ? literal(random.pick(['0', '1', '2', "'01'", "'-1'", "'1.5'"])) : text(random.pick(keys));
    case 'pattern':
      return text(random.pick(patterns));
    case 'flags':
      return text(random.pick(flagLists));
    case 'json':
      return text(random.chance(0.15) ? random.pick(brokenJson) : random.pick(jsonTexts));
    case 'uri':
      return text(random.pick(uris));
    case 'day':
      return text(random.pick(days));
    case 'replacement':
      return text(random.pick(templates));
    case 'form':
      return random.chance(0.5) ? text(random.pick(texts)) : construct(identifier('RegExp'), [text(random.pick(patterns.slice(0, 30))), text(random.pick(['', 'g', 'g', 'i', 'y']))]);
    case 'boolean':
      return literal(random.pick(['true', 'false']));
    case 'array':
    case 'iterable':
      return array(Array.from({ length: random.below(4) }, () => leaf(random, random.pick(['number', 'string', 'any']))));
    case 'pairs':
      return array(Array.from({ length: random.below(3) }, () => array([leaf(random, random.pick(['key', 'number'])), leaf(random, 'any')])));
    case 'object':
      return object(random.chance(0.3) ? [] : [property(identifier(random.pick(keys)), leaf(random, 'any'))]);
    case 'map':
      return construct(identifier('Map'), random.chance(0.5) ? [] : [leaf(random, 'pairs')]);
    case 'set':
      return construct(identifier('Set'), random.chance(0.3) ? [] : [leaf(random, 'array')]);
    case 'date':
      return construct(identifier('Date'), [random.chance(0.3) ? leaf(random, 'day') : leaf(random, 'time')]);
    case 'regexp':
      return construct(identifier('RegExp'), [text(random.pick(patterns.slice(0, 30))), text(random.pick(flagLists.slice(0, 16)))]);
    default:
      return any(random);
  }
}

function number(random: Random): Tree {
  if (random.chance(0.06)) return identifier(random.pick(['NaN', 'Infinity']));
  const written = literal(random.chance(0.1) ? random.pick(wildNumbers) : random.pick(numbers));
  return random.chance(0.1) ? unary('-', written) : written;
}

function any(random: Random): Tree {
  switch (random.below(8)) {
    case 0:
      return identifier('undefined');
    case 1:
      return literal('null');
    case 2:
      return leaf(random, 'boolean');
    case 3:
      return array([]);
    case 4:
    case 5:
      return leaf(random, 'string');
    default:
      return number(random);
  }
}
