/** Algorithms of message digests, by the names that scripts have for them. */
import type { Value } from '../language/evaluate/value.js';
import { complain } from './arguments.js';

const names: readonly string[] = [
  'md4', 'md5', 'md5-sha1', 'blake2b512', 'blake2s256', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256',
  'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'shake128', 'shake256', 'mdc2', 'ripemd160', 'whirlpool', 'sm3',
];

/** The name of an algorithm that there is. */
export function toDigest(value: Value): string {
  return typeof value === 'string' && names.includes(value) ? value : complain('PJS560', 'unknown message digest');
}

/** What the library gives for an algorithm; where it does not offer it, an error says so. */
export function orNotOffered<T>(made: T | null, algorithm: string): T {
  return made ?? complain('PJS560', `message digest ${algorithm} is not offered by the OpenSSL of this process`);
}
