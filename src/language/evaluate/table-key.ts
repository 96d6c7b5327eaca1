/**
 * Values as keys of the host's tables.
 *
 * V8 hashes texts with a secret, but numbers by a function that everybody knows: whoever chooses the numbers can have all
 * of them in one bucket, and then each access walks through the whole table. So numbers are keys in another form, which
 * a secret decides: whole ones as other whole numbers, all others as big integers, which no value of a script is.
 */
import type { Value } from './value.js';

/** What stands for a value in a table: the same for equal values (SameValueZero), and for no others. */
export type TableKey = Value | bigint;

const secret = (): number => Math.floor(Math.random() * 2 ** 32) | 0;

const before = secret();
const after = secret();
const factor = secret() | 1;
const inverse = inverseOf(factor);

const numbers = new Float64Array(1);
const bits = new BigUint64Array(numbers.buffer);
const wideFactor = (BigInt.asUintN(32, BigInt(secret())) << 32n) | BigInt.asUintN(32, BigInt(factor));
const wideInverse = wideInverseOf(wideFactor);

export function seal(key: Value): TableKey {
  if (typeof key !== 'number') return key;
  if ((key | 0) === key) {
    const mixed = Math.imul(key ^ before, factor);
    return Math.imul(mixed ^ (mixed >>> 15), factor) ^ after;
  }
  // There is one NaN.
  numbers[0] = key !== key ? NaN : key;
  return BigInt.asUintN(64, bits[0] * wideFactor);
}

/** The value that a key stands for; of the two zeros the positive one. */
export function unseal(key: TableKey): Value {
  if (typeof key === 'number') {
    const mixed = Math.imul(key ^ after, inverse);
    return Math.imul(mixed ^ (mixed >>> 15) ^ (mixed >>> 30), inverse) ^ before;
  }
  if (typeof key !== 'bigint') return key;
  bits[0] = BigInt.asUintN(64, key * wideInverse);
  return numbers[0];
}

/** What an odd number is multiplied by to give 1, modulo 2^32: each round of Newton's doubles the bits that are right. */
function inverseOf(odd: number): number {
  let result = odd;
  for (let round = 0; round < 5; round++) result = Math.imul(result, 2 - Math.imul(odd, result));
  return result;
}

/** The same, modulo 2^64. */
function wideInverseOf(odd: bigint): bigint {
  let result = odd;
  for (let round = 0; round < 6; round++) result = BigInt.asUintN(64, result * (2n - odd * result));
  return result;
}
