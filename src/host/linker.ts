/**
 * Names to places in contexts, once all modules have been evaluated.
 *
 * A module's own variables are those it gives to `pipy` and those it exports; an imported name is another word
 * for the exporter's place in the same context. Innermost wins: own variable, import, global.
 */
import type { ContextLink } from '../language/evaluate/module-frame.js';
import type { Globals } from '../language/evaluate/plan.js';
import type { ContextName } from '../language/resolve/binding.js';
import { runtimeNames } from '../language/resolve/binding.js';
import type { Diagnostic } from '../language/source/diagnostic.js';
import type { Span } from '../language/source/span.js';
import { suggest } from '../language/source/suggest.js';
import type { Value } from '../language/evaluate/value.js';
import type { Context } from '../stream/runtime/context.js';
import type { Declaration } from './configuration.js';
import { inboundToValue } from './events.js';
import { findingAt } from './fault.js';
import type { Module } from './module.js';

/** Where the names of one module lie. */
interface ModuleScope {
  /** Slots of its own variables. */
  readonly variables: ReadonlyMap<string, number>;
  /** Where imported names lie. */
  readonly imports: ReadonlyMap<string, { readonly module: number; readonly slot: number; readonly namespace: string }>;
}

const noImports: ModuleScope['imports'] = new Map();

export interface Linked {
  /** The initial values, one list for each module by its index. */
  readonly slots: readonly (readonly Value[])[];
  /** Namespace → name → where it lies. */
  readonly exports: ReadonlyMap<string, ReadonlyMap<string, { readonly module: Module; readonly slot: number }>>;
  /** Name → namespace, by module. */
  readonly imports: readonly ReadonlyMap<string, { readonly namespace: string }>[];
  readonly findings: readonly Diagnostic[];
}

/** `initial` has, for each module, what its evaluation left in the context variables of the modern dialect. */
export function link(modules: readonly Module[], globals: Globals, initial: readonly (readonly Value[])[]): Linked {
  return new Linker(modules, globals, initial).link();
}

class Linker {
  private readonly findings: Diagnostic[] = [];
  private readonly exports = new Map<string, Map<string, { module: Module; slot: number }>>();
  private readonly slots: Value[][] = [];

  constructor(
    private readonly modules: readonly Module[],
    private readonly globals: Globals,
    private readonly initial: readonly (readonly Value[])[],
  ) {}

  link(): Linked {
    const variables = this.modules.map((module) => this.declare(module));
    const imports = this.modules.map((module, index) => this.resolveImports(module, variables[index]));
    this.modules.forEach((module, index) => {
      const scope = { variables: variables[index], imports: imports[index] };
      const names = module.instance!.program.contextNames;
      module.instance!.link(names.map((name) => this.linkOf(module, scope, name) ?? unbound));
      module.configuration!.names = [...scope.variables.keys()];
    });
    return { slots: this.slots.map((values) => values.slice()), exports: this.exports, imports, findings: this.findings };
  }

  /** Gives slots to a module's own variables. */
  private declare(module: Module): Map<string, number> {
    const { variables, exports, site } = module.configuration!;
    const values = [...this.initial[module.index]];
    const slots = new Map<string, number>();
    for (const name of module.instance!.program.contextVariables) slots.set(name, slots.size);
    this.slots[module.index] = values;
    const add = (name: string, value: Value, declaration: Declaration): number => {
      this.checkDeclared(module, declaration);
      slots.set(name, values.length);
      return values.push(value) - 1;
    };
    for (const name of variables.ownKeys()) {
      if (slots.has(name)) this.find('PJS525', module, { name, site }, name);
      else add(name, variables.getOwn(name), { name, site });
    }
    for (const declaration of exports) {
      const { name, namespace, value } = declaration;
      this.checkShared(module, declaration);
      if (slots.has(name)) {
        this.find('PJS525', module, declaration, name);
        continue;
      }
      const slot = add(name, value, declaration);
      this.share(module, namespace, declaration, slot);
    }
    return slots;
  }

  private share(module: Module, namespace: string, declaration: Declaration, slot: number): void {
    const { name } = declaration;
    let names = this.exports.get(namespace);
    if (names === undefined) this.exports.set(namespace, (names = new Map()));
    const other = names.get(name);
    if (other !== undefined) this.find('PJS526', module, declaration, name, other.module.path);
    else names.set(name, { module, slot });
  }

  private resolveImports(module: Module, own: ReadonlyMap<string, number>): ModuleScope['imports'] {
    if (module.configuration!.imports.length === 0) return noImports;
    const imports = new Map<string, { module: number; slot: number; namespace: string }>();
    for (const declaration of module.configuration!.imports) {
      const { name, namespace } = declaration;
      this.checkShared(module, declaration);
      this.checkDeclared(module, declaration);
      const names = this.exports.get(namespace);
      const found = names?.get(name);
      if (own.has(name) || imports.has(name)) this.find('PJS525', module, declaration, name);
      else if (names === undefined) this.findNear('PJS527', module, declaration, [namespace], suggest(namespace, this.exports.keys()));
      else if (found === undefined) this.findNear('PJS528', module, declaration, [name, namespace], suggest(name, names.keys()));
      else imports.set(name, { module: found.module.index, slot: found.slot, namespace });
    }
    return imports;
  }

  private checkShared(module: Module, declaration: Declaration): void {
    if (!declaration.name.startsWith('__')) this.find('PJS524', module, declaration, declaration.name);
  }

  private checkDeclared(module: Module, declaration: Declaration): void {
    const { name } = declaration;
    if (runtimeNames.has(name)) this.find('PJS529', module, declaration, name);
    else if (this.globals.has(name)) this.find('PJS533', module, declaration, name);
  }

  /** Null for a name that nobody has. */
  private linkOf(module: Module, scope: ModuleScope, name: ContextName): ContextLink | null {
    const slot = scope.variables.get(name.name);
    if (slot !== undefined) return placeLink(module.index, slot);
    const imported = scope.imports.get(name.name);
    if (imported !== undefined) return placeLink(imported.module, imported.slot);
    const link = this.constantLink(module, name);
    if (link === null) this.reportUnknown(module, scope, name);
    else for (const span of name.writes) this.findAt('PJS302', module, span, [name.name]);
    return link;
  }

  /** Of what is no variable. */
  private constantLink(module: Module, { name }: ContextName): ContextLink | null {
    switch (name) {
      case '__filename':
        return valueLink(() => module.path);
      case '__inbound':
        return inboundLink;
      case '__thread':
        return threadLink;
    }
    return this.globals.has(name) ? globalLink(this.globals, name) : null;
  }

  private reportUnknown(module: Module, scope: ModuleScope, { name, uses }: ContextName): void {
    const near = suggest(name, [...scope.variables.keys(), ...scope.imports.keys(), ...this.globals.keys()]);
    for (const span of uses) this.findAt('PJS300', module, span, [name], near);
  }

  private find(code: Parameters<typeof findingAt>[0], module: Module, { site }: Declaration, ...fill: string[]): void {
    this.findings.push(findingAt(code, site, module.path, fill));
  }

  private findNear(code: Parameters<typeof findingAt>[0], module: Module, { site }: Declaration, fill: string[], near: string | null): void {
    this.findings.push(findingAt(code, site, module.path, fill, near === null ? undefined : didYouMean(near)));
  }

  private findAt(code: Parameters<typeof findingAt>[0], module: Module, span: Span, fill: string[], near: string | null = null): void {
    const { source } = module.instance!.program;
    this.findings.push(findingAt(code, { source, span }, module.path, fill, near === null ? undefined : didYouMean(near)));
  }
}

function didYouMean(name: string): string {
  return `did you mean '${name}'?`;
}

function valueLink(read: ContextLink['read']): ContextLink {
  return { module: -1, slot: -1, read };
}

/** Of a name that nobody has: it is a finding, and nothing runs. */
const unbound = valueLink(() => undefined);
const inboundLink = valueLink((context) => inboundToValue((context as Context).inbound));
const threadLink = valueLink(() => 0);

/** Links of variables, by module and slot, and of globals: the same for all code bases. */
const places: ContextLink[][] = [];
const ofGlobals = new WeakMap<Globals, Map<string, ContextLink>>();

function placeLink(module: number, slot: number): ContextLink {
  return ((places[module] ??= [])[slot] ??= { module, slot, read: null });
}

function globalLink(globals: Globals, name: string): ContextLink {
  let links = ofGlobals.get(globals);
  if (links === undefined) ofGlobals.set(globals, (links = new Map()));
  let link = links.get(name);
  if (link === undefined) {
    const value = globals.get(name);
    links.set(name, (link = valueLink(() => value)));
  }
  return link;
}
