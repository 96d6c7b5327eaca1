/** Trees whose nodes know what they stand in. */
import { readStatements } from '../language/syntax/parser.js';
import { childrenOf, type AnyNode } from '../language/syntax/walk.js';

export interface Placed {
  readonly node: AnyNode;
  readonly parent: Placed | null;
}

/** The nodes of a text, found by where they begin and by what they name. */
export class PlacedTree {
  private readonly starts = new Map<number, Placed[]>();
  private readonly names = new Map<string, Placed[]>();

  private constructor(readonly program: Placed) {
    const placed = [program];
    // The list grows while it is gone through.
    for (const each of placed) {
      const { node } = each;
      add(this.starts, node.start, each);
      if (node.type === 'Identifier') add(this.names, node['name'] as string, each);
      for (const child of childrenOf(node)) placed.push({ node: child, parent: each });
    }
  }

  /** Null where the text cannot be read as statements. */
  static of(text: string): PlacedTree | null {
    const { tree } = readStatements(text);
    return tree === null ? null : new PlacedTree({ node: tree, parent: null });
  }

  /** Those that begin at an offset, from the outside in. */
  startingAt(offset: number): readonly Placed[] {
    return this.starts.get(offset) ?? [];
  }

  /** All identifiers of a name. */
  named(name: string): readonly Placed[] {
    return this.names.get(name) ?? [];
  }

  /** All names, each once. */
  get allNames(): Iterable<string> {
    return this.names.keys();
  }
}

function add<K>(lists: Map<K, Placed[]>, key: K, placed: Placed): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [placed]);
  else list.push(placed);
}

/** The function or program that a node stands in, directly. */
export function functionAround({ parent }: Placed): Placed {
  let at = parent!;
  while (!isScope(at.node) && at.parent !== null) at = at.parent;
  return at;
}

export function isFunction({ type }: AnyNode): boolean {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration';
}

function isScope(node: AnyNode): boolean {
  return isFunction(node) || node.type === 'Program' || node.type === 'StaticBlock';
}

/** The nodes around one, from the inside out, up to `outermost` and without it. */
export function around({ parent }: Placed, outermost: Placed): Placed[] {
  const list: Placed[] = [];
  for (let at = parent; at !== null && at !== outermost; at = at.parent) list.push(at);
  return list;
}

const patterns = new Set(['Property', 'ObjectPattern', 'ArrayPattern', 'AssignmentPattern', 'RestElement']);

/** The node that a name is declared by, if it is there to be declared. */
export function declarerOf(name: Placed): Placed | null {
  const { whole, parent } = outOfPattern(name);
  if (parent === null) return null;
  const { node } = parent;
  if (node.type === 'VariableDeclarator' || isFunction(node) || node.type.startsWith('Class')) {
    const isParameter = Array.isArray(node['params']) && node['params'].includes(whole.node);
    return node['id'] === whole.node || isParameter ? parent : null;
  }
  return (node.type === 'CatchClause' && node['param'] === whole.node) || node.type.startsWith('Import') ? parent : null;
}

/** Whether a name is given another value here. */
export function isAssigned(name: Placed): boolean {
  const { whole, parent } = outOfPattern(name);
  const type = parent?.node.type;
  if (type === 'UpdateExpression') return true;
  return (type === 'AssignmentExpression' || type === 'ForInStatement' || type === 'ForOfStatement') && parent!.node['left'] === whole.node;
}

/** The pattern that a name is a part of, or the name, and what that stands in. */
function outOfPattern(name: Placed): { whole: Placed; parent: Placed | null } {
  let whole = name;
  while (whole.parent !== null && patterns.has(whole.parent.node.type) && !isDefault(whole)) whole = whole.parent;
  return { whole, parent: whole.parent };
}

function isDefault({ node, parent }: Placed): boolean {
  return parent!.node.type === 'AssignmentPattern' && parent!.node['right'] === node;
}
