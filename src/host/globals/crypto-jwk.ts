/** `crypto.JWK`: a public key as a JSON Web Key (RFC 7517). */
import { accessor, defineClass } from '../../language/builtins/define.js';
import type { HostObject } from '../../language/evaluate/host-object.js';
import { charge } from '../../language/evaluate/meter.js';
import type { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';
import { textToBytes } from '../../stream/bytes/text.js';
import type { Key } from '../../stream/runtime/ports.js';
import { describeApi } from '../api-class.js';
import { api, complain, matchRecord } from '../arguments.js';
import { computed } from '../computation.js';
import { NativeObject, payNative } from '../native-object.js';
import { hostOf } from '../peers.js';

export class JsonWebKey {
  constructor(
    /** Null where its numbers make no key. */
    readonly key: Key | null,
  ) {}
}

const curves = ['P-256', 'P-384', 'P-521', 'secp256k1'];

/** Of a member, in characters: those of a modulus of 8192 bits. */
const longestMember = 1400;

const keyBytes = 4000;
const reading = 500;

function keyOf(given: ScriptObject): Key | null {
  const kty = textOf(given, 'kty');
  switch (kty) {
    case 'RSA':
      return read({ kty, n: textOf(given, 'n'), e: textOf(given, 'e') }, ['n', 'e']);
    case 'EC': {
      const crv = textOf(given, 'crv');
      const [x, y] = [textOf(given, 'x'), textOf(given, 'y')];
      if (!curves.includes(crv)) return complain('PJS560', 'unknown "crv"');
      return read({ kty, crv, x, y }, ['x', 'y']);
    }
    default:
      return complain('PJS560', 'unknown "kty"');
  }
}

function textOf(given: ScriptObject, name: string): string {
  const value = given.getOwn(name);
  return typeof value === 'string' ? value : complain('PJS560', `missing "${name}"`);
}

function read(members: Readonly<Record<string, string>>, numbers: readonly string[]): Key | null {
  for (const [name, text] of Object.entries(members)) {
    if (numbers.includes(name) && (text.length > longestMember || typeof textToBytes(text, 'base64url') === 'string')) return complain('PJS560', `invalid "${name}"`);
  }
  charge(reading);
  return computed((cryptography) => cryptography.jsonWebKey(members));
}

const of = (self: Value): JsonWebKey => (self as HostObject<JsonWebKey>).host;

const descriptor = describeApi('JWK', [accessor('isValid', (self) => of(self).key !== null, 'Whether its numbers make a key.')], ['isValid']);

const taken = { key: api('object', "The key's members: `{ kty: 'RSA', n, e }` or `{ kty: 'EC', crv, x, y }`.") };

export const jwk = defineClass({
  name: 'JWK',
  since: '0.22',
  doc: 'A public key as a JSON Web Key: `new crypto.JWK({ kty, … })`.',
  length: 1,
  descriptor,
  construct: (args) => {
    const { key } = matchRecord(taken, args);
    payNative(keyBytes);
    return new NativeObject(descriptor, new JsonWebKey(keyOf(key as ScriptObject)), keyBytes);
  },
  hasInstance: (value) => hostOf(value, JsonWebKey) !== null,
});
