/** `for (;;)` with the clauses that are missing. */
import type { Edit } from '../../language/source/diagnostic.js';
import type { AnyNode } from '../../language/syntax/walk.js';
import { findToken } from '../gap.js';
import type { Fixer } from './fixer.js';

export const forClauses: Fixer = ({ text, here, dialect }) => {
  const loop = here.find(({ node }) => node.type === 'ForStatement')?.node;
  if (loop === undefined || dialect !== 'modern') return null;
  const { start, init, test, update } = loop as AnyNode & Record<'init' | 'test' | 'update', AnyNode | null>;
  const opening = findToken(text, start, '(') + 1;
  const first = findToken(text, init?.end ?? opening, ';') + 1;
  const second = findToken(text, test?.end ?? first, ';') + 1;
  const edits: Edit[] = [];
  const add = (start: number, clause: string, end = start): number => edits.push({ start, end, text: clause });
  if (init === null) add(opening, 'undefined');
  const isBlank = text.slice(first, second - 1).trim() === '';
  if (test === null) add(first, ' true', isBlank ? second - 1 : first);
  if (update === null) add(second, ' undefined');
  return { title: 'write all of its clauses', edits };
};
