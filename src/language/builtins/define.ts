/**
 * How built-ins and the bridge's globals are declared: as data plus plain functions.
 *
 * A member is one `method`, `variadic`, `accessor` or `constant`; a class is one `defineClass`; a
 * namespace is one `defineNamespace`; a global function is one `defineFunction`. Each gives a
 * `GlobalDefinition`, and a list of those is a set of globals. The values are frozen and belong to no
 * tenant, so one set serves all.
 */
import type { ApiLevel, Cost, Definition, Since } from '../../definition/definition.js';
import type {
  AccessorDefinition,
  ClassDescriptor,
  ConstantDefinition,
  FixedRun,
  MemberDefinition,
  MethodDefinition,
  VariadicRun,
} from '../evaluate/class.js';
import { Factory } from '../evaluate/factory.js';
import { BuiltinFunction, ClassObject, functionDescriptor } from '../evaluate/function.js';
import { NamespaceObject } from '../evaluate/host-object.js';
import { PlainObject } from '../evaluate/plain-object.js';
import type { Value } from '../evaluate/value.js';

/** A name that every program can use, and its value. */
export interface GlobalDefinition extends Definition {
  readonly value: Value;
  /** What `value` is made of, for the reference and the typings. */
  readonly members: readonly MemberDefinition[];
  readonly statics: readonly MemberDefinition[];
}

/** What runs a function, or makes one that does: then a hot program has one of its own for each place that calls it. */
type Runs<Run> = Run | Factory<() => Run>;

export function method(name: string, length: number, fixed: Runs<FixedRun>, doc: string, since: Since = '0.22'): MethodDefinition {
  const rest = { kind: 'method', name, length, variadic: null, doc, since } as const;
  return fixed instanceof Factory ? { ...rest, fixed: fixed.shared(), ownFixed: fixed } : { ...rest, fixed };
}

export function variadic(name: string, length: number, run: Runs<VariadicRun>, doc: string, since: Since = '0.22'): MethodDefinition {
  const rest = { kind: 'method', name, length, fixed: null, doc, since } as const;
  return run instanceof Factory ? { ...rest, variadic: run.shared(), ownVariadic: run } : { ...rest, variadic: run };
}

export function accessor(
  name: string,
  get: (self: Value) => Value,
  doc: string,
  more: { since?: Since; set?: (self: Value, value: Value) => void } = {},
): AccessorDefinition {
  return { kind: 'accessor', name, get, doc, since: more.since ?? '0.22', ...(more.set && { set: more.set }) };
}

export function constant(name: string, value: Value, doc: string, since: Since = '0.22'): ConstantDefinition {
  return { kind: 'constant', name, value, doc, since };
}

/** The same members, with how their cost grows. */
export function costing<T extends MemberDefinition>(cost: Cost, members: readonly T[]): T[] {
  return members.map((member) => ({ ...member, cost }));
}

/** A descriptor of `members`; accessors named in `enumerable` are what `Object.keys`, spread and JSON see. */
export function describeClass(
  name: string,
  members: readonly MemberDefinition[],
  more: { parent?: ClassDescriptor | null; enumerable?: readonly string[]; absent?: ReadonlyMap<string, string> } = {},
): ClassDescriptor {
  return {
    name,
    parent: more.parent ?? null,
    members: new Map(members.map((member) => [member.name, member])),
    enumerable: more.enumerable ?? [],
    ...(more.absent && { absent: more.absent }),
  };
}

export interface ClassDeclaration extends Definition {
  /** The `length` of the constructor. */
  readonly length?: number;
  readonly descriptor: ClassDescriptor;
  readonly statics?: readonly MemberDefinition[];
  /** Statics that there are elsewhere but not here, and what whoever calls one is told. */
  readonly absent?: ReadonlyMap<string, string>;
  readonly construct: (args: readonly Value[]) => Value;
  /** Without `new`; absent: a TypeError of the evaluator. */
  readonly call?: (args: readonly Value[]) => Value;
  readonly hasInstance: (value: Value) => boolean;
}

export function defineClass(declaration: ClassDeclaration): GlobalDefinition {
  const { name, since, level, cost, doc, length = 0, descriptor, statics = [], absent, construct, call, hasInstance } = declaration;
  const value = new ClassObject({
    name,
    length,
    descriptor,
    statics: describeClass(name, statics, { parent: functionDescriptor, ...(absent && { absent }) }),
    call: call ?? construct,
    construct,
    hasInstance,
  });
  return { name, since, doc, ...(level && { level }), ...(cost && { cost }), value, members: [...descriptor.members.values()], statics };
}

export function defineNamespace(definition: Definition, members: readonly MemberDefinition[]): GlobalDefinition {
  const descriptor: ClassDescriptor = {
    ...describeClass(definition.name, members),
    // Read late: what all objects have is itself declared with the functions of this file.
    get parent() {
      return PlainObject.descriptor;
    },
  };
  const value = new NamespaceObject(descriptor);
  return { ...definition, value, members: [], statics: members };
}

/** `level`: the only one that has it. */
export function defineFunction(run: MethodDefinition, level?: ApiLevel): GlobalDefinition {
  const { name, since, cost, doc } = run;
  return { name, since, doc, ...(level && { level }), ...(cost && { cost }), value: new BuiltinFunction(run), members: [], statics: [] };
}

export function defineConstant(definition: Definition, value: Value): GlobalDefinition {
  return { ...definition, value, members: [], statics: [] };
}
