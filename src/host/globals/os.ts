/** `os`: the environment and files outside of the code base, as far as the tenant has them. */
import { accessor, defineNamespace, method } from '../../language/builtins/define.js';
import { HostObject } from '../../language/evaluate/host-object.js';
import { admit, allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { PlainObject } from '../../language/evaluate/plain-object.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain } from '../arguments.js';
import { hostOf } from '../peers.js';
import { currentTenant, type FileStatus, type Tenant } from '../tenant.js';
import { dataFromText, dataToValue } from './data.js';

/** The environment of each tenant as its script's object, made when it first asks. */
const environments = new WeakMap<Tenant, PlainObject>();

function environmentOf(tenant: Tenant): PlainObject {
  const { environment } = tenant;
  let object = environments.get(tenant);
  if (object === undefined) {
    object = PlainObject.dictionary();
    for (const [name, value] of Object.entries(environment)) {
      charge(1);
      allocate(sizes.entry + sizes.string + value.length);
      object.setOwn(admit(name), admit(value));
    }
    environments.set(tenant, object);
  }
  return object;
}

function readFile(name: string): Value {
  const tenant = currentTenant();
  const { files } = tenant;
  const expected = files.stat(name)?.numbers['size'] ?? 0;
  charge(expected >> 4);
  allocate(sizes.object + expected);
  const bytes = files.read(name);
  if (bytes === null) {
    tenant.logError(`os.readFile: cannot open file: ${name}`);
    return null;
  }
  if (bytes.length > expected) allocate(bytes.length - expected);
  return dataToValue(new Data(bytes));
}

function writeFile(name: string, content: Value): Value {
  const data = typeof content === 'string' ? dataFromText(content) : hostOf(content, Data);
  if (data === null) return complain('PJS502', '2', 'a string or a Data object');
  const tenant = currentTenant();
  charge(data.size >> 4);
  if (tenant.files.write(name, data.toBuffer())) return undefined;
  tenant.logError(`os.writeFile: cannot open file: ${name}`);
  return null;
}

const statusNumbers: readonly (readonly [name: string, doc: string])[] = [
  ['dev', 'The device that it is on.'],
  ['ino', 'Its number on that device.'],
  ['mode', 'Its kind and permissions, as bits.'],
  ['nlink', 'How many names it has.'],
  ['uid', 'The user that it belongs to.'],
  ['gid', 'The group that it belongs to.'],
  ['rdev', 'The device that it stands for, if it does.'],
  ['size', 'How many bytes it has.'],
  ['blksize', 'How many bytes are best read or written at once.'],
  ['blocks', 'How many times 512 bytes it takes on its device.'],
  ['atime', 'When it was read last, in seconds since 1970.'],
  ['mtime', 'When it was written last, in seconds since 1970.'],
  ['ctime', 'When it, or what is known about it, was changed last, in seconds since 1970.'],
];

const statusKinds: readonly (readonly [method: string, kind: FileStatus['kind'], what: string])[] = [
  ['isFile', 'file', 'a file'],
  ['isDirectory', 'directory', 'a directory'],
  ['isCharacterDevice', 'characterDevice', 'a character device'],
  ['isBlockDevice', 'blockDevice', 'a block device'],
  ['isFIFO', 'fifo', 'a pipe'],
  ['isSymbolicLink', 'symbolicLink', 'a symbolic link'],
  ['isSocket', 'socket', 'a socket'],
];

const statusOf = (self: Value): FileStatus => (self as HostObject<FileStatus>).host;

export const statusDescriptor = describeApi(
  'Stats',
  [
    ...statusNumbers.map(([name, doc]) => accessor(name, (self) => statusOf(self).numbers[name], doc)),
    ...statusKinds.map(([name, kind, what]) => method(name, 0, (self) => statusOf(self).kind === kind, `Whether it is ${what}.`)),
  ],
  statusNumbers.map(([name]) => name),
);

const fileName = api('text', 'The name, from the folder of the code base on.');

export const os = defineNamespace({ name: 'os', since: '0.22', doc: 'The operating system.' }, [
  accessor('env', () => environmentOf(currentTenant()), 'The environment variables.'),
  apiMethod('readFile', { name: fileName }, (_, { name }) => readFile(name as string), 'The bytes of a file, or null.', { cost: 'n' }),
  apiMethod(
    'writeFile',
    { name: fileName, content: api('any', 'A text or a Data.') },
    (_, { name, content }) => writeFile(name as string, content),
    'Makes a file of a text or a Data.',
      { cost: 'n' },
  ),
  apiMethod(
    'stat',
    { name: fileName },
    (_, { name }) => {
      allocate(sizes.object);
      const status = currentTenant().files.stat(name as string);
      return status === null ? null : new HostObject(statusDescriptor, status);
    },
    'What is known about a file, or null.',
  ),
]);
