/** Of all that a script can ask of Pipy, the reference has an example that is run: each class is made and each member used by one. */
import { readChunks } from '../../conformance/runner/chunk-file.js';
import { readTable } from '../../conformance/runner/table-file.js';
import { judge } from '../../conformance/runner/compare.js';
import type { Case } from '../../conformance/runner/case.js';
import { globals } from '../host/globals/index.js';
import type { GlobalDefinition } from '../language/builtins/define.js';
import { builtins } from '../language/builtins/index.js';
import { classesIn, examplesOf, given } from './built-ins-table.js';
import { examplesIn, type Example } from './examples.js';
import { usesOf, watchUses } from './members-used.js';
import { ofGlobals } from './outside-examples.js';
import { answerLine } from './testee.js';

const ofLanguage = new Set(builtins.map(({ name }) => name));

/** Those that ECMA-262 has not, or not so. */
const own = globals.filter(({ name }) => !ofLanguage.has(name) || name === 'JSON' || name === 'repeat');
const described = [...own.flatMap((global) => [global, ...classesIn(global)]), ...given];

function casesOf({ title, language, text }: Example): Case[] {
  const head = `//# title ${title}\n//# spec this page\n`;
  if (language === 'pipyjs') return readTable('examples', head + text);
  return readChunks('examples', `//---\n${head}${text}\n`, language === 'stream' ? 'stream' : 'evaluate');
}

/** What is wrong with the example, if anything. */
const faultsOf = (example: Example): string[] => casesOf(example).flatMap(({ request, expected }) => judge(expected, answerLine(JSON.stringify({ id: 0, ...request }), '0'), false) ?? []);

const used = watchUses();

/** What a global offers and none of its examples uses. Where a case cannot be asked, a use is what stands in the script. */
function unused(global: GlobalDefinition): string[] {
  const script = ofGlobals[global.name]?.script ?? '';
  used.clear();
  expect(examplesOf(global).flatMap(faultsOf)).toEqual([]);
  return usesOf(global).filter((use) => !used.has(use) && !new RegExp(`\\.${use.slice(use.lastIndexOf('.') + 1)}\\b`).test(script));
}

/** `pipy` is called, and begins most scripts. */
const neverMade = ['new pipy'];

test.each(described.map((global) => [`${global.name}${global.level === undefined ? '' : ` in ${global.level}`}`, global] as const))('%s', (_, global) => {
  const holder = global.statics.length > 0 && global.statics.every(({ kind }) => kind === 'constant');
  if (!holder) expect(examplesOf(global).length + Number(ofGlobals[global.name] !== undefined)).toBeGreaterThan(0);
  expect(unused(global).filter((use) => !neverMade.includes(use))).toEqual([]);
});

test('every example is that of something', () => {
  expect(Object.keys(ofGlobals).filter((name) => !described.some((global) => global.name === name))).toEqual([]);
  const shown = new Set(described.flatMap(examplesOf));
  expect(examplesIn('api').map(({ title }) => title).filter((title) => ![...shown].some((example) => example.title === title))).toEqual([]);
});

test('a member without an example would be noticed', () => {
  const cache = described.find(({ name }) => name === 'algo.Cache')!;
  const more = { ...cache.members[0], name: 'peek' };
  expect(unused({ ...cache, members: [...cache.members, more] })).toEqual(['algo.Cache.prototype.peek']);
  const file = described.find(({ name }) => name === 'FileStatus')!;
  expect(unused({ ...file, members: [...file.members, { ...file.members[0], name: 'birthtime' }] })).toEqual(['FileStatus.prototype.birthtime']);
});
