/** Which rows of the construct table a program falls under. */
import type { Dialect } from '../../language/syntax/dialect.js';
import { constructs } from '../../../grammar/constructs.js';
import { childrenOf, type Tree } from './tree.js';

/** Rows that are left to the tests of modules: a random program is one file. */
const ofModules = /^(Import|ExportAll)/;

/** The rows that random programs of a dialect should have. */
export function rowsOf(dialect: Dialect): string[] {
  return Object.keys(constructs).filter((row) => constructs[row].dialects.includes(dialect) && !ofModules.test(row));
}

/** Adds the rows of a tree to `found`. */
export function findRows(tree: Tree, found: Set<string>): void {
  const { type } = tree;
  found.add(type);
  if (typeof tree['operator'] === 'string') found.add(`${type} ${tree['operator']}`);
  if (type === 'Program') {
    if (tree['hashbang'] === true) found.add('Program hashbang');
    if ((tree['body'] as Tree[]).slice(1).some((item) => item.type === 'ExpressionStatement')) found.add('ExpressionStatement further');
  }
  if (type === 'ArrowFunctionExpression' && (tree['body'] as Tree).type === 'BlockStatement') found.add('ArrowFunctionExpression block');
  if (type === 'AssignmentExpression' && (tree['left'] as Tree).type.endsWith('Pattern')) found.add('AssignmentExpression pattern');
  for (const child of childrenOf(tree)) findRows(child, found);
}
