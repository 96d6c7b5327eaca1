/** `crypto.Sign` and `crypto.Verify`: signatures over bytes that come piece by piece. */
import { defineClass, type GlobalDefinition, variadic } from '../../language/builtins/define.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import type { Key } from '../../stream/runtime/ports.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { computed } from '../computation.js';
import { contentOf, encoded, toEncoding, wholeContentOf } from '../content.js';
import { orNotOffered, toDigest } from '../digests.js';
import { PrivateKey, PublicKey } from '../keys.js';
import { hostOf } from '../peers.js';
import { sign, verify } from '../signing.js';
import { bytesToValue } from './data.js';

/** What is to be signed. It is kept: what the standard of SM2 puts before it is not known before the key is. */
class Content {
  private readonly data = new Data();
  private done = false;

  constructor(readonly algorithm: string) {}

  push(chunks: readonly Buffer[]): void {
    this.checkOpen();
    for (const chunk of chunks) this.data.pushBytes(chunk);
  }

  /** All of it, once. */
  finish(key: Key, options: Value): Buffer[] {
    this.checkOpen();
    charge((this.data.size >> 4) + this.data.chunkCount);
    const chunks = prefixOf(this.algorithm, key, options);
    this.data.each((chunk) => chunks.push(chunk));
    this.data.clear();
    this.done = true;
    return chunks;
  }

  private checkOpen(): void {
    if (this.done) complain('PJS560', 'the signature was asked for already');
  }
}

class Sign extends Content {}
class Verify extends Content {}

const of = (self: Value): Content => (self as HostObject<Content>).host;

/** Of the id in the options; longer ones the standard does not have. */
const longestId = 8191;

function prefixOf(algorithm: string, key: Key, options: Value): Buffer[] {
  const id = options instanceof ScriptObject ? options.getOwn('id') : undefined;
  if (id === undefined) return [];
  const data = hostOf(id, Data);
  if (data === null) return complain('PJS560', 'options.id requires a Data object');
  if (key.kind !== 'sm2' || algorithm !== 'sm3') return complain('PJS560', 'options.id is for SM2 with sm3');
  if (data.size > longestId) return complain('PJS560', 'options.id is too long');
  const bytes = wholeContentOf(id, 1);
  return [computed((cryptography) => cryptography.sm2Prefix(key, bytes))];
}

const update = apiMethod(
  'update',
  { content: api('any', 'A text or a Data.'), encoding: api('any', 'How a text stands for bytes, otherwise UTF-8.', { optional: true }) },
  (self, { content, encoding }) => {
    const chunks = contentOf(content, 1, encoding);
    allocate(chunks.length * sizes.object);
    of(self).push(chunks);
    return undefined;
  },
  'Takes more bytes.',
  { cost: 'n' },
);

/** An encoding and options, of which either may be left out. */
function encodingAndOptions(args: readonly Value[], at: number): readonly [encoding: Value, options: Value] {
  const first = args[at];
  if (first === undefined || first === null) return [undefined, args[at + 1]];
  return first instanceof ScriptObject ? [undefined, first] : [first, args[at + 1]];
}

const signDescriptor = describeApi('Sign', [
  update,
  {
    ...variadic(
      'sign',
      1,
      (self, args) => {
        if (args.length === 0) complain('PJS501', '1');
        const key = hostOf(args[0], PrivateKey);
        if (key === null) return complain('PJS502', '1', 'a PrivateKey object');
        const [encoding, options] = encodingAndOptions(args, 1);
        const form = toEncoding(encoding, 2);
        const content = of(self);
        const { algorithm } = content;
        return bytesToValue(encoded(sign(algorithm, content.finish(key.key, options), key.key), form));
      },
      'The signature of a private key, as a Data, or as a text where an encoding is given: `sign(key, encoding, { id })`. Can be asked for once.',
    ),
    cost: 'n',
  },
]);

const verifyDescriptor = describeApi('Verify', [
  update,
  {
    ...variadic(
      'verify',
      2,
      (self, args) => {
        if (args.length < 2) complain('PJS501', '2');
        const key = hostOf(args[0], PublicKey);
        if (key === null) return complain('PJS502', '1', 'a PublicKey object');
        const [encoding, options] = encodingAndOptions(args, 2);
        const signature = wholeContentOf(args[1], 2, encoding);
        const content = of(self);
        const { algorithm } = content;
        return verify(algorithm, content.finish(key.key, options), key.key, signature, 'der');
      },
      'Whether a signature, a Data or a text in an encoding, is that of a public key: `verify(key, signature, encoding, { id })`. Can be asked for once.',
    ),
    cost: 'n',
  },
]);

const taken = { algorithm: api('text', 'The algorithm.') };

function define(name: string, doc: string, descriptor: typeof signDescriptor, type: new (algorithm: string) => Content): GlobalDefinition {
  return defineClass({
    name,
    since: '0.22',
    doc,
    length: 1,
    descriptor,
    construct: (args) => {
      const algorithm = toDigest(matchRecord(taken, args).algorithm);
      orNotOffered(
        computed((cryptography) => cryptography.hash(algorithm)),
        algorithm,
      );
      allocate(2 * sizes.object);
      return new HostObject(descriptor, new type(algorithm));
    },
    hasInstance: (value) => hostOf(value, type) !== null,
  });
}

export const signatures = [
  define('Sign', "Signs bytes: `new crypto.Sign('sha256')`. RSA by PKCS #1 v1.5, EC and SM2 with a signature in ASN.1.", signDescriptor, Sign),
  define('Verify', "Verifies a signature over bytes: `new crypto.Verify('sha256')`.", verifyDescriptor, Verify),
];
