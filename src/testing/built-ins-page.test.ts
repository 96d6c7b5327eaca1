/** The page of built-ins says what their definitions say. `node tools/built-ins.mjs` writes its tables anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globals } from '../host/globals/index.js';
import { builtInsReference } from './built-ins-table.js';
import { root } from './pages.js';

const file = join(root, 'spec/language/built-ins.md');
const mark = '<!-- From here on made by tools/built-ins.mjs -->\n\n';

const [prose, tables] = readFileSync(file, 'utf8').split(mark);
if (process.env['PIPYJS_WRITE_PAGES'] === '1') writeFileSync(file, `${prose}${mark}${builtInsReference()}\n`);

test('the tables are those of the definitions: otherwise run `node tools/built-ins.mjs`', () => {
  if (process.env['PIPYJS_WRITE_PAGES'] !== '1') expect(tables).toBe(`${builtInsReference()}\n`);
});

test('every global and every member has a text, and sentences that end', () => {
  const all = globals.flatMap((global) => [global, ...global.members, ...global.statics]);
  expect(all.filter(({ doc }) => !/^\S.*\.$/.test(doc)).map(({ name, doc }) => `${name}: ${doc}`)).toEqual([]);
  expect(all.length).toBeGreaterThan(300);
});
