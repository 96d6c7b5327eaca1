/**
 * Script arguments against a table of parameters: the matching, and all its wording.
 *
 * Filters, builder methods and API functions declare what they take (`definition/parameters.ts`); here
 * is the only place that compares script values with that. `match` lines the arguments up with their
 * parameters; `host/unpack.ts` turns them into what a filter receives.
 */
import type { Cost, Since } from '../definition/definition.js';
import type { Parameter, Parameters, ParameterType, Shape } from '../definition/parameters.js';
import { ArrayObject } from '../language/evaluate/array.js';
import type { MethodDefinition } from '../language/evaluate/class.js';
import { ClassObject, FunctionObject } from '../language/evaluate/function.js';
import { ScriptObject } from '../language/evaluate/object.js';
import { ScriptError } from '../language/evaluate/script-error.js';
import type { Value } from '../language/evaluate/value.js';
import { wording, type Code } from '../language/source/codes.js';
import { Data } from '../stream/bytes/data.js';
import { Message } from '../stream/events/message.js';
import { hostOf, valueToEvent } from './peers.js';
import { parseSeconds, parseSize } from './units.js';

/** Throws an error of the bridge in its own wording. */
export function complain(code: Code, ...fill: string[]): never {
  throw new ScriptError(code, wording(code, ...fill), 'TypeError');
}

/** A parameter of an API function, by what it accepts; its function sees the plain script value. */
export function api(kind: Shape | 'function', doc: string, more: { optional?: boolean } = {}): Parameter<unknown> {
  const type: ParameterType = kind === 'function' ? { kind: 'callback', returns: 'any' } : { kind };
  return { type, optional: more.optional ?? false, fallback: undefined, doc };
}

/** A method of an API class or namespace whose arguments are checked by a table and lined up with it. */
export function apiMethod<P extends Parameters>(
  name: string,
  parameters: P,
  run: (self: Value, args: { readonly [K in keyof P]: Value }) => Value,
  doc: string,
  more: { since?: Since; cost?: Cost } = {},
): MethodDefinition {
  const table = tableOf(parameters);
  return {
    kind: 'method',
    name,
    since: more.since ?? '0.22',
    doc,
    ...(more.cost && { cost: more.cost }),
    length: table.required,
    parameters,
    fixed: null,
    variadic: (self, args) => run(self, recordOf<P>(table, args)),
  };
}

/** Parameters in their order. */
export interface ParameterTable {
  readonly names: readonly string[];
  readonly list: readonly Parameter<unknown>[];
  /** How many arguments there must be. */
  readonly required: number;
}

const tables = new WeakMap<Parameters, ParameterTable>();

/** Parameters taken apart: once, since tables are made once and lined up with arguments at each call. */
export function tableOf(parameters: Parameters): ParameterTable {
  let table = tables.get(parameters);
  if (table === undefined) {
    const list = Object.values(parameters);
    table = { names: Object.keys(parameters), list, required: list.filter(({ optional }) => !optional).length };
    tables.set(parameters, table);
  }
  return table;
}

/** The arguments by parameter name; checks them all. */
export function matchRecord<P extends Parameters>(parameters: P, args: readonly Value[]): { readonly [K in keyof P]: Value } {
  return recordOf<P>(tableOf(parameters), args);
}

function recordOf<P extends Parameters>(table: ParameterTable, args: readonly Value[]): { readonly [K in keyof P]: Value } {
  const values = matchTable(table, args);
  const record: Record<string, Value> = {};
  for (let i = 0; i < values.length; i++) record[table.names[i]] = values[i];
  return record as { readonly [K in keyof P]: Value };
}

/**
 * One value per parameter, undefined where it is not given. An optional parameter whose argument does
 * not fit is passed over when a later one accepts it.
 */
export function match(parameters: Parameters, args: readonly Value[]): Value[] {
  return matchTable(tableOf(parameters), args);
}

/** The same; of filters whose last parameter takes all the rest, that one is left out of the table. */
export function matchTable({ list, required }: ParameterTable, args: readonly Value[]): Value[] {
  if (args.length < required) complain('PJS501', String(required));
  const values: Value[] = [];
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const parameter = list[i];
    const value = args[at];
    const given = value !== undefined && value !== null;
    if (at >= args.length || (!given && parameter.optional)) {
      values.push(undefined);
      at++;
    } else if (accepts(parameter.type, value)) {
      values.push(value);
      at++;
    } else if (parameter.optional && list.slice(i + 1).some((later) => accepts(later.type, value))) {
      values.push(undefined);
    } else if (parameter.complaint !== undefined) {
      throw new ScriptError('PJS502', parameter.complaint.replace('%', String(at + 1)), 'TypeError');
    } else {
      complain('PJS502', String(at + 1), expectation(parameter.type));
    }
  }
  return values;
}

/** Whether an argument is of the type that a parameter asks for. No coercion: a text is a text. */
export function accepts(type: ParameterType, value: Value): boolean {
  switch (type.kind) {
    case 'callback':
      return value instanceof FunctionObject && !(value instanceof ClassObject);
    case 'dynamic':
      return value instanceof FunctionObject || acceptsShape(type.of, value);
    case 'choice':
      return (typeof value === 'string' || typeof value === 'number') && type.of.includes(value);
    case 'options':
      return value instanceof ScriptObject && !(value instanceof FunctionObject) && !(value instanceof ArrayObject);
    case 'pipeline':
    case 'module':
      return typeof value === 'string';
    case 'modules':
      return typeof value === 'string' || (value instanceof ArrayObject && value.elements.every((item) => typeof item === 'string'));
    case 'routes':
      return type.first === 'pipeline' ? typeof value === 'string' : value instanceof FunctionObject;
    default:
      return acceptsShape(type.kind, value);
  }
}

function acceptsShape(shape: Shape, value: Value): boolean {
  switch (shape) {
    case 'any':
    case 'void':
      return true;
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'text':
      return typeof value === 'string';
    case 'size':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(parseSize(value)));
    case 'seconds':
      return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(parseSeconds(value)));
    case 'message':
      return hostOf(value, Message) !== null;
    case 'events':
      return value instanceof ArrayObject ? value.elements.every((_, i) => isEventOrNothing(value.at(i))) : valueToEvent(value) !== null;
    case 'data':
      return hostOf(value, Data) !== null;
    case 'object':
      return value instanceof ScriptObject;
    case 'list':
      return value instanceof ArrayObject;
  }
}

function isEventOrNothing(value: Value): boolean {
  return value === undefined || value === null || valueToEvent(value) !== null;
}

/** What a type expects, in the words of the original. */
export function expectation(type: ParameterType): string {
  switch (type.kind) {
    case 'callback':
      return 'a function';
    case 'dynamic':
      return type.of === 'any' ? 'a value or a function' : `${expectation({ kind: type.of })} or a function`;
    case 'choice':
      return `one of ${type.of.join(', ')}`;
    case 'options':
    case 'object':
      return 'an object';
    case 'pipeline':
    case 'module':
    case 'text':
      return 'a string';
    case 'modules':
      return 'a string or an array of strings';
    case 'routes':
      return type.first === 'pipeline' ? 'a string' : 'a function';
    case 'boolean':
      return 'a boolean';
    case 'number':
      return 'a number';
    case 'size':
      return "a number or a string such as '64k'";
    case 'seconds':
      return "a number or a string such as '5s'";
    case 'message':
      return 'an instance of Message';
    case 'events':
      return 'an event, a Message or an array of those';
    case 'data':
      return 'an instance of Data';
    case 'list':
      return 'an array';
    case 'any':
    case 'void':
      return 'a value';
  }
}
