/** `crypto.PublicKey`, `crypto.PrivateKey`, `crypto.Certificate`, `crypto.CertificateChain`: they are given to others, and tell nothing. */
import { defineClass, type GlobalDefinition } from '../../language/builtins/define.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import { allocate, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import type { Key } from '../../stream/runtime/ports.js';
import { describeApi } from '../api-class.js';
import { api, complain, matchRecord } from '../arguments.js';
import { Certificate, CertificateChain, PrivateKey, PublicKey, readCertificate, readCertificateChain, readPrivateKey, readPublicKey } from '../keys.js';
import { NativeObject, payNative } from '../native-object.js';
import { hostOf } from '../peers.js';

/** What the library takes for a key. */
const keyBytes = 4000;

const pem = api('any', 'A PEM, as a text or a Data.');
const takenOfKeys = { pem, options: api('object', "`{ aliasType: 'sm2' }` where the key is to be one of SM2.", { optional: true }) };
const takenOfCertificates = { pem };

function checkAlias(options: Value, key: Key): void {
  if (!(options instanceof ScriptObject)) return;
  const alias = options.getOwn('aliasType');
  if (alias === undefined) return;
  if (typeof alias !== 'string') complain('PJS504', 'aliasType', 'a string');
  if (alias !== 'sm2') complain('PJS560', 'invalid options.aliasType');
  if (key.kind !== 'sm2') complain('PJS560', 'the key is none of SM2');
}

function define<T>(name: string, doc: string, make: (args: readonly Value[], native: (bytes: number) => void) => T, type: new (...args: never[]) => T): GlobalDefinition {
  const descriptor = describeApi(name, []);
  return defineClass({
    name,
    since: '0.22',
    cost: 'n',
    doc,
    length: 1,
    descriptor,
    construct: (args) => {
      let taken = 0;
      const host = make(args, (bytes) => payNative((taken = bytes)));
      return new NativeObject(descriptor, host, taken);
    },
    hasInstance: (value) => hostOf(value, type) !== null,
  });
}

export const keys = [
  define(
    'PublicKey',
    'A public key: `new crypto.PublicKey(pem)`.',
    (args, native) => {
      const { pem: given, options } = matchRecord(takenOfKeys, args);
      native(keyBytes);
      const key = readPublicKey(given, 1);
      checkAlias(options, key);
      return new PublicKey(key);
    },
    PublicKey,
  ),
  define(
    'PrivateKey',
    'A private key: `new crypto.PrivateKey(pem)`. It can sign, and be given to filters; nothing gives its bytes back.',
    (args, native) => {
      const { pem: given, options } = matchRecord(takenOfKeys, args);
      native(keyBytes);
      const made = readPrivateKey(given, 1);
      allocate(sizes.string + made.pem.length);
      checkAlias(options, made.key);
      return made;
    },
    PrivateKey,
  ),
  define(
    'Certificate',
    'A certificate, the first in a PEM: `new crypto.Certificate(pem)`.',
    (args, native) => {
      const made = readCertificate(matchRecord(takenOfCertificates, args).pem, 1);
      native(0);
      allocate(sizes.string + made.pem.length);
      return made;
    },
    Certificate,
  ),
  define(
    'CertificateChain',
    'All certificates in a PEM: `new crypto.CertificateChain(pem)`.',
    (args, native) => {
      const made = readCertificateChain(matchRecord(takenOfCertificates, args).pem, 1);
      native(0);
      allocate(sizes.string + made.pem.length);
      return made;
    },
    CertificateChain,
  ),
];
