/**
 * Loading a code base: its main module, and depth first the modules that `import` and `use` name.
 *
 * Loading has two steps. Each module is compiled and evaluated once, after those that it imports; then, when the shapes of all are known,
 * names and pipelines are bound (`linker.ts`, `pipeline-binder.ts`). All faults of all files are found before
 * it is given up, and nothing serves before everything is bound.
 */
import { caught, currentSite, enter, leave, type EvaluationContext } from '../language/evaluate/activation.js';
import { nesting, restoreNesting, type Site } from '../language/evaluate/calls.js';
import { describe } from '../language/evaluate/describe.js';
import { HostObject } from '../language/evaluate/host-object.js';
import { PlainObject } from '../language/evaluate/plain-object.js';
import type { Globals } from '../language/evaluate/plan.js';
import { evaluationOrder } from '../language/evaluate/module-graph.js';
import type { HeapWalk, Root } from '../language/evaluate/heap-walk.js';
import type { ContextLink } from '../language/evaluate/module-frame.js';
import { ModuleInstance } from '../language/evaluate/program.js';
import { LimitError } from '../language/evaluate/script-error.js';
import type { Value } from '../language/evaluate/value.js';
import type { Code } from '../language/source/codes.js';
import { sourceFromBytes } from '../language/source/read-source.js';
import { SourceFile } from '../language/source/source-file.js';
import type { Dialect } from '../language/syntax/dialect.js';
import type { ModuleReference } from '../stream/runtime/filter.js';
import { PipelineReference } from '../stream/runtime/layout.js';
import type { Runtime } from '../stream/runtime/runtime.js';
import { complain } from './arguments.js';
import { normalizePath } from './codebase.js';
import { Configuration, configurationDescriptor } from './configuration.js';
import { findingAt, isFatal, type Fault } from './fault.js';
import { globalsFor, type LanguageChoice } from './language-choice.js';
import { link, type Linked } from './linker.js';
import { Module } from './module.js';
import { loadImports, resolveSpecifier } from './module-imports.js';
import { bindPipelines } from './pipeline-binder.js';
import { isBorder, reachPipeline } from './pipeline-heap.js';
import { denialsOf } from './policy/load-check.js';
import { compileShared } from './program-cache.js';
import type { Tenant } from './tenant.js';

/** A pipeline of another module that a filter names. */
export interface ModulePipeline {
  readonly reference: PipelineReference;
  readonly module: Module;
  readonly required: boolean;
}

export interface LoadedCodebase {
  /** In the order in which they were evaluated to their end. */
  readonly modules: readonly Module[];
  readonly linked: Linked;
}

export class Loader implements Root {
  private readonly modules = new Map<string, Module>();
  /** Modules that have been evaluated, in that order. */
  private evaluated: Module[] = [];
  private modulePipelines: ModulePipeline[] = [];
  private readonly faults: Fault[] = [];
  /** What modules that failed import. */
  private readonly unread: { readonly specifier: string; readonly site: Site }[] = [];
  private current: Module | null = null;
  /** What filters were given: functions, mostly. */
  private kept: Value[] = [];
  /** Set by the main module. */
  private globals: Globals | null = null;
  /** The values of context variables of the modern dialect while modules are evaluated, by module. */
  private readonly root: EvaluationContext = { slots: [] };

  constructor(
    readonly tenant: Tenant,
    readonly runtime: Runtime,
    private readonly language: LanguageChoice,
  ) {
    tenant.loader = this;
    tenant.account.roots = [this, tenant];
    tenant.account.isBorder = isBorder;
  }

  /** Keeps a value that a filter was given for as long as the code base is there. */
  keep(value: Value): void {
    this.kept.push(value);
  }

  /** All that the code base holds: its modules, what its filters were given, its contexts and pipelines. */
  reach(walk: HeapWalk): void {
    for (const { instance, configuration } of this.modules.values()) {
      if (instance !== null) walk.frame(instance.frame);
      if (configuration !== null) walk.host(configuration);
    }
    walk.values(this.kept);
    walk.context(this.root);
    walk.host(this.runtime.initial.slots);
    for (const pipeline of this.runtime.pipelines.all()) reachPipeline(walk, pipeline);
  }

  /** Loads the code base whose main script is `main`. Null when a fault keeps it from running. */
  load(main: string): { readonly codebase: LoadedCodebase | null; readonly faults: readonly Fault[] } {
    const outer = enter(this.tenant.account, this.root);
    try {
      this.module(normalizePath(main), null);
      const codebase = this.bind();
      return { codebase, faults: this.faults };
    } catch (error) {
      this.faults.push(caught(error) as Error);
      return { codebase: null, faults: this.faults };
    } finally {
      leave(outer);
    }
  }

  /** `pipy(…)`: the configuration of the module that is being evaluated. */
  configure(variables: PlainObject, site: Site | null): HostObject {
    if (this.current === null) return complain('PJS536');
    return new HostObject(configurationDescriptor, new Configuration(this.current, variables, site));
  }

  /** A finding about the call that is running, while a module is evaluated; at other times nobody wants it. */
  note(code: Code, ...fill: string[]): void {
    if (this.current !== null) this.find(code, currentSite(), this.current.path, fill);
  }

  /** The module at a path, whose pipelines the filter that is being called uses. */
  use(path: string): ModuleReference {
    const site = currentSite();
    return new UsedModule(this.module(normalizePath(path), site), site, this.modulePipelines);
  }

  /** The module at a path, evaluated after all that it imports. */
  private module(path: string, site: Site | null): Module {
    const known = this.modules.get(path);
    if (known !== undefined) {
      if (known.loading) this.find('PJS523', site, path, [path]);
      return known;
    }
    const module = this.open(path, site);
    if (module.instance === null) {
      this.readImports();
      return module;
    }
    const { complete, findings } = loadImports(module.instance, (imported, place) => (this.modules.get(imported) ?? this.open(imported, place)).instance);
    this.faults.push(...findings);
    this.readImports();
    if (complete && findings.length === 0) this.evaluateAll(module.instance.requested.length === 0 ? [module.instance] : evaluationOrder(module.instance));
    return module;
  }

  /** Reads what modules that failed import. */
  private readImports(): void {
    // What is opened here may add to the list.
    for (const { specifier, site } of this.unread) {
      const path = resolveSpecifier(specifier, site.source.name);
      if (path === null) this.find('PJS310', site, site.source.name, [`'${specifier}'`]);
      else if (!this.modules.has(path)) this.open(path, site);
    }
    this.unread.length = 0;
  }

  /** Reads and compiles a file. */
  private open(path: string, site: Site | null): Module {
    const module = new Module(this, path, this.modules.size);
    this.modules.set(path, module);
    this.root.slots[module.index] = [];
    module.instance = this.compile(path, site);
    if (module.instance === null) {
      module.loading = false;
      return module;
    }
    const { contextNames, contextVariables } = module.instance.program;
    this.root.slots[module.index] = contextVariables.map(() => undefined);
    module.instance.link(contextNames.map(({ name }) => ownLink(module.index, contextVariables.indexOf(name))));
    return module;
  }

  private compile(path: string, site: Site | null): ModuleInstance | null {
    const bytes = this.tenant.codebase.read(path);
    if (bytes === null) {
      this.find('PJS520', site, path, [path]);
      return null;
    }
    const source = sourceFromBytes(path, bytes, this.tenant.policy?.scriptSize);
    if (!(source instanceof SourceFile)) {
      this.faults.push(source);
      return null;
    }
    const globals = (dialect: Dialect): Globals => (this.globals ??= globalsFor(this.language, dialect));
    const { program, requests, diagnostics } = compileShared(source, globals, this.language.dialect);
    this.faults.push(...diagnostics);
    if (program !== null) return new ModuleInstance(program);
    // It cannot run, but what is wrong with the modules that it names is told as well.
    for (const { specifier, span } of requests) this.unread.push({ specifier, site: { name: null, source, span } });
    return null;
  }

  /** Evaluates modules, in order, that have not been; the first that fails is the last. */
  private evaluateAll(order: readonly ModuleInstance[]): void {
    const outer = this.current;
    for (const instance of order) instance.instantiate();
    for (const instance of order) {
      const module = this.modules.get(instance.program.source.name)!;
      if (!module.loading || module.started) continue;
      module.started = true;
      this.current = module;
      const done = this.evaluate(module, instance);
      module.loading = false;
      if (!done) break;
    }
    this.current = outer;
  }

  private evaluate(module: Module, instance: ModuleInstance): boolean {
    const outside = nesting();
    let value: Value;
    try {
      value = instance.evaluate();
    } catch (thrown) {
      const error = caught(thrown);
      // A limit ends the whole load: nothing of the tenant runs on.
      if (error instanceof LimitError) throw error;
      this.faults.push(error as Error);
      restoreNesting(outside);
      return false;
    }
    this.evaluated.push(module);
    const { source, dialect } = instance.program;
    if (value instanceof HostObject && value.host instanceof Configuration) module.configuration = value.host;
    else if (dialect === 'modern') module.configuration = new Configuration(module, new PlainObject(), null);
    else this.find('PJS521', { source, span: { start: 0, end: source.text.length } }, module.path, [describe(value)]);
    return true;
  }

  private bind(): LoadedCodebase | null {
    const modules = [...this.modules.values()];
    // What a module that failed would have declared is not known: nothing can be said of names.
    if (this.faults.some(isFatal)) return null;
    const linked = link(modules, this.globals!, this.root.slots as readonly (readonly Value[])[]);
    const { policy } = this.tenant;
    const denials = policy === null ? [] : modules.flatMap(({ configuration }) => denialsOf(configuration!, policy));
    this.faults.push(...linked.findings, ...denials, ...bindPipelines(modules, this.modulePipelines));
    if (this.faults.some(isFatal)) return null;
    this.runtime.initial = { slots: linked.slots, linkage: null };
    for (const { configuration } of modules) configuration!.settle();
    this.kept = this.kept.slice();
    this.modulePipelines = [];
    this.evaluated = this.evaluated.slice();
    return { modules: this.evaluated, linked };
  }

  private find(code: Code, site: Parameters<typeof findingAt>[1], path: string, fill: readonly string[]): void {
    this.faults.push(findingAt(code, site, path, fill));
  }
}

class UsedModule implements ModuleReference {
  constructor(
    private readonly module: Module,
    private readonly site: Site | null,
    private readonly pipelines: ModulePipeline[],
  ) {}

  get path(): string {
    return this.module.path;
  }

  pipeline(name: string, required: boolean): PipelineReference {
    const reference = new PipelineReference(name, this.site);
    this.pipelines.push({ reference, module: this.module, required });
    return reference;
  }
}

/** Where an own context variable of the modern dialect lies; null where the name is none. */
function ownLink(module: number, slot: number): ContextLink | null {
  return slot < 0 ? null : { module, slot, read: null };
}
