import { Data } from './data.js';

test('shift takes bytes across chunks and leaves the rest', () => {
  const data = Data.of('abc').push(Data.of('def'));
  expect(data.shift(4).toBuffer().toString()).toBe('abcd');
  expect(data.toBuffer().toString()).toBe('ef');
});

test('many small chunks can be joined, few or large ones are not', () => {
  const [small, few, large] = [new Data(), new Data(), new Data()];
  for (let i = 0; i < 10_000; i++) small.pushBytes(Buffer.of(i & 255)).joinCrumbs();
  for (let i = 0; i < 60; i++) few.push(new Data(Buffer.of(i))).joinCrumbs();
  for (let i = 0; i < 200; i++) large.push(new Data(Buffer.alloc(500, i))).joinCrumbs();
  expect([small.size, small.chunkCount < 200, few.chunkCount, large.chunkCount]).toEqual([10_000, true, 60, 200]);
  expect(small.toBuffer().every((byte, i) => byte === (i & 255))).toBe(true);
});
