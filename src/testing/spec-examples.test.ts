/** Examples in the specification mean what the prose says they mean. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../conformance/runner/case.js';
import { readCaseFile } from '../../conformance/runner/case-file.js';
import { judge } from '../../conformance/runner/compare.js';
import { loadText } from './load-text.js';
import { blocksOf, root, type Block } from './pages.js';
import { answerLine } from './testee.js';

/** Stands where a case file says what the cases of a section are about. */
const head = ['//# title example', '//# spec this page'];

function casesOf({ page, line, text }: Block): Case[] {
  const padding = new Array<string>(line - 1 - head.length).fill('');
  return readCaseFile(page, [...head, ...padding, text].join('\n'));
}

const pages = readdirSync(join(root, 'spec'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `spec/${name.replaceAll('\\', '/')}`);

const examples = pages.flatMap((page) => blocksOf(page, 'pipyjs')).flatMap(casesOf);

const judgeExample = ({ request, expected }: Case): string | null =>
  judge(expected, answerLine(JSON.stringify({ id: 0, ...request }), '0'), false);

test.each(examples.map((example) => [`${example.file}:${example.line}`, example] as const))('%s', (_, example) => {
  expect(judgeExample(example)).toBeNull();
});

/** Scripts, with what is said to be wrong with them right behind. */
const scripts = pages
  .filter((page) => page !== 'spec/adding-a-filter.md')
  .flatMap((page) => {
    const reports = new Map(blocksOf(page, 'report').map(({ line, text }) => [line, text]));
    return blocksOf(page, 'js').map(({ line, text }) => ({ name: `${page}:${line}`, text, report: reports.get(line + text.split('\n').length + 3) ?? '' }));
  });

test.each(scripts)('$name', ({ text, report }) => expect(loadText(text).report).toBe(report));

test('files that pages name are there', () => {
  const named = pages
    .filter((page) => page !== 'spec/adding-a-filter.md')
    .flatMap((page) => readFileSync(join(root, page), 'utf8').match(/(?<=`)(?:src|grammar|conformance|tools|examples)\/[^`\s]*(?=`)/g) ?? []);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});

test('a lie would be noticed', () => {
  const lies = casesOf({ page: 'spec/lies.md', line: 10, text: '1 + 1 //= 3\n1 + //! check\n2 //! evaluate' });
  expect(lies.map(({ line }) => line)).toEqual([10, 11, 12]);
  expect(lies.map(judgeExample)).not.toContain(null);
  expect(examples.length).toBeGreaterThan(80);
});
