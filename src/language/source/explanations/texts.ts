/** PJS1xx: texts that are not JavaScript, or not readable. */
import type { Group } from './explanation.js';

const long = 'it would be too long to read';

export const texts = {
  PJS101: { means: 'The text is no JavaScript; the message says why.', wrong: "var greeting = 'hello", right: "var greeting = 'hello'" },
  PJS102: { means: 'Something stands where it cannot. Often a bracket or a comma before it is missing or one too many.', wrong: '[1, 2)', right: '[1, 2]' },
  PJS103: { means: 'The text ends while something is still open: a bracket, or an operator that lacks its right-hand side.', wrong: '[1, 2', right: '[1, 2]' },
  PJS104: {
    means: 'A classic file is one expression. It ended, and more text follows.',
    dialect: 'classic',
    wrong: 'pipy() pipy()',
    right: 'pipy()',
  },
  PJS105: { means: 'A classic file is one expression, and this one has none.', dialect: 'classic', wrong: '// to be written', right: 'pipy()' },
  PJS106: { means: 'Words of the language cannot be names.', wrong: 'var static = 1', right: 'var fixed = 1' },
  PJS107: { means: 'Each parameter of a function needs a name of its own.', wrong: '(a, a) => a', right: '(a, b) => a' },
  PJS108: { means: 'Only names, members of objects and patterns can be assigned to.', wrong: '1 = 2', right: 'var one = 1; one = 2' },
  PJS109: { means: '`delete` takes a member out of an object; names stay.', wrong: 'var a = 1; delete a', right: 'var o = { a: 1 }; delete o.a' },
  PJS110: { means: 'Scripts are UTF-8. The place is the first byte that is not.', noExample: 'a text on a page is UTF-8 already' },
  PJS111: { means: 'A script may have one megabyte. Put data in files and read them with `pipy.load`.', noExample: long },
  PJS112: { means: 'A script may have 200,000 tokens. Divide it into modules.', noExample: long },
  PJS113: { means: 'Brackets and functions lie in each other too deep for the reader, which is limited so that no script can exhaust it.', noExample: long },
  PJS114: { means: 'One expression has more operators than the reader takes. Divide it.', noExample: long },
  PJS115: { means: '`eval` and `arguments` mean something in JavaScript and are no names for variables.', wrong: 'eval = 1', right: 'var value; value = 1' },
  PJS116: { means: 'In `-a ** b` it is not clear which comes first: JavaScript asks for parentheses.', wrong: '-2 ** 2', right: '(-2) ** 2' },
  PJS117: { means: 'Which of `??` and `||` comes first is to be said with parentheses.', wrong: 'null ?? 1 || 2', right: '(null ?? 1) || 2' },
  PJS118: { means: 'Parameters are names or patterns, not values.', wrong: '(1) => 2', right: '(one) => 2' },
  PJS119: {
    means: 'A `break` with a name ends the statement that has that label, and there is none around it.',
    wrong: 'for (var i = 0; i < 3; i++) break outer',
    right: 'outer: for (var i = 0; i < 3; i++) break outer',
  },
  PJS120: { means: 'There is nothing that this `break` could end.', wrong: 'break', right: 'for (var i = 0; i < 3; i++) break' },
  PJS121: { means: 'Modules say at their top what they import and export.', wrong: 'if (true) { export var a = 1 }', right: 'export var a = 1' },
  PJS122: { means: 'A chain of `else if` is longer than the reader takes.', noExample: long },
  PJS123: { means: 'A module exports each name once.', wrong: 'export var a = 1; export { a }', right: 'export var a = 1' },
  PJS124: { means: 'A template or a comment that was begun does not end.', wrong: 'var greeting = `hello', right: 'var greeting = `hello`' },
} satisfies Group;
