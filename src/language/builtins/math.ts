/** `Math` (ECMA-262 21.3). */
import { currentAccount } from '../evaluate/activation.js';
import { toNumber } from '../evaluate/convert.js';
import { charge } from '../evaluate/meter.js';
import type { Value } from '../evaluate/value.js';

import { constant, costing, defineNamespace, method, variadic } from './define.js';

/** A function of one number; the host's own, which are the same on all platforms V8 runs on. */
function of1(name: string, run: (x: number) => number, doc: string) {
  return method(name, 1, (_, x) => run(toNumber(x)), doc);
}

function of2(name: string, run: (x: number, y: number) => number, doc: string) {
  return method(
    name,
    2,
    (_, a, b) => {
      const x = toNumber(a);
      return run(x, toNumber(b));
    },
    doc,
  );
}

/** A function of any number of numbers: all are converted before any is looked at. */
function ofMany(name: string, start: number, combine: (result: number, x: number) => number, doc: string) {
  return variadic(name, 2, (_, args) => numbers(args).reduce(combine, start), doc);
}

function numbers(args: readonly Value[]): number[] {
  charge(args.length);
  return args.map(toNumber);
}

/** Square root of the sum of squares, scaled so that no square overflows. */
function hypot(args: readonly Value[]): number {
  const sizes = numbers(args).map(Math.abs);
  if (sizes.includes(Infinity)) return Infinity;
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  if (largest === 0 || largest !== largest) return largest;
  let sum = 0;
  let lost = 0;
  for (const size of sizes) {
    const square = (size / largest) ** 2 - lost;
    const next = sum + square;
    lost = next - sum - square;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}

export const math = defineNamespace({ name: 'Math', since: '0.22', doc: 'Mathematical functions and constants.' }, [
  constant('E', Math.E, 'The base of natural logarithms.'),
  constant('LN10', Math.LN10, 'The natural logarithm of 10.'),
  constant('LN2', Math.LN2, 'The natural logarithm of 2.'),
  constant('LOG10E', Math.LOG10E, 'The base 10 logarithm of e.'),
  constant('LOG2E', Math.LOG2E, 'The base 2 logarithm of e.'),
  constant('PI', Math.PI, 'The ratio of a circle’s circumference to its diameter.'),
  constant('SQRT1_2', Math.SQRT1_2, 'The square root of ½.'),
  constant('SQRT2', Math.SQRT2, 'The square root of 2.'),
  of1('abs', Math.abs, 'Absolute value.'),
  of1('acos', Math.acos, 'Arc cosine.'),
  of1('acosh', Math.acosh, 'Inverse hyperbolic cosine.'),
  of1('asin', Math.asin, 'Arc sine.'),
  of1('asinh', Math.asinh, 'Inverse hyperbolic sine.'),
  of1('atan', Math.atan, 'Arc tangent.'),
  of2('atan2', Math.atan2, 'Angle of the point (x, y), given y and x.'),
  of1('atanh', Math.atanh, 'Inverse hyperbolic tangent.'),
  of1('cbrt', Math.cbrt, 'Cube root.'),
  of1('ceil', Math.ceil, 'The smallest whole number not below.'),
  of1('clz32', Math.clz32, 'Leading zero bits of the 32-bit whole number.'),
  of1('cos', Math.cos, 'Cosine.'),
  of1('cosh', Math.cosh, 'Hyperbolic cosine.'),
  of1('exp', Math.exp, 'e to the power of the number.'),
  of1('expm1', Math.expm1, 'e to the power of the number, minus 1.'),
  of1('floor', Math.floor, 'The largest whole number not above.'),
  of1('fround', Math.fround, 'The nearest single-precision number.'),
  ...costing('n', [variadic('hypot', 2, (_, args) => hypot(args), 'Square root of the sum of squares.')]),
  of2('imul', Math.imul, 'Product of two 32-bit whole numbers.'),
  of1('log', Math.log, 'Natural logarithm.'),
  of1('log10', Math.log10, 'Base 10 logarithm.'),
  of1('log1p', Math.log1p, 'Natural logarithm of 1 plus.'),
  of1('log2', Math.log2, 'Base 2 logarithm.'),
  ...costing('n', [
    ofMany('max', -Infinity, (a, b) => Math.max(a, b), 'The largest of the arguments.'),
    ofMany('min', Infinity, (a, b) => Math.min(a, b), 'The smallest of the arguments.'),
  ]),
  of2('pow', (x, y) => x ** y, 'x to the power of y.'),
  method('random', 0, () => currentAccount().random(), 'A random number from 0 up to, but not including, 1.'),
  of1('round', Math.round, 'The nearest whole number, the larger of two.'),
  of1('sign', Math.sign, 'Sign: -1, 0 or 1.'),
  of1('sin', Math.sin, 'Sine.'),
  of1('sinh', Math.sinh, 'Hyperbolic sine.'),
  of1('sqrt', Math.sqrt, 'Square root.'),
  of1('tan', Math.tan, 'Tangent.'),
  of1('tanh', Math.tanh, 'Hyperbolic tangent.'),
  of1('trunc', Math.trunc, 'The whole part.'),
]);
