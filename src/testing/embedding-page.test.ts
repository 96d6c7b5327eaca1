/** The page for programs that embed PipyJS is a program, and does what it says. */
import { transformSync } from '@swc/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf, root } from './pages.js';

const page = 'spec/embedding.md';
const folder = mkdtempSync(join(tmpdir(), 'embedding-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program, with each line that has a mark as a call of `same`. */
function programOf(blocks: ReturnType<typeof blocksOf>): string {
  const lines = blocks.flatMap(({ line: first, text }) =>
    text.split('\n').map((line, index) => {
      const [, expression, value] = /^(.*?)\s*\/\/= (.*)$/.exec(line) ?? [];
      return expression === undefined ? line : `same(${first + index}, ${expression}, ${value});`;
    }),
  );
  return ['declare function same(line: number, given: unknown, expected: unknown): void;', ...lines].join('\n');
}

function run(program: string): { line: number; given: unknown; expected: unknown }[] {
  const seen: { line: number; given: unknown; expected: unknown }[] = [];
  const { code } = transformSync(program, { configFile: join(root, '.swcrc'), filename: 'page.ts', sourceMaps: false });
  const file = join(folder, 'page.js');
  writeFileSync(file, `exports.run = (same) => {\n${code.replace('"pipyjs"', JSON.stringify(join(root, 'src/index')))}\n};`);
  const { run: runPage } = jest.requireActual<{ run: (same: (line: number, given: unknown, expected: unknown) => void) => void }>(file);
  runPage((line, given, expected) => void seen.push({ line, given, expected }));
  return seen;
}

const seen = run(programOf(blocksOf(page, 'ts')));

test.each(seen.map(({ line, given, expected }) => [`${page}:${line}`, given, expected]))('%s', (_, given, expected) => {
  expect(given).toEqual(expected);
});

test('every mark was seen', () => {
  const marks = blocksOf(page, 'ts').flatMap(({ text }) => text.match(/\/\/= /g) ?? []);
  expect(seen).toHaveLength(marks.length);
  expect(seen.length).toBeGreaterThan(15);
});
