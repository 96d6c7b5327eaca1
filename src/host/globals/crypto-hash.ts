/** `crypto.Hash` and `crypto.Hmac`: digests of bytes that come piece by piece. */
import { defineClass, type GlobalDefinition } from '../../language/builtins/define.js';
import type { HostObject } from '../../language/evaluate/host-object.js';
import type { Value } from '../../language/evaluate/value.js';
import type { Digest } from '../../stream/runtime/ports.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { computed } from '../computation.js';
import { contentOf, encoded, toEncoding, wholeContentOf } from '../content.js';
import { orNotOffered, toDigest } from '../digests.js';
import { NativeObject, payNative } from '../native-object.js';
import { hostOf } from '../peers.js';
import { bytesToValue } from './data.js';

/** A digest that is asked for once. */
class Digesting {
  private done = false;

  constructor(private readonly by: Digest) {}

  /** What is to be used before the end. */
  get open(): Digest {
    return this.done ? complain('PJS560', 'the digest was given already') : this.by;
  }

  finish(): Buffer {
    const digest = this.open.digest();
    this.done = true;
    return digest;
  }
}

class Hash extends Digesting {}
class Hmac extends Digesting {}

/** What the library takes for one. */
const digestBytes = 1000;

const of = (self: Value): Digesting => (self as HostObject<Digesting>).host;

const members = [
  apiMethod(
    'update',
    { content: api('any', 'A text or a Data.'), encoding: api('any', 'How a text stands for bytes, otherwise UTF-8.', { optional: true }) },
    (self, { content, encoding }) => {
      const { open } = of(self);
      for (const bytes of contentOf(content, 1, encoding)) open.update(bytes);
      return undefined;
    },
    'Takes more bytes.',
    { cost: 'n' },
  ),
  apiMethod(
    'digest',
    { encoding: api('any', "'utf8', 'hex', 'base64' or 'base64url'.", { optional: true }) },
    (self, { encoding }) => {
      const form = toEncoding(encoding, 1);
      return bytesToValue(encoded(of(self).finish(), form));
    },
    'The digest of all bytes, as a Data, or as a text where an encoding is given. Can be asked for once.',
  ),
];

const takenOfHash = { algorithm: api('text', 'The algorithm.') };
const takenOfHmac = { algorithm: api('text', 'The algorithm.'), key: api('any', 'The key, a text or a Data.') };
const hashDescriptor = describeApi('Hash', members);
const hmacDescriptor = describeApi('Hmac', members);

const hash = defineClass({
  name: 'Hash',
  since: '0.22',
  doc: "A digest: `new crypto.Hash('sha256')`.",
  length: 1,
  descriptor: hashDescriptor,
  construct: (args) => {
    const algorithm = toDigest(matchRecord(takenOfHash, args).algorithm);
    payNative(digestBytes);
    const digest = orNotOffered(
      computed((cryptography) => cryptography.hash(algorithm)),
      algorithm,
    );
    return new NativeObject(hashDescriptor, new Hash(digest), digestBytes);
  },
  hasInstance: (value) => hostOf(value, Hash) !== null,
});

const hmac = defineClass({
  name: 'Hmac',
  since: '0.22',
  cost: 'n',
  doc: "A digest that takes a key to make: `new crypto.Hmac('sha256', key)`.",
  length: 2,
  descriptor: hmacDescriptor,
  construct: (args) => {
    const { algorithm: name, key } = matchRecord(takenOfHmac, args);
    const algorithm = toDigest(name);
    const secret = wholeContentOf(key, 2);
    payNative(digestBytes);
    const digest = orNotOffered(
      computed((cryptography) => cryptography.hmac(algorithm, secret)),
      algorithm,
    );
    return new NativeObject(hmacDescriptor, new Hmac(digest), digestBytes);
  },
  hasInstance: (value) => hostOf(value, Hmac) !== null,
});

export const digests: readonly GlobalDefinition[] = [hash, hmac];
