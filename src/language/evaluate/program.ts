/**
 * Programs: a source planned once. A program belongs to no tenant and holds no value of one; each module
 * of each code base that is loaded from it is an instance of its own.
 */
import { hole } from './array.js';
import { resolve, type Setting } from '../resolve/resolver.js';
import type { ContextName, ModuleRequest, ModuleTable, SessionNames, Variable } from '../resolve/binding.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Dialect, DialectChoice } from '../syntax/dialect.js';
import type { ExpressionStatement, Program as Tree } from '../syntax/node.js';
import { parse, parseInput } from '../syntax/parse.js';
import { admitSurrogates, bringsSurrogates, maxHeight, stackLimit } from './activation.js';
import { begin } from './calls.js';
import type { Code } from './closure.js';
import { RETURN, takeReturned, type PlannedStatement } from './completion.js';
import { setSlot } from './frame.js';
import { charge } from './meter.js';
import { ModuleFrame, type ContextLink, type ImportLink } from './module-frame.js';
import { planModuleFunctions, planModuleStatements } from './nodes/block.js';
import { planners, statementPlanners } from './nodes/index.js';
import { Planner, type Globals } from './plan.js';
import type { Planned } from './step.js';
import { ownsAtOnce, warm } from './tier.js';
import type { Value } from './value.js';

export interface Compiled {
  /** Null when there is an error among the diagnostics. */
  readonly program: Program | null;
  /** The modules that it names, where the text could be read at all. */
  readonly requests: readonly ModuleRequest[];
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

export class Program {
  /** @internal Whether whoever runs it may have texts with surrogates. */
  readonly bringsSurrogates: boolean;

  constructor(
    readonly source: SourceFile,
    /** The dialect that was asked for, or found. */
    readonly dialect: Dialect,
    /** The names to be bound once all modules of a code base were evaluated. */
    readonly contextNames: readonly ContextName[],
    /** Those of them that the module itself declares: `var $x`. */
    readonly contextVariables: readonly string[],
    /** What it imports and exports. */
    readonly module: ModuleTable,
    /** @internal Makes the functions that the module declares. */
    readonly functions: PlannedStatement,
    /** @internal Gives the value of the module. */
    readonly main: Planned,
    /** @internal */
    readonly moduleSlots: number,
    /** @internal What it declares at its top; earlier texts of a session may have declared more. */
    readonly variables: readonly Variable[],
  ) {
    this.bringsSurrogates = bringsSurrogates(source.text);
  }
}

export interface CompileOptions {
  /** `classic` by default. */
  readonly dialect?: DialectChoice;
  /** What the text is for, and so what its free names may be; a module by default. */
  readonly setting?: Setting;
  /** Of a text that is typed at a prompt: what those before it have declared. The dialect is modern then. */
  readonly session?: SessionNames;
}

/** Parses, checks, resolves and plans `source`; nothing runs. The globals may depend on the dialect that it turns out to be in. */
export function compile(source: SourceFile, given: Globals | ((dialect: Dialect) => Globals), { dialect: choice = 'classic', setting = 'module', session }: CompileOptions = {}): Compiled {
  const { tree, dialect, diagnostics } = session === undefined ? parse(source, choice) : parseInput(source);
  if (tree === null) return { program: null, requests: [], diagnostics };
  const globals = typeof given === 'function' ? given(dialect) : given;
  const resolution = resolve(tree, source, (name) => globals.has(name), globals.keys(), { dialect, setting, session: session ?? null });
  const found = [...resolution.diagnostics].sort((a, b) => a.span.start - b.span.start);
  const { requests } = resolution.module;
  if (found.some(({ severity }) => severity === 'error')) return { program: null, requests, diagnostics: found };
  const codes: Code[] = [];
  const planner = new Planner(source, resolution, globals, planners, statementPlanners, codes, ownsAtOnce);
  const { main, functions } = planTree(tree, planner, dialect);
  const { capturedSlots: slots, variables } = planner.layout(tree);
  const { contextNames, contextVariables, module } = resolution;
  if (session === undefined) warm(codes, planner.steps, (owns) => planAgain(source, dialect, globals, setting, codes, owns));
  return { program: new Program(source, dialect, contextNames, contextVariables, module, functions, main, slots, variables), requests, diagnostics: found };
}

function planTree(tree: Tree, planner: Planner, dialect: Dialect): Pick<Program, 'main' | 'functions'> {
  const [only] = tree.body;
  const main = dialect === 'classic' ? planner.plan((only as ExpressionStatement).expression) : planModule(tree, planner);
  return { main, functions: planModuleFunctions(dialect === 'classic' ? [] : tree.body, planner) };
}

/** Gives some functions of a program new steps, by factories of their own; the tree is made again, since nobody has kept it. */
function planAgain(source: SourceFile, dialect: Dialect, globals: Globals, setting: Setting, codes: Code[], owns: (at: number) => boolean): void {
  const { tree } = parse(source, dialect);
  if (tree === null) throw new Error(`${source.name} was parsed before`);
  const resolution = resolve(tree, source, (name) => globals.has(name), globals.keys(), { dialect, setting, session: null });
  const planner = new Planner(source, resolution, globals, planners, statementPlanners, codes, owns);
  planTree(tree, planner, dialect);
}

/** The statements of a module; its value is what a `return` gives, else that of its statements (ECMA-262 16.1.6, of scripts). */
function planModule({ body }: Tree, planner: Planner): Planned {
  const { step, cost, height } = planModuleStatements(body, planner);
  return {
    step: (frame) => (step(frame) === RETURN ? takeReturned() : (frame as ModuleFrame).completion),
    cost,
    height: height + 1,
  };
}

const none: never[] = [];

/** One module of one code base. */
export class ModuleInstance {
  /** @internal */
  readonly frame: ModuleFrame;
  /** The modules that it names, one for each request of its table; set before it is linked. */
  requested: readonly ModuleInstance[] = none;
  /** @internal Where the object lies that `import * as` of it gives, once a module has asked. */
  namespace: ImportLink | null = null;
  private isInstantiated = false;

  constructor(
    readonly program: Program,
    /** Of a text of a session: the frame that all its texts share. */
    frame?: ModuleFrame,
  ) {
    frame?.grow(program.moduleSlots);
    this.frame = frame ?? new ModuleFrame(program.moduleSlots);
    const { defaultSlot } = program.module;
    if (defaultSlot >= 0) setSlot(this.frame, defaultSlot, hole);
  }

  /** Makes the functions that the module declares, within an activation: others may call them before it runs. */
  instantiate(): void {
    if (this.isInstantiated) return;
    this.isInstantiated = true;
    const { functions } = this.program;
    charge(functions.cost);
    functions.step(this.frame);
  }

  /** Evaluates the module, within an activation. Context variables have no values yet, but for its own of the modern dialect. */
  evaluate(): Value {
    const { main, bringsSurrogates } = this.program;
    if (main.height > maxHeight) stackLimit();
    if (bringsSurrogates) admitSurrogates();
    this.instantiate();
    charge(main.cost);
    begin(this.frame);
    return main.step(this.frame);
  }

  /** Binds the program's context names, one link for each. */
  link(links: readonly (ContextLink | null)[]): void {
    this.frame.links = links;
  }
}
