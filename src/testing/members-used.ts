/** Which members of the globals are used while something runs. */
import { globals } from '../host/globals/index.js';
import type { GlobalDefinition } from '../language/builtins/define.js';
import type { ClassDescriptor, MemberDefinition } from '../language/evaluate/class.js';
import { ClassObject } from '../language/evaluate/function.js';
import { ScriptObject } from '../language/evaluate/object.js';
import type { Value } from '../language/evaluate/value.js';
import { classesIn, given } from './built-ins-table.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Who has a member: several classes may share one. */
interface Owner {
  readonly name: string;
  readonly descriptor: ClassDescriptor | null;
}

/** All globals, the classes that they hold, and what scripts are given beside these. */
export const allGlobals: readonly GlobalDefinition[] = [...globals.flatMap((global) => [global, ...classesIn(global)]), ...given];

/** What a global can be asked for, as in the reference: `Array.from`, `Array.prototype.map`, and `new Array` where it can be made. */
export function usesOf({ name, value, members, statics }: GlobalDefinition): string[] {
  const made = value instanceof ClassObject ? [`new ${name}`] : [];
  return [...made, ...statics.filter(({ kind }) => kind !== 'constant').map((member) => `${name}.${member.name}`), ...members.map((member) => `${name}.prototype.${member.name}`)];
}

/** From now on fills a set with what is used. */
export function watchUses(): Set<string> {
  const used = new Set<string>();
  const owners = new Map<MemberDefinition, Owner[]>();
  for (const { name, value, members, statics } of allGlobals) {
    const definition = value instanceof ClassObject ? (value.definition as Writable<typeof value.definition>) : null;
    const own = (member: MemberDefinition, owner: Owner): unknown => owners.set(member, [...(owners.get(member) ?? []), owner]);
    for (const member of statics) own(member, { name, descriptor: null });
    for (const member of members) own(member, { name: `${name}.prototype`, descriptor: definition?.descriptor ?? null });
    if (definition === null) continue;
    const { construct } = definition;
    definition.construct = (args) => {
      used.add(`new ${name}`);
      return construct(args);
    };
  }
  for (const [member, list] of owners) watch(member, (self) => list.forEach((owner) => (list.length === 1 || isOf(self, owner)) && used.add(`${owner.name}.${member.name}`)));
  return used;
}

const isOf = (self: Value, { descriptor }: Owner): boolean => self instanceof ScriptObject && self.class === descriptor;

function watch(member: MemberDefinition, note: (self: Value) => void): void {
  if (member.kind === 'accessor') {
    const watched = member as Writable<typeof member>;
    const { get } = member;
    watched.get = (self) => (note(self), get(self));
  } else if (member.kind === 'method') {
    const watched = member as Writable<typeof member>;
    const { fixed, variadic } = member;
    // What hot programs have of their own would not be seen.
    delete watched.ownFixed;
    delete watched.ownVariadic;
    if (fixed !== null) watched.fixed = (self, a, b, c) => (note(self), fixed(self, a, b, c));
    if (variadic !== null) watched.variadic = (self, args) => (note(self), variadic(self, args));
  }
}
