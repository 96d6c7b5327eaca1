/** A classic text in the style of the modern dialect: what was said with commas and `&&` becomes statements. */
import type { Diagnostic } from '../language/source/diagnostic.js';
import type { SourceFile } from '../language/source/source-file.js';
import { parse } from '../language/syntax/parse.js';
import { childrenOf, type AnyNode } from '../language/syntax/walk.js';
import { applyEdits } from './edit.js';
import { EditList } from './edit-list.js';
import { findToken, skipTrivia, tokensBetween } from './gap.js';
import { linkToBranch } from './links.js';
import { sequenceToStatements } from './statements.js';

export interface Migrated {
  readonly text: string;
  /** Why it could not be read; the text is the old one then. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The text for the modern dialect. One that is in it and not in the classic one stays as it is. */
export function migrate(source: SourceFile): Migrated {
  const { text } = source;
  const { tree, diagnostics } = parse(source, 'classic');
  if (tree === null) return { text, diagnostics: parse(source, 'modern').tree === null ? diagnostics : [] };
  const list = new EditList(text);
  const program = tree as unknown as AnyNode;
  keepObject(program, list);
  const stack = [program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'ArrowFunctionExpression' && (node['body'] as AnyNode).type === 'SequenceExpression') toBlock(node, list);
    if (node.type === 'CallExpression') linkToBranch(node, list);
    stack.push(...childrenOf(node));
  }
  return { text: applyEdits(text, list.edits), diagnostics: [] };
}

/** `a => (b, c)` becomes `a => { b; return c }`. */
function toBlock(arrow: AnyNode, list: EditList): void {
  const { text } = list;
  const { params, body } = arrow as AnyNode & { params: AnyNode[]; body: AnyNode };
  const behindArrow = findToken(text, params.at(-1)?.end ?? arrow.start, '=>') + 2;
  const opens = tokensBetween(text, behindArrow, body.start);
  const closes = tokensBetween(text, body.end, arrow.end);
  list.toBraces(opens[0], closes.at(-1)!);
  for (const paren of [...opens.slice(1), ...closes.slice(0, -1)]) list.replace(paren, 1, '');
  sequenceToStatements(body, list, true);
}

/** A text that begins with an object would be a block. */
function keepObject(program: AnyNode, list: EditList): void {
  const start = skipTrivia(list.text, 0);
  if (list.text[start] !== '{') return;
  list.insert(start, '(');
  list.insert((program['body'] as AnyNode[])[0].end, ')');
}
