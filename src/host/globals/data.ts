/** `Data`: bytes. */
import { accessor, costing, defineClass, type GlobalDefinition, variadic } from '../../language/builtins/define.js';
import { ArrayObject } from '../../language/evaluate/array.js';
import { toNumber } from '../../language/evaluate/convert.js';
import type { HostObject } from '../../language/evaluate/host-object.js';
import { admit, allocate, charge, sizes } from '../../language/evaluate/meter.js';
import { ScriptError } from '../../language/evaluate/script-error.js';
import type { Value } from '../../language/evaluate/value.js';
import { wording } from '../../language/source/codes.js';
import { Data } from '../../stream/bytes/data.js';
import { bytesToText, isEncoding, textToBytes, type Encoding } from '../../stream/bytes/text.js';
import { describeApi } from '../api-class.js';
import { api, apiMethod, complain } from '../arguments.js';
import { hostOf, peerOf } from '../peers.js';

const of = (self: Value): Data => (self as HostObject<Data>).host;

/** Data of a text in UTF-8, charged by its length. */
export function dataFromText(text: string): Data {
  charge(text.length >> 4);
  allocate(sizes.object + viewBytes + text.length);
  return Data.of(text);
}

/** What V8 takes for a view of bytes. */
const viewBytes = 200;

/** Going through the chunks of `data`, and keeping a list of them. */
function payChunks(data: Data): void {
  charge(data.chunkCount);
  allocate(data.chunkCount * sizes.element);
}

/** A Data of its own with the same chunks. */
export function copyOf(data: Data): Data {
  allocate(sizes.object);
  payChunks(data);
  return data.clone();
}

/** The text of `data` in UTF-8, or undefined when it is none; charged by its size. */
export function textFromData(data: Data, encoding: Encoding = 'utf8'): string | undefined {
  charge((data.size >> 4) + data.chunkCount);
  allocate(sizes.string + data.size * (encoding === 'hex' ? 2 : 1.34));
  const text = bytesToText(data.toBuffer(), encoding);
  return text === undefined ? undefined : admit(text);
}

/** A new Data as a value. */
export function dataToValue(data: Data): HostObject {
  return peerOf(data, dataDescriptor);
}

/** Bytes that are given as a text or as a Data. */
export function bytesToValue(bytes: Data | string): Value {
  return typeof bytes === 'string' ? bytes : dataToValue(bytes);
}

export const dataDescriptor = describeApi(
  'Data',
  [
    accessor('size', (self) => of(self).size, 'How many bytes there are.'),
    ...costing('n', [variadic(
      'push',
      1,
      (self, args) => {
        const data = of(self);
        const [value] = args;
        if (args.length === 0) complain('PJS501', '1');
        if (typeof value === 'string') {
          data.push(dataFromText(value));
        } else {
          const other = hostOf(value, Data);
          if (other === null) return complain('PJS502', '1', 'a string or a Data object');
          // Pushing itself does nothing, as ever.
          if (other !== data) {
            payChunks(other);
            data.push(other);
          }
        }
        return self;
      },
      'Appends a text or the bytes of another Data.',
    )]),
    apiMethod(
      'shift',
      { count: api('number', 'How many bytes.') },
      (self, { count }) => {
        const data = of(self);
        payChunks(data);
        // The chunk that is cut in two has two views of its bytes.
        allocate(sizes.object + 2 * viewBytes);
        return dataToValue(data.shift(toCount(count)));
      },
      'Removes the first bytes and gives them as a Data.',
      { cost: 'n' },
    ),
    apiMethod(
      'pushUInt32BE',
      { value: api('number', 'The number.') },
      (self, { value }) => {
        allocate(sizes.element + viewBytes);
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE((value as number) >>> 0);
        of(self).pushBytes(bytes);
        return self;
      },
      'Appends a 32-bit number, most significant byte first.',
    ),
    apiMethod(
      'shiftUInt32BE',
      {},
      (self) => {
        let number = 0;
        const data = of(self);
        charge(data.chunkCount);
        allocate(viewBytes);
        data
          .shift(4)
          .each((chunk) => {
            for (const byte of chunk) number = number * 256 + byte;
          });
        return number;
      },
      'Removes four bytes and gives them as a number, most significant byte first.',
      { cost: 'n' },
    ),
    apiMethod(
      'toString',
      { encoding: api('text', "'utf8', 'hex', 'base64' or 'base64url'.", { optional: true }) },
      (self, { encoding }) => textFromData(of(self), toEncoding(encoding)),
      'The bytes as a text; undefined when they are none in that encoding.',
      { cost: 'n' },
    ),
  ],
  ['size'],
);

export const dataGlobal: GlobalDefinition = defineClass({
  name: 'Data',
  since: '0.22',
  cost: 'n',
  doc: 'Bytes: `new Data()`, `new Data(text, encoding)`, `new Data(bytes)`, `new Data(data)`. An empty Data flushes.',
  length: 0,
  descriptor: dataDescriptor,
  statics: [
    ...costing('n', [variadic(
      'from',
      1,
      (_, args) => {
        if (args.length === 0) complain('PJS501', '1');
        const [value, encoding] = args;
        const data = hostOf(value, Data);
        if (data !== null) return dataToValue(copyOf(data));
        if (typeof value !== 'string') return complain('PJS502', '1', 'a string or a Data object');
        const bytes = decodeText(value, toEncoding(encoding));
        return typeof bytes === 'string' ? null : dataToValue(new Data(bytes));
      },
      'Like `new Data`, but gives null for a text that is not in its encoding.',
    )]),
  ],
  construct: (args) => dataToValue(build(args)),
  hasInstance: (value) => hostOf(value, Data) !== null,
});

function build([value, encoding]: readonly Value[]): Data {
  allocate(sizes.object);
  if (value === undefined || value === null) return new Data();
  if (typeof value === 'string') {
    const bytes = decodeText(value, toEncoding(encoding));
    if (typeof bytes === 'string') throw new ScriptError('PJS505', wording('PJS505', bytes), 'TypeError');
    return new Data(bytes);
  }
  if (value instanceof ArrayObject) {
    const { length } = value.elements;
    charge(length);
    allocate(length);
    return new Data(Buffer.from(value.elements.map((_, i) => toNumber(value.at(i)) & 255)));
  }
  const data = hostOf(value, Data);
  return data !== null ? copyOf(data) : complain('PJS502', '1', 'a number, string, Array or Data');
}

/** The bytes, or what is wrong with the text. */
function decodeText(text: string, encoding: Encoding): Buffer | string {
  charge(text.length >> 4);
  allocate(viewBytes + text.length);
  return textToBytes(text, encoding);
}

function toEncoding(value: Value): Encoding {
  if (value === undefined || value === null) return 'utf8';
  if (typeof value !== 'string') return complain('PJS502', '2', 'a string');
  return isEncoding(value) ? value : complain('PJS505', 'unknown encoding');
}

function toCount(value: Value): number {
  const count = Math.trunc(value as number);
  return count > 0 ? count : 0;
}
