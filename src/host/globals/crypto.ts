/** `crypto`: digests, ciphers, signatures, keys and tokens. */
import { constant, defineNamespace } from '../../language/builtins/define.js';
import { ciphers } from './crypto-cipher.js';
import { digests } from './crypto-hash.js';
import { jwk } from './crypto-jwk.js';
import { jwt } from './crypto-jwt.js';
import { keys } from './crypto-keys.js';
import { signatures } from './crypto-signature.js';

const classes = [...keys, ...ciphers, ...digests, ...signatures, jwk, jwt];

export const cryptoGlobal = defineNamespace(
  { name: 'crypto', since: '0.22', doc: 'Cryptography, of the OpenSSL of this process.' },
  classes.map(({ name, value, doc, since, cost }) => ({ ...constant(name, value, doc, since), ...(cost && { cost }) })),
);
