/** What filters there are and what each takes, as text: made from their definitions. */
import type { Parameter } from '../definition/parameters.js';
import { filters } from '../stream/filters/index.js';
import { expectation } from './arguments.js';

/** The names of all filters, in alphabetical order. */
export function filterNames(): string[] {
  return filters.map(({ name }) => name);
}

/** All filters with their parameters and options, as lines. */
export function filterHelp(): string[] {
  return filters.flatMap(({ name, parameters, doc }) => {
    const list = Object.entries(parameters);
    const signature = list.map(([parameter, { optional }]) => (optional ? `${parameter}?` : parameter)).join(', ');
    return [
      `${name}(${signature})`,
      `    ${doc}`,
      ...list.flatMap(([parameter, definition]) => describe(parameter, definition, '      ')),
      '',
    ];
  });
}

function describe(name: string, { type, doc, fallback }: Parameter<unknown>, indent: string): string[] {
  if (type.kind === 'options') {
    return [
      `${indent}${name}: ${doc}`,
      ...Object.entries(type.fields).flatMap(([field, definition]) => describe(field, definition, `${indent}  `)),
    ];
  }
  const standard = typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean' ? `, otherwise ${String(fallback)}` : '';
  return [`${indent}${name}: ${doc} (${expectation(type)}${standard})`];
}
