/** JSON Web Tokens (RFC 7519) as they are signed (RFC 7515, RFC 7518). */
import { parseJson } from '../language/builtins/json-parse.js';
import { admit, allocate, charge, sizes } from '../language/evaluate/meter.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import { bytesToText, textToBytes } from '../stream/bytes/text.js';
import type { Key } from '../stream/runtime/ports.js';
import { computed } from './computation.js';
import { verify } from './signing.js';

interface Algorithm {
  readonly kind: 'hmac' | 'rsa' | 'ec';
  readonly digest: string;
  /** The only curve that goes with it. */
  readonly curve?: string;
}

const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['HS256', { kind: 'hmac', digest: 'sha256' }],
  ['HS384', { kind: 'hmac', digest: 'sha384' }],
  ['HS512', { kind: 'hmac', digest: 'sha512' }],
  ['RS256', { kind: 'rsa', digest: 'sha256' }],
  ['RS384', { kind: 'rsa', digest: 'sha384' }],
  ['RS512', { kind: 'rsa', digest: 'sha512' }],
  ['ES256', { kind: 'ec', digest: 'sha256', curve: 'prime256v1' }],
  ['ES384', { kind: 'ec', digest: 'sha384', curve: 'secp384r1' }],
  ['ES512', { kind: 'ec', digest: 'sha512', curve: 'secp521r1' }],
]);

export class JsonWebToken {
  readonly header: PlainObject | undefined;
  readonly payload: PlainObject | undefined;
  /** Null where the token is none. */
  private readonly algorithm: Algorithm | null = null;
  private readonly signed: Buffer;
  private readonly signature: Buffer | null;

  constructor(token: string) {
    charge(token.length >> 3);
    allocate(2 * token.length);
    const parts = token.split('.', 4);
    const [header, payload, signature] = parts.length === 3 ? parts.map(bytesOf) : [null, null, null];
    this.header = objectIn(header);
    this.payload = objectIn(payload);
    this.signature = signature;
    this.signed = parts.length === 3 ? Buffer.from(token.slice(0, token.lastIndexOf('.'))) : Buffer.alloc(0);
    if (signature === null || this.header === undefined || this.payload === undefined) return;
    const name = this.header.getOwn('alg');
    // What must be understood and is not makes a token invalid.
    if (typeof name === 'string' && !this.header.hasOwn('crit')) this.algorithm = algorithms.get(name) ?? null;
  }

  get isValid(): boolean {
    return this.algorithm !== null;
  }

  /** Whether it takes a secret to verify, not a public key. */
  get takesSecret(): boolean {
    return this.algorithm?.kind === 'hmac';
  }

  verifySecret(secret: Buffer): boolean {
    const { algorithm, signature } = this;
    if (algorithm?.kind !== 'hmac' || signature === null) return false;
    charge(this.signed.length >> 3);
    return computed(({ hmac, areEqual }) => {
      const digest = hmac(algorithm.digest, secret)!;
      digest.update(this.signed);
      return areEqual(digest.digest(), signature);
    });
  }

  verifyKey(key: Key): boolean {
    const { algorithm, signature } = this;
    if (algorithm === null || signature === null || key.kind !== algorithm.kind || (algorithm.curve !== undefined && algorithm.curve !== key.curve)) return false;
    charge(this.signed.length >> 3);
    return verify(algorithm.digest, [this.signed], key, signature, 'joint');
  }
}

function bytesOf(part: string): Buffer | null {
  const bytes = textToBytes(part, 'base64url');
  return typeof bytes === 'string' ? null : bytes;
}

function objectIn(bytes: Buffer | null): PlainObject | undefined {
  const text = bytes === null ? undefined : bytesToText(bytes, 'utf8');
  if (text === undefined) return undefined;
  allocate(sizes.string + text.length);
  const value = parseJson(admit(text));
  return value instanceof PlainObject ? value : undefined;
}
