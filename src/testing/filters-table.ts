/** The reference of filters as Markdown: made from their definitions, with cases of the conformance suite as examples. */
import type { Parameter, Parameters } from '../definition/parameters.js';
import { expectation } from '../host/arguments.js';
import { filters } from '../stream/filters/index.js';
import type { FilterDefinition } from '../stream/runtime/filter.js';
import { examplesIn, exampleText } from './examples.js';
import { ofFilters } from './outside-examples.js';

/** All filters, each with its parameters and an example. */
export function filtersReference(): string {
  return filters.map(section).join('\n\n');
}

function section(filter: FilterDefinition): string {
  const { name, doc, since, parameters } = filter;
  const rows = rowsOf(parameters, '');
  const table = rows.length === 0 ? [] : ['', '| | | | |', '|---|---|---|---|', ...rows];
  return [`## ${name}`, '', `\`${signature(filter)}\``, '', `${doc} *Since ${since === 'pipyjs' ? 'PipyJS' : since}.*`, ...table, '', ...exampleOf(name)].join('\n');
}

function signature({ name, parameters }: FilterDefinition): string {
  return `${name}(${Object.entries(parameters).map(([parameter, { optional }]) => (optional ? `${parameter}?` : parameter)).join(', ')})`;
}

function rowsOf(parameters: Parameters, prefix: string): string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    const { type, doc } = parameter;
    if (type.kind === 'options') return rowsOf(type.fields, `${name}.`);
    return [`| \`${prefix}${name}\` | ${cell(doc)} | ${cell(expectation(type))} | ${otherwise(parameter)} |`];
  });
}

function otherwise({ optional, fallback }: Parameter<unknown>): string {
  if (typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean') return `otherwise ${String(fallback)}`;
  return optional ? 'may be left out' : '';
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function exampleOf(name: string): string[] {
  const example = cases.find(({ title }) => title.startsWith(`${name} `));
  if (example !== undefined) return exampleText(name, example);
  const script = ofFilters[name];
  if (script === undefined) throw new Error(`there is no case with a title that begins with '${name} '`);
  return ['```js', script, '```'];
}

const cases = examplesIn('streams');
