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
import type { ArrowFunctionExpression, Expression, Identifier, Program } from '../syntax/node.js';
import type { Site } from './activation.js';
import type { Planned } from './step.js';
import type { Value } from './value.js';

/** What each type of node becomes; `name` is the name that the node's place gives it. */
export type Planners = {
  readonly [T in Expression['type']]: (node: Extract<Expression, { type: T }>, planner: Planner, name?: string) => Planned;
};

/** The global values that programs are planned with. */
export type Globals = ReadonlyMap<string, Value>;

export class Planner {
  /** The name of the function being planned; null at module level. */
  private functionName: string | null = null;

  constructor(
    readonly source: SourceFile,
    private readonly resolution: Resolution,
    private readonly globals: Globals,
    private readonly planners: Planners,
  ) {}

  plan(node: Expression): Planned {
    return this.planners[node.type](node as never, this);
  }

  planAll(nodes: readonly Expression[]): Planned[] {
    return nodes.map((node) => this.plan(node));
  }

  /** Plans what takes its name from where it stands: `{ handler: () => 1 }`. */
  planNamed(node: Expression, name: string): Planned {
    return this.planners[node.type](node as never, this, name);
  }

  /** The place of a node, for messages. */
  site(span: Span): Site {
    return { name: this.functionName, source: this.source, span: { start: span.start, end: span.end } };
  }

  reference(identifier: Identifier): Reference {
    return this.resolution.references.get(identifier)!;
  }

  layout(node: ArrowFunctionExpression | Program): FunctionLayout {
    return this.resolution.layouts.get(node)!;
  }

  global(name: string): Value {
    return this.globals.get(name);
  }

  /** Plans the inside of a function. */
  inside<T>(name: string, plan: () => T): T {
    const outerName = this.functionName;
    this.functionName = name;
    try {
      return plan();
    } finally {
      this.functionName = outerName;
    }
  }
}
