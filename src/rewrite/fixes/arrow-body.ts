/** A classic `() => { return a }` as `() => a`. */
import type { AnyNode } from '../../language/syntax/walk.js';
import type { Fixer } from './fixer.js';

export const arrowBody: Fixer = ({ text, here, dialect }) => {
  const body = here.find(({ node, parent }) => node.type === 'BlockStatement' && parent?.node.type === 'ArrowFunctionExpression')?.node;
  if (body === undefined || dialect !== 'classic') return null;
  const [statement, ...others] = body['body'] as AnyNode[];
  const value = statement?.['argument'] as AnyNode | null | undefined;
  if (statement?.type !== 'ReturnStatement' || !value || others.length > 0) return null;
  const given = text.slice(statement.start + 'return'.length, statement.end).replace(/;$/, '').trim();
  const outside = text.slice(body.start + 1, statement.start) + text.slice(statement.end, body.end - 1);
  // Comments would be lost.
  if (outside.trim() !== '' || /\/[/*]/.test(text.slice(value.end, statement.end))) return null;
  const needsParentheses = given.startsWith('{') || value.type === 'SequenceExpression';
  return { title: 'write an expression', edits: [{ start: body.start, end: body.end, text: needsParentheses ? `(${given})` : given }] };
};
