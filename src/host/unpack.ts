/** Turns a filter's arguments into what its implementation receives, and makes its plan. */
import { ArrayObject } from '../language/evaluate/array.js';
import { currentSite } from '../language/evaluate/activation.js';
import { FunctionObject } from '../language/evaluate/function.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Value } from '../language/evaluate/value.js';
import type { Parameter, Parameters, ParameterType } from '../definition/parameters.js';
import type { FilterDefinition, FilterPlan } from '../stream/runtime/filter.js';
import { PipelineReference } from '../stream/runtime/layout.js';
import { accepts, complain, expectation, matchTable, tableOf, type ParameterTable } from './arguments.js';
import { constantOf, makeCallback, makeDynamic } from './callbacks.js';
import type { Module } from './module.js';

/** Checks `args`, makes the plan, and adds the sub-pipelines that the arguments name to `references`. */
export function unpack(
  definition: FilterDefinition,
  args: readonly Value[],
  module: Module,
  references: PipelineReference[],
): FilterPlan {
  return definition.plan(new Unpacker(references).record(definition.parameters, args), module);
}

/** The fields of an options argument, plain values as they are; for builder methods. */
export function unpackOptions(
  fields: Parameters,
  options: Value,
  position: number,
): Record<string, unknown> {
  return new Unpacker([]).options(fields, options, position);
}

/** What a filter takes, apart from a last parameter that takes all the rest. */
interface FilterTable extends ParameterTable {
  readonly rest: { readonly name: string; readonly type: ParameterType & { readonly kind: 'routes' } } | null;
}

const filterTables = new WeakMap<Parameters, FilterTable>();

function filterTableOf(parameters: Parameters): FilterTable {
  let table = filterTables.get(parameters);
  if (table === undefined) {
    const entries = Object.entries(parameters);
    const [name, last] = entries.at(-1) ?? [];
    const rest = last?.type.kind === 'routes' ? { name: name!, type: last.type } : null;
    const before = rest === null ? parameters : Object.fromEntries(entries.slice(0, -1));
    table = { ...tableOf(before), rest };
    filterTables.set(parameters, table);
  }
  return table;
}

class Unpacker {
  constructor(private readonly references: PipelineReference[]) {}

  record(parameters: Parameters, args: readonly Value[]): Record<string, unknown> {
    const table = filterTableOf(parameters);
    const { names, list, rest } = table;
    const record: Record<string, unknown> = {};
    if (rest !== null) {
      const given = args.slice(names.length);
      record[rest.name] = rest.type.first === 'pipeline' ? this.routes(given) : this.branches(given);
      if (names.length === 0) return record;
    }
    const values = matchTable(table, args);
    for (let i = 0; i < values.length; i++) record[names[i]] = this.convert(list[i], values[i], i + 1);
    return record;
  }

  options(fields: Parameters, options: Value, position: number): Record<string, unknown> {
    if (options !== undefined && options !== null && !accepts({ kind: 'options', fields }, options)) {
      complain('PJS502', String(position), 'an object');
    }
    const record: Record<string, unknown> = {};
    const { names, list } = tableOf(fields);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      const field = list[i];
      const value = options instanceof PlainObject ? options.getOwn(name) : undefined;
      const given = value !== undefined && value !== null;
      if (given && !accepts(field.type, value)) {
        complain('PJS504', name, field.complaint ?? expectation(field.type));
      }
      record[name] = this.convert(field, given ? value : undefined, position);
    }
    return record;
  }

  /** `value` is undefined, or of the parameter's type. */
  private convert(parameter: Parameter<unknown>, value: Value, position: number): unknown {
    const { type } = parameter;
    if (type.kind === 'options') return this.options(type.fields, value, position);
    if (value === undefined) return parameter.fallback;
    switch (type.kind) {
      case 'pipeline':
        return this.reference(value as string);
      case 'module':
        return value;
      case 'modules':
        return typeof value === 'string' ? value : (value as ArrayObject).elements;
      case 'routes':
        return [];
      case 'callback':
        return makeCallback(value as FunctionObject, type.returns);
      case 'dynamic':
        return makeDynamic(value, type.of);
      case 'choice':
        return value;
      default:
        return constantOf(value, type.kind);
    }
  }

  /** Pairs of a pipeline's name and a condition; a name without one is taken in any case. */
  private routes(args: readonly Value[]): unknown[] {
    if (args.length === 0) complain('PJS501', '1');
    const routes: unknown[] = [];
    for (let at = 0; at < args.length; ) {
      const name = args[at];
      if (typeof name !== 'string') return complain('PJS502', String(at + 1), 'a string');
      const condition = args[at + 1];
      const conditional = condition instanceof FunctionObject;
      routes.push({
        pipeline: name === '' ? this.empty() : this.reference(name),
        condition: conditional ? makeCallback(condition, 'boolean') : null,
      });
      at += conditional ? 2 : 1;
    }
    return routes;
  }

  /** Pairs of a condition and a pipeline's name; a name that is left over is taken in any case. */
  private branches(args: readonly Value[]): unknown[] {
    if (args.length < 2) complain('PJS501', '2');
    const routes: unknown[] = [];
    for (let at = 0; at < args.length; at += 2) {
      const isLeft = at === args.length - 1;
      const condition = isLeft ? null : args[at];
      const name = args[isLeft ? at : at + 1];
      if (condition !== null && !(condition instanceof FunctionObject)) return complain('PJS502', String(at + 1), 'a function');
      if (typeof name !== 'string') return complain('PJS502', String(isLeft ? at + 1 : at + 2), 'a string');
      routes.push({ pipeline: this.reference(name), condition: condition && makeCallback(condition, 'boolean') });
    }
    return routes;
  }

  private reference(name: string): PipelineReference {
    if (name === '') complain('PJS511');
    const reference = new PipelineReference(name, currentSite());
    this.references.push(reference);
    return reference;
  }

  /** "No pipeline": shown in the graph, and passed through. */
  private empty(): PipelineReference {
    const reference = new PipelineReference('', currentSite());
    this.references.push(reference);
    return reference;
  }
}
