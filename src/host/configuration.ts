/**
 * What `pipy(…)` gives: the builder that a classic script's chain of calls fills.
 *
 * `export`, `import`, `listen`, `task` and `pipeline` are written here; every filter's method is made
 * from its definition in `stream/filters/index.ts`.
 */
import { isIP } from './addresses.js';
import { apiMethod, api, complain } from './arguments.js';
import { describeClass } from '../language/builtins/define.js';
import { variadic } from '../language/builtins/define.js';
import type { MethodDefinition } from '../language/evaluate/class.js';
import { HostObject } from '../language/evaluate/host-object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import { currentSite } from '../language/evaluate/activation.js';
import type { Site } from '../language/evaluate/calls.js';
import type { Value } from '../language/evaluate/value.js';
import { filters } from '../stream/filters/index.js';
import type { FilterDefinition } from '../stream/runtime/filter.js';
import { PipelineLayout, type PipelineReference } from '../stream/runtime/layout.js';
import type { ListenOptions } from '../stream/runtime/ports.js';
import type { Module } from './module.js';
import { ofNewerPipelines } from './newer-pipelines.js';
import { unpack, unpackOptions } from './unpack.js';
import { parseSeconds } from './units.js';

/** At most this many filters stand in one pipeline. */
const maxFilters = 256;

const signalNames = (
  'HUP INT QUIT ILL TRAP ABRT FPE KILL BUS SEGV SYS PIPE ALRM TERM URG STOP TSTP CONT CHLD TTIN TTOU IO XCPU XFSZ VTALRM PROF WINCH'
)
  .split(' ')
  .map((name) => `SIG${name}`);

/** In place of lists and maps that stay empty: thousands of code bases have them. */
const nothing = Object.freeze([]) as unknown as never[];
const noPipelines = new Map<string, PipelineLayout>();

/** A variable that a module shares, or its initial value. */
export interface Declaration {
  readonly name: string;
  readonly site: Site | null;
}

export interface ExportDeclaration extends Declaration {
  readonly namespace: string;
  readonly value: Value;
}

export interface ImportDeclaration extends Declaration {
  readonly namespace: string;
}

export interface ListenDeclaration {
  readonly layout: PipelineLayout;
  readonly host: string;
  readonly port: number;
  readonly options: ListenOptions;
  readonly site: Site | null;
}

export interface TaskDeclaration {
  readonly layout: PipelineLayout;
  /** Once, every so many seconds, or at a signal. */
  readonly when: { readonly once: true } | { readonly every: number } | { readonly signal: string };
  readonly site: Site | null;
}

export class Configuration {
  exports: ExportDeclaration[] = [];
  imports: ImportDeclaration[] = [];
  listens: ListenDeclaration[] = [];
  tasks: TaskDeclaration[] = [];
  /** Named pipelines; of two with one name the last wins. */
  pipelines = new Map<string, PipelineLayout>();
  /** Every reference to a sub-pipeline of this module, to be bound when the module is whole. */
  references: PipelineReference[] = [];
  /** The names of its own variables, by slot; set when the code base is linked. */
  names: readonly string[] = nothing;
  /** Nothing more can be declared. */
  isSettled = false;
  /** Where filters go. */
  private current: PipelineLayout | null = null;

  constructor(
    readonly module: Module,
    /** The module's own variables and their initial values. */
    readonly variables: PlainObject,
    readonly site: Site | null,
  ) {}

  /** All is bound: what was only for that is let go, and lists are as long as what is in them. */
  settle(): void {
    this.isSettled = true;
    this.references = nothing;
    this.exports = nothing;
    this.imports = nothing;
    this.listens = trimmed(this.listens);
    this.tasks = trimmed(this.tasks);
    if (this.pipelines.size === 0) this.pipelines = noPipelines;
    for (const layout of this.layouts()) layout.filters = layout.filters.slice();
    this.current = null;
  }

  /** All its pipelines. */
  layouts(): PipelineLayout[] {
    return [...[...this.listens, ...this.tasks].map(({ layout }) => layout), ...this.pipelines.values()];
  }

  listen(target: string | number, options: ListenOptions): void {
    const { host, port } = parseListenTarget(target);
    const name = `${port}@${host}`;
    const title = `Listen on ${port} at ${host}`;
    this.current = new PipelineLayout(this.module.runtime, 'listen', name, title, this.module.path);
    // Port 0 opens nothing: its filters are checked and forgotten.
    if (port !== 0) this.listens.push({ layout: this.current, host, port, options, site: currentSite() });
  }

  task(when: string): void {
    const number = this.tasks.length + 1;
    const title = when === '' ? `Task #${number}` : `Task #${number} (${when})`;
    this.current = new PipelineLayout(this.module.runtime, 'task', `Task #${number}`, title, this.module.path);
    this.tasks.push({ layout: this.current, when: parseWhen(when), site: currentSite() });
  }

  pipeline(name: string): void {
    if (name === '') complain('PJS511');
    this.current = new PipelineLayout(this.module.runtime, 'named', name, name, this.module.path);
    this.pipelines.set(name, this.current);
  }

  filter(definition: FilterDefinition, args: readonly Value[]): void {
    if (this.current === null) complain('PJS510');
    if (this.current.filters.length >= maxFilters) complain('PJS539', String(maxFilters));
    const references: PipelineReference[] = [];
    const plan = unpack(definition, args, this.module, references);
    this.current.filters.push({ definition, plan, references: trimmed(references), origin: currentSite() });
    this.references.push(...references);
  }
}

/** A list is made with room for more. */
function trimmed<T>(list: T[]): T[] {
  return list.length === 0 ? nothing : list.slice();
}

function parseListenTarget(target: string | number): { host: string; port: number } {
  if (typeof target === 'number') return { host: '0.0.0.0', port: toPort(String(target)) };
  const colon = target.lastIndexOf(':');
  if (colon < 0) {
    return complain('PJS512', target);
  }
  let host = target.slice(0, colon);
  if (host.startsWith('[') && host.endsWith(']')) host = host.slice(1, -1);
  const text = target.slice(colon + 1);
  if (text === '' || [...text].some((char) => char < '0' || char > '9')) complain('PJS512', target);
  if (!isIP(host)) complain('PJS513', host);
  return { host, port: toPort(text) };
}

function toPort(text: string): number {
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port <= 65535 ? port : complain('PJS550', text);
}

function parseWhen(when: string): TaskDeclaration['when'] {
  if (when === '') return { once: true };
  const first = when.charAt(0);
  if (first >= '0' && first <= '9') {
    const every = parseSeconds(when);
    return every >= 0.01 && every <= 86400 ? { every } : complain('PJS514', when);
  }
  return signalNames.includes(when) ? { signal: when } : complain('PJS515', when);
}

/** The configuration that a builder's method is called on: a script may have kept it for longer than it can be changed. */
function of(self: Value): Configuration {
  const configuration = (self as HostObject<Configuration>).host;
  return configuration.isSettled ? complain('PJS536') : configuration;
}

const seconds = (doc: string) => api('seconds', doc, { optional: true });

const builderMethods: readonly MethodDefinition[] = [
  apiMethod(
    'export',
    { namespace: api('text', 'The namespace.'), variables: api('object', 'Names, each beginning with `__`, and their initial values.') },
    (self, { namespace, variables }) => {
      const configuration = of(self);
      if (namespace === '') complain('PJS516');
      const site = currentSite();
      eachVariable(variables, (name, value) =>
        configuration.exports.push({ name, value, namespace: namespace as string, site }),
      );
      return self;
    },
    'Shares variables with other modules under a namespace.',
  ),
  apiMethod(
    'import',
    { variables: api('object', 'Names, each beginning with `__`, and the namespaces they come from.') },
    (self, { variables }) => {
      const configuration = of(self);
      const site = currentSite();
      eachVariable(variables, (name, namespace) => {
        if (typeof namespace !== 'string') return complain('PJS519', name);
        configuration.imports.push({ name, namespace, site });
      });
      return self;
    },
    'Uses variables that other modules share.',
  ),
  variadic(
    'listen',
    1,
    (self, args) => {
      const [target, options] = args;
      if (typeof target !== 'number' && typeof target !== 'string') complain('PJS502', '1', 'a number or string');
      const { maxConnections, readTimeout, writeTimeout } = unpackOptions(
        {
          maxConnections: { ...api('number', 'Unlimited when negative.'), optional: true },
          readTimeout: seconds('Closes a connection that sends nothing for so long; 0 is off.'),
          writeTimeout: seconds('Closes a connection that takes nothing for so long; 0 is off.'),
        },
        options,
        2,
      );
      of(self).listen(target, {
        maxConnections: (maxConnections as number | undefined) ?? -1,
        readTimeout: (readTimeout as number | undefined) ?? 0,
        writeTimeout: (writeTimeout as number | undefined) ?? 0,
      });
      return self;
    },
    "Opens a port: `listen(8000)`, `listen('127.0.0.1:8000', { maxConnections, readTimeout, writeTimeout })`.",
  ),
  apiMethod(
    'task',
    { when: api('text', "Nothing for once, '5s' for an interval, or a signal's name.", { optional: true }) },
    (self, { when }) => {
      of(self).task((when as string | undefined) ?? '');
      return self;
    },
    'A pipeline that runs at start, at an interval or at a signal.',
  ),
  apiMethod(
    'pipeline',
    { name: api('text', 'The name.') },
    (self, { name }) => {
      of(self).pipeline(name as string);
      return self;
    },
    'A sub-pipeline that joint filters of this module can name.',
  ),
];

const filterMethods: readonly MethodDefinition[] = filters.map((definition) =>
  variadic(
    definition.name,
    Object.values(definition.parameters).filter((parameter) => !parameter.optional).length,
    (self, args) => {
      of(self).filter(definition, args);
      return self;
    },
    definition.doc,
    definition.since,
  ),
);

/** Builder methods that only Pipy 1.5 has. */
const newer = ofNewerPipelines(
  'admin chain decodeBGP encodeBGP decodeMultipart decodeRESP decodeThrift encodeRESP encodeThrift demuxFastCGI demuxQueue depositMessage exit forkJoin forkRace insert linkAsync muxFastCGI muxQueue onEnd onStart pipe pipeNext produce repeat replace handle swap to watch'.split(
    ' ',
  ),
);

export const configurationDescriptor = describeClass('Configuration', [...builderMethods, ...filterMethods], { absent: newer });

function eachVariable(variables: Value, visit: (name: string, value: Value) => void): void {
  if (!(variables instanceof PlainObject)) return complain('PJS517');
  for (const name of variables.ownKeys()) {
    if (name === '') complain('PJS518');
    visit(name, variables.getOwn(name));
  }
}
