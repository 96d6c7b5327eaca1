/** Modules of a tenant's code base that texts import: each is read and evaluated once, when the first asks for it. */
import type { Site } from '../language/evaluate/calls.js';
import { evaluationOrder } from '../language/evaluate/module-graph.js';
import { compile, ModuleInstance, type CompileOptions, type Program } from '../language/evaluate/program.js';
import type { Value } from '../language/evaluate/value.js';
import type { Diagnostic } from '../language/source/diagnostic.js';
import { sourceFromBytes } from '../language/source/read-source.js';
import { SourceFile } from '../language/source/source-file.js';
import { findingAt } from './fault.js';
import { globalsFor, type LanguageChoice } from './language-choice.js';
import { loadImports } from './module-imports.js';
import type { Tenant } from './tenant.js';

/** Carries what keeps a text from running to where it is answered. */
export class Findings extends Error {
  constructor(readonly list: readonly Diagnostic[]) {
    super('the text does not compile');
  }
}

export class ModuleSet {
  private readonly opened = new Map<string, ModuleInstance>();
  private readonly evaluated = new Set<ModuleInstance>();

  constructor(
    private readonly tenant: Tenant,
    private readonly language: LanguageChoice,
  ) {}

  /** Evaluates what `main` imports, as far as that is yet to be done, and then it; within an activation. */
  evaluate(main: ModuleInstance): Value {
    this.bind(main);
    return this.run(main);
  }

  /** Finds what `main` imports; nothing runs. */
  bind(main: ModuleInstance): void {
    this.forgetUnfinished();
    this.opened.set(main.program.source.name, main);
    const { findings } = loadImports(main, (path, site) => this.open(path, site));
    this.opened.delete(main.program.source.name);
    if (findings.length > 0) throw new Findings(findings);
  }

  /** Evaluates what `main` imports and then it, when it is bound. */
  run(main: ModuleInstance): Value {
    const order = evaluationOrder(main).filter((module) => !this.evaluated.has(module));
    for (const module of order) module.instantiate();
    let value: Value;
    for (const module of order) {
      value = module.evaluate();
      if (module !== main) this.evaluated.add(module);
    }
    return value;
  }

  /** A module that could not be bound, or failed, is read again: it may have been mended. */
  private forgetUnfinished(): void {
    for (const [path, module] of this.opened) if (!this.evaluated.has(module)) this.opened.delete(path);
  }

  private open(path: string, site: Site): ModuleInstance {
    let module = this.opened.get(path);
    if (module === undefined) {
      module = new ModuleInstance(programOf(this.readModule(path, site), this.language, 'expression'));
      this.opened.set(path, module);
    }
    return module;
  }

  private readModule(path: string, site: Site): SourceFile {
    const bytes = this.tenant.codebase.read(path);
    if (bytes === null) throw new Findings([findingAt('PJS520', site, path, [path])]);
    const source = sourceFromBytes(path, bytes, this.tenant.policy?.scriptSize);
    if (!(source instanceof SourceFile)) throw new Findings([source]);
    return source;
  }
}

/** The program of a text, or what is wrong with it. */
export function programOf(source: SourceFile, language: LanguageChoice, setting: NonNullable<CompileOptions['setting']>, session?: NonNullable<CompileOptions['session']>): Program {
  const { program, diagnostics } = compile(source, (dialect) => globalsFor(language, dialect), {
    dialect: language.dialect,
    setting,
    ...(session === undefined ? {} : { session }),
  });
  if (program === null) throw new Findings(diagnostics);
  return program;
}
