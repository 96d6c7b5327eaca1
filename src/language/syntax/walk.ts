/** From a node to its children, for passes that walk with a stack of their own: scripts nest deeper than the host's. */
import { constructOf } from '../../../grammar/constructs.js';

/** Any node of an ESTree, as acorn makes it. */
export interface AnyNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/**
 * The children in source order. Names that are neither read nor declared (`a.name`, `{ name: 1 }`, labels)
 * are none; neither are the elements that an array leaves out.
 */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const field of constructOf(node.type).children) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const item of value as (AnyNode | null)[]) if (item !== null) children.push(item);
    } else if (isNode(value) && !isName(node, field, value)) {
      children.push(value);
    }
  }
  return children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null;
}

/** Whether a member or property is called so, rather than computed. */
function isName(node: AnyNode, field: string, child: AnyNode): boolean {
  return (field === 'key' || field === 'property') && node['computed'] !== true && child.type === 'Identifier';
}
