/**
 * Functions of an embedding program, declared: what they take is data, and is checked before they are called, in the
 * words of Pipy's own functions.
 */
import type { Arguments, Parameter, Parameters } from '../definition/parameters.js';
import { describeClass } from '../language/builtins/define.js';
import type { ConstantDefinition, MethodDefinition } from '../language/evaluate/class.js';
import { BuiltinFunction } from '../language/evaluate/function.js';
import { NamespaceObject } from '../language/evaluate/host-object.js';
import { allocate, charge, sizes } from '../language/evaluate/meter.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import { accepts, complain, expectation, match } from './arguments.js';
import type { Crossing, HostValue } from './host-values.js';
import { parseSeconds, parseSize } from './units.js';

export interface HostDeclaration<P extends Parameters> {
  /** In the order in which a script gives them; those that may be left out come last, or are of another type than what follows. */
  readonly parameters?: P;
  /** One or two sentences for whoever writes scripts. */
  readonly doc?: string;
  /** Units of fuel, taken before each call: a number, or what a function makes of the arguments. Nothing by default. */
  readonly cost?: number | ((args: Arguments<P>) => number);
}

/** A function with what it takes: see `define`. */
export class HostDefinition {
  /** @internal */
  constructor(
    /** @internal */
    readonly declaration: HostDeclaration<Parameters>,
    /** @internal */
    readonly run: (args: Arguments<Parameters>) => HostValue,
  ) {}
}

/** Declares a function that scripts may call: `run` gets its arguments by their names, of the types that the parameters say. */
export function define<P extends Parameters>(declaration: HostDeclaration<P>, run: (args: Arguments<P>) => HostValue): HostDefinition {
  return new HostDefinition(declaration as unknown as HostDeclaration<Parameters>, run as HostDefinition['run']);
}

/** What a tenant gives its scripts under a name: a value, a function, or an object of those, which is a namespace when it holds a definition. */
export type HostGlobal = HostValue | HostDefinition | { readonly [name: string]: HostGlobal };

/** A global as the script sees it. */
export function globalFor(name: string, given: HostGlobal, crossing: Crossing): Value {
  if (given instanceof HostDefinition) return functionOf(methodFor(name, given, crossing));
  return isNamespace(given) ? namespaceFor(name, given, crossing) : crossing.in(given);
}

function isNamespace(given: HostGlobal): given is { readonly [name: string]: HostGlobal } {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof Uint8Array) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  return Object.values(given as { readonly [name: string]: HostGlobal }).some((member) => member instanceof HostDefinition || isNamespace(member));
}

function namespaceFor(name: string, given: { readonly [name: string]: HostGlobal }, crossing: Crossing): Value {
  const members = Object.entries(given).map(([key, member]) => {
    allocate(sizes.entry + sizes.object);
    return member instanceof HostDefinition ? methodFor(key, member, crossing) : constantFor(key, globalFor(`${name}.${key}`, member, crossing));
  });
  // What a script puts into its values is the tenant's.
  const kept = members.flatMap((member) => (member.kind === 'constant' ? [member.value] : []));
  return new NamespaceObject({ ...describeClass(name, members), parent: PlainObject.descriptor }, kept);
}

function constantFor(name: string, value: Value): ConstantDefinition {
  return { kind: 'constant', name, value, since: 'pipyjs', doc: 'A value of the embedding program.' };
}

function functionOf(method: MethodDefinition): Value {
  allocate(sizes.closure);
  return new BuiltinFunction(method);
}

function methodFor(name: string, { declaration, run }: HostDefinition, crossing: Crossing): MethodDefinition {
  const { parameters = {}, doc, cost = 0 } = declaration;
  const length = Object.values(parameters).filter(({ optional }) => !optional).length;
  return crossing.method(name, length, doc, (args) => {
    const record = argumentsFor(parameters, args, crossing);
    charge(unitsOf(name, typeof cost === 'function' ? cost(record) : cost));
    return run(record);
  });
}

function unitsOf(name: string, cost: number): number {
  if (!(cost >= 0 && cost < Infinity)) throw new RangeError(`the cost of '${name}' must be a number from 0 on, not ${cost}`);
  return Math.ceil(cost);
}

function argumentsFor(parameters: Parameters, args: readonly Value[], crossing: Crossing): Arguments<Parameters> {
  const values = match(parameters, args);
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter], i) => [name, argumentFor(parameter, values[i], crossing)]));
}

/** `value` is undefined, or of the parameter's type. */
function argumentFor({ type, fallback }: Parameter<unknown>, value: Value, crossing: Crossing): unknown {
  if (type.kind === 'options') return optionsFor(type.fields, value, crossing);
  if (value === undefined) return fallback;
  if (type.kind === 'size' && typeof value === 'string') return parseSize(value);
  if (type.kind === 'seconds' && typeof value === 'string') return parseSeconds(value);
  return crossing.out(value);
}

function optionsFor(fields: Parameters, options: Value, crossing: Crossing): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = options instanceof PlainObject ? options.getOwn(name) : undefined;
    const isGiven = value !== undefined && value !== null;
    if (isGiven ? !accepts(field.type, value) : !field.optional) complain('PJS504', name, expectation(field.type));
    record[name] = argumentFor(field, isGiven ? value : undefined, crossing);
  }
  return record;
}
