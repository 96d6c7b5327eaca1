/** The commands on the page about permissions print what it says. */
import { realpathSync } from 'node:fs';
import { blocksOf } from './pages.js';
import { cleanUp, folderOf, Program } from './program.js';

afterEach(cleanUp);

const page = 'spec/policy.md';
const [script] = blocksOf(page, 'js');
const [policy] = blocksOf(page, 'json');

/** Each command, and what the page shows behind it. */
const commands = blocksOf(page, 'console').flatMap(({ text }) =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => part.split(/\n([^]*)/) as [string, string]),
);

/** Words, with quotes around some of them. */
const wordsOf = (command: string): string[] => (command.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));

test.each(commands)('$ %s', async (command, shown = '') => {
  const words = wordsOf(command);
  const start = words.indexOf('pipyjs');
  const env = Object.fromEntries(words.slice(0, start).map((word) => word.split('=') as [string, string]));
  const cwd = realpathSync(folderOf({ 'proxy.js': script.text, 'policy.json': policy.text }));
  const program = new Program(words.slice(start + 1), { cwd, env });
  await program.end();
  expect(`${program.stdout}${program.stderr}`.trim()).toBe(shown.trim());
});

test('there are some', () => expect(commands.length).toBeGreaterThan(8));
