/** The page that tells how a filter is added: its filter works, and all that it says of it comes from the definition. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { blocksOf, root } from '../../testing/pages.js';
import type { FilterDefinition } from '../runtime/filter.js';

const page = 'spec/adding-a-filter.md';
const [filter, tests] = blocksOf(page, 'ts').map(({ text }) => text);
const textOf = (language: string): string[] => blocksOf(page, language).map(({ text }) => text);

/** Compiled outside of the tree, with the imports that they would have within it. */
const folder = mkdtempSync(join(tmpdir(), 'adding-a-filter-'));
function compile(name: string, text: string): string {
  const { code } = transformSync(text, { configFile: join(root, '.swcrc'), filename: `${name}.ts`, sourceMaps: false });
  const file = join(folder, `${name}.js`);
  writeFileSync(file, code.replace(/"(\.\.\/[^"]*)\.js"/g, (_, target: string) => JSON.stringify(join(__dirname, target))));
  return file;
}

const { countMessages } = jest.requireActual<Record<string, FilterDefinition>>(compile('count-messages', filter));
const { filters } = jest.requireActual<{ filters: FilterDefinition[] }>('./index.js');
jest.doMock('./index.js', () => ({ filters: [...filters, countMessages] }));

describe('its own tests', () => void jest.requireActual(compile('count-messages.test', tests)));

afterAll(() => rmSync(folder, { recursive: true }));

/** The start-up graph of a script, or what is wrong with it. */
async function load(script: string): Promise<string> {
  const { loadText } = await import('../../testing/load-text.js');
  return loadText(script);
}

test('scripts can call it, and the graph has it', async () => {
  expect([await load(textOf('js')[0])]).toEqual(textOf('graph'));
});

test('its arguments are checked', async () => {
  const calls = ["countMessages('often', n => n)", 'countMessages(0, n => n)', 'countMessages()'];
  const reports = await Promise.all(calls.map((call) => load(`pipy()\n\n.listen(8080)\n  .${call}\n`)));
  expect(reports).toEqual(textOf('mistake'));
});

test('the help describes it', async () => {
  const { filterHelp } = await import('../../host/filter-reference.js');
  expect(filterHelp().join('\n')).toContain(textOf('help')[0]);
});
