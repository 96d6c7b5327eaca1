/** The page that tells how a filter is added: its filter works, and all that it says of it comes from the definition. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import type * as Reference from '../../host/filter-reference.js';
import type * as LoadText from '../../testing/load-text.js';
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

/** The host, with the filter in the list. */
const { loadText } = jest.requireActual<typeof LoadText>('../../testing/load-text.js');
const { filterHelp } = jest.requireActual<typeof Reference>('../../host/filter-reference.js');

test('scripts can call it, and the graph has it', () => {
  expect(loadText(textOf('js')[0])).toEqual({ graph: textOf('graph')[0], report: '' });
});

test('its arguments are checked', () => {
  const calls = ["countMessages('often', n => n)", 'countMessages(0, n => n)', 'countMessages()'];
  expect(calls.map((call) => loadText(`pipy()\n\n.listen(8080)\n  .${call}\n`).report)).toEqual(textOf('mistake'));
});

test('the help describes it', () => expect(filterHelp().join('\n')).toContain(textOf('help')[0]));
