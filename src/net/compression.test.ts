import { gzipSync } from 'node:zlib';
import { Data } from '../stream/bytes/data.js';
import { compression } from './compression.js';

test('inflates a stream cut at every byte', () => {
  const text = 'so much to say, so much to say, so much to say';
  const packed = gzipSync(text);
  for (let cut = 0; cut <= packed.length; cut++) {
    const inflater = compression.gunzip();
    const parts = [packed.subarray(0, cut), packed.subarray(cut)].map((part) => inflater.push(new Data(part)));
    inflater.end();
    expect(parts.map((part) => part!.toBuffer().toString()).join('')).toBe(text);
  }
});

test('what is broken gives null, then and ever after', () => {
  const inflater = compression.gunzip();
  expect(inflater.push(Data.of('not gzip at all'))).toBeNull();
  expect(inflater.push(new Data(gzipSync('x')))).toBeNull();
});

test('a bomb gives null; much of what is honest does not', () => {
  expect(compression.gunzip().push(new Data(gzipSync(Buffer.alloc(50_000_000))))).toBeNull();
  const honest = Buffer.from(Array.from({ length: 500_000 }, (_, i) => `line ${i}\n`).join(''));
  expect(compression.gunzip().push(new Data(gzipSync(honest)))?.toBuffer().equals(honest)).toBe(true);
});
