/** What a value is and what it has, for a person who asks at the prompt. */
import { ArrayObject } from '../language/evaluate/array.js';
import type { ClassDescriptor, MemberDefinition } from '../language/evaluate/class.js';
import { describe } from '../language/evaluate/describe.js';
import { ClassObject, FunctionObject } from '../language/evaluate/function.js';
import { NamespaceObject } from '../language/evaluate/host-object.js';
import { classOf } from '../language/evaluate/member.js';
import { ScriptObject } from '../language/evaluate/object.js';
import { textLength } from '../language/evaluate/text.js';
import type { Value } from '../language/evaluate/value.js';
import { harmless } from '../language/source/code-frame.js';

/** Own properties that are listed; of more the rest is counted. */
const maxOwn = 100;
const maxKey = 60;

/** Lines: the kind, the own properties, and the members of its class with what they are for. Runs no script. */
export function describeType(value: Value): string[] {
  return [kindOf(value), ...ownLines(value), ...memberLines(classOf(value))];
}

function kindOf(value: Value): string {
  if (typeof value === 'string') return `string of ${textLength(value)} code points`;
  if (!(value instanceof ScriptObject)) return value === null ? 'null' : typeof value;
  if (value instanceof ArrayObject) return `array of ${value.elements.length}`;
  if (value instanceof ClassObject) return `class ${value.name}`;
  if (value instanceof FunctionObject) return `function${value.name === '' ? '' : ` ${harmless(value.name)}`} of ${value.length} parameters`;
  if (value instanceof NamespaceObject) return `namespace ${value.class.name}`;
  return describe(value);
}

function ownLines(value: Value): string[] {
  if (!(value instanceof ScriptObject) || value.ownCount === 0) return [];
  const keys = value.ownKeys();
  const lines = keys.slice(0, maxOwn).map((key) => `  ${harmless(key.slice(0, maxKey))}: ${kindOf(value.getOwn(key))}`);
  return keys.length > maxOwn ? [...lines, `  … ${keys.length - maxOwn} more`] : lines;
}

function memberLines(descriptor: ClassDescriptor | null): string[] {
  const members = new Map<string, MemberDefinition>();
  for (let at = descriptor; at !== null; at = at.parent) for (const [name, member] of at.members) if (!members.has(name)) members.set(name, member);
  const rows = [...members.values()].map((member) => [member.kind === 'method' ? `.${member.name}()` : `.${member.name}`, member.doc] as const);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, doc]) => `  ${name.padEnd(width)}  ${doc}`.trimEnd());
}
