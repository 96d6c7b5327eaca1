/** What signing and verifying cost, and with which keys there is any. */
import { charge } from '../language/evaluate/meter.js';
import type { Key, SignatureForm } from '../stream/runtime/ports.js';
import { complain } from './arguments.js';
import { computed } from './computation.js';

/** A signature over bytes. */
export function sign(algorithm: string, content: readonly Buffer[], key: Key): Buffer {
  charge(costOfSigning(usable(key)));
  return computed((cryptography) => cryptography.sign(algorithm, content, key));
}

/** Whether a signature is that of the key over these bytes. */
export function verify(algorithm: string, content: readonly Buffer[], key: Key, signature: Buffer, form: SignatureForm): boolean {
  charge(costOfVerifying(usable(key)));
  return computed((cryptography) => cryptography.verify(algorithm, content, key, signature, form));
}

function usable(key: Key): Key {
  return key.kind === 'other' ? complain('PJS560', 'keys of this kind cannot sign: RSA, EC and SM2 can') : key;
}

/** Units for each kind of key, which stand for some 0.1 microseconds each. */
function costOfSigning({ kind, bits }: Key): number {
  return kind === 'rsa' ? 1000 + Math.ceil(800 * (bits / 1024) ** 3) : costOfCurve(bits);
}

function costOfVerifying({ kind, bits }: Key): number {
  return kind === 'rsa' ? 1000 + Math.ceil(1000 * (bits / 1024) ** 2) : costOfCurve(bits);
}

/** Of small fields the library knows shortcuts. */
function costOfCurve(bits: number): number {
  return bits <= 256 ? 4000 : 20_000;
}
