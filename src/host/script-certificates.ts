/** Certificates and keys of scripts for TLS: objects of `crypto`, or PEM, as a text or as the Data of a file. */
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { bytesToText } from '../stream/bytes/text.js';
import type { CertificateModel } from '../stream/runtime/ports.js';
import { Certificate, CertificateChain, faultOfPrivateKey, PrivateKey } from './keys.js';
import { hostOf } from './peers.js';

export const scriptCertificates: CertificateModel = {
  credentials(value) {
    if (!(value instanceof PlainObject)) return 'certificate callback did not return an object';
    const given = value.getOwn('key');
    const key = hostOf(given, PrivateKey)?.pem ?? pemOf(given, 'PRIVATE KEY');
    if (key === null) return 'certificate.key requires a private key: crypto.PrivateKey, or a PEM';
    if (hostOf(given, PrivateKey) === null && checked.get(value) !== key) {
      const fault = faultOfPrivateKey(key);
      if (fault !== null) return `certificate.key: ${fault}`;
      checked.set(value, key);
    }
    const certificate = certificateOf(value.getOwn('cert'));
    if (certificate === null) return 'certificate.cert requires a certificate: crypto.Certificate, crypto.CertificateChain, or a PEM';
    return { certificate, key };
  },
  trusted: (value) => certificateOf(value as Value),
};

/** The keys in PEM of objects that were looked at: those of one object are asked for again with each session. */
const checked = new WeakMap<PlainObject, string>();

/** An empty chain is no certificate. */
function certificateOf(value: Value): string | null {
  const pem = hostOf(value, Certificate)?.pem ?? hostOf(value, CertificateChain)?.pem;
  return pem === undefined ? pemOf(value, 'CERTIFICATE') : pem === '' ? null : pem;
}

/** The text of `value` when it holds a PEM block of what is asked for. */
function pemOf(value: Value, what: string): string | null {
  const data = hostOf(value, Data);
  const text = data === null ? value : bytesToText(data.toBuffer(), 'utf8');
  return typeof text === 'string' && text.includes('-----BEGIN ') && text.includes(`${what}-----`) ? text : null;
}
