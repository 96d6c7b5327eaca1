import { maxSourceBytes, sourceFromBytes } from './read-source.js';
import { SourceFile } from './source-file.js';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('UTF-8 is read, a byte order mark is not part of the text', () => {
  const source = sourceFromBytes('/a.js', bytes(0xef, 0xbb, 0xbf, 0x27, 0xe4, 0xbd, 0xa0, 0x27));
  expect(source).toEqual(new SourceFile('/a.js', "'你'"));
});

test.each<[string, Uint8Array, { line: number; column: number }]>([
  ['a byte of Latin-1', bytes(0x61, 0x0a, 0x27, 0xe9, 0x27), { line: 2, column: 2 }],
  ['a character cut at the end', bytes(0x61, 0xe4, 0xbd), { line: 1, column: 2 }],
  ['a character cut in the middle', bytes(0xe4, 0xbd, 0xa0, 0xe4, 0xbd, 0x61), { line: 1, column: 2 }],
  ['an overlong form', bytes(0xc0, 0xaf), { line: 1, column: 1 }],
  ['a surrogate', bytes(0x61, 0xed, 0xa0, 0x80), { line: 1, column: 2 }],
])('what is not UTF-8 is found where it stands: %s', (_, text, place) => {
  const found = sourceFromBytes('/a.js', text);
  if (found instanceof SourceFile) throw new Error('it was read');
  expect([found.code, found.source.position(found.span.start)]).toEqual(['PJS110', place]);
});

test('a file may have 1 MB and not a byte more', () => {
  expect(sourceFromBytes('/a.js', new Uint8Array(maxSourceBytes).fill(0x20))).toBeInstanceOf(SourceFile);
  expect(sourceFromBytes('/a.js', new Uint8Array(maxSourceBytes + 1).fill(0x20))).toMatchObject({ code: 'PJS111' });
});
