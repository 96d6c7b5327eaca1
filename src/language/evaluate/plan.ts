/**
 * The planner: from a resolved tree to steps, once.
 *
 * What each node becomes is told by its file in `nodes/`; here is only what they share: where a node
 * stands, which function it stands in, and what resolving found out about it.
 */
import type { FunctionLayout, Reference } from '../resolve/binding.js';
import type { Resolution } from '../resolve/resolver.js';
import type { SourceFile } from '../source/source-file.js';
import type { Span } from '../source/span.js';
import type {
  BlockStatement,
  CatchClause,
  Expression,
  FunctionDeclaration,
  FunctionNode,
  Identifier,
  ModuleDeclaration,
  Program,
  Statement,
  SwitchStatement,
} from '../syntax/node.js';
import type { Site } from './calls.js';
import type { Code } from './closure.js';
import { firstTarget, type Completion, type PlannedStatement } from './completion.js';
import type { Factory } from './factory.js';
import type { Planned } from './step.js';
import type { Value } from './value.js';

/** What has a value, the function that a declaration makes too. */
type Evaluated = Expression | FunctionDeclaration;

/** What each type of node becomes; `name` is the name that the node's place gives it. */
export type Planners = {
  readonly [T in Evaluated['type']]: (node: Extract<Evaluated, { type: T }>, planner: Planner, name?: string) => Planned;
};

type StatementNode = Exclude<Statement, { type: 'FunctionDeclaration' }> | ModuleDeclaration;

export type StatementPlanners = {
  readonly [T in StatementNode['type']]: (node: Extract<StatementNode, { type: T }>, planner: Planner) => PlannedStatement;
};

/** What a `break` may end: a statement with a label, or one without that loops or switches. */
interface Target {
  readonly label: string | null;
  readonly completion: Completion;
}

/** The global values that programs are planned with. */
export type Globals = ReadonlyMap<string, Value>;

/** Stands for what is in no function. */
export const atTop = -1;

export class Planner {
  /** The name of the function being planned; null at module level. */
  private functionName: string | null = null;
  /** Hops from the current frame to the module's, for statements whose values it may give; -1 inside of functions. */
  private hops = 0;
  private targets: Target[] = [];
  private nextTarget = firstTarget;
  private nextCode = 0;
  /** Whether the function that is planned may keep in its frame what came about while it ran, or calls what does: its frame must be on record then. */
  fillsFrame = false;
  /** Whether steps are made by factories of the program's own: so it is function by function. */
  ownsFactories: boolean;
  /** How many steps were made for the function that is planned; those of functions inside are not among them. */
  private made = 0;
  /** So many for each function. */
  readonly steps: number[] = [];

  constructor(
    readonly source: SourceFile,
    private readonly resolution: Resolution,
    private readonly globals: Globals,
    private readonly planners: Planners,
    private readonly statementPlanners: StatementPlanners,
    /** The functions of the program in the order in which they are planned; those that are there are planned again. */
    private readonly codes: Code[],
    /** Tells of which functions the steps are made by factories of their own; of what is in none too. */
    private readonly owns: (at: number) => boolean,
  ) {
    this.ownsFactories = owns(atTop);
  }

  /** What makes steps of a kind. */
  take<Make>(factory: Factory<Make>): Make {
    this.made++;
    return factory.take(this.ownsFactories);
  }

  plan(node: Expression): Planned {
    return this.planners[node.type](node as never, this);
  }

  planAll(nodes: readonly Expression[]): Planned[] {
    return nodes.map((node) => this.plan(node));
  }

  /** Plans what takes its name from where it stands: `{ handler: () => 1 }`. */
  planNamed(node: Evaluated, name: string): Planned {
    return this.planners[node.type](node as never, this, name);
  }

  /** Functions are planned where they are made, at the top of the list in which they are declared. */
  planStatement(node: Statement | ModuleDeclaration): PlannedStatement {
    return this.statementPlanners[node.type as StatementNode['type']](node as never, this);
  }

  get moduleHops(): number {
    return this.hops;
  }

  /** Plans what `break` may end: the loop or switch around it, or the statement with that label. */
  breakable<T>(label: string | null, plan: () => T): { readonly target: Completion; readonly planned: T } {
    const target = this.nextTarget++;
    this.targets.push({ label, completion: target });
    const planned = plan();
    this.targets.pop();
    return { target, planned };
  }

  /** Where `break` goes. */
  targetOf(label: string | null): Completion {
    return this.targets.filter((target) => target.label === label).at(-1)!.completion;
  }

  /** How many variables lie in the frame that a block has of its own; 0 where it has none. */
  blockFrame(node: BlockStatement | CatchClause | SwitchStatement): number {
    return this.resolution.blockFrames.get(node) ?? 0;
  }

  /** Plans the inside of a block that has a frame of its own. */
  inBlock<T>(plan: () => T): T {
    if (this.hops < 0) return plan();
    this.hops++;
    const planned = plan();
    this.hops--;
    return planned;
  }

  /** Where a module keeps what `export default` gives. */
  get defaultSlot(): number {
    return this.resolution.module.defaultSlot;
  }

  /** The place of a node, for messages. */
  site(span: Span): Site {
    return { name: this.functionName, source: this.source, span: { start: span.start, end: span.end } };
  }

  reference(identifier: Identifier): Reference {
    return this.resolution.references.get(identifier)!;
  }

  layout(node: FunctionNode | Program): FunctionLayout {
    return this.resolution.layouts.get(node)!;
  }

  /** Whether a function is a block of the one around it. */
  isInPlace(node: FunctionNode): boolean {
    return !this.resolution.layouts.has(node);
  }

  global(name: string): Value {
    return this.globals.get(name);
  }

  /** Plans a function: `plan` plans its inside. Planned again it is the same code, which runs the new steps from now on where it has factories of its own. */
  code(name: string, plan: () => Code): Code {
    const at = this.nextCode++;
    const { functionName, hops, targets, nextTarget, fillsFrame, ownsFactories, made } = this;
    this.made = 0;
    this.ownsFactories = this.owns(at);
    this.functionName = name;
    this.fillsFrame = false;
    this.hops = -1;
    this.targets = [];
    this.nextTarget = firstTarget;
    const planned = plan();
    const code = (this.codes[at] ??= planned);
    if (this.ownsFactories) code.run = planned.run;
    this.steps[at] = this.made;
    Object.assign(this, { functionName, hops, targets, nextTarget, fillsFrame, ownsFactories, made });
    return code;
  }
}
