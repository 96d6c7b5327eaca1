/** Certificates of scripts, in sessions of TLS. */
import { createPrivateKey } from 'node:crypto';
import { Account } from '../language/evaluate/account.js';
import { tenantLimits } from '../language/evaluate/limits.js';
import { engine } from '../net/engine.js';
import { tls } from '../net/tls.js';
import type { TlsCredentials, TlsObserver, TlsOptions } from '../stream/runtime/ports.js';
import { ecKeys, rsaKeys } from '../testing/keys.js';
import { useComputation } from './computation.js';
import { evaluate } from './evaluate-service.js';
import { inspect } from './inspect.js';
import { scriptCertificates } from './script-certificates.js';
import { Tenant } from './tenant.js';

beforeAll(() => useComputation(engine.computation));

const quoted = (text: string): string => `'${text.replaceAll('\n', '\\n')}'`;
const [key, certificate] = [rsaKeys.private, rsaKeys.certificate].map(quoted);

/** A key that OpenSSL would compute with for long. */
const wide = '_'.repeat(2000);
const numbers = createPrivateKey(rsaKeys.private).export({ format: 'jwk' });
const slow = quoted(createPrivateKey({ key: { ...numbers, p: wide, q: wide }, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString());

/** What `read` makes of the value of a text. */
function read<T>(source: string, reader: (value: unknown) => T): T {
  const evaluation = evaluate(new Tenant({ account: new Account(tenantLimits), print: () => {} }), { source }, reader);
  if (evaluation.kind !== 'value') throw new Error(evaluation.kind);
  return evaluation.value;
}

/** What is said of a handshake: `secure` on both sides, or why not. */
function shakeHands(server: TlsCredentials, trusted: readonly string[]): Promise<string> {
  const sides: Record<string, ReturnType<typeof tls.open>> = {};
  return new Promise((resolve) => {
    const told: string[] = [];
    const tell = (what: string): void => {
      told.push(what);
      if (told.length === 2 || what !== 'secure') resolve(told.join());
    };
    const observer = (other: string): TlsObserver => ({
      onSecure: () => tell('secure'),
      onCiphertext: (data) => setImmediate(() => sides[other].receive(data)),
      onDrain: () => {},
      onFinish: () => {},
      onPlaintext: () => {},
      onEnd: () => {},
      onError: (_, detail) => tell(detail),
    });
    const options = (rest: Partial<TlsOptions>): TlsOptions => ({ scope: {}, server: false, credentials: null, trusted: [], serverName: undefined, ...rest });
    sides['server'] = tls.open(options({ server: true, credentials: () => server }), observer('client'));
    sides['client'] = tls.open(options({ trusted, serverName: 'pipyjs.test' }), observer('server'));
  }).then((told) => {
    for (const side of Object.values(sides)) side.destroy();
    return told as string;
  });
}

test('sessions of TLS take keys and certificates of crypto, and tell nothing of them', async () => {
  const pairs = [
    `{ cert: new crypto.Certificate(${certificate}), key: new crypto.PrivateKey(${key}) }`,
    `{ cert: new crypto.CertificateChain('#\\n' + ${certificate} + ${certificate}), key: new crypto.PrivateKey(new Data(${key})) }`,
    `{ cert: ${certificate}, key: new Data(${key}) }`,
  ];
  const trusted = read(`new crypto.Certificate(${certificate})`, (value) => scriptCertificates.trusted(value))!;
  for (const pair of pairs) {
    const credentials = read(`(${pair})`, (value) => scriptCertificates.credentials(value));
    expect(await shakeHands(credentials as TlsCredentials, [trusted])).toBe('secure,secure');
    expect(read(`(p => [p.key + '', p.key, Object.keys(p.key), JSON.stringify(p.key)])(${pairs[0]})`, (value) => inspect(value as never))).not.toContain(rsaKeys.private.slice(40, 60));
  }
});

test.each([
  ['5', 'certificate callback did not return an object'],
  ['({})', 'certificate.key requires a private key: crypto.PrivateKey, or a PEM'],
  [`({ key: new crypto.PublicKey(${quoted(ecKeys.public)}) })`, 'certificate.key requires a private key: crypto.PrivateKey, or a PEM'],
  [`({ key: ${slow}, cert: ${certificate} })`, 'certificate.key: the numbers of the RSA key are too large'],
  ["({ key: '-----BEGIN PRIVATE KEY-----' })", 'certificate.key: there is no PRIVATE KEY in PEM'],
  [`({ key: new crypto.PrivateKey(${key}), cert: new crypto.CertificateChain('') })`, 'certificate.cert requires a certificate: crypto.Certificate, crypto.CertificateChain, or a PEM'],
])('%s is refused: %s', (source, why) => {
  expect(read(source, (value) => scriptCertificates.credentials(value))).toBe(why);
});
