/** The page of flow control names a test for each of its rows, and they are there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pages.js';

const page = readFileSync(join(root, 'spec/runtime/flow-control.md'), 'utf8');

/** The rows of tables whose last column names tests. */
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.endsWith('| test |'));

/** The tests that a row names: files, and words in each. */
function named(row: string): { readonly file: string; readonly words: string[] }[] {
  return [...row.matchAll(/`(src\/[\w./-]+\.test\.ts)`((?: "[^"]+")+)/g)].map(([, file, list]) => ({ file, words: [...list.matchAll(/"([^"]+)"/g)].map(([, words]) => words) }));
}

test.each(rows.map((row) => [row.split('|')[1].trim(), row] as const))('%s', (_, row) => {
  const tests = named(row.split('|').at(-2)!);
  expect(tests).not.toEqual([]);
  for (const { file, words } of tests) {
    const text = readFileSync(join(root, file), 'utf8');
    expect(words.filter((each) => !text.includes(each))).toEqual([]);
  }
});

test('what it quotes besides is there too', () => {
  const tests = readFileSync(join(root, 'src/testing/flow-control.test.ts'), 'utf8');
  const quoted = [...page.split('\n').filter((line) => !line.startsWith('|')).join('\n').matchAll(/"([^"]+)"/g)].map(([, words]) => words);
  expect(quoted.length).toBeGreaterThan(0);
  expect(quoted.filter((words) => !tests.includes(words))).toEqual([]);
});
