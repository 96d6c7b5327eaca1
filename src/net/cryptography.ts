/** Cryptography of node:crypto. */
import type * as NodeCrypto from 'node:crypto';
import type { CipherStream, Cryptography, Digest, Key } from '../stream/runtime/ports.js';
import { onDemand } from './on-demand.js';

const node = onDemand<typeof NodeCrypto>('node:crypto');

/** Keys that are longer take long to use; nobody has such. */
const mostRsaBits = 8192;
/** Of a public exponent. One that is as long as the modulus makes whoever verifies pay like whoever signs. */
const mostExponent = 2n ** 64n;

/** The object identifier of the curve of SM2, as keys hold it: node:crypto has no name for these keys. */
const sm2Curve = Buffer.from('06082a811ccf5501822d', 'hex');

/** The curve of SM2 (GB/T 32918.5): a, b and the generator. */
const sm2Parameters = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);

const fieldBits = new Map([
  ['prime256v1', 256],
  ['secp256k1', 256],
  ['secp384r1', 384],
  ['secp521r1', 521],
]);

/** Private keys beside RSA, EC and SM2: they cannot sign here, but serve in TLS. Their numbers have one size. */
const otherPrivateKinds = ['ed25519', 'ed448'];

/**
 * Looks at the numbers of a private key of RSA, of which OpenSSL believes whatever it is told: primes of some kilobytes make it compute for
 * minutes, in one call that nothing can interrupt.
 */
function checkNumbers(key: NodeCrypto.KeyObject, modulusBytes: number): void {
  const { d, p, q, dp, dq, qi } = key.export({ format: 'jwk' });
  const size = (number: unknown): number => (typeof number === 'string' ? Math.ceil((number.length * 3) / 4) : Infinity);
  const half = Math.ceil(modulusBytes / 2) + slackBytes;
  if (size(d) > modulusBytes + slackBytes || [p, q, dp, dq, qi].some((number) => size(number) > half)) throw new Error('the numbers of the RSA key are too large');
  // SEQUENCE, its length, INTEGER 0: the version of keys with two primes.
  const der = key.export({ type: 'pkcs1', format: 'der' });
  const version = der[1] < 0x80 ? 2 : 2 + (der[1] & 0x7f);
  if (der[version + 2] !== 0) throw new Error('RSA keys have two primes');
}

/** Primes need not be of equal size. */
const slackBytes = 16;

class ReadKey implements Key {
  readonly kind: Key['kind'];
  readonly bits: number;
  readonly curve: string | null;

  constructor(readonly object: NodeCrypto.KeyObject) {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = object;
    this.curve = details.namedCurve ?? null;
    if (type === 'rsa') {
      const { modulusLength = 0, publicExponent = 0n } = details;
      if (modulusLength > mostRsaBits || publicExponent >= mostExponent) throw new Error(`RSA keys may have ${mostRsaBits} bits, and 64 in the public exponent`);
      if (object.type === 'private') checkNumbers(object, modulusLength / 8);
      this.kind = 'rsa';
      this.bits = modulusLength;
    } else if (type === 'ec') {
      if (this.curve === null) throw new Error('curves are given by their names');
      this.kind = 'ec';
      this.bits = fieldBits.get(this.curve) ?? 571;
    } else {
      this.kind = isSm2(object) ? 'sm2' : 'other';
      if (this.kind === 'other' && object.type === 'private' && !otherPrivateKinds.includes(type ?? '')) throw new Error('keys of this kind are not taken');
      this.bits = this.kind === 'sm2' ? 256 : 0;
    }
  }

  get isPrivate(): boolean {
    return this.object.type === 'private';
  }
}

function isSm2(key: NodeCrypto.KeyObject): boolean {
  return key.asymmetricKeyType === undefined && spkiOf(key).includes(sm2Curve);
}

function spkiOf(key: NodeCrypto.KeyObject): Buffer {
  const shown = key.type === 'private' ? node().createPublicKey(key) : key;
  return shown.export({ type: 'spki', format: 'der' });
}

function objectOf(key: Key): NodeCrypto.KeyObject {
  return (key as ReadKey).object;
}

/** What `make` gives, or null where the library has no such algorithm: all else was checked before. */
function offered<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

function digestOf(hash: NodeCrypto.Hash | NodeCrypto.Hmac | null): Digest | null {
  return hash === null ? null : { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

function streamOf(cipher: NodeCrypto.Cipher | NodeCrypto.Decipher): CipherStream {
  return { update: (bytes) => cipher.update(bytes), final: () => cipher.final() };
}

export const cryptography: Cryptography = {
  hash: (algorithm) => digestOf(offered(() => node().createHash(algorithm))),
  hmac: (algorithm, key) => digestOf(offered(() => node().createHmac(algorithm, key))),
  cipher: (algorithm, key, iv) => streamOf(node().createCipheriv(algorithm, key, iv)),
  decipher: (algorithm, key, iv) => streamOf(node().createDecipheriv(algorithm, key, iv)),

  publicKey: (pem) => new ReadKey(node().createPublicKey(pem)),

  privateKey(pem) {
    // To open one takes as long as whoever locked it wished.
    if (pem.includes('ENCRYPTED')) throw new Error('the private key is encrypted');
    return new ReadKey(node().createPrivateKey(pem));
  },

  publicOf: (key) => (key.isPrivate ? new ReadKey(node().createPublicKey(objectOf(key))) : key),

  jsonWebKey(members) {
    try {
      return new ReadKey(node().createPublicKey({ key: members, format: 'jwk' }));
    } catch {
      return null;
    }
  },

  certificate: (pem) => new (node().X509Certificate)(pem).toString(),

  sign(algorithm, content, key) {
    const signer = node().createSign(algorithm);
    for (const bytes of content) signer.update(bytes);
    return signer.sign(objectOf(key));
  },

  verify(algorithm, content, key, signature, form) {
    const verifier = node().createVerify(algorithm);
    for (const bytes of content) verifier.update(bytes);
    return verifier.verify({ key: objectOf(key), dsaEncoding: form === 'der' ? 'der' : 'ieee-p1363' }, signature);
  },

  sm2Prefix(key, id) {
    // The key ends with its point, which is not compressed.
    const spki = spkiOf(objectOf(key));
    if (spki[spki.length - 65] !== 4) throw new Error('the point of the key is compressed');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length * 8);
    return node().createHash('sm3').update(length).update(id).update(sm2Parameters).update(spki.subarray(spki.length - 64)).digest();
  },

  areEqual: (a, b) => a.length === b.length && node().timingSafeEqual(a, b),
};
