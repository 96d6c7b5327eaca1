/** What scripts have of keys and certificates: objects without members. Their bytes never become a value again. */
import { charge } from '../language/evaluate/meter.js';
import { apart } from '../language/evaluate/text.js';
import type { Value } from '../language/evaluate/value.js';
import type { Cryptography, Key } from '../stream/runtime/ports.js';
import { computation, computed } from './computation.js';
import { textContentOf } from './content.js';
import { complain } from './arguments.js';

export class PublicKey {
  constructor(readonly key: Key) {}
}

export class PrivateKey {
  constructor(
    readonly key: Key,
    /** For the sessions of TLS, which take nothing else. */
    readonly pem: string,
  ) {}
}

export class Certificate {
  constructor(readonly pem: string) {}
}

export class CertificateChain {
  /** All of its certificates, one after the other. */
  constructor(readonly pem: string) {}
}

/** Longer keys and certificates are not read. */
const longestPem = 64 * 1024;

/** Reading a key is worth so many units: the library goes through all forms that there are. */
const reading = 5000;

const publicLabels = ['PUBLIC KEY', 'RSA PUBLIC KEY'];
const privateLabels = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'];

/** The key in the PEM that an argument gives. */
export function readPublicKey(value: Value, position: number): Key {
  return readKey(blockOf(textContentOf(value, position), publicLabels), 'PUBLIC KEY', (pem, { publicKey }) => publicKey(pem));
}

export function readPrivateKey(value: Value, position: number): PrivateKey {
  const pem = blockOf(textContentOf(value, position), privateLabels);
  return new PrivateKey(
    readKey(pem, 'PRIVATE KEY', (block, { privateKey }) => privateKey(block)),
    pem!,
  );
}

/** What is wrong with the private key in a PEM that TLS is to use; null where it can be used. */
export function faultOfPrivateKey(text: string): string | null {
  const pem = blockOf(text, privateLabels);
  if (pem === null) return 'there is no PRIVATE KEY in PEM';
  try {
    computation().cryptography.privateKey(pem);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read';
  }
}

/** The public key in a PEM, or that which belongs to the private key in it. */
export function readVerifyingKey(text: string): Key {
  const own = blockOf(text, publicLabels);
  if (own !== null) return readKey(own, 'PUBLIC KEY', (pem, { publicKey }) => publicKey(pem));
  return readKey(blockOf(text, privateLabels), 'PUBLIC KEY', (pem, { privateKey, publicOf }) => publicOf(privateKey(pem)));
}

/** Whether a text is a key or a certificate, which is no secret to share. */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ');
}

function readKey(pem: string | null, what: string, read: (pem: string, by: Cryptography) => Key): Key {
  if (pem === null) return complain('PJS560', `there is no ${what} in PEM`);
  charge(reading);
  return computed((cryptography) => read(pem, cryptography));
}

/** The first certificate in the PEM that an argument gives. */
export function readCertificate(value: Value, position: number): Certificate {
  const [first] = certificatesIn(textContentOf(value, position), 1);
  return first === undefined ? complain('PJS560', 'there is no CERTIFICATE in PEM') : new Certificate(first);
}

/** All certificates there; what stands between them means nothing. */
export function readCertificateChain(value: Value, position: number): CertificateChain {
  return new CertificateChain(certificatesIn(textContentOf(value, position), Infinity).join(''));
}

function certificatesIn(text: string, most: number): string[] {
  const certificates: string[] = [];
  for (let at = 0; certificates.length < most; ) {
    const block = nextBlock(text, ['CERTIFICATE'], at);
    if (block === null) break;
    charge(reading);
    certificates.push(computed((cryptography) => cryptography.certificate(block.pem)));
    at = block.end;
  }
  return certificates;
}

function blockOf(text: string, labels: readonly string[]): string | null {
  return nextBlock(text, labels, 0)?.pem ?? null;
}

/** The first block of one of these kinds from `at` on, and where it ends. */
function nextBlock(text: string, labels: readonly string[], at: number): { readonly pem: string; readonly end: number } | null {
  for (let begin = text.indexOf('-----BEGIN ', at); begin >= 0; begin = text.indexOf('-----BEGIN ', begin + 1)) {
    const label = labels.find((each) => text.startsWith(`${each}-----`, begin + 11));
    if (label === undefined) continue;
    const last = `-----END ${label}-----`;
    const end = text.indexOf(last, begin);
    if (end < 0) return null;
    if (end - begin > longestPem) return complain('PJS560', 'the PEM is too large');
    return { pem: apart(`${text.slice(begin, end + last.length)}\n`), end: end + last.length };
  }
  return null;
}
