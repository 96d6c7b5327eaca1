/**
 * Names to slots.
 *
 * A name belongs to the innermost function that has a parameter of that name. What is no parameter is a
 * global, or a context variable, which is known only when all modules of the code base were evaluated.
 * Two rounds: the first, over the tree, finds which variable each identifier means and which are captured;
 * the second gives slots, and then each identifier its hops.
 */
import { codes, wording, type Code } from '../source/codes.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Span } from '../source/span.js';
import { suggest } from '../source/suggest.js';
import type { ArrowFunctionExpression, Expression, Identifier, Pattern, Program } from '../syntax/node.js';
import { childrenOf, type AnyNode } from '../syntax/walk.js';
import { runtimeNames, type ContextName, type FunctionLayout, type Reference } from './binding.js';
import { Scope, type Found } from './scope.js';

export interface Resolution {
  /** What each identifier that is read, assigned to or declared means. */
  readonly references: ReadonlyMap<Identifier, Reference>;
  readonly layouts: ReadonlyMap<ArrowFunctionExpression | Program, FunctionLayout>;
  /** The names to be bound when all modules were evaluated. */
  readonly contextNames: readonly ContextName[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Where a program runs, which tells what its free names may be:
 *  - `module`: a file of a code base. Outside of functions it runs before there is any context, so that there
 *    a name is a global or unknown; inside, it may be a context variable, which may hide a global.
 *  - `expression`: by itself (`pipyjs eval`). There are no context variables: a name is a global or unknown.
 *  - `callback`: as the body of a callback would, in a context that is there: every name may be a context variable.
 */
export type Setting = 'module' | 'expression' | 'callback';

/** Resolves a checked tree. `globalNames` is for suggestions only, and read when there is something to suggest. */
export function resolve(
  tree: Program,
  source: SourceFile,
  isGlobal: (name: string) => boolean,
  globalNames: Iterable<string>,
  setting: Setting = 'module',
): Resolution {
  return new Resolver(source, isGlobal, globalNames, setting).resolve(tree);
}

/** An identifier, the function it stands in, and the variable it means; null for a free name. */
interface Use {
  readonly identifier: Identifier;
  readonly scope: Scope;
  readonly found: Found | null;
  readonly isWrite: boolean;
}

interface OpenContextName extends ContextName {
  readonly index: number;
  readonly uses: Span[];
  readonly writes: Span[];
}

type Visit = { readonly node: AnyNode; readonly scope: Scope };

class Resolver {
  private readonly uses: Use[] = [];
  private readonly scopes = new Map<ArrowFunctionExpression | Program, Scope>();
  private readonly contextNames = new Map<string, OpenContextName>();
  private readonly diagnostics: Diagnostic[] = [];
  /** Identifiers that the assignment or update around them writes. */
  private readonly targets = new Set<AnyNode>();

  constructor(
    private readonly source: SourceFile,
    private readonly isGlobal: (name: string) => boolean,
    private readonly globalNames: Iterable<string>,
    private readonly setting: Setting,
  ) {}

  resolve(tree: Program): Resolution {
    this.walk(tree);
    const layouts = new Map([...this.scopes].map(([node, scope]) => [node, scope.layOut()] as const));
    const references = new Map(this.uses.map((use) => [use.identifier, this.refer(use)] as const));
    const contextNames = [...this.contextNames.values()];
    return { references, layouts, contextNames, diagnostics: this.diagnostics };
  }

  /** Visits every node in the order of the text, outer functions before inner ones. */
  private walk(tree: Program): void {
    const module = new Scope(null);
    this.scopes.set(tree, module);
    const stack: Visit[] = [{ node: tree as unknown as AnyNode, scope: module }];
    for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
      const scope = this.enter(visit);
      for (const node of childrenOf(visit.node).reverse()) stack.push({ node, scope });
    }
  }

  /** Notes what a node declares or uses; gives the function that its children stand in. */
  private enter({ node, scope }: Visit): Scope {
    switch (node.type) {
      case 'ArrowFunctionExpression':
        return this.enterFunction(node as unknown as ArrowFunctionExpression, scope);
      case 'Identifier':
        this.use(node as unknown as Identifier, scope, this.targets.has(node));
        break;
      case 'AssignmentExpression':
        for (const target of namesIn(node['left'] as Pattern)) this.targets.add(target as unknown as AnyNode);
        break;
      case 'UpdateExpression':
        this.targets.add(node['argument'] as AnyNode);
        break;
    }
    return scope;
  }

  private enterFunction(node: ArrowFunctionExpression, outer: Scope): Scope {
    const scope = new Scope(outer);
    this.scopes.set(node, scope);
    for (const param of node.params) {
      for (const name of namesIn(param)) scope.declare(name.name, spanOf(name));
    }
    return scope;
  }

  private use(identifier: Identifier, scope: Scope, isWrite: boolean): void {
    const found = scope.find(identifier.name);
    if (found !== null) {
      found.variable.captured ||= found.owner !== scope;
      found.variable.assigned ||= isWrite;
    }
    this.uses.push({ identifier, scope, found, isWrite });
  }

  private refer({ identifier, scope, found, isWrite }: Use): Reference {
    if (found === null) return this.referFree(identifier, scope, isWrite);
    const { variable, owner } = found;
    return { kind: 'local', variable, hops: scope.hopsTo(owner, variable), slot: variable.slot };
  }

  private referFree(identifier: Identifier, scope: Scope, isWrite: boolean): Reference {
    const { name } = identifier;
    const isRuntimes = runtimeNames.has(name);
    const mayBeContext = this.setting === 'callback' || (this.setting === 'module' && (scope.outer !== null || isRuntimes));
    if (isRuntimes && isWrite) this.find('PJS303', identifier);
    const isGlobal = !isRuntimes && this.isGlobal(name);
    if (mayBeContext) {
      const { index } = this.contextName(identifier, isGlobal, isWrite);
      return { kind: isGlobal ? 'hideable' : 'context', name, index, hops: scope.hopsToModule };
    }
    if (!isGlobal) this.findUnknown(identifier);
    else if (isWrite) this.find('PJS302', identifier);
    return { kind: 'global', name };
  }

  private contextName(identifier: Identifier, global: boolean, isWrite: boolean): OpenContextName {
    const { name } = identifier;
    let known = this.contextNames.get(name);
    if (known === undefined) {
      known = { name, index: this.contextNames.size, uses: [], writes: [], global };
      this.contextNames.set(name, known);
    }
    known.uses.push(spanOf(identifier));
    if (isWrite) known.writes.push(spanOf(identifier));
    return known;
  }

  private findUnknown(identifier: Identifier): void {
    const near = suggest(identifier.name, this.globalNames);
    if (near !== null) this.find('PJS300', identifier, `did you mean \`${near}\`?`);
    else this.find(this.setting === 'module' ? 'PJS301' : 'PJS300', identifier);
  }

  private find(code: Code, identifier: Identifier, hint = codes[code].hint): void {
    const message = wording(code, identifier.name);
    const { source } = this;
    const span = spanOf(identifier);
    this.diagnostics.push({ code, severity: 'error', phase: codes[code].phase, message, source, span, ...(hint === undefined ? {} : { hint }) });
  }
}

/** The names that a pattern declares, or an assignment writes, in the order of the text. */
function namesIn(target: Pattern | Expression): Identifier[] {
  const names: Identifier[] = [];
  const stack: (Pattern | Expression)[] = [target];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.type === 'Identifier') names.push(at);
    else if (at.type === 'AssignmentPattern') stack.push(at.left);
    else if (at.type === 'ObjectPattern') for (let i = at.properties.length; i > 0; i--) stack.push(at.properties[i - 1].value);
    else if (at.type === 'ArrayPattern') for (let i = at.elements.length; i > 0; i--) stack.push(at.elements[i - 1]);
  }
  return names;
}

function spanOf({ start, end }: Identifier): Span {
  return { start, end };
}
