/** A syntax tree as indented lines, a node a line: `left: Identifier name='a'  1:5`. */
import { constructOf } from '../../../grammar/constructs.js';
import type { SourceFile } from '../source/source-file.js';
import type { Program } from './node.js';
import type { AnyNode } from './walk.js';

/** Of larger trees the rest is left out. */
const maxLines = 2000;
const maxField = 60;

export function treeText(tree: Program, source: SourceFile): string[] {
  const lines: string[] = [];
  const stack: { readonly node: AnyNode | null; readonly label: string; readonly depth: number }[] = [{ node: tree as unknown as AnyNode, label: '', depth: 0 }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { node, label, depth } = at;
    if (lines.length === maxLines) return [...lines, '…'];
    lines.push(`${'  '.repeat(depth)}${label}${node === null ? '(nothing)' : describe(node, source)}`);
    if (node === null) continue;
    for (const field of [...constructOf(node.type).children].reverse()) {
      const value = node[field];
      const list = Array.isArray(value) ? [...(value as (AnyNode | null)[])].reverse() : [value as AnyNode | null];
      for (const child of list) if (child !== null || Array.isArray(value)) stack.push({ node: child, label: `${field}: `, depth: depth + 1 });
    }
  }
  return lines;
}

function describe(node: AnyNode, source: SourceFile): string {
  const { line, column } = source.position(node.start);
  const fields = Object.entries(node).filter(([name, value]) => !hidden.has(name) && value !== false && typeof value !== 'object');
  return [node.type, ...fields.map(([name, value]) => `${name}=${show(value)}`), ` ${line}:${column}`].join(' ');
}

/** What every node has, and what acorn notes for itself. */
const hidden = new Set(['type', 'start', 'end', 'raw', 'sourceType']);

function show(value: unknown): string {
  const text = String(value);
  const shown = text.length > maxField ? `${text.slice(0, maxField)}…` : text;
  return typeof value === 'string' ? `'${shown}'` : shown;
}
