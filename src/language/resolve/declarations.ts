/** What texts declare: names in patterns, and what is hoisted to the top of a function or module. */
import type { Span } from '../source/span.js';
import type {
  ExportDefaultDeclaration,
  ExportNamedDeclaration,
  Expression,
  FunctionDeclaration,
  Identifier,
  ModuleDeclaration,
  Pattern,
  Statement,
} from '../syntax/node.js';

export interface Hoisted {
  /** The names of each `var`, those in blocks too, in the order of the text. */
  readonly variables: readonly Identifier[];
  /** The functions that stand at the top. */
  readonly functions: readonly FunctionDeclaration[];
}

/** What a list of statements declares for all of its function or module (ECMA-262 8.2.6, 8.2.10). */
export function hoistedIn(body: readonly (Statement | ModuleDeclaration)[]): Hoisted {
  const variables: Identifier[] = [];
  const functions: FunctionDeclaration[] = [];
  for (const item of body) {
    const statement = declarationOf(item);
    if (statement?.type === 'FunctionDeclaration') functions.push(statement);
  }
  const stack: Statement[] = [];
  const pushAll = (statements: readonly (Statement | ModuleDeclaration | null)[]): void => {
    for (let i = statements.length; i > 0; i--) {
      const item = statements[i - 1];
      const statement = item === null ? null : declarationOf(item);
      if (statement !== null) stack.push(statement);
    }
  };
  pushAll(body);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    switch (at.type) {
      case 'VariableDeclaration':
        for (const { id } of at.declarations) variables.push(...namesIn(id));
        break;
      case 'BlockStatement':
        pushAll(at.body);
        break;
      case 'IfStatement':
        pushAll([at.consequent, at.alternate]);
        break;
      case 'ForStatement':
        pushAll([at.init.type === 'VariableDeclaration' ? at.init : null, at.body]);
        break;
      case 'LabeledStatement':
        pushAll([at.body]);
        break;
      case 'SwitchStatement':
        pushAll(at.cases.flatMap(({ consequent }) => consequent));
        break;
      case 'TryStatement':
        pushAll([at.block, at.handler?.body ?? null, at.finalizer]);
        break;
      default:
        // Declares nothing that is hoisted.
        break;
    }
  }
  return { variables, functions };
}

/** The statement that an item of a module is, or exports. */
function declarationOf(item: Statement | ModuleDeclaration): Statement | null {
  switch (item.type) {
    case 'ExportNamedDeclaration':
      return item.declaration;
    case 'ExportDefaultDeclaration':
      return item.declaration.type === 'FunctionDeclaration' ? item.declaration : null;
    case 'ExportAllDeclaration':
    case 'ImportDeclaration':
      return null;
    default:
      return item;
  }
}

/** The functions among the items of a module or a list of statements, exported ones too. */
export function functionsIn(body: readonly (Statement | ModuleDeclaration)[]): FunctionDeclaration[] {
  return body.map(declarationOf).filter((statement) => statement?.type === 'FunctionDeclaration');
}

/** The names that a pattern declares, or an assignment writes, in the order of the text. */
export function namesIn(target: Pattern | Expression): Identifier[] {
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

/** The names that an `export` of a declaration gives. */
export function exportedNames({ declaration }: ExportNamedDeclaration | ExportDefaultDeclaration): Identifier[] {
  if (declaration === null) return [];
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap(({ id }) => namesIn(id));
  return declaration.type === 'FunctionDeclaration' && declaration.id !== null ? [declaration.id] : [];
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
