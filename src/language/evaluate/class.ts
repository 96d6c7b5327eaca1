/**
 * Classes: the members that all instances of a built-in class have.
 *
 * A class is declared as data plus plain functions. Fixed functions take their receiver and up to
 * three arguments, variadic ones a list; both are called without any copying in between.
 */
import type { Definition } from '../../definition/definition.js';
import type { Parameters } from '../../definition/parameters.js';
import type { Factory } from './factory.js';
import type { Value } from './value.js';

/** A function of at most three parameters: missing arguments are undefined. */
export type FixedRun = (self: Value, a: Value, b: Value, c: Value) => Value;
/** A function that must know how many arguments it got, or takes more than three. */
export type VariadicRun = (self: Value, args: readonly Value[]) => Value;

export interface MethodDefinition extends Definition {
  readonly kind: 'method';
  /** The `length` of the function. */
  readonly length: number;
  /** Exactly one of the two. */
  readonly fixed: FixedRun | null;
  readonly variadic: VariadicRun | null;
  /** What it takes, where a table says so: of Pipy's own functions. */
  readonly parameters?: Parameters;
  /** Make them anew for a place of a hot program that calls them: pays where they call back. */
  readonly ownFixed?: Factory<() => FixedRun>;
  readonly ownVariadic?: Factory<() => VariadicRun>;
}

export interface AccessorDefinition extends Definition {
  readonly kind: 'accessor';
  readonly get: (self: Value) => Value;
  /** Absent: writing is an error. */
  readonly set?: (self: Value, value: Value) => void;
}

export interface ConstantDefinition extends Definition {
  readonly kind: 'constant';
  readonly value: Value;
}

export type MemberDefinition = MethodDefinition | AccessorDefinition | ConstantDefinition;

export interface ClassDescriptor {
  readonly name: string;
  /** Class whose members come after its own; null at the top. */
  readonly parent: ClassDescriptor | null;
  /** What instances have beside their own properties. */
  readonly members: ReadonlyMap<string, MemberDefinition>;
  /** Accessors of host objects that enumerate (`Object.keys`, spread, JSON), in this order. */
  readonly enumerable: readonly string[];
  /** Names that there are elsewhere but not here, and what whoever calls one is told. */
  readonly absent?: ReadonlyMap<string, string>;
}

/** The member `name` of a class or its parents. */
export function findMember(descriptor: ClassDescriptor, name: string): MemberDefinition | undefined {
  for (let at: ClassDescriptor | null = descriptor; at !== null; at = at.parent) {
    const member = at.members.get(name);
    if (member !== undefined) return member;
  }
  return undefined;
}
