/** The reference of globals as Markdown: made from their definitions, with cases of the conformance suite as examples. */
import type { Cost, Since } from '../definition/definition.js';
import { configurationDescriptor } from '../host/configuration.js';
import { inboundDescriptor } from '../host/globals/inbound.js';
import { globals } from '../host/globals/index.js';
import { statusDescriptor } from '../host/globals/os.js';
import { builtins } from '../language/builtins/index.js';
import type { GlobalDefinition } from '../language/builtins/define.js';
import type { ConstantDefinition, MemberDefinition } from '../language/evaluate/class.js';
import { ClassObject, FunctionObject } from '../language/evaluate/function.js';
import { filters } from '../stream/filters/index.js';
import { examplesIn, exampleText, type Example } from './examples.js';
import { ofGlobals } from './outside-examples.js';

/** All globals: those of ECMA-262 and of the language first, then Pipy's own. */
export function builtInsReference(): string {
  const ofLanguage = new Set(builtins.map(({ name }) => name));
  return [
    '## The language',
    ...globals.filter(({ name }) => ofLanguage.has(name)).sort(byName).flatMap(sections),
    "## Pipy's own",
    ...globals.filter(({ name }) => !ofLanguage.has(name)).sort(byName).flatMap(sections),
    '## What scripts are given',
    ...given.map(section),
  ].join('\n\n');
}

const filterNames = new Set(filters.map(({ name }) => name));

/** What scripts have of Pipy that no global leads to by its name. */
export const given: readonly GlobalDefinition[] = [
  {
    name: 'Configuration',
    doc: 'What `pipy()` gives: beside these it has a method for each [filter](../runtime/filters.md), which adds it to the pipeline that was begun last. Each method gives the configuration once more.',
    members: [...configurationDescriptor.members.values()].filter(({ name }) => !filterNames.has(name)),
  },
  { name: 'FileStatus', doc: 'What `os.stat()` gives.', members: [...statusDescriptor.members.values()] },
  { name: '__inbound', doc: 'The connection that a context belongs to; undefined in a task.', members: [...inboundDescriptor.members.values()] },
].map((described) => ({ ...described, since: '0.22', value: undefined, statics: [] }));

interface Named {
  readonly name: string;
}

/** Alphabetical, in whatever letters; names that differ in those only in the order of their codes. */
function byName(a: Named, b: Named): number {
  const [x, y] = [a.name, b.name].map((name) => `${name.toLowerCase()} ${name}`);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A global, and the classes that it holds. */
function sections(global: GlobalDefinition): string[] {
  return [global, ...classesIn(global)].map(section);
}

/** The classes that a namespace holds, as globals of dotted names. */
export function classesIn(global: GlobalDefinition): GlobalDefinition[] {
  return global.statics.filter(isClass).map((member) => nested(global.name, member));
}

interface ClassConstant extends ConstantDefinition {
  readonly value: ClassObject;
}

const isClass = (member: MemberDefinition): member is ClassConstant => member.kind === 'constant' && member.value instanceof ClassObject;

function nested(owner: string, { value, ...definition }: ClassConstant): GlobalDefinition {
  const { descriptor, statics } = value.definition;
  return { ...definition, name: `${owner}.${definition.name}`, value, members: [...descriptor.members.values()], statics: [...statics.members.values()] };
}

function section(global: GlobalDefinition): string {
  const { name, value, since, level, cost, doc, members, statics } = global;
  const title = `${value instanceof ClassObject ? `class ${name}` : value instanceof FunctionObject ? `${name}()` : name}${level === undefined ? '' : ` in ${level}`}`;
  const rows = [...rowsOf(`${name}.`, statics), ...rowsOf('.', members)];
  const table = rows.length === 0 ? [] : ['', '| | | cost | since |', '|---|---|---|---|', ...rows];
  const examples = examplesOf(global).flatMap((example) => ['', ...exampleText(name, example)]);
  const outside = ofGlobals[name];
  if (outside !== undefined) examples.push('', `${outside.title}:`, '', '```js', outside.script, '```');
  return [`### ${title}`, '', `${doc} *Since ${sinceText(since)}${value instanceof FunctionObject ? `; cost ${costText(cost)}` : ''}.*`, ...table, ...examples].join('\n');
}

/** The cases that show a global or class, at its level. */
export function examplesOf({ name, level }: GlobalDefinition): Example[] {
  return cases.filter(({ title, modern }) => title.startsWith(`${name} `) && (level === undefined || (level === '1.5') === modern));
}

const cases = examplesIn('api');

function rowsOf(prefix: string, members: readonly MemberDefinition[]): string[] {
  return [...members].sort(byName).map((member) => {
    const name = member.kind === 'method' ? `${member.name}()` : member.name;
    const note = member.kind === 'accessor' && member.set !== undefined ? ' Can be assigned to.' : '';
    return `| \`${prefix}${name}\` | ${(member.doc + note).replaceAll('|', '\\|')} | ${member.kind === 'constant' ? '' : costText(member.cost)} | ${sinceText(member.since)} |`;
  });
}

const sinceText = (since: Since): string => (since === 'pipyjs' ? 'PipyJS' : since);

const costText = (cost: Cost = '1'): string => cost;
