/** Which declaration each name of a tree means: for the translations, which must not change that. */

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const loopTypes = new Set(['ForStatement', 'WhileStatement', 'DoWhileStatement', 'ForInStatement', 'ForOfStatement']);

export const isFunction = (node) => functionTypes.has(node.type);
export const isLoop = (node) => loopTypes.has(node.type);

/** The nodes directly below one. */
export function childrenOf(node) {
  const children = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'type' || key === 'loc') continue;
    for (const child of Array.isArray(value) ? value : [value]) if (typeof child?.type === 'string') children.push(child);
  }
  return children;
}

class Scope {
  /** Names declared here. */
  names = new Set();
  /** Name → references that mean the one declared here. */
  references = new Map();

  constructor(node, parent, isVarScope) {
    this.node = node;
    this.parent = parent;
    /** The function or program that `var` in here declares in. */
    this.home = isVarScope ? this : parent.home;
  }

  isWithin(other) {
    for (let at = this; at !== null; at = at.parent) if (at === other) return true;
    return false;
  }
}

/** Scopes, what their names mean, and the parents of all nodes. */
export function analyze(tree) {
  const analysis = new Analysis();
  analysis.openProgram(tree);
  analysis.resolve();
  return analysis;
}

class Analysis {
  scopes = [];
  parents = new Map();
  /** Node → the scope that it opens. */
  opened = new Map();
  /** Let and const declarations, each with its scope. */
  lexical = [];
  references = [];
  /** Names that nothing declares, with their references. */
  free = new Map();

  openProgram(tree) {
    const scope = this.open(tree, null, true);
    hoist(tree.body, scope);
    declareLexical(tree.body, scope);
    for (const node of tree.body) this.visit(node, tree, scope);
  }

  open(node, parent, isVarScope = false) {
    const scope = new Scope(node, parent, isVarScope);
    this.scopes.push(scope);
    this.opened.set(node, scope);
    return scope;
  }

  visitAll(node, scope) {
    for (const child of childrenOf(node)) this.visit(child, node, scope);
  }

  visit(node, parent, scope) {
    this.parents.set(node, parent);
    switch (node.type) {
      case 'Identifier':
        this.references.push({ node, name: node.name, scope, isWrite: this.writes.has(node) });
        return;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.visitFunction(node, scope);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.visitClass(node, scope);
      case 'BlockStatement':
      case 'StaticBlock': {
        const inner = this.open(node, scope, node.type === 'StaticBlock');
        declareLexical(node.body, inner);
        return this.visitAll(node, inner);
      }
      case 'SwitchStatement': {
        this.visit(node.discriminant, node, scope);
        const inner = this.open(node, scope);
        declareLexical(node.cases.flatMap((branch) => branch.consequent), inner);
        for (const branch of node.cases) this.visit(branch, node, inner);
        return;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = this.open(node, scope);
        declareLexical([node.init ?? node.left].filter(Boolean), inner);
        if (node.left && node.left.type !== 'VariableDeclaration') this.noteWrites(node.left);
        return this.visitAll(node, inner);
      }
      case 'CatchClause': {
        const inner = this.open(node, scope);
        for (const name of namesOf(node.param)) inner.names.add(name.name);
        this.markDeclared(node.param);
        return this.visitAll(node, inner);
      }
      case 'VariableDeclaration':
        if (node.kind !== 'var') this.lexical.push({ node, scope });
        return this.visitAll(node, scope);
      case 'VariableDeclarator':
        this.markDeclared(node.id);
        return this.visitAll(node, scope);
      case 'AssignmentExpression':
        this.noteWrites(node.left);
        return this.visitAll(node, scope);
      case 'UpdateExpression':
        this.noteWrites(node.argument);
        return this.visitAll(node, scope);
      case 'MemberExpression':
        this.visit(node.object, node, scope);
        if (node.computed) this.visit(node.property, node, scope);
        else this.parents.set(node.property, node);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) this.visit(node.key, node, scope);
        if (node.value) this.visit(node.value, node, scope);
        return;
      case 'LabeledStatement':
        return this.visit(node.body, node, scope);
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
      case 'ExportSpecifier':
        if (!parent.source) this.visit(node.local, node, scope);
        return;
      default:
        this.visitAll(node, scope);
    }
  }

  visitFunction(node, outer) {
    let around = outer;
    if (node.type === 'FunctionExpression' && node.id) {
      around = new Scope(node.id, outer, false);
      around.names.add(node.id.name);
      this.scopes.push(around);
    }
    const scope = this.open(node, around, true);
    for (const param of node.params) {
      for (const name of namesOf(param)) scope.names.add(name.name);
      this.markDeclared(param);
      this.visit(param, node, scope);
    }
    this.parents.set(node.body, node);
    if (node.body.type !== 'BlockStatement') return this.visit(node.body, node, scope);
    hoist(node.body.body, scope);
    declareLexical(node.body.body, scope);
    this.opened.set(node.body, scope);
    this.visitAll(node.body, scope);
  }

  visitClass(node, outer) {
    const scope = this.open(node, outer);
    if (node.id) scope.names.add(node.id.name);
    if (node.superClass) this.visit(node.superClass, node, scope);
    this.visit(node.body, node, scope);
  }

  writes = new Set();
  declared = new Set();

  noteWrites(pattern) {
    for (const name of namesOf(pattern)) this.writes.add(name);
  }

  /** Where a name is declared is no reference to it. */
  markDeclared(pattern) {
    for (const name of namesOf(pattern)) this.declared.add(name);
  }

  resolve() {
    for (const reference of this.references) {
      if (this.declared.has(reference.node)) continue;
      let at = reference.scope;
      while (at !== null && !at.names.has(reference.name)) at = at.parent;
      const map = at === null ? this.free : at.references;
      map.set(reference.name, [...(map.get(reference.name) ?? []), reference]);
    }
  }

  ancestors(node) {
    const list = [];
    for (let at = this.parents.get(node); at !== undefined; at = this.parents.get(at)) list.push(at);
    return list;
  }
}

/** The names that a pattern, or a target, binds. */
export function namesOf(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => namesOf(property.type === 'Property' ? property.value : property));
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesOf);
    case 'AssignmentPattern':
      return namesOf(pattern.left);
    case 'RestElement':
      return namesOf(pattern.argument);
    default:
      return [];
  }
}

/** `var`, wherever it stands below, and functions and imports at the top. */
function hoist(statements, scope) {
  for (const statement of statements) if (statement.type === 'ImportDeclaration') for (const { local } of statement.specifiers) scope.names.add(local.name);
  const stack = [...statements];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isFunction(node) || node.type.startsWith('Class')) continue;
    if (node.type === 'VariableDeclaration' && node.kind === 'var') for (const { id } of node.declarations) for (const name of namesOf(id)) scope.names.add(name.name);
    stack.push(...childrenOf(node));
  }
}

/** What lists of statements declare for themselves. */
function declareLexical(statements, scope) {
  for (const statement of statements) {
    const node = statement.declaration ?? statement;
    if (node.type === 'VariableDeclaration' && node.kind !== 'var') for (const { id } of node.declarations) for (const name of namesOf(id)) scope.names.add(name.name);
    if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) scope.names.add(node.id.name);
  }
}
