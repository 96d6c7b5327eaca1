/** `Hessian`: values in the binary form of Hessian 2.0, which Dubbo uses. */
import { costing, defineNamespace } from '../../language/builtins/define.js';
import { allocate, charge, sizes } from '../../language/evaluate/meter.js';
import type { Value } from '../../language/evaluate/value.js';
import { Data } from '../../stream/bytes/data.js';
import { api, apiMethod, complain } from '../arguments.js';
import { decodeHessian } from '../hessian/decode.js';
import { encodeHessian } from '../hessian/encode.js';
import { hostOf } from '../peers.js';
import { dataToValue } from './data.js';

function decode(value: Value): Value {
  if (value === null || value === undefined) return null;
  const data = hostOf(value, Data);
  if (data === null) return complain('PJS502', '1', 'an instance of Data');
  charge((data.size >> 2) + data.chunkCount);
  allocate(data.size);
  return decodeHessian(data.toBuffer());
}

export const hessian = defineNamespace(
  { name: 'Hessian', since: '0.22', doc: 'Values in Hessian 2.0, without dates, binaries, references and typed lists.' },
  costing('n', [
    apiMethod(
      'decode',
      { data: api('any', 'The bytes.') },
      (_, { data }) => decode(data),
      'The value in a Data, or an array where it holds several. An object of a class is a plain one. What is malformed is an error.',
    ),
    apiMethod(
      'encode',
      { value: api('any', 'The value.') },
      (_, { value }) => {
        allocate(sizes.object + 64);
        return dataToValue(new Data(encodeHessian(value)));
      },
      'A value as a Data; of an array the values of its elements, one after the other.',
    ),
  ]),
);
