/**
 * Names to slots.
 * A name belongs to the innermost scope that declares it. What is declared nowhere is a global, or a context
 * variable, which is known only when all modules of the code base were evaluated.
 * Two rounds: the first, over the tree, finds which variable each identifier means and which are captured;
 * the second gives slots, and then each identifier its hops.
 */
import { codes, wording, type Code } from '../source/codes.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Span } from '../source/span.js';
import { suggest } from '../source/suggest.js';
import type { Dialect } from '../syntax/dialect.js';
import type {
  BlockStatement,
  CallExpression,
  CatchClause,
  FunctionDeclaration,
  FunctionNode,
  Identifier,
  Program,
  SwitchStatement,
  VariableDeclaration,
} from '../syntax/node.js';
import { childrenOf, type AnyNode } from '../syntax/walk.js';
import { runtimeNames, type ContextName, type FunctionLayout, type ModuleTable, type Reference, type SessionNames, type Variable } from './binding.js';
import { hoistedIn, namesIn, spanOf } from './declarations.js';
import { ModuleTableBuilder } from './module-table.js';
import { Scope, type Found } from './scope.js';

export interface Resolution {
  /** What each identifier that is read, assigned to or declared means. */
  readonly references: ReadonlyMap<Identifier, Reference>;
  /** None for a function that is called where it stands: it is a block of the one around it. */
  readonly layouts: ReadonlyMap<FunctionNode | Program, FunctionLayout>;
  /** Blocks that have a frame each time they are entered, and how many variables lie in it. */
  readonly blockFrames: ReadonlyMap<BlockStatement | CatchClause | SwitchStatement, number>;
  /** The names to be bound when all modules were evaluated. */
  readonly contextNames: readonly ContextName[];
  /** Those of them that the module itself declares, `var $x`, in the order of the text. */
  readonly contextVariables: readonly string[];
  readonly module: ModuleTable;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Where a program runs, which tells what its free names may be:
 *  - `module`: a file of a code base. Outside of functions it runs before there is any context, so that there
 *    a name is a global or unknown; inside, it may be a context variable, which may hide a global. In the modern
 *    dialect names that begin with `$` are context variables everywhere.
 *  - `expression`: by itself (`pipyjs eval`). There are no context variables: a name is a global or unknown.
 *  - `callback`: as the body of a callback would, in a context that is there: every name may be a context variable.
 */
export type Setting = 'module' | 'expression' | 'callback';

export interface ResolveOptions {
  readonly dialect?: Dialect;
  readonly setting?: Setting;
  /** Of a text that is typed at a prompt: it sees what was declared before it, and assigning to an unknown name declares that. */
  readonly session?: SessionNames | null;
}

/** Resolves a checked tree. `globalNames` is for suggestions only, and read when there is something to suggest. */
export function resolve(
  tree: Program,
  source: SourceFile,
  isGlobal: (name: string) => boolean,
  globalNames: Iterable<string>,
  { dialect = 'classic', setting = 'module', session = null }: ResolveOptions = {},
): Resolution {
  return new Resolver(source, isGlobal, globalNames, dialect, setting, session).resolve(tree);
}

/** An identifier, the scope it stands in, and the variable it means; null for a free name. */
interface Use {
  readonly identifier: Identifier;
  readonly scope: Scope;
  found: Found | null;
  readonly isWrite: boolean;
}

interface OpenContextName extends ContextName {
  readonly index: number;
  readonly uses: Span[];
  readonly writes: Span[];
}

interface Visit {
  readonly node: AnyNode;
  readonly scope: Scope;
  readonly inLoop: boolean;
}

type BlockNode = BlockStatement | CatchClause | SwitchStatement;

class Resolver {
  private readonly uses: Use[] = [];
  private readonly module: Scope;
  /** In the order of the text, outer ones first. */
  private readonly scopes: Scope[];
  private readonly functions = new Map<FunctionNode, { readonly scope: Scope; readonly self: Scope | null }>();
  private readonly blocks = new Map<BlockNode, Scope>();
  /** Where a node begins a scope that its parent opened. */
  private readonly opened = new Map<AnyNode, Scope>();
  private readonly contextNames = new Map<string, OpenContextName>();
  private readonly contextVariables = new Set<string>();
  private readonly diagnostics: Diagnostic[] = [];
  private readonly table: ModuleTableBuilder;
  /** Identifiers that the assignment, update or declaration around them writes. */
  private readonly targets = new Set<AnyNode>();
  /** Those of them that are written without being read before. */
  private readonly assigned = new Set<AnyNode>();
  /** Functions that are blocks of those around them. */
  private readonly inPlace = new Set<AnyNode>();

  constructor(
    private readonly source: SourceFile,
    private readonly isGlobal: (name: string) => boolean,
    private readonly globalNames: Iterable<string>,
    private readonly dialect: Dialect,
    private readonly setting: Setting,
    private readonly session: SessionNames | null,
  ) {
    this.module = new Scope('module', null, false, session);
    this.scopes = [this.module];
    this.table = new ModuleTableBuilder(this.module, session?.imports ?? 0, (code, span, name) => this.find(code, span, name));
  }

  resolve(tree: Program): Resolution {
    this.openModule(tree);
    this.walk(tree);
    if (this.session !== null) this.declareAssigned();
    for (const scope of this.scopes) scope.settle();
    for (const scope of this.scopes) scope.layOut();
    for (const scope of this.scopes) scope.countFrames();
    const layouts = new Map<FunctionNode | Program, FunctionLayout>([[tree, this.module.layout(null)]]);
    for (const [node, { scope, self }] of this.functions) layouts.set(node, scope.layout(self));
    const references = new Map(this.uses.map((use) => [use.identifier, this.refer(use)] as const));
    return {
      references,
      layouts,
      blockFrames: new Map([...this.blocks].map(([node, scope]) => [node, scope.freshSlots] as const).filter(([, slots]) => slots > 0)),
      contextNames: [...this.contextNames.values()],
      contextVariables: [...this.contextVariables],
      module: this.table.finish(),
      diagnostics: this.diagnostics,
    };
  }

  /** Visits every node in the order of the text, outer functions before inner ones. */
  private walk(tree: Program): void {
    const stack: Visit[] = [{ node: tree as unknown as AnyNode, scope: this.module, inLoop: false }];
    for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
      const { node, inLoop } = visit;
      const scope = this.enter({ node, scope: this.opened.get(node) ?? visit.scope, inLoop });
      if (scope === null) continue;
      const loops = node.type === 'ForStatement' || (inLoop && !isFunction(node));
      for (const child of childrenOf(node).reverse()) stack.push({ node: child, scope, inLoop: loops });
    }
  }

  /** Notes what a node declares or uses; gives the scope that its children stand in, or null where they are no matter. */
  private enter({ node, scope, inLoop }: Visit): Scope | null {
    switch (node.type) {
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return this.enterFunction(node as unknown as FunctionNode, scope);
      case 'BlockStatement':
        return this.opened.has(node) ? scope : this.enterBlock(node as unknown as BlockStatement, scope, inLoop);
      case 'SwitchStatement':
        this.enterSwitch(node as unknown as SwitchStatement, scope, inLoop);
        break;
      case 'CatchClause':
        return this.enterCatch(node as unknown as CatchClause, scope, inLoop);
      case 'Identifier':
        this.use(node as unknown as Identifier, scope, this.targets.has(node));
        break;
      case 'CallExpression':
        if (!inLoop && scope.home.kind === 'function' && isInPlace(node as unknown as CallExpression)) this.inPlace.add(node['callee'] as AnyNode);
        break;
      case 'AssignmentExpression':
        this.noteTargets(node['left'] as AnyNode);
        if (node['operator'] === '=') for (const name of namesIn(node['left'] as never)) this.assigned.add(name as unknown as AnyNode);
        break;
      case 'UpdateExpression':
        this.noteTargets(node['argument'] as AnyNode);
        break;
      case 'VariableDeclaration':
        this.checkVar(node as unknown as VariableDeclaration, scope);
        break;
      case 'VariableDeclarator':
        if (node['init'] !== null) this.noteTargets(node['id'] as AnyNode);
        break;
      case 'ImportDeclaration':
        return null;
      case 'ExportSpecifier':
        return null;
    }
    return scope;
  }

  private openModule(tree: Program): void {
    const { variables, functions } = hoistedIn(tree.body);
    this.table.read(tree.body);
    for (const name of variables) this.declareVar(name, this.module);
    for (const { id } of functions) if (id !== null) this.declareFunction(id, this.module);
    for (const variable of this.module.variables) this.warnHidden(variable.name, variable.span);
  }

  private enterFunction(node: FunctionNode, outer: Scope): Scope {
    if (this.inPlace.has(node as unknown as AnyNode)) return this.enterInPlace(node, outer);
    const self = this.openSelf(node, outer);
    const scope = this.open('function', self ?? outer, false);
    this.functions.set(node, { scope, self });
    if (node.type !== 'ArrowFunctionExpression' && node.id !== null) this.opened.set(node.id as unknown as AnyNode, self ?? outer);
    const hasDefaults = node.params.some(({ type }) => type === 'AssignmentPattern');
    for (const param of node.params) {
      for (const name of namesIn(param)) {
        this.checkName(name);
        scope.declare({ name: name.name, span: spanOf(name), ready: hasDefaults ? param.end : 0 });
      }
    }
    if (node.body.type === 'BlockStatement') this.openBody(node, node.body, scope);
    return scope;
  }

  /** Its variables lie in the frames of the function around it: it runs once in each call of that one, and at no other time. */
  private enterInPlace({ params }: FunctionNode, outer: Scope): Scope {
    const scope = this.open('block', outer, false);
    for (const name of params.flatMap(namesIn)) {
      this.checkName(name);
      scope.declare({ name: name.name, span: spanOf(name) });
    }
    return scope;
  }

  /** The scope of a function expression's own name. */
  private openSelf(node: FunctionNode, outer: Scope): Scope | null {
    if (node.type !== 'FunctionExpression' || node.id === null) return null;
    const self = this.open('self', outer, false);
    self.declare({ name: node.id.name, span: spanOf(node.id), isSelf: true });
    return self;
  }

  /** Defaults of parameters do not see what the body declares (ECMA-262 10.2.11). */
  private openBody(node: FunctionNode, body: BlockStatement, scope: Scope): void {
    const hasDefaults = node.params.some(({ type }) => type === 'AssignmentPattern');
    const inside = hasDefaults ? this.open('body', scope, false) : scope;
    this.opened.set(body as unknown as AnyNode, inside);
    const { variables, functions } = hoistedIn(body.body);
    for (const name of variables) {
      const isNew = inside.own(name.name) === null;
      this.declareVar(name, inside);
      const param = hasDefaults ? scope.own(name.name) : null;
      const variable = inside.own(name.name);
      if (isNew && param !== null && variable !== null) scope.copies.push({ from: param, to: variable });
    }
    for (const { id } of functions) this.declareFunction(id!, inside);
  }

  private enterBlock(node: BlockStatement, outer: Scope, inLoop: boolean): Scope {
    const functions = node.body.filter((statement) => statement.type === 'FunctionDeclaration');
    return functions.length === 0 ? outer : this.openBlock(node, functions, outer, inLoop);
  }

  private enterSwitch(node: SwitchStatement, outer: Scope, inLoop: boolean): void {
    const functions = node.cases.flatMap(({ consequent }) => consequent.filter((statement) => statement.type === 'FunctionDeclaration'));
    if (functions.length === 0) return;
    const scope = this.openBlock(node, functions, outer, inLoop);
    for (const branch of node.cases) this.opened.set(branch as unknown as AnyNode, scope);
  }

  private enterCatch(node: CatchClause, outer: Scope, inLoop: boolean): Scope {
    const { param, body } = node;
    const scope = this.openBlock(node, [], outer, inLoop);
    if (param !== null) {
      for (const name of namesIn(param)) {
        this.checkName(name);
        if (scope.own(name.name) !== null) this.find('PJS304', name, name.name);
        else scope.declare({ name: name.name, span: spanOf(name), isCatch: param.type === 'Identifier' });
      }
    }
    for (const { type, id } of body.body as readonly FunctionDeclaration[]) if (type === 'FunctionDeclaration') this.declareOnce(id!, scope);
    this.opened.set(body as unknown as AnyNode, scope);
    return scope;
  }

  private openBlock(node: BlockNode, functions: readonly FunctionDeclaration[], outer: Scope, inLoop: boolean): Scope {
    const scope = this.open('block', outer, inLoop);
    this.blocks.set(node, scope);
    for (const { id } of functions) this.declareOnce(id!, scope);
    return scope;
  }

  private open(kind: Scope['kind'], outer: Scope, inLoop: boolean): Scope {
    const scope = new Scope(kind, outer, inLoop);
    this.scopes.push(scope);
    return scope;
  }

  private declareVar(name: Identifier, scope: Scope): void {
    this.checkReserved(name);
    if (this.isContextName(name.name)) this.declareContextVariable(name);
    else this.declareOrShare(name, scope);
  }

  /** At the top of a module or function, the last of several functions of one name is what it means. */
  private declareFunction(name: Identifier, scope: Scope): void {
    this.checkName(name);
    this.declareOrShare(name, scope);
  }

  /** Declarations of one name share a variable; not with an import, but that of an earlier text of the session is replaced. */
  private declareOrShare(name: Identifier, scope: Scope): void {
    const known = scope.own(name.name);
    const isImport = known !== null && known.importIndex >= 0;
    if (known === null || (isImport && scope.isEarlier(known))) scope.declare({ name: name.name, span: spanOf(name) });
    else if (isImport) this.find('PJS304', name, name.name);
  }

  /** At a prompt, assigning to a name that nobody has declared declares it, for the text before it too. */
  private declareAssigned(): void {
    const declared = new Set<string>();
    for (const { identifier, found } of this.uses) {
      const { name } = identifier;
      if (found !== null || declared.has(name) || !this.assigned.has(identifier as unknown as AnyNode)) continue;
      if (this.isGlobal(name) || runtimeNames.has(name)) continue;
      this.checkReserved(identifier);
      this.module.declare({ name, span: spanOf(identifier) });
      declared.add(name);
    }
    for (const use of this.uses) if (use.found === null && declared.has(use.identifier.name)) use.found = this.module.find(use.identifier.name);
  }

  private declareOnce(name: Identifier, scope: Scope): void {
    this.checkName(name);
    if (scope.own(name.name) !== null) this.find('PJS304', name, name.name);
    else scope.declare({ name: name.name, span: spanOf(name) });
  }

  /** What a declaration of anything but a variable cannot be called. */
  private checkName(name: Identifier): void {
    if (this.isContextName(name.name)) this.find('PJS307', name, name.name);
    else if (!isOnlyDollars(name.name)) this.checkReserved(name);
  }

  private checkReserved(name: Identifier): void {
    if (this.dialect === 'modern' && (reservedNames.has(name.name) || isOnlyDollars(name.name))) this.find('PJS308', name, name.name);
  }

  private declareContextVariable(name: Identifier): void {
    if (this.setting === 'module') this.contextVariables.add(name.name);
    else if (this.module.own(name.name) === null) this.module.declare({ name: name.name, span: spanOf(name) });
  }

  /** A `var` in a block cannot have the name of a function of that block, or of what a pattern there catches. */
  private checkVar(node: VariableDeclaration, scope: Scope): void {
    for (const { id } of node.declarations) {
      for (const name of namesIn(id)) {
        for (let at = scope; at.kind === 'block'; at = at.outer!) {
          const own = at.own(name.name);
          if (own !== null && !own.isCatch) this.find('PJS304', name, name.name);
        }
      }
    }
  }

  private warnHidden(name: string, span: Span): void {
    if (this.isGlobal(name)) this.find('PJS533', span, name);
  }

  private noteTargets(target: AnyNode): void {
    for (const name of namesIn(target as never)) this.targets.add(name as unknown as AnyNode);
  }

  private isContextName(name: string): boolean {
    return this.dialect === 'modern' && name.startsWith('$') && !isOnlyDollars(name);
  }

  private use(identifier: Identifier, scope: Scope, isWrite: boolean): void {
    const isContext = this.setting === 'module' && this.isContextName(identifier.name);
    const found = isContext ? null : scope.find(identifier.name);
    if (found !== null) {
      found.variable.captured ||= found.owner.home !== scope.home;
      found.variable.assigned ||= isWrite;
      found.variable.early ||= isEarly(identifier, found.variable);
    }
    this.uses.push({ identifier, scope, found, isWrite });
  }

  private refer({ identifier, scope, found, isWrite }: Use): Reference {
    if (found === null) return this.referFree(identifier, scope, isWrite);
    const { variable, owner } = found;
    const { importIndex, slot } = variable;
    if (importIndex < 0) return { kind: 'local', variable, hops: scope.hopsTo(owner, variable), slot, early: isEarly(identifier, variable) };
    if (isWrite) this.find('PJS306', identifier, identifier.name);
    return { kind: 'import', name: variable.name, index: importIndex, hops: scope.hopsToModule };
  }

  private referFree(identifier: Identifier, scope: Scope, isWrite: boolean): Reference {
    const { name } = identifier;
    const isRuntimes = runtimeNames.has(name);
    const isInside = scope.home !== this.module || isRuntimes || this.isContextName(name);
    const mayBeContext = this.setting === 'callback' || (this.setting === 'module' && isInside);
    if (isRuntimes && isWrite) this.find('PJS303', identifier, identifier.name);
    const isGlobal = !isRuntimes && this.isGlobal(name);
    if (mayBeContext) {
      const { index } = this.contextName(identifier, isGlobal, isWrite);
      return { kind: isGlobal ? 'hideable' : 'context', name, index, hops: scope.hopsToModule };
    }
    if (!isGlobal) this.findUnknown(identifier);
    else if (isWrite) this.find('PJS302', identifier, identifier.name);
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
    const near = suggest(identifier.name, [...this.globalNames, ...(this.session?.variables.keys() ?? [])]);
    const { name } = identifier;
    if (near !== null) this.find('PJS300', identifier, name, `did you mean \`${near}\`?`);
    else this.find(this.setting === 'module' && this.dialect === 'classic' ? 'PJS301' : 'PJS300', identifier, name);
  }

  private find(code: Code, { start, end }: Span, name: string, hint = codes[code].hint): void {
    const { phase, severity = 'error' } = codes[code];
    const message = wording(code, name);
    this.diagnostics.push({ code, severity, phase, message, source: this.source, span: { start, end }, ...(hint === undefined ? {} : { hint }) });
  }
}

/** Words that no Pipy lets be declared, though ECMA-262 does. */
const reservedNames = new Set(['async', 'undefined']);

/** Whether a default uses a parameter before it has its value. */
function isEarly({ start }: Span, { span, ready }: Variable): boolean {
  return start < ready && start !== span.start;
}

/** Whether a function that is an expression, with plain parameters, is called where it stands. */
function isInPlace({ callee, optional }: CallExpression): boolean {
  return callee.type === 'ArrowFunctionExpression' && !optional && callee.body.type !== 'BlockStatement' && callee.params.every(({ type }) => type === 'Identifier');
}

function isFunction({ type }: AnyNode): boolean {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration';
}

function isOnlyDollars(name: string): boolean {
  for (const character of name) if (character !== '$') return false;
  return true;
}
