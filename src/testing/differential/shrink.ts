/** Makes a failing program small: as long as something can be left out, or put simpler, and it still fails. */
import { identifier, literal, sizeOf, variantsOf, childrenOf, type Tree } from './tree.js';

/** Tries at most so many programs. */
const mostTries = 4000;

export function shrink(program: Tree, fails: (tree: Tree) => boolean): Tree {
  let smallest = program;
  let tries = 0;
  for (let progress = true; progress && tries < mostTries; ) {
    progress = false;
    for (const candidate of variantsOf(smallest, simpler)) {
      if (weightOf(candidate) >= weightOf(smallest)) continue;
      if (++tries > mostTries) break;
      if (!isProgram(candidate) || !fails(candidate)) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** A file of classic holds one expression; one that returns at its top always does. */
function isProgram(tree: Tree): boolean {
  const body = tree['body'] as readonly Tree[];
  if (tree['returns'] === true && body.at(-1)?.type !== 'ReturnStatement') return false;
  return tree['dialect'] !== 'classic' || (body.length === 1 && body[0].type === 'ExpressionStatement');
}

/** Simpler things weigh less, also where they are as many nodes. */
function weightOf(tree: Tree): number {
  let weight = sizeOf(tree) * 10;
  const visit = (node: Tree): void => {
    if (node.type === 'ParenthesizedExpression') weight += 1;
    if (node.type === 'Literal') weight += Math.min(5, String(node['raw']).length);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(tree);
  return weight;
}

const isStatement = ({ type }: Tree): boolean => type.endsWith('Statement') || type.endsWith('Declaration');
const isExpression = ({ type }: Tree): boolean => type.endsWith('Expression') || type === 'Identifier' || type === 'Literal' || type === 'TemplateLiteral';
const isPart = new Set(['id', 'key', 'label', 'local', 'exported', 'property', 'left', 'quasis', 'params', 'param', 'callee']);

function* simpler(field: Tree | readonly (Tree | null)[], name: string, parent: Tree): Generator<never | Tree | Tree[] | null> {
  if (isList(field)) {
    if (name === 'quasis' || name === 'expressions' && parent.type === 'TemplateLiteral') return;
    for (let count = field.length; count >= 1; count = Math.floor(count / 2)) {
      for (let at = 0; at + count <= field.length; at += count) yield field.filter((_, i) => i < at || i >= at + count) as Tree[];
    }
    // Statements of a statement in its place.
    for (let i = 0; i < field.length; i++) {
      const child = field[i];
      if (child === null || !isStatement(child)) continue;
      yield [...field.slice(0, i), ...statementsIn(child), ...field.slice(i + 1)] as Tree[];
    }
    return;
  }
  if ((name === 'alternate' && parent.type === 'IfStatement') || name === 'finalizer' || name === 'handler' || (name === 'init' && parent.type === 'VariableDeclarator') || name === 'param') yield null;
  if (isStatement(field)) {
    const mustBeBlock = name === 'block' || name === 'finalizer' || (name === 'body' && /Function|CatchClause/.test(parent.type));
    for (const child of childrenOf(field)) if (isStatement(child) && (!mustBeBlock || child.type === 'BlockStatement')) yield child;
    return;
  }
  if (!isExpression(field) || (isPart.has(name) && !(name === 'callee' || (name === 'left' && !parent.type.startsWith('Assignment'))))) return;
  for (const child of childrenOf(field)) {
    if (isExpression(child)) yield child;
    else if (child.type === 'Property' || child.type === 'SpreadElement') for (const inner of childrenOf(child)) if (isExpression(inner)) yield inner;
  }
  yield literal('0');
  yield literal("''");
  yield identifier('undefined');
}

function statementsIn(tree: Tree): Tree[] {
  if (tree.type === 'BlockStatement') return (tree['body'] as Tree[]).slice();
  return childrenOf(tree).flatMap((child) => (child.type === 'SwitchCase' || child.type === 'CatchClause' ? childrenOf(child).filter(isStatement) : isStatement(child) ? [child] : []));
}

function isList(field: Tree | readonly (Tree | null)[]): field is readonly (Tree | null)[] {
  return Array.isArray(field);
}
