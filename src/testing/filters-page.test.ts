/** The page of filters says what their definitions say, and its examples are cases. `node tools/filters.mjs` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChunks } from '../../conformance/runner/chunk-file.js';
import { judge } from '../../conformance/runner/compare.js';
import { filterHelp } from '../host/filter-reference.js';
import { filtersReference } from './filters-table.js';
import { blocksOf, root } from './pages.js';
import { answerLine } from './testee.js';

const page = 'spec/runtime/filters.md';
const mark = '<!-- From here on made by tools/filters.mjs -->\n\n';

const [prose] = readFileSync(join(root, page), 'utf8').split(mark);
if (process.env['PIPYJS_WRITE_PAGES'] === '1') writeFileSync(join(root, page), `${prose}${mark}${filtersReference()}\n`);
const [, reference] = readFileSync(join(root, page), 'utf8').split(mark);

test('it is made of the definitions: otherwise run `node tools/filters.mjs`', () => {
  expect(reference).toBe(`${filtersReference()}\n`);
});

test('it names the filters, parameters and options that the help names', () => {
  const names = filterHelp().flatMap((line) => /^(\w+\(.*\))$/.exec(line)?.[1] ?? []);
  expect([...reference.matchAll(/^`(\w+\(.*\))`$/gm)].map(([, name]) => name)).toEqual(names);
  const options = filterHelp().flatMap((line) => /^ {8}(\w+): /.exec(line)?.[1] ?? []);
  expect([...reference.matchAll(/^\| `options\.(\w+)`/gm)].map(([, name]) => name)).toEqual(options);
});

const judgeExample = (text: string, line: number): string | null => {
  const [{ request, expected }] = readChunks(page, `//# spec s\n//---\n//# title line ${line}\n${text}\n`, 'stream');
  return judge(expected, answerLine(JSON.stringify({ id: 0, ...request }), '0'), false);
};

test.each(blocksOf(page, 'stream'))('the example at line $line', ({ text, line }) => expect(judgeExample(text, line)).toBeNull());

test('a lie would be noticed', () => {
  expect(judgeExample("pipy().listen(8080).dummy()\n//< data 'x'\n//= data 'x'", 1)).not.toBeNull();
});
