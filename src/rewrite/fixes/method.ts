/** `{ f(a) {…} }` as `{ f: function (a) {…} }`. */
import type { AnyNode } from '../../language/syntax/walk.js';
import type { Fixer } from './fixer.js';

export const method: Fixer = ({ here, dialect }) => {
  const property = here.find(({ node }) => node.type === 'Property' && node['method'] === true);
  const value = property?.node['value'] as AnyNode | undefined;
  if (value === undefined || dialect !== 'modern' || value['async'] === true || value['generator'] === true) return null;
  return { title: 'write a function', edits: [{ start: value.start, end: value.start, text: ': function ' }] };
};
