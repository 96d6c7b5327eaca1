/** Hessian 2.0: forms of the specification, and what is written is read again. */
import fc from 'fast-check';
import { Account } from '../../language/evaluate/account.js';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { evaluate, failureOf } from '../evaluate-service.js';
import { inspect } from '../inspect.js';
import { Tenant } from '../tenant.js';

function run(source: string): string {
  const evaluation = evaluate(new Tenant({ account: new Account({ ...tenantLimits, fuel: 1e8 }), print: () => {} }), { source }, inspect);
  if (evaluation.kind === 'value') return evaluation.value;
  const { status, code, message } = failureOf(evaluation);
  return `${status} ${code}: ${message.replace('TypeError: ', '')}`;
}

const decoded = (hex: string): string => run(`Hessian.decode(new Data('${hex.replaceAll(' ', '')}', 'hex'))`);
const encoded = (source: string): string => run(`Hessian.encode(${source}).toString('hex')`);

test.each([
  ['4e', 'null'],
  ['54', 'true'],
  ['46', 'false'],
  ['90', '0'],
  ['80', '-16'],
  ['bf', '47'],
  ['c800', '0'],
  ['c000', '-2048'],
  ['cfff', '2047'],
  ['d40000', '0'],
  ['d00000', '-262144'],
  ['d7ffff', '262143'],
  ['49ffffffff', '-1'],
  ['e0', '0'],
  ['d8', '-8'],
  ['ef', '15'],
  ['f800', '0'],
  ['f000', '-2048'],
  ['3c0000', '0'],
  ['3fffff', '262143'],
  ['59 80000000', '-2147483648'],
  ['4c ffffffffffffffff', '-1'],
  ['5b', '0'],
  ['5c', '1'],
  ['5d80', '-128'],
  ['5e8000', '-32768'],
  ['5f3fc00000', '1.5'],
  ['44 4028800000000000', '12.25'],
  ['00', ''],
  ['0568656c6c6f', 'hello'],
  ['01c3a9', 'é'],
  ['01f09f9880', '😀'],
  ['02eda0bdedb880', '😀'],
  ['300161', 'a'],
  ['530001 61', 'a'],
  ['520001 61 0162', 'ab'],
  ['57 91 92 5a', '[1, 2]'],
  ['57 5a', '[]'],
  ['48 0161 91 0162 57 5a 5a', '{ a: 1, b: [] }'],
  ['43 0141 92 0161 0162 60 91 92', '{ a: 1, b: 2 }'],
  ['43 0141 91 0161 4f 90 4e', '{ a: null }'],
  ['43 0141 90 57 60 60 5a', '[{}, {}]'],
  ['43 0141 91 0161 60 57 60 91 5a', '{ a: [{ a: 1 }] }'],
  ['91 92 93', '[1, 2, 3]'],
  ['57 5a 91', '[[], 1]'],
  ['', 'undefined'],
  ['43 0141 90', 'undefined'],
])('%s is %s', (hex, expected) => expect(decoded(hex)).toBe(expected));

test.each([
  ['56', 'unrecognized bytecode 0x56'],
  ['40', 'unrecognized bytecode 0x40'],
  ['4a0000000000000000', 'unrecognized bytecode 0x4a'],
  ['5a', "unexpected bytecode 'Z'"],
  ['48 0161 5a', "unexpected bytecode 'Z'"],
  ['48 91 92 5a', 'unexpected int value'],
  ['48 4e', 'unexpected null value'],
  ['48 57', 'unexpected list value'],
  ['48 43', 'unexpected class def'],
  ['43 91', 'unexpected int value'],
  ['43 0141 0161', 'unexpected string value'],
  ['43 0141 91 4e', 'unexpected null value'],
  ['60', 'class def out of range'],
  ['4f 91', 'class def out of range'],
  ['4f 0161', 'unexpected string value'],
  ['43 0141 91 0161 60 5a', "unexpected bytecode 'Z'"],
  ['57', 'unexpected end of the data'],
  ['49 00', 'unexpected end of the data'],
  ['05 61', 'unexpected end of the data'],
  ['520001 61 91', 'unexpected end of a string'],
  ['01 80', 'a string is no UTF-8'],
  ['01 c0', 'unexpected end of the data'],
])('%s is malformed: %s', (hex, why) => expect(decoded(hex)).toBe(`error PJS562: no Hessian: ${why}`));

test.each([
  ['undefined', '4e'],
  ['null', '4e'],
  ['true', '54'],
  ['0', '4900000000'],
  ['-1', '49ffffffff'],
  ['2147483648', '4c0000000080000000'],
  ['-1e12', '4cffffff172b5af000'],
  ['1.5', '443ff8000000000000'],
  ['Number.NaN', '447ff8000000000000'],
  ['1e300', '447e37e43c8800759c'],
  ["''", '00'],
  ["'é😀'", '02c3a9f09f9880'],
  ["'a'.repeat(31)", `1f${'61'.repeat(31)}`],
  ["'a'.repeat(32)", `3020${'61'.repeat(32)}`],
  ["'a'.repeat(1024)", `530400${'61'.repeat(1024)}`],
  ['[]', ''],
  ["[1, 'a']", '49000000010161'],
  ['[[1], []]', '5749000000015a575a'],
  ["({ a: [], b: 'c' })", '480161575a016201635a'],
  ['({ f: () => 1 })', '4801664e5a'],
])('%s is written as %s', (source, expected) => expect(encoded(source)).toBe(expected));

test.each([
  ['Hessian.decode(null)', 'null'],
  ['Hessian.decode()', 'error PJS501: requires 1 or more arguments'],
  ['Hessian.decode(5)', 'error PJS502: argument #1 expects an instance of Data'],
  ['Hessian.encode()', 'error PJS501: requires 1 or more arguments'],
  ['(a => (a.push(a), Hessian.encode(a)))([])', 'error PJS563: cannot write this in Hessian: it contains itself'],
  ["Hessian.decode(Hessian.encode('ab'.repeat(50000))) === 'ab'.repeat(50000)", 'true'],
  ["Hessian.decode(Hessian.encode('😀'.repeat(70000))) === '😀'.repeat(70000)", 'true'],
])('%s', (source, expected) => expect(run(source)).toBe(expected));

test('what is written is read again', () => {
  // An array is written as what is in it, so the value lies in an object.
  const value = fc.jsonValue({ maxDepth: 5 }).map((each) => JSON.stringify({ value: each }).replaceAll('"__proto__":', '"proto":'));
  fc.assert(
    fc.property(value, (text) => {
      const again = run(`(v => JSON.stringify(Hessian.decode(Hessian.encode(v))) === JSON.stringify(v))(JSON.parse(${JSON.stringify(text)}))`);
      expect(again).toBe('true');
    }),
    { numRuns: 200 },
  );
});

test('whatever the bytes are, there is an answer or an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(decoded(Buffer.from(bytes).toString('hex'))).not.toMatch(/^(bug|limit)/);
    }),
    { numRuns: 300 },
  );
});
