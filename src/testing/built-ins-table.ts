/** The reference of globals as Markdown: made from their definitions. */
import type { Cost, Since } from '../definition/definition.js';
import { globals } from '../host/globals/index.js';
import { builtins } from '../language/builtins/index.js';
import type { GlobalDefinition } from '../language/builtins/define.js';
import type { ConstantDefinition, MemberDefinition } from '../language/evaluate/class.js';
import { ClassObject, FunctionObject } from '../language/evaluate/function.js';

/** All globals: those of ECMA-262 and of the language first, then Pipy's own. */
export function builtInsReference(): string {
  const ofLanguage = new Set(builtins.map(({ name }) => name));
  return [
    '## The language',
    ...globals.filter(({ name }) => ofLanguage.has(name)).sort(byName).flatMap(sections),
    "## Pipy's own",
    ...globals.filter(({ name }) => !ofLanguage.has(name)).sort(byName).flatMap(sections),
  ].join('\n\n');
}

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

function section({ name, value, since, level, cost, doc, members, statics }: GlobalDefinition): string {
  const title = `${value instanceof ClassObject ? `class ${name}` : value instanceof FunctionObject ? `${name}()` : name}${level === undefined ? '' : ` in ${level}`}`;
  const rows = [...rowsOf(`${name}.`, statics), ...rowsOf('.', members)];
  const table = rows.length === 0 ? [] : ['', '| | | cost | since |', '|---|---|---|---|', ...rows];
  return [`### ${title}`, '', `${doc} *Since ${sinceText(since)}${value instanceof FunctionObject ? `; cost ${costText(cost)}` : ''}.*`, ...table].join('\n');
}

function rowsOf(prefix: string, members: readonly MemberDefinition[]): string[] {
  return [...members].sort(byName).map((member) => {
    const name = member.kind === 'method' ? `${member.name}()` : member.name;
    const note = member.kind === 'accessor' && member.set !== undefined ? ' Can be assigned to.' : '';
    return `| \`${prefix}${name}\` | ${(member.doc + note).replaceAll('|', '\\|')} | ${member.kind === 'constant' ? '' : costText(member.cost)} | ${sinceText(member.since)} |`;
  });
}

const sinceText = (since: Since): string => (since === 'pipyjs' ? 'PipyJS' : since);

const costText = (cost: Cost = '1'): string => cost;
