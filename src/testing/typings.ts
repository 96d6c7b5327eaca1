/**
 * Typings for editors: what a classic script of Pipy 0.22 can touch, with its documentation. Made from the definitions; what these do not
 * say stands in `typings-signatures.ts`. What ECMA-262 has is that of TypeScript's own library.
 */
import type { Parameter, Parameters, ParameterType, Shape } from '../definition/parameters.js';
import { configurationDescriptor } from '../host/configuration.js';
import { globals } from '../host/globals/index.js';
import { inboundDescriptor } from '../host/globals/inbound.js';
import { statusDescriptor } from '../host/globals/os.js';
import { builtins } from '../language/builtins/index.js';
import type { GlobalDefinition } from '../language/builtins/define.js';
import type { AccessorDefinition, MemberDefinition, MethodDefinition } from '../language/evaluate/class.js';
import { ClassObject, FunctionObject } from '../language/evaluate/function.js';
import { filters } from '../stream/filters/index.js';
import { streamErrors } from '../stream/events/stream-error.js';
import type { FilterDefinition } from '../stream/runtime/filter.js';
import { classesIn } from './built-ins-table.js';
import { calledWith, constructors, returns, signatures } from './typings-signatures.js';

/** Builder methods that begin a pipeline, to which filters can be added then. */
const beginning = ['listen', 'task', 'pipeline'];

/** The whole file. */
export function typings(): string {
  return `${[
    [
      '// PipyJS: what a classic script can touch. Made by tools/typings.mjs from the definitions; spec/typings.md says how editors find them.',
      ...['es2023', 'es2024.promise', 'es2024.string'].map((lib) => `/// <reference lib="${lib}" />`),
    ],
    ['/** Bytes: a number, or a text such as `\'64k\'` (k, m, g, t of 1024). */', 'type Size = number | string;'],
    ["/** Seconds: a number, or a text such as `'500ms'`, `'5s'`, `'1m'`, `'2h'`, `'1d'`. */", 'type Seconds = number | string;'],
    ['/** What flows through a pipeline. */', 'type PipyEvent = Data | MessageStart | MessageEnd | StreamEnd;'],
    ['/** What stands in the place of an event: one, a message, a list of those, or nothing. */', 'type PipyEvents = PipyEvent | Message | null | undefined | readonly (PipyEvent | Message | null | undefined)[];'],
    ["/** Why a stream ended; `''` is an end in order. */", `type StreamError = '' | ${Object.keys(streamErrors).map((code) => `'${code}'`).join(' | ')};`],
    optionsOfListen,
    configuration(),
    pipelineConfiguration(),
    inbound,
    fileStatus,
    ...ownGlobals().map(globalLines),
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Globals that TypeScript's library has not. */
export function ownGlobals(): GlobalDefinition[] {
  const standard = new Set(builtins.map(({ name }) => name).filter((name) => signatures[name] === undefined));
  const ofLevel = globals.filter(({ name, level = '0.22' }) => level === '0.22' && (!standard.has(name) || name === 'JSON'));
  return [...ofLevel].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const optionsOfListen = [
  'interface ListenOptions {',
  '  /** Unlimited when negative. */',
  '  readonly maxConnections?: number;',
  '  /** Closes a connection that sends nothing for so long; 0 is off. */',
  '  readonly readTimeout?: Seconds;',
  '  /** Closes a connection that takes nothing for so long; 0 is off. */',
  '  readonly writeTimeout?: Seconds;',
  '}',
];

function configuration(): string[] {
  const names = new Set(filters.map(({ name }) => name));
  const methods = [...configurationDescriptor.members.values()].filter(({ name }) => !names.has(name)) as MethodDefinition[];
  const declared = methods.flatMap((method) => {
    const list = signatures[method.name] ?? [`(${parametersOf(method.parameters ?? {})}): ${beginning.includes(method.name) ? 'PipelineConfiguration' : 'this'}`];
    return [...comment(method.doc, method.parameters ?? {}), ...list.map((signature) => `${method.name}${signature};`)];
  });
  return ['/** What `pipy()` gives: a module, to which its calls add. */', 'interface Configuration {', ...indent(declared), '}'];
}

function pipelineConfiguration(): string[] {
  const declared = filters.flatMap((filter) => [...comment(filter.doc, filter.parameters), ...overloads(filter)]);
  return ['/** A module whose last pipeline takes filters. */', 'interface PipelineConfiguration extends Configuration {', ...indent(declared), '}'];
}

/** Parameters that may be left out before others do so in every way. */
function overloads({ name, parameters }: FilterDefinition): string[] {
  let lists: [string, Parameter<unknown>][][] = [[]];
  const all = Object.entries(parameters);
  for (const [index, entry] of all.entries()) {
    const skipped = entry[1].optional && index < all.length - 1 ? lists : [];
    lists = [...lists.map((list) => [...list, entry]), ...skipped];
  }
  const seen = new Set(lists.map((list) => `${name}(${parametersOf(Object.fromEntries(list), name)}): this;`));
  return [...seen];
}

const inbound = [
  '/** The connection that a stream belongs to; undefined where it has none. */',
  'declare const __inbound: {',
  ...indent([...inboundDescriptor.members.values()].flatMap((member) => [...comment(member.doc), `readonly ${member.name}: ${member.name.endsWith('Address') ? 'string' : 'number'};`])),
  '};',
  '/** The path of this file in its code base. */',
  'declare const __filename: string;',
  '/** Which of several threads this is: 0. */',
  'declare const __thread: number;',
];

const fileStatus = [
  '/** What `os.stat()` gives. */',
  'interface FileStatus {',
  ...indent([...statusDescriptor.members.values()].flatMap((member) => [...comment(member.doc), member.kind === 'method' ? `${member.name}(): boolean;` : `readonly ${member.name}: number;`])),
  '}',
];

function globalLines(global: GlobalDefinition): string[] {
  const { name, doc, value, statics, members } = global;
  if (name === 'pipy') return [...comment(doc), 'declare function pipy(variables?: object | (() => object)): Configuration;', ...namespaceLines(name, doc, statics, [])];
  // The library's own, and what it has more here.
  if (name === 'JSON') return ['interface JSON {', ...indent(statics.filter((member) => signatures[`JSON.${member.name}`] !== undefined).flatMap((member) => memberLines('JSON', member))), '}'];
  if (value instanceof ClassObject) return classLines(name, global);
  if (value instanceof FunctionObject) return [...comment(doc), ...signatures[name].map((signature) => `declare function ${name}${signature};`)];
  return members.length + statics.length > 0 ? namespaceLines(name, doc, statics, classesIn(global)) : [...comment(doc), `declare const ${name}: any;`];
}

function namespaceLines(name: string, doc: string, statics: readonly MemberDefinition[], classes: readonly GlobalDefinition[]): string[] {
  const held = new Set(classes.map((each) => each.name.slice(name.length + 1)));
  const members = statics.filter((member) => !held.has(member.name)).flatMap((member) => {
    const lines = memberLines(name, member);
    return lines.map((line) => (/^ \*|^\/\*\*/.test(line) ? line : line.startsWith('readonly ') ? line.replace('readonly', 'const') : `function ${line}`));
  });
  return [...comment(doc), `declare namespace ${name} {`, ...indent([...classes.flatMap((each) => classLines(each.name, each)), ...members]), '}'];
}

function classLines(name: string, { doc, members, statics }: GlobalDefinition): string[] {
  const short = name.slice(name.lastIndexOf('.') + 1);
  const made = (constructors[name] ?? []).map((list) => `constructor(${list});`);
  const fixed = statics.flatMap((member) => memberLines(name, member).map((line) => (/^ \*|^\/\*\*/.test(line) ? line : `static ${line}`)));
  const body = [...made, ...fixed, ...members.flatMap((member) => memberLines(name, member))];
  // Without anything of its own any object would do for it.
  const brand = members.length === 0 ? [`private readonly ${short}: never;`] : [];
  return [...comment(doc), `${name === short ? 'declare ' : ''}class ${short} {`, ...indent([...body, ...brand]), '}'];
}

function memberLines(owner: string, member: MemberDefinition): string[] {
  const key = `${owner}.${member.name}`;
  if (member.kind !== 'method') return [...comment(member.doc), `${(member as AccessorDefinition).set ? '' : 'readonly '}${member.name}: ${typeOf(key)};`];
  const list = signatures[key] ?? [`(${parametersOf(member.parameters ?? {})}): ${typeOf(key)}`];
  return [...comment(member.doc, member.parameters), ...list.map((signature) => `${member.name}${signature};`)];
}

/** The parts of a URL are texts. */
function typeOf(key: string): string {
  const type = returns[key] ?? (key.startsWith('URL.') ? 'string' : undefined);
  if (type === undefined) throw new Error(`typings-signatures.ts does not say what ${key} gives`);
  return type;
}

function parametersOf(parameters: Parameters, filter?: string): string {
  const list = Object.entries(parameters);
  return list
    .map(([name, { type, optional, fallback }], index) => {
      if (type.kind === 'routes') return routes(type.first);
      // One that must be given cannot follow one that may be left out.
      const mark = optional && list.slice(index + 1).every(([, later]) => later.optional) ? '?' : '';
      const nothing = optional && mark === '' ? ' | null | undefined' : '';
      return `${name}${mark}: ${typeText(type, filter === undefined ? '' : `${filter}.${name}`, fallback)}${nothing}`;
    })
    .join(', ');
}

const condition = '(() => unknown)';

function routes(first: 'pipeline' | 'condition'): string {
  return first === 'pipeline' ? `pipeline: string, ...routes: (string | ${condition})[]` : `condition: ${condition} | string, ...routes: (string | ${condition})[]`;
}

const shapes: Readonly<Record<Shape, string>> = {
  any: 'unknown',
  boolean: 'boolean',
  number: 'number',
  text: 'string',
  size: 'Size',
  seconds: 'Seconds',
  message: 'Message',
  events: 'PipyEvents',
  data: 'Data',
  object: 'object',
  list: 'readonly unknown[]',
  void: 'unknown',
};

/** What a function may give: what is converted may be anything, or nothing. */
const given: Readonly<Partial<Record<Shape, string>>> = { boolean: 'unknown', text: 'string | number | null | undefined', message: 'Message | null | undefined' };

function typeText(type: ParameterType, key: string, fallback?: unknown): string {
  switch (type.kind) {
    case 'pipeline':
    case 'module':
      return 'string';
    case 'modules':
      return 'string | readonly string[]';
    case 'callback':
      return functionText(type.returns, key);
    case 'dynamic':
      return type.of === 'any' ? `unknown | (${functionText('any', key)})` : `${shapes[type.of]} | (${functionText(type.of, key)})`;
    case 'choice':
      return type.of.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(' | ');
    case 'options':
      return `{ ${Object.entries(type.fields).map(([name, field]) => `/** ${sentence(field)} */ readonly ${name}?: ${typeText(field.type, `${key.split('.')[0]}.${name}`, fallback)}`).join('; ')} }`;
    case 'routes':
      return routes(type.first);
    default:
      return shapes[type.kind];
  }
}

function functionText(gives: Shape, key: string): string {
  const result = given[gives] ?? shapes[gives];
  return `(${calledWith[key] ?? ''}) => ${result === 'unknown' ? result : `${result} | Promise<${result}>`}`;
}

/** What a parameter is for, and what it is otherwise. */
function sentence({ doc, fallback }: Parameter<unknown>): string {
  const standard = typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean' ? ` Otherwise ${String(fallback)}.` : '';
  return `${doc}${standard}`.replaceAll('*/', '*\\/');
}

function comment(doc: string, parameters: Parameters = {}): string[] {
  const list = Object.entries(parameters).map(([name, parameter]) => ` * @param ${name} ${sentence(parameter)}`);
  const text = doc.replaceAll('*/', '*\\/');
  return list.length === 0 ? [`/** ${text} */`] : ['/**', ` * ${text}`, ...list, ' */'];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
