/** Programs that are shared by those who have the same text. */
import { SourceFile } from '../language/source/source-file.js';
import { globalsOf } from './globals/index.js';
import { compileShared } from './program-cache.js';

const compiled = (text: string, name = '/main.js') => compileShared(new SourceFile(name, text), () => globalsOf('0.22'), 'classic').program!;
/** Texts that begin and end alike, and are of one length. */
const alike = (number: number): string => `/* ${'x'.repeat(40)} */ ${1000 + number} /* ${'x'.repeat(40)} */`;

test('the same text is compiled once for each name; another is another, however much it is alike', () => {
  expect(compiled(alike(1))).toBe(compiled(alike(1)));
  expect(compiled(alike(1), '/other.js')).not.toBe(compiled(alike(1)));
  expect(compiled(alike(2)).source.text).toBe(alike(2));
  for (let i = 0; i < 40; i++) expect(compiled(alike(i)).source.text).toBe(alike(i));
  expect(compiled(alike(39))).toBe(compiled(alike(39)));
});
