/** Cryptography: each answer is held against node:crypto's own, and against published examples. */
import { createCipheriv, createHash, createHmac, createPrivateKey, createPublicKey, createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { walkHeap } from '../../language/evaluate/activation.js';
import { Account } from '../../language/evaluate/account.js';
import { tenantLimits } from '../../language/evaluate/limits.js';
import { engine } from '../../net/engine.js';
import { ecKeys, rsaKeys, sm2Keys, tokens } from '../../testing/keys.js';
import { useComputation } from '../computation.js';
import { evaluate, failureOf } from '../evaluate-service.js';
import { inspect } from '../inspect.js';
import { Tenant } from '../tenant.js';

beforeAll(() => useComputation(engine.computation));

/** The value as a person reads it, or the error. */
function run(source: string): string {
  const evaluation = evaluate(new Tenant({ account: new Account({ ...tenantLimits, fuel: 1e9, memory: 1e9 }), print: () => {} }), { source }, inspect);
  if (evaluation.kind === 'value') return evaluation.value.replace(/^'|'$/g, '');
  const { status, code, message } = failureOf(evaluation);
  return `${status} ${code}: ${message.replace('TypeError: ', '')}`;
}

const quoted = (text: string): string => `'${text.replaceAll('\n', '\\n')}'`;
const [rsaPrivate, rsaPublic, certificate] = [rsaKeys.private, rsaKeys.public, rsaKeys.certificate].map(quoted);
const [ecPrivate, ecPublic] = [ecKeys.private, ecKeys.public].map(quoted);
const [sm2Private, sm2Public] = [sm2Keys.private, sm2Keys.public].map(quoted);

describe('Hash and Hmac', () => {
  const offered = 'md5 md5-sha1 blake2b512 blake2s256 sha1 sha224 sha256 sha384 sha512 sha512-224 sha512-256 sha3-224 sha3-256 sha3-384 sha3-512 shake128 shake256 ripemd160 sm3'.split(' ');

  test.each(offered)('%s', (algorithm) => {
    const hash = createHash(algorithm).update('Hello, ').update('wörld').digest();
    expect(run(`(h => (h.update('Hello, '), h.update(new Data('wörld')), h.digest('hex')))(new crypto.Hash('${algorithm}'))`)).toBe(hash.toString('hex'));
    if (algorithm.startsWith('shake')) return;
    const hmac = createHmac(algorithm, 'key').update('wörld').digest();
    expect(run(`(h => (h.update('77c3b6726c64', 'hex'), h.digest('base64url')))(new crypto.Hmac('${algorithm}', new Data('key')))`)).toBe(hmac.toString('base64url'));
  });

  test.each([
    ["(h => h.update('a'))(new crypto.Hash('sha1'))", 'undefined'],
    ["(h => (h.update('a'), h.digest().size))(new crypto.Hash('sha1'))", '20'],
    ["new crypto.Hash('sha257')", 'error PJS560: unknown message digest'],
    ["new crypto.Hash('RSA-SHA256')", 'error PJS560: unknown message digest'],
    ["new crypto.Hash()", 'error PJS501: requires 1 or more arguments'],
    ["new crypto.Hmac('sha1')", 'error PJS501: requires 2 or more arguments'],
    ["new crypto.Hmac('sha1', 5)", 'error PJS502: argument #2 expects a Data object or a string'],
    ["new crypto.Hash('sha1').update(5)", 'error PJS502: argument #1 expects a Data object or a string'],
    ["new crypto.Hash('sha1').update('a', 'utf9')", 'error PJS505: unknown encoding'],
    ["new crypto.Hash('sha1').update('abc', 'hex')", 'error PJS505: incomplete hex string'],
    ["new crypto.Hash('sha1').digest('utf9')", 'error PJS505: unknown encoding'],
    ["(h => (h.digest(), h.digest()))(new crypto.Hash('sha1'))", 'error PJS560: the digest was given already'],
    ["(h => (h.digest(), h.update('a')))(new crypto.Hash('sha1'))", 'error PJS560: the digest was given already'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));

  test.each(['md4', 'mdc2', 'whirlpool'])('%s is given, or said not to be offered', (algorithm) => {
    expect(run(`new crypto.Hash('${algorithm}').digest('hex')`)).toMatch(/^[0-9a-f]+$|is not offered by the OpenSSL of this process$/);
  });
});

describe('Cipher and Decipher', () => {
  const [key, iv] = ['0123456789abcdef', 'fedcba9876543210'];
  const text = 'a text that is longer than one block';

  test.each([
    ['sm4-cbc', 'sm4-cbc'],
    ['sm4-ecb', 'sm4-ecb'],
    ['sm4-cfb', 'sm4-cfb'],
    ['sm4-cfb128', 'sm4-cfb'],
    ['sm4-ofb', 'sm4-ofb'],
    ['sm4-ctr', 'sm4-ctr'],
  ])('%s', (name, algorithm) => {
    const cipher = createCipheriv(algorithm, key, algorithm === 'sm4-ecb' ? null : iv);
    const expected = cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
    const whole = (type: string, options: string, content: string): string => `(c => (d => (d.push(c.final()), d))(c.update(${content})))(new crypto.${type}('${name}', ${options}))`;
    const options = name === 'sm4-ecb' ? `{ key: '${key}' }` : `{ key: '${key}', iv: new Data('${iv}') }`;
    expect(run(`${whole('Cipher', options, `'${text}'`)}.toString('hex')`)).toBe(expected);
    expect(run(`${whole('Decipher', options, `new Data('${expected}', 'hex')`)}.toString()`)).toBe(text);
  });

  test('the example of the standard', () => {
    const block = '0123456789abcdeffedcba9876543210';
    expect(run(`new crypto.Cipher('sm4-ecb', { key: new Data('${block}', 'hex') }).update(new Data('${block}', 'hex')).toString('hex')`)).toBe('681edf34d206965e86b3e94f536e4246');
  });

  test.each([
    ["new crypto.Cipher('aes-128-cbc', { key: '0123456789abcdef' })", 'error PJS560: unknown cipher'],
    ["new crypto.Cipher('sm4-cbc')", 'error PJS501: requires 2 or more arguments'],
    ["new crypto.Cipher('sm4-cbc', {})", 'error PJS560: options.key requires a Data object or a string'],
    ["new crypto.Cipher('sm4-cbc', { key: 'k'.repeat(65), iv: '' })", 'error PJS560: options.key is too long'],
    ["new crypto.Cipher('sm4-cbc', { key: 'k', iv: '' })", 'error PJS560: options.key length should be 16'],
    ["new crypto.Cipher('sm4-cbc', { key: 'k'.repeat(16) })", 'error PJS560: options.iv requires a Data object or a string'],
    ["new crypto.Cipher('sm4-cbc', { key: 'k'.repeat(16), iv: 'i' })", 'error PJS560: options.iv length should be 16'],
    ["new crypto.Cipher('sm4-ecb', { key: 'k'.repeat(16) }).update(5)", 'error PJS502: argument #1 expects a Data object or a string'],
    ["(c => (c.final(), c.final()))(new crypto.Cipher('sm4-ecb', { key: 'k'.repeat(16) }))", 'error PJS560: the cipher was finished already'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));

  test('what was not encrypted with the key is an error, and tells nothing else', () => {
    expect(run("(c => (c.update('x'.repeat(32)), c.final()))(new crypto.Decipher('sm4-ecb', { key: 'k'.repeat(16) }))")).toMatch(/^error PJS560: /);
    expect(run("(c => (c.update('x'), c.final()))(new crypto.Decipher('sm4-ecb', { key: 'k'.repeat(16) }))")).toMatch(/^error PJS560: /);
  });

  test('of a long key the first 16 bytes count', () => {
    const encrypt = (text: string): string => run(`new crypto.Cipher('sm4-ecb', { key: '${text}' }).update('0123456789abcdef').toString('hex')`);
    expect(encrypt(`${key}and more`)).toBe(encrypt(key));
  });
});

describe('Sign and Verify', () => {
  const sign = (key: string, rest = "'hex'", algorithm = 'sha256'): string => run(`(s => (s.update('hel'), s.update(new Data('lo')), s.sign(new crypto.PrivateKey(${key}), ${rest})))(new crypto.Sign('${algorithm}'))`);
  const verify = (key: string, signature: string, rest = "'hex'", algorithm = 'sha256'): string => run(`(v => (v.update('hello'), v.verify(new crypto.PublicKey(${key}), '${signature}', ${rest})))(new crypto.Verify('${algorithm}'))`);

  test.each(['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'ripemd160'])('RSA with %s', (algorithm) => {
    const signature = createSign(algorithm).update('hello').sign(rsaKeys.private, 'hex');
    expect(sign(rsaPrivate, "'hex'", algorithm)).toBe(signature);
    expect(verify(rsaPublic, signature, "'hex'", algorithm)).toBe('true');
    expect(verify(rsaPublic, `00${signature.slice(2)}`, "'hex'", algorithm)).toBe('false');
  });

  test('EC', () => {
    const signature = sign(ecPrivate);
    expect(createVerify('sha256').update('hello').verify(ecKeys.public, signature, 'hex')).toBe(true);
    expect([verify(ecPublic, signature), verify(ecPublic, signature, "'hex'", 'sha1'), verify(ecPublic, '00'), verify(rsaPublic, signature)]).toEqual(['true', 'false', 'false', 'false']);
  });

  test('SM2, with the id of the signer', () => {
    // GM/T 0003.5, example of a signature.
    const point = '04' + '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' + 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
    const spki = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`, 'hex').toString('base64');
    const [r, s] = ['00f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3', '00b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'];
    const signature = `30460221${r}0221${s}`;
    const asked = (id: string): string => `(v => (v.update('message digest'), v.verify(new crypto.PublicKey('-----BEGIN PUBLIC KEY-----\\n${spki}\\n-----END PUBLIC KEY-----', { aliasType: 'sm2' }), '${signature}', 'hex', { id: new Data('${id}') })))(new crypto.Verify('sm3'))`;
    expect([run(asked('1234567812345678')), run(asked('1234567812345679'))]).toEqual(['true', 'false']);

    const own = sign(sm2Private, "'hex', { id: new Data('me') }", 'sm3');
    expect([verify(sm2Public, own, "'hex', { id: new Data('me') }", 'sm3'), verify(sm2Public, own, "'hex', { id: new Data('you') }", 'sm3'), verify(sm2Public, own, "'hex'", 'sm3')]).toEqual(['true', 'false', 'false']);
    const without = sign(sm2Private, "'hex'", 'sm3');
    expect(verify(sm2Public, without, "'hex'", 'sm3')).toBe('true');
  });

  test.each([
    [`new crypto.Sign('sha256').sign(new crypto.PrivateKey(${ecPrivate})).size > 60`, 'true'],
    [`(s => (s.sign(new crypto.PrivateKey(${ecPrivate})), s.update('a')))(new crypto.Sign('sha256'))`, 'error PJS560: the signature was asked for already'],
    [`new crypto.Sign('sha256').sign(new crypto.PublicKey(${ecPublic}))`, 'error PJS502: argument #1 expects a PrivateKey object'],
    [`new crypto.Verify('sha256').verify(new crypto.PrivateKey(${ecPrivate}), 'a')`, 'error PJS502: argument #1 expects a PublicKey object'],
    [`new crypto.Verify('sha256').verify(new crypto.PublicKey(${ecPublic}))`, 'error PJS501: requires 2 or more arguments'],
    ["new crypto.Sign('sha256').sign()", 'error PJS501: requires 1 or more arguments'],
    ["new crypto.Sign('sha')", 'error PJS560: unknown message digest'],
    [`new crypto.Sign('sha256').sign(new crypto.PrivateKey(${ecPrivate}), 'utf9')`, 'error PJS505: unknown encoding'],
    [`new crypto.Sign('sha256').sign(new crypto.PrivateKey(${ecPrivate}), { id: new Data('a') })`, 'error PJS560: options.id is for SM2 with sm3'],
    [`new crypto.Sign('sm3').sign(new crypto.PrivateKey(${sm2Private}), { id: 'a' })`, 'error PJS560: options.id requires a Data object'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));

  test('keys that nobody has are refused', () => {
    const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }): string => quoted(key.export({ type: 'spki', format: 'pem' }).toString());
    const ed = generateKeyPairSync('ed25519');
    expect(run(`new crypto.Verify('sha256').verify(new crypto.PublicKey(${pem(ed.publicKey)}), 'a')`)).toMatch('keys of this kind cannot sign');
    const dear = createPublicKey({ key: { kty: 'RSA', n: '_'.repeat(342), e: '_'.repeat(342) }, format: 'jwk' });
    expect(run(`new crypto.PublicKey(${pem(dear)})`)).toMatch('64 in the public exponent');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const numbers = privateKey.export({ format: 'jwk' });
    const wide = '_'.repeat(2000);
    for (const more of [{ p: wide, q: wide, dp: wide, dq: wide, qi: wide }, { dp: wide }, { d: wide }]) {
      const slow = createPrivateKey({ key: { ...numbers, ...more }, format: 'jwk' });
      for (const type of ['pkcs8', 'pkcs1'] as const) expect(run(`new crypto.PrivateKey(${quoted(slow.export({ type, format: 'pem' }).toString())})`)).toMatch('the numbers of the RSA key are too large');
    }
    expect(run(`new crypto.PrivateKey(${quoted(generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())})`)).toMatch('keys of this kind are not taken');
    expect(run(`new crypto.PrivateKey(${quoted(ed.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())})`)).toBe('PrivateKey {}');
    const long = createPublicKey({ key: { kty: 'RSA', n: '_'.repeat(2732), e: 'AQAB' }, format: 'jwk' });
    expect(run(`new crypto.PublicKey(${pem(long)})`)).toMatch('RSA keys may have 8192 bits');
  });
});

describe('keys and certificates', () => {
  test.each([
    [`new crypto.PrivateKey(new Data(${rsaPrivate}))`, 'PrivateKey {}'],
    [`new crypto.PublicKey('garbage\\n' + ${rsaPublic})`, 'PublicKey {}'],
    [`new crypto.Certificate(${certificate})`, 'Certificate {}'],
    [`new crypto.CertificateChain('a' + ${certificate} + 'b' + ${certificate})`, 'CertificateChain {}'],
    ["new crypto.CertificateChain('')", 'CertificateChain {}'],
    ["new crypto.CertificateChain('-----BEGIN CERTIFICATE-----')", 'CertificateChain {}'],
    [`new crypto.PrivateKey(${rsaPublic})`, 'error PJS560: there is no PRIVATE KEY in PEM'],
    [`new crypto.PublicKey(${rsaPrivate})`, 'error PJS560: there is no PUBLIC KEY in PEM'],
    ['new crypto.Certificate(5)', 'error PJS502: argument #1 expects a Data object or a string'],
    ['new crypto.Certificate()', 'error PJS501: requires 1 or more arguments'],
    [`new crypto.PublicKey(${rsaPublic}, { aliasType: 'sm2' })`, 'error PJS560: the key is none of SM2'],
    [`new crypto.PublicKey(${rsaPublic}, { aliasType: 'sm3' })`, 'error PJS560: invalid options.aliasType'],
    [`new crypto.PrivateKey(${sm2Private}, { aliasType: 'sm2' })`, 'PrivateKey {}'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));

  test.each(['PublicKey', 'PrivateKey', 'Certificate', 'CertificateChain'])('a broken %s is an error in the words of OpenSSL', (name) => {
    const label = { PublicKey: 'PUBLIC KEY', PrivateKey: 'PRIVATE KEY' }[name] ?? 'CERTIFICATE';
    expect(run(`new crypto.${name}('-----BEGIN ${label}-----\\nAAAA\\n-----END ${label}-----')`)).toMatch(/^error PJS560: \S/);
  });
});

describe('JWK', () => {
  const { n, e } = rsaKeys.jwk;
  const { x, y } = ecKeys.jwk;

  test.each([
    [`new crypto.JWK({ kty: 'RSA', n: '${n}', e: '${e}' }).isValid`, 'true'],
    [`new crypto.JWK({ kty: 'EC', crv: 'P-256', x: '${x}', y: '${y}' }).isValid`, 'true'],
    [`new crypto.JWK({ kty: 'EC', crv: 'P-256', x: '${x}', y: '${x}' }).isValid`, 'false'],
    ['new crypto.JWK({})', 'error PJS560: missing "kty"'],
    ["new crypto.JWK({ kty: 'oct' })", 'error PJS560: unknown "kty"'],
    [`new crypto.JWK({ kty: 'RSA', e: '${e}' })`, 'error PJS560: missing "n"'],
    [`new crypto.JWK({ kty: 'RSA', n: '${n}' })`, 'error PJS560: missing "e"'],
    [`new crypto.JWK({ kty: 'RSA', n: 'a+b', e: '${e}' })`, 'error PJS560: invalid "n"'],
    [`new crypto.JWK({ kty: 'EC', crv: 'P-256', x: '*', y: '${y}' })`, 'error PJS560: invalid "x"'],
    [`new crypto.JWK({ kty: 'EC', crv: 'P-1', x: '${x}', y: '${y}' })`, 'error PJS560: unknown "crv"'],
    ["new crypto.JWK({ kty: 'EC' })", 'error PJS560: missing "crv"'],
    ['new crypto.JWK()', 'error PJS501: requires 1 or more arguments'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));
});

describe('JWT', () => {
  const { hs256, rs256, es256 } = tokens;
  const by = (token: string, key: string): string => run(`new crypto.JWT('${token}').verify(${key})`);
  const rsaJwk = `new crypto.JWK(${JSON.stringify(rsaKeys.jwk)})`;
  const ecJwk = `new crypto.JWK(${JSON.stringify(ecKeys.jwk)})`;

  test.each([
    [hs256, "'secret'", 'true'],
    [hs256, "new Data('secret')", 'true'],
    [hs256, "'other'", 'false'],
    [rs256, rsaPublic, 'true'],
    [rs256, `new Data(${rsaPublic})`, 'true'],
    [rs256, rsaPrivate, 'true'],
    [rs256, `new crypto.PublicKey(${rsaPublic})`, 'true'],
    [rs256, `new crypto.PrivateKey(${rsaPrivate})`, 'true'],
    [rs256, rsaJwk, 'true'],
    [rs256, ecPublic, 'false'],
    [es256, ecPublic, 'true'],
    [es256, ecJwk, 'true'],
    [es256, rsaJwk, 'false'],
    [es256, 'new crypto.JWK({ kty: "EC", crv: "P-256", x: "AA", y: "AA" })', 'false'],
    [`${rs256.slice(0, -6)}AAAAAA`, rsaPublic, 'false'],
    [rs256, "'no key'", 'error PJS560: there is no PUBLIC KEY in PEM'],
    [rs256, '5', 'error PJS502: argument #1 expects a Data object, a string, or a key'],
    ['nothing', "'secret'", 'false'],
  ])('%s by %s: %s', (token, key, expected) => expect(by(token, key)).toBe(expected));

  test('a public key is no secret', () => {
    const [header, payload] = hs256.split('.');
    const forged = createHmac('sha256', rsaKeys.public).update(`${header}.${payload}`).digest('base64url');
    expect(by(`${header}.${payload}.${forged}`, rsaPublic)).toBe('false');
    expect(by(`${header}.${payload}.${forged}`, `new crypto.PublicKey(${rsaPublic})`)).toBe('false');
  });

  test('a signature of another curve or digest does not count', () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const signed = `${part({ alg: 'ES256' })}.${part({})}`;
    const signature = createSign('sha256').update(signed).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url');
    expect(by(`${signed}.${signature}`, quoted(publicKey.export({ type: 'spki', format: 'pem' }).toString()))).toBe('false');
  });

  test.each([
    [`(t => [t.isValid, t.header.alg, t.payload.sub])(new crypto.JWT('${hs256}'))`, "[true, 'HS256', 'pipy']"],
    ["(t => [t.isValid, t.header, t.payload])(new crypto.JWT(''))", '[false, undefined, undefined]'],
    ["(t => [t.isValid, t.header, t.payload])(new crypto.JWT('e30.e30.'))", '[false, {}, {}]'],
    ["(t => [t.isValid, t.header, t.payload])(new crypto.JWT('bnVsbA.W10.AA'))", '[false, undefined, undefined]'],
    [`new crypto.JWT('${hs256}.x').isValid`, 'false'],
    [`new crypto.JWT('${hs256}=').isValid`, 'false'],
    [`(t => t.payload === t.payload)(new crypto.JWT('${hs256}'))`, 'true'],
    ['new crypto.JWT(5)', 'error PJS502: argument #1 expects a string'],
  ])('%s', (source, expected) => expect(run(source)).toBe(expected));

  test('what must be understood and is not makes a token invalid', () => {
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', crit: ['x'], x: 1 })).toString('base64url');
    expect(run(`new crypto.JWT('${header}.e30.AA').isValid`)).toBe('false');
  });
});

test('what the library keeps for an object counts as memory', () => {
  const account = new Account(tenantLimits);
  const held: { reach: Parameters<typeof walkHeap>[0]['roots'][number]['reach'] }[] = [];
  account.roots = held;
  const tenant = new Tenant({ account, print: () => {} });
  const before = walkHeap(account);
  evaluate(tenant, { source: `new Array(100).fill(0).map(() => new crypto.Hash('sha256'))` }, (value) => void held.push({ reach: (walk) => void walk.value(value) }));
  expect(walkHeap(account) - before).toBeGreaterThan(100_000);
});
