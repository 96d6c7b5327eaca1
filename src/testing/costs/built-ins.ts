/** All that has a cost: the functions, constructors, methods and accessors of every global, by the names of `calls.ts`. */
import type { ApiLevel, Cost } from '../../definition/definition.js';
import { globals } from '../../host/globals/index.js';
import type { GlobalDefinition } from '../../language/builtins/define.js';
import type { MemberDefinition } from '../../language/evaluate/class.js';
import { ClassObject, FunctionObject } from '../../language/evaluate/function.js';
import { classesIn } from '../built-ins-table.js';
import { calls, receivers, type Entry } from './calls.js';
import type { Call } from './gauge.js';

export interface BuiltIn {
  /** With its level, where each has its own. */
  readonly name: string;
  /** The only level that has it so. */
  readonly level: ApiLevel | undefined;
  readonly cost: Cost;
  /** Null where nobody has said how it is measured. */
  readonly call: Call | null;
}

export const builtIns: readonly BuiltIn[] = globals.flatMap((global) => [global, ...classesIn(global)].flatMap(all));

function all(global: GlobalDefinition): BuiltIn[] {
  const { name, level, cost = '1', value, members, statics } = global;
  const itself: BuiltIn[] = [];
  if (value instanceof FunctionObject) {
    const titled = levelled(value instanceof ClassObject ? `new ${name}` : name, level);
    itself.push({ name: titled, level, cost, call: callOf(titled, name, null) });
  }
  return [
    ...itself,
    ...statics.filter(isCostly).map((member) => measured(`${name}.`, global, member)),
    ...members.filter(isCostly).map((member) => measured(`${name}#`, global, member)),
  ];
}

function isCostly({ kind }: MemberDefinition): boolean {
  return kind !== 'constant';
}

function measured(prefix: string, { name: owner, level }: GlobalDefinition, member: MemberDefinition): BuiltIn {
  const name = levelled(prefix + member.name, level);
  const of = prefix.endsWith('#') ? 'x' : owner;
  const isPlain = member.kind === 'accessor' || (member.kind === 'method' && member.length === 0);
  const plain = isPlain ? `${of}.${member.name}${member.kind === 'method' ? '()' : ''}` : null;
  return { name, level, cost: member.cost ?? '1', call: callOf(name, owner, plain) };
}

function levelled(name: string, level: ApiLevel | undefined): string {
  return level === undefined ? name : `${name} in ${level}`;
}

function callOf(name: string, owner: string, plain: Entry | null): Call | null {
  const entry = calls[name] ?? plain;
  if (entry === null || typeof entry === 'object') return entry;
  const given = name.includes('#') ? receivers[owner] : '';
  return given === undefined ? null : { given, call: entry };
}
