/** `/a\d/g` as `new RegExp('a\\d', 'g')`. */
import { declarerOf } from '../placed.js';
import type { Fixer } from './fixer.js';

export const regularExpression: Fixer = ({ text, tree, here }) => {
  const literal = here.find(({ node }) => node['regex'] !== undefined)?.node;
  if (literal === undefined) return null;
  // The name may mean something else.
  if (tree.named('RegExp').some((each) => declarerOf(each) !== null)) return null;
  const { start, end } = literal;
  const { pattern, flags } = literal['regex'] as { pattern: string; flags: string };
  // What there is not, such as `v`, is better met here than when the script runs.
  if (/[^dgimsuy]/.test(flags)) return null;
  const args = [pattern, flags].filter((part) => part !== '').map(quoted).join(', ');
  // `return/a/` needs no space, `returnnew` does.
  const space = start > 0 && /[\w$]/.test(text[start - 1]) ? ' ' : '';
  return { title: 'write `new RegExp(…)`', edits: [{ start, end, text: space + 'new RegExp(' + args + ')' }] };
};

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
