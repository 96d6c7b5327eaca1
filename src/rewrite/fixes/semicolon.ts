/** A classic file without the semicolons that its expression ends with. */
import type { AnyNode } from '../../language/syntax/walk.js';
import { findToken } from '../gap.js';
import type { Fixer } from './fixer.js';

export const semicolon: Fixer = ({ text, tree }) => {
  const [statement, ...others] = tree.program.node['body'] as AnyNode[];
  if (statement?.type !== 'ExpressionStatement' || !others.every(({ type }) => type === 'EmptyStatement')) return null;
  if (text[statement.end - 1] !== ';') return null;
  const first = findToken(text, (statement['expression'] as AnyNode).end, ';');
  return { title: 'leave it out', edits: [first, ...others.map(({ start }) => start)].map((start) => ({ start, end: start + 1, text: '' })) };
};
