/** What calls leave behind. */
import { runText } from '../../testing/run-text.js';
import { running } from './calls.js';

test.each([
  ['functions without variables', '(f => (f = () => [() => [1].map(() => (x => [x])(1))].map(g => g()), f()))()'],
  ['objects that are made to texts and numbers', '(o => (o = { toString: () => (x => [x].map(y => [y]))(1) }, (a => `${a}`)(o) + (a => a + 1)(o)))()'],
  ['an error far below', '(f => (f = n => n ? f(n - 1) : null.a, f(50)))()'],
])('the frames of calls are let go: %s', (_, text) => {
  runText(text);
  expect(running.frames.filter((frame) => frame !== null)).toEqual([]);
});
