/** `while (a)` as `for (undefined; a; undefined)`. */
import type { AnyNode } from '../../language/syntax/walk.js';
import { findToken, tokensBetween } from '../gap.js';
import type { Fixer } from './fixer.js';

export const whileLoop: Fixer = ({ text, here, dialect }) => {
  const loop = here.find(({ node }) => node.type === 'WhileStatement')?.node;
  if (loop === undefined || dialect !== 'modern') return null;
  const { start, test, body } = loop as AnyNode & Record<'test' | 'body', AnyNode>;
  const opening = findToken(text, start, '(') + 1;
  // The condition may be in parentheses of its own.
  const closing = tokensBetween(text, test.end, body.start).at(-1)!;
  return {
    title: 'write `for`',
    edits: [
      { start, end: start + 'while'.length, text: 'for' },
      { start: opening, end: opening, text: 'undefined; ' },
      { start: closing, end: closing, text: '; undefined' },
    ],
  };
};
