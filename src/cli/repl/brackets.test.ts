import { Brackets } from './brackets.js';

test.each<[string, string[], boolean]>([
  ['nothing', ['a + b'], false],
  ['brackets', ['f({ a: [', ']})'], false],
  ['one of them', ['f({ a: [', ']}'], true],
  ['brackets in texts', ["'([{' + \"`\" + '\\'('"], false],
  ['a text that does not end, which the next line has nothing to do with', ["'(", '1'], false],
  ['a template over lines', ['`(', "'"], true],
  ['a template that ends', ['`(', "'\\``"], false],
  ['an expression in a template', ['`a ${f(', '`}`'], true],
  ['its end', ['`a ${f({', '})} ('], true],
  ['and that of the template', ['`a ${f({', '})} (`'], false],
  ['comments', ['// (', '/* (', '` */'], false],
  ['a comment that goes on', ['/* *', '/'], true],
  ['what closes nothing', [')]}', '('], true],
])('%s', (_, lines, open) => {
  const brackets = new Brackets();
  for (const line of lines) brackets.take(line);
  expect(brackets.open).toBe(open);
});
