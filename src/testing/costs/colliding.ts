/** Numbers whose places in a table of V8's are one: its hash of whole numbers (`ComputeUnseededHash`), backwards. */

/** `count` whole numbers of 32 bits whose hashes have equal lowest bits, for tables of up to 32,768 buckets. */
export function collidingNumbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => numberOfHash(17 + i * 2 ** 15));
}

/** A number that V8 gives this hash, which has 30 bits. */
export function numberOfHash(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, inverseOf(2057));
  h = h ^ (h >>> 4) ^ (h >>> 8) ^ (h >>> 12) ^ (h >>> 16) ^ (h >>> 20) ^ (h >>> 24) ^ (h >>> 28);
  h = Math.imul(h, inverseOf(5));
  h = h ^ (h >>> 12) ^ (h >>> 24);
  return Math.imul(h + 1, inverseOf(2 ** 15 - 1));
}

function inverseOf(odd: number): number {
  let result = odd;
  for (let round = 0; round < 5; round++) result = Math.imul(result, 2 - Math.imul(odd, result));
  return result;
}
