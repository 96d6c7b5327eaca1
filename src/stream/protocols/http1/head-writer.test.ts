import fc from 'fast-check';
import { Data } from '../../bytes/data.js';
import { HeadWriter } from './head-writer.js';

const written = (write: (writer: HeadWriter) => void, body: Data | null = null): Buffer => {
  const writer = new HeadWriter();
  writer.begin();
  write(writer);
  return writer.take(body).toBuffer();
};

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const texts = fc.oneof(fc.string({ maxLength: 120 }), fc.string({ unit: byte, maxLength: 120 }));
const isValue = (text: string): boolean => [...text].every((char) => (char >= ' ' && char !== '\x7f') || char === '\t');

test('a value is written one byte a character when it is one, and not at all when it is none', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 20 }), (values) => {
      const expected = values.filter(isValue).map((value) => `x-a: ${value}\r\n`);
      const told: boolean[] = [];
      const bytes = written((writer) => values.forEach((value) => told.push(writer.field('x-a', value))));
      expect(bytes.toString('latin1')).toBe(expected.join(''));
      expect(told).toEqual(values.map(isValue));
    }),
  );
});

test.each([
  ['a short one', 'ü€'],
  ['a long one', `${'a'.repeat(100)}ü€`],
])('%s with characters that are no bytes is told, and is written in UTF-8 then', (_, value) => {
  const writer = new HeadWriter();
  writer.begin();
  writer.field('x', value);
  expect(writer.isWide).toBe(true);
  writer.begin(true);
  expect(writer.field('x', value)).toBe(true);
  expect(writer.field('y', `${value}\n`)).toBe(false);
  expect(writer.isWide).toBe(false);
  expect(writer.take(null).toBuffer().toString()).toBe(`x: ${value}\r\n`);
});

test('a value cut from a longer text is the same', () => {
  const text = `${'0'.repeat(40)}${'é'.repeat(60)}${'1'.repeat(40)}`;
  for (const [from, to] of [[0, 30], [0, 60], [30, 45], [30, 130]]) {
    expect(written((writer) => writer.value(text.slice(from, to))).toString('latin1')).toBe(text.slice(from, to));
  }
});

test('heads do not write over each other, however many there are and however large', () => {
  const writer = new HeadWriter();
  const heads = Array.from({ length: 300 }, (_, i) => {
    writer.begin();
    writer.ascii(`head ${i} `);
    writer.value('v'.repeat(i % 7 === 0 ? 9000 : i));
    return writer.take(i % 3 === 0 ? Data.of('body') : null);
  });
  heads.forEach((head, i) => {
    expect(head.toBuffer().toString()).toBe(`head ${i} ${'v'.repeat(i % 7 === 0 ? 9000 : i)}${i % 3 === 0 ? 'body' : ''}`);
  });
});

test('a large body is not copied', () => {
  const large = Buffer.alloc(100_000, 'x');
  const writer = new HeadWriter();
  writer.begin();
  writer.ascii('head');
  const data = writer.take(new Data(large));
  const chunks: Buffer[] = [];
  data.each((chunk) => chunks.push(chunk));
  expect(chunks.map((chunk) => chunk.length)).toEqual([4, 100_000]);
  expect(chunks[1]).toBe(large);
});

test('what was begun and not taken is forgotten', () => {
  const writer = new HeadWriter();
  writer.begin();
  writer.ascii('one');
  writer.begin();
  writer.ascii('two');
  expect(writer.take(null).toBuffer().toString()).toBe('two');
});
