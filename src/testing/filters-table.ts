/** The reference of filters as Markdown: made from their definitions, with cases of the conformance suite as examples. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parameter, Parameters } from '../definition/parameters.js';
import { expectation } from '../host/arguments.js';
import { filters } from '../stream/filters/index.js';
import type { FilterDefinition } from '../stream/runtime/filter.js';
import { root } from './pages.js';

/** Examples of what a case cannot run: they reach for the world outside. They are loaded. */
const outside: Readonly<Record<string, string>> = {
  acceptTLS: `pipy()
.listen(8443)
  .acceptTLS('inside', { certificate: name => ({ cert: new crypto.Certificate(pipy.load(name + '.crt') || ''), key: new crypto.PrivateKey(pipy.load(name + '.key') || '') }) })
.pipeline('inside')
  .serveHTTP(new Message('Hello over TLS'))`,
  connect: `pipy()
.listen(8080)
  .connect('127.0.0.1:8081', { retryCount: 2, retryDelay: 1, connectTimeout: 5 })`,
  connectTLS: `pipy()
.listen(8080)
  .connectTLS('to server', { sni: 'example.com' })
.pipeline('to server')
  .connect('example.com:443')`,
  exec: `pipy()
.listen(8080)
  .exec('wc -c')`,
};

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

/** A case whose title begins with the name of the filter; its title says what it shows. */
function exampleOf(name: string): string[] {
  const example = cases.find(({ title }) => title.startsWith(`${name} `));
  if (example !== undefined) return [`${example.title.slice(name.length + 1).replace(/^./, (first) => first.toUpperCase())}:`, '', '```stream', example.text, '```'];
  const script = outside[name];
  if (script === undefined) throw new Error(`there is no case with a title that begins with '${name} '`);
  return ['```js', script, '```'];
}

const folder = join(root, 'conformance/streams');

const cases = readdirSync(folder)
  .sort()
  .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^\/\/---.*\n/m).slice(1))
  .map((chunk) => {
    const lines = chunk.trimEnd().split('\n');
    const title = /^\/\/# title\s+(.*)$/m.exec(chunk)?.[1] ?? '';
    return { title, text: lines.filter((line) => !line.startsWith('//#')).join('\n').replace(/^\/\/</m, '\n//<') };
  });
