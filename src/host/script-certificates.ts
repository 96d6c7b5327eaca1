/** Certificates and keys of scripts: PEM, as a text or as the Data of a file. */
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { Data } from '../stream/bytes/data.js';
import { bytesToText } from '../stream/bytes/text.js';
import type { CertificateModel } from '../stream/runtime/ports.js';
import { hostOf } from './peers.js';

export const scriptCertificates: CertificateModel = {
  credentials(value) {
    if (!(value instanceof PlainObject)) return 'certificate callback did not return an object';
    const key = pemOf(value.getOwn('key'), 'PRIVATE KEY');
    if (key === null) return 'certificate.key requires a private key in PEM';
    const certificate = pemOf(value.getOwn('cert'), 'CERTIFICATE');
    if (certificate === null) return 'certificate.cert requires a certificate in PEM';
    return { certificate, key };
  },
  trusted: (value) => pemOf(value as Value, 'CERTIFICATE'),
};

/** The text of `value` when it holds a PEM block of what is asked for. */
function pemOf(value: Value, what: string): string | null {
  const data = hostOf(value, Data);
  const text = data === null ? value : bytesToText(data.toBuffer(), 'utf8');
  return typeof text === 'string' && text.includes('-----BEGIN ') && text.includes(`${what}-----`) ? text : null;
}
