/**
 * Programs: a source planned once. A program belongs to no tenant and holds no value of one; each module
 * of each code base that is loaded from it is an instance of its own.
 */
import { resolve, type Setting } from '../resolve/resolver.js';
import type { ContextName } from '../resolve/binding.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Dialect } from '../syntax/dialect.js';
import { parse } from '../syntax/parse.js';
import { admitText, maxHeight, stackLimit } from './activation.js';
import { charge } from './meter.js';
import { ModuleFrame, type ContextLink } from './module-frame.js';
import { planners } from './nodes/index.js';
import { Planner, type Globals } from './plan.js';
import type { Planned } from './step.js';
import type { Value } from './value.js';

export interface Compiled {
  /** Null when there is an error among the diagnostics. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

export class Program {
  constructor(
    readonly source: SourceFile,
    /** The names to be bound once all modules of a code base were evaluated. */
    readonly contextNames: readonly ContextName[],
    /** @internal */
    readonly main: Planned,
    /** @internal */
    readonly moduleSlots: number,
  ) {}
}

export interface CompileOptions {
  /** `classic` by default. */
  readonly dialect?: Dialect;
  /** What the text is for, and so what its free names may be; a module by default. */
  readonly setting?: Setting;
}

/** Parses, checks, resolves and plans `source`; nothing runs. */
export function compile(source: SourceFile, globals: Globals, { dialect = 'classic', setting = 'module' }: CompileOptions = {}): Compiled {
  const { tree, diagnostics } = parse(source, dialect);
  if (tree === null) return { program: null, diagnostics };
  const resolution = resolve(tree, source, (name) => globals.has(name), globals.keys(), setting);
  const all = [...diagnostics, ...resolution.diagnostics];
  if (all.some((diagnostic) => diagnostic.severity === 'error')) return { program: null, diagnostics: all };
  const planner = new Planner(source, resolution, globals, planners);
  const main = planner.plan(tree.body[0].expression);
  const slots = planner.layout(tree).capturedSlots;
  return { program: new Program(source, resolution.contextNames, main, slots), diagnostics: all };
}

/** One module of one code base. */
export class ModuleInstance {
  private readonly frame: ModuleFrame;

  constructor(readonly program: Program) {
    this.frame = new ModuleFrame(program.moduleSlots);
  }

  /** Evaluates the module, within an activation. Context variables have no values yet. */
  evaluate(): Value {
    const { main, source } = this.program;
    if (main.height > maxHeight) stackLimit();
    admitText(source.text);
    charge(main.cost);
    return main.step(this.frame);
  }

  /** Binds the program's context names, one link for each. */
  link(links: readonly ContextLink[]): void {
    this.frame.links = links;
  }
}
