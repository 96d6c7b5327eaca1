/** What could stand at the end of a text that is being typed. Runs no script: what only a call would tell is not known. */
import { ArrayObject, hole } from '../language/evaluate/array.js';
import { findMember, type ClassDescriptor } from '../language/evaluate/class.js';
import { getSlot } from '../language/evaluate/frame.js';
import { ClassObject, functionDescriptor } from '../language/evaluate/function.js';
import { classOf, ownValue } from '../language/evaluate/member.js';
import type { ModuleFrame } from '../language/evaluate/module-frame.js';
import { ScriptObject } from '../language/evaluate/object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Globals } from '../language/evaluate/plan.js';
import type { Value } from '../language/evaluate/value.js';
import type { SessionVariable } from '../language/resolve/binding.js';
import type { Expression } from '../language/syntax/node.js';
import { readTail } from '../language/syntax/tail.js';
import { isName } from './inspect.js';

export interface Completion {
  /** What is there of the name already. */
  readonly partial: string;
  /** The whole names, in order. */
  readonly names: readonly string[];
}

/** Where names have their values. */
export interface Names {
  readonly variables: ReadonlyMap<string, SessionVariable>;
  readonly frame: ModuleFrame;
  readonly globals: Globals;
}

/** Words that may begin what a person types. */
// prettier-ignore
const words = ['break', 'case', 'catch', 'default', 'delete', 'else', 'export', 'false', 'finally', 'for', 'function', 'if', 'import', 'new', 'null', 'return', 'switch', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void'];

/** More are not offered, and of objects with more keys none. */
const maxNames = 1000;
const maxKeys = 10_000;

export function complete(text: string, names: Names): Completion {
  const tail = readTail(text);
  if (tail === null) return { partial: '', names: [] };
  const { partial, object } = tail;
  const known = object === null ? plainNames(partial, names) : memberNames(subjectOf(object, names));
  const fitting = new Set(known.filter((name) => name.startsWith(partial) && isName(name)));
  return { partial, names: [...fitting].sort().slice(0, maxNames) };
}

function plainNames(partial: string, { variables, globals }: Names): string[] {
  return [...variables.keys(), ...globals.keys(), ...(partial === '' ? [] : words)];
}

/** A value, or as much as is known without making it: its class. */
type Subject = { readonly value: Value } | { readonly class: ClassDescriptor } | null;

function memberNames(subject: Subject): string[] {
  if (subject === null) return [];
  const names: string[] = [];
  const [value, descriptor] = 'class' in subject ? [undefined, subject.class] : [subject.value, classOf(subject.value)];
  if (value instanceof ScriptObject && value.ownCount <= maxKeys) names.push(...value.ownKeys());
  for (let at = descriptor; at !== null; at = at.parent) names.push(...at.members.keys());
  if (typeof value === 'string' || value instanceof ArrayObject) names.push('length');
  return names;
}

function subjectOf(node: Expression, names: Names): Subject {
  const members: string[] = [];
  let at = node;
  while (at.type === 'MemberExpression' || at.type === 'ChainExpression') {
    if (at.type === 'ChainExpression') {
      at = at.expression;
      continue;
    }
    const key = keyOf(at);
    if (key === null) return null;
    members.push(key);
    at = at.object;
  }
  let subject = rootOf(at, names);
  for (let key = members.pop(); key !== undefined && subject !== null; key = members.pop()) subject = 'value' in subject ? memberOf(subject.value, key) : null;
  return subject;
}

function keyOf({ property, computed }: Extract<Expression, { type: 'MemberExpression' }>): string | null {
  if (property.type === 'Identifier' && !computed) return property.name;
  return property.type === 'Literal' ? String(property.value) : null;
}

function rootOf(node: Expression, names: Names): Subject {
  switch (node.type) {
    case 'Identifier':
      return valueOf(node.name, names);
    case 'Literal':
      return { value: node.value as Value };
    case 'TemplateLiteral':
      return { value: '' };
    case 'ArrayExpression':
      return { value: new ArrayObject([]) };
    case 'ObjectExpression':
      return { class: PlainObject.descriptor };
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { class: functionDescriptor };
    case 'NewExpression': {
      const callee = subjectOf(node.callee, names);
      return callee !== null && 'value' in callee && callee.value instanceof ClassObject ? { class: callee.value.definition.descriptor } : null;
    }
    default:
      return null;
  }
}

function valueOf(name: string, { variables, frame, globals }: Names): Subject {
  const variable = variables.get(name);
  if (variable === undefined) return globals.has(name) ? { value: globals.get(name) } : null;
  const { slot, importIndex } = variable;
  const link = importIndex < 0 ? { frame, slot } : frame.imports[importIndex];
  const value = getSlot(link.frame, link.slot);
  return value === hole ? null : { value };
}

/** What a member is. Accessors are ours, and only tell what there is; a method is a function. */
function memberOf(value: Value, key: string): Subject {
  const own = ownValue(value, key);
  if (own !== hole) return { value: own };
  const descriptor = classOf(value);
  const member = descriptor === null ? undefined : findMember(descriptor, key);
  switch (member?.kind) {
    case 'accessor':
      return { value: member.get(value) };
    case 'constant':
      return { value: member.value };
    case 'method':
      return { class: functionDescriptor };
    default:
      return null;
  }
}
