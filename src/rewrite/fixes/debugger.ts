/** `debugger` left out: it has never done anything here. */
import type { Fixer } from './fixer.js';

const lists = new Set(['Program', 'BlockStatement', 'SwitchCase']);

export const debuggerStatement: Fixer = ({ here }) => {
  const statement = here.find(({ node }) => node.type === 'DebuggerStatement');
  if (statement === undefined) return null;
  const { start, end } = statement.node;
  // Where one statement is needed, an empty block is one.
  return { title: 'leave it out', edits: [{ start, end, text: lists.has(statement.parent!.node.type) ? '' : '{}' }] };
};
