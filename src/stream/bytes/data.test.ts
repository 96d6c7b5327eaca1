import { Data } from './data.js';

test('shift takes bytes across chunks and leaves the rest', () => {
  const data = Data.of('abc').push(Data.of('def'));
  expect(data.shift(4).toBuffer().toString()).toBe('abcd');
  expect(data.toBuffer().toString()).toBe('ef');
});
