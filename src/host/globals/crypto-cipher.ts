/** `crypto.Cipher` and `crypto.Decipher`: SM4 (GB/T 32907) over bytes that come piece by piece. */
import { defineClass, type GlobalDefinition } from '../../language/builtins/define.js';
import type { HostObject } from '../../language/evaluate/host-object.js';
import { allocate } from '../../language/evaluate/meter.js';
import { ScriptObject } from '../../language/evaluate/object.js';
import type { Value } from '../../language/evaluate/value.js';
import type { CipherStream, Cryptography } from '../../stream/runtime/ports.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain, matchRecord } from '../arguments.js';
import { computed } from '../computation.js';
import { contentOf, encoded } from '../content.js';
import { NativeObject, payNative } from '../native-object.js';
import { hostOf } from '../peers.js';
import { Data } from '../../stream/bytes/data.js';
import { bytesToValue, dataToValue } from './data.js';

/** From the names of scripts to those of the library. */
const algorithms = new Map([
  ['sm4-cbc', 'sm4-cbc'],
  ['sm4-ecb', 'sm4-ecb'],
  ['sm4-cfb', 'sm4-cfb'],
  ['sm4-cfb128', 'sm4-cfb'],
  ['sm4-ofb', 'sm4-ofb'],
  ['sm4-ctr', 'sm4-ctr'],
]);

/** Of a block, and of a key. */
const blockSize = 16;
/** What the original takes as a key, of which it uses the first block. */
const longestKey = 64;

/** Bytes in and out, to an end. */
class Ciphering {
  private done = false;

  constructor(private readonly by: CipherStream) {}

  get open(): CipherStream {
    return this.done ? complain('PJS560', 'the cipher was finished already') : this.by;
  }

  finish(): Buffer {
    const { open } = this;
    this.done = true;
    return computed(() => open.final());
  }
}

class Cipher extends Ciphering {}
class Decipher extends Ciphering {}

/** What the library takes for one. */
const cipherBytes = 1500;

const of = (self: Value): Ciphering => (self as HostObject<Ciphering>).host;

const members = [
  apiMethod(
    'update',
    { content: api('any', 'A text or a Data.') },
    (self, { content }) => {
      const { open } = of(self);
      const output = new Data();
      for (const bytes of contentOf(content, 1)) {
        allocate(bytes.length + blockSize + viewBytes);
        output.pushBytes(computed(() => open.update(bytes)));
      }
      return dataToValue(output);
    },
    'Takes more bytes and gives those that are ready, as a Data.',
    { cost: 'n' },
  ),
  apiMethod('final', {}, (self) => bytesToValue(encoded(of(self).finish(), null)), 'The last bytes, as a Data.'),
];

/** What V8 takes for a view of bytes. */
const viewBytes = 200;

/** The key; of a longer one what the original takes of it, the first bytes. */
function keyOf(options: ScriptObject): Buffer {
  const bytes = bytesOf(options, 'key');
  if (bytes === null || bytes.length > longestKey) return complain('PJS560', 'options.key is too long');
  return bytes.length < blockSize ? complain('PJS560', `options.key length should be ${blockSize}`) : bytes.subarray(0, blockSize);
}

function ivOf(options: ScriptObject): Buffer {
  const bytes = bytesOf(options, 'iv');
  return bytes?.length === blockSize ? bytes : complain('PJS560', `options.iv length should be ${blockSize}`);
}

/** Null where it is too long to be either. */
function bytesOf(options: ScriptObject, name: string): Buffer | null {
  const value = options.getOwn(name);
  const size = typeof value === 'string' ? value.length : hostOf(value, Data)?.size;
  if (size === undefined) return complain('PJS560', `options.${name} requires a Data object or a string`);
  return size > longestKey ? null : Buffer.concat(contentOf(value, 2));
}

const taken = { algorithm: api('text', 'The algorithm.'), options: api('object', '`{ key, iv }`, each a text or a Data of 16 bytes; of a longer key the first 16 count.') };

function define(
  name: string,
  doc: string,
  type: new (by: CipherStream) => Ciphering,
  make: (by: Cryptography) => Cryptography['cipher'],
): GlobalDefinition {
  const descriptor = describeApi(name, members);
  return defineClass({
    name,
    since: '0.22',
    doc,
    length: 2,
    descriptor,
    construct: (args) => {
      const { algorithm: asked, options } = matchRecord(taken, args);
      const algorithm = algorithms.get(asked as string);
      if (algorithm === undefined) return complain('PJS560', 'unknown cipher');
      const given = options as ScriptObject;
      const key = keyOf(given);
      const iv = algorithm === 'sm4-ecb' ? null : ivOf(given);
      payNative(cipherBytes);
      return new NativeObject(descriptor, new type(computed((cryptography) => make(cryptography)(algorithm, key, iv))), cipherBytes);
    },
    hasInstance: (value) => hostOf(value, type) !== null,
  });
}

export const ciphers = [
  define('Cipher', "Encrypts: `new crypto.Cipher('sm4-cbc', { key, iv })`. Also `sm4-ecb`, which takes no `iv`, `sm4-cfb`, `sm4-ofb` and `sm4-ctr`.", Cipher, ({ cipher }) => cipher),
  define('Decipher', "Decrypts: `new crypto.Decipher('sm4-cbc', { key, iv })`.", Decipher, ({ decipher }) => decipher),
];
