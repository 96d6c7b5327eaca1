/** `crypto.JWT`: a JSON Web Token. */
import { accessor, defineClass } from '../../language/builtins/define.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { computed } from '../computation.js';
import { textContentOf, wholeContentOf } from '../content.js';
import { JsonWebToken } from '../json-web-token.js';
import { isPem, PrivateKey, PublicKey, readVerifyingKey } from '../keys.js';
import { hostOf } from '../peers.js';
import { JsonWebKey } from './crypto-jwk.js';

const of = (self: Value): JsonWebToken => (self as HostObject<JsonWebToken>).host;

function verifyBy(token: JsonWebToken, key: Value): boolean {
  if (typeof key === 'string' || hostOf(key, Data) !== null) {
    const text = textContentOf(key, 1);
    if (!token.isValid) return false;
    // Who has the public key could otherwise sign with it as a secret.
    if (token.takesSecret) return !isPem(text) && token.verifySecret(wholeContentOf(key, 1));
    return token.verifyKey(readVerifyingKey(text));
  }
  const webKey = hostOf(key, JsonWebKey);
  if (webKey !== null) return webKey.key !== null && token.verifyKey(webKey.key);
  const publicKey = hostOf(key, PublicKey);
  if (publicKey !== null) return token.verifyKey(publicKey.key);
  const privateKey = hostOf(key, PrivateKey);
  if (privateKey !== null) return token.verifyKey(computed(({ publicOf }) => publicOf(privateKey.key)));
  return complain('PJS502', '1', 'a Data object, a string, or a key');
}

const descriptor = describeApi(
  'JWT',
  [
    accessor('isValid', (self) => of(self).isValid, 'Whether it is a token, with an algorithm that is known. Not: whether its signature is right.'),
    accessor('header', (self) => of(self).header, 'The header, or undefined where there is none.'),
    accessor('payload', (self) => of(self).payload, 'The payload, or undefined where there is none. Times in it are not looked at.'),
    apiMethod(
      'verify',
      { key: api('any', 'A secret, as a text or a Data, for HS256, HS384 and HS512; for the others a PEM, a PublicKey, a PrivateKey or a JWK.') },
      (self, { key }) => verifyBy(of(self), key),
      'Whether the signature is that of the key.',
      { cost: 'n' },
    ),
  ],
  ['isValid', 'header', 'payload'],
);

const taken = { token: api('text', 'The token.') };

export const jwt = defineClass({
  name: 'JWT',
  since: '0.22',
  cost: 'n',
  doc: 'A JSON Web Token: `new crypto.JWT(token)`. Never fails; a text that is no token is not valid.',
  length: 1,
  descriptor,
  construct: (args) => {
    const { token } = matchRecord(taken, args);
    allocate(2 * sizes.object);
    const host = new JsonWebToken(token as string);
    return new HostObject(descriptor, host, [host.header, host.payload]);
  },
  hasInstance: (value) => hostOf(value, JsonWebToken) !== null,
});
