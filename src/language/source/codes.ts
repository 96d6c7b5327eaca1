/**
 * Every diagnostic: code → phase and wording. The only place where wording lives; `%1`, `%2` stand for
 * what the caller fills in. Codes are stable: a code's number is never used again.
 *
 * PJS1xx text that is not JavaScript or not readable · PJS2xx constructs outside the dialect · PJS3xx names ·
 * PJS4xx errors while a script runs · PJS5xx configurations and modules · PJS6xx limits · PJS9xx ours.
 */
import type { Phase, Severity } from './diagnostic.js';

export interface CodeRow {
  readonly phase: Phase;
  readonly message: string;
  readonly severity?: Severity;
  readonly hint?: string;
  /** The finding is a limit of the loader's, not a mistake in the text. */
  readonly limit?: 'PARSE_SIZE' | 'PARSE_DEPTH';
}

const table = {
  PJS101: { phase: 'parse', message: '%1' },
  PJS102: { phase: 'parse', message: 'unexpected %1' },
  PJS103: { phase: 'parse', message: 'unexpected end of the text' },
  PJS104: { phase: 'parse', message: 'unexpected %1 after the end of the expression', hint: 'a classic file is one expression' },
  PJS105: { phase: 'parse', message: 'there is no expression in the text' },
  PJS106: { phase: 'parse', message: '`%1` is a reserved word', hint: 'choose another name' },
  PJS107: { phase: 'parse', message: "two parameters have the name '%1'" },
  PJS108: { phase: 'parse', message: 'nothing can be assigned to this', hint: 'a name or a member of an object can stand here' },
  PJS109: { phase: 'parse', message: 'a name cannot be deleted', hint: '`delete` is for members: `delete object.name`' },
  PJS110: { phase: 'parse', message: 'the file is not UTF-8', hint: 'save it as UTF-8' },
  PJS111: { phase: 'parse', message: 'the text is too large: %1 bytes', hint: 'it may have 1,048,576', limit: 'PARSE_SIZE' },
  PJS112: { phase: 'parse', message: 'the text has too many tokens', hint: 'it may have 200,000', limit: 'PARSE_SIZE' },
  PJS113: {
    phase: 'parse',
    message: 'the text is nested too deep',
    hint: 'at most 256 brackets, templates, arrow functions, prefix operators and arms of conditions may be open at any point',
    limit: 'PARSE_DEPTH',
  },
  PJS114: { phase: 'parse', message: 'the expression has too many operators', hint: 'it may have 1,000', limit: 'PARSE_DEPTH' },
  PJS115: { phase: 'parse', message: "'%1' cannot be assigned to or be the name of a parameter" },
  PJS116: { phase: 'parse', message: 'an operator before `**` needs parentheses', hint: 'write `(-a) ** b` or `-(a ** b)`' },
  PJS117: { phase: 'parse', message: '`??` cannot be mixed with `&&` and `||` without parentheses' },
  PJS118: { phase: 'parse', message: 'this cannot be a parameter', hint: 'a name or a pattern can: `(a, { b }, [c]) => …`' },
  PJS200: { phase: 'check', message: '%1 is not part of PipyJS' },
  PJS201: {
    phase: 'check',
    message: '`var` is not part of the classic dialect',
    hint: 'use a parameter, `((name) => …)(value)`, or a context variable, `pipy({ name: value })`',
  },
  PJS202: {
    phase: 'check',
    message: '`%1` is not part of PipyJS',
    hint: 'use a parameter, `((name) => …)(value)`, or a context variable, `pipy({ name: value })`',
  },
  PJS203: { phase: 'check', message: '`function` is not part of the classic dialect', hint: 'use an arrow function: `(a, b) => a + b`' },
  PJS204: { phase: 'check', message: '`if` is not part of the classic dialect', hint: 'use `condition ? a : b` or `condition && a`' },
  PJS205: { phase: 'check', message: '`switch` is not part of the classic dialect', hint: 'use `a ? b : c ? d : e`, or look it up in an object' },
  PJS206: { phase: 'check', message: '`for` is not part of the classic dialect', hint: 'use a method of arrays, such as `forEach`, or `repeat()`' },
  PJS207: { phase: 'check', message: '`%1` is not part of PipyJS', hint: 'use `repeat()`, or `for (…; …; …)` in the modern dialect' },
  PJS208: {
    phase: 'check',
    message: '`for … in` and `for … of` are not part of PipyJS',
    hint: 'use `list.forEach(…)` or `Object.entries(object).forEach(…)`',
  },
  PJS209: { phase: 'check', message: '`for` needs all of its three clauses', hint: 'write `for (var i = 0; i < n; i++)`' },
  PJS210: { phase: 'check', message: '`break` is not part of the classic dialect', hint: 'use `find`, `some`, or `repeat()`' },
  PJS211: { phase: 'check', message: '`continue` is not part of PipyJS', hint: 'use a condition' },
  PJS212: { phase: 'check', message: '`return` is not part of the classic dialect', hint: 'what an arrow function gives is the expression after `=>`' },
  PJS213: { phase: 'check', message: '`throw` is not part of the classic dialect' },
  PJS214: { phase: 'check', message: '`try` is not part of the classic dialect', hint: 'test values before they are used: `?.`, `??`' },
  PJS215: { phase: 'check', message: 'labels are not part of the classic dialect' },
  PJS216: { phase: 'check', message: 'blocks are not part of the classic dialect', hint: 'join expressions by commas: `(a(), b())`' },
  PJS217: { phase: 'check', message: '`;` is not part of the classic dialect', hint: 'a classic file is one expression: join expressions by commas' },
  PJS218: { phase: 'check', message: '`with` is not part of PipyJS' },
  PJS219: { phase: 'check', message: '`debugger` is not part of PipyJS' },
  PJS220: { phase: 'check', message: '`import` is not part of the classic dialect', hint: "use `.import({ __name: 'namespace' })`" },
  PJS221: { phase: 'check', message: '`export` is not part of the classic dialect', hint: "use `.export('namespace', { __name: value })`" },
  PJS222: { phase: 'check', message: '`class` is not part of PipyJS', hint: 'use a function that gives an object: `(a) => ({ a })`' },
  PJS223: { phase: 'check', message: 'a classic file is one expression, and here begins another', hint: 'join expressions by commas' },
  PJS224: { phase: 'check', message: 'a first line `#!…` is not part of the classic dialect' },
  PJS230: {
    phase: 'check',
    message: 'functions with a body in braces are not part of the classic dialect',
    hint: 'write an expression after `=>`, several joined by commas: `() => (a(), b())`; an object in parentheses: `() => ({})`',
  },
  PJS231: { phase: 'check', message: '`async` functions are not part of PipyJS' },
  PJS232: { phase: 'check', message: '`await` is not part of PipyJS' },
  PJS233: { phase: 'check', message: 'generators are not part of PipyJS' },
  PJS234: { phase: 'check', message: '`this` is not part of PipyJS', hint: 'give the object as an argument' },
  PJS235: { phase: 'check', message: '`super` is not part of PipyJS' },
  PJS236: { phase: 'check', message: '`%1` is not part of PipyJS' },
  PJS237: { phase: 'check', message: '`import()` is not part of PipyJS' },
  PJS238: { phase: 'check', message: 'tagged templates are not part of PipyJS', hint: 'call the function: `f(`…`)`' },
  PJS239: { phase: 'check', message: 'regular-expression literals are not part of PipyJS', hint: "use `new RegExp('…')`" },
  PJS240: { phase: 'check', message: 'BigInt is not part of PipyJS' },
  PJS241: { phase: 'check', message: 'spread arguments are not part of PipyJS', hint: 'give each argument by itself, or an array' },
  PJS242: { phase: 'check', message: 'rest parameters and elements are not part of PipyJS', hint: 'take an array, and `slice` it' },
  PJS243: { phase: 'check', message: 'parameter defaults are not part of the classic dialect', hint: 'use `a ?? value` where the parameter is read' },
  PJS244: { phase: 'check', message: 'defaults inside patterns are not part of PipyJS', hint: 'use `a ?? value` where the name is read' },
  PJS245: {
    phase: 'check',
    message: 'destructuring assignment is not part of the classic dialect',
    hint: 'use a pattern as a parameter: `(([a, b]) => …)(list)`',
  },
  PJS246: { phase: 'check', message: 'elements that are left out are not part of PipyJS', hint: 'write `undefined`, or a name that is not used' },
  PJS247: { phase: 'check', message: 'getters and setters are not part of PipyJS', hint: 'use a function: `name: () => …`' },
  PJS248: { phase: 'check', message: 'methods in object literals are not part of PipyJS', hint: 'use a function: `name: (…) => …`' },
  PJS249: { phase: 'check', message: 'computed keys in patterns are not part of PipyJS', hint: 'read the member where it is used: `object[key]`' },
  PJS250: { phase: 'check', message: '`arguments` is not part of PipyJS', hint: 'name the parameters' },
  PJS300: { phase: 'resolve', message: "unknown name '%1'" },
  PJS301: {
    phase: 'resolve',
    message: "unknown name '%1'",
    hint: 'a context variable has a value in the callbacks of filters, not while the module is evaluated',
  },
  PJS302: { phase: 'resolve', message: "cannot assign to '%1': it is a global" },
  PJS303: { phase: 'resolve', message: "cannot assign to '%1': it is given by the runtime" },
  PJS400: { phase: 'evaluate', message: "cannot read property '%1' of %2", hint: 'use `?.` where the value may be missing' },
  PJS401: { phase: 'evaluate', message: "cannot set property '%1' of %2" },
  PJS402: { phase: 'evaluate', message: '%1 is not a function' },
  PJS403: { phase: 'evaluate', message: '%1 is not a class', hint: '`new` takes built-in classes only' },
  PJS404: { phase: 'evaluate', message: "cannot set property '%1' of %2: it is read-only" },
  PJS405: { phase: 'evaluate', message: "cannot delete property '%1' of %2" },
  PJS406: { phase: 'evaluate', message: '`in` needs an object on its right-hand side, not %1' },
  PJS407: { phase: 'evaluate', message: '%1 is not iterable' },
  PJS408: { phase: 'evaluate', message: 'cannot convert %1 to a primitive value' },
  PJS409: { phase: 'evaluate', message: '`instanceof` needs a built-in class on its right-hand side, not %1' },
  PJS410: {
    phase: 'evaluate',
    message: "'%1' is a context variable: it has no value while modules are evaluated",
    hint: 'read it inside a callback of a filter',
  },
  PJS411: { phase: 'evaluate', message: "cannot assign to '%1': it is read-only" },
  PJS412: { phase: 'evaluate', message: 'cannot destructure %1' },
  PJS413: { phase: 'evaluate', message: 'invalid array length' },
  PJS415: { phase: 'evaluate', message: 'nothing can be assigned to the result of a call' },
  PJS414: { phase: 'evaluate', message: "class %1 cannot be called without 'new'" },
  PJS450: { phase: 'evaluate', message: '%1 must be %2, not %3' },
  PJS451: { phase: 'evaluate', message: 'cannot convert %1 to an object' },
  PJS452: { phase: 'evaluate', message: '%1 of an array without elements needs an initial value' },
  PJS453: { phase: 'evaluate', message: '%1 is not an entry: it takes an array of a key and a value' },
  PJS454: { phase: 'evaluate', message: '%1 does not take a regular expression' },
  PJS455: { phase: 'evaluate', message: "%1 takes a regular expression with flag 'g' only" },
  PJS456: { phase: 'evaluate', message: 'invalid regular expression: %1' },
  PJS457: { phase: 'evaluate', message: 'malformed URI sequence' },
  PJS458: { phase: 'evaluate', message: 'cannot write %1 as JSON: it contains itself' },
  PJS501: { phase: 'evaluate', message: 'requires %1 or more arguments' },
  PJS502: { phase: 'evaluate', message: 'argument #%1 expects %2' },
  PJS503: { phase: 'evaluate', message: 'requires %1 to %2 arguments' },
  PJS504: { phase: 'evaluate', message: 'options.%1 expects %2' },
  PJS505: { phase: 'evaluate', message: '%1' },
  PJS510: {
    phase: 'evaluate',
    message: 'a filter needs a pipeline to stand in',
    hint: 'begin one before it: `.listen(…)`, `.task(…)` or `.pipeline(…)`',
  },
  PJS511: { phase: 'evaluate', message: 'the name of a pipeline cannot be empty' },
  PJS512: { phase: 'evaluate', message: "invalid listening address '%1'", hint: "write `'IP:PORT'`, such as `'127.0.0.1:8000'`" },
  PJS513: { phase: 'evaluate', message: "invalid IP address '%1'" },
  PJS514: { phase: 'evaluate', message: "task interval '%1' out of range", hint: 'it may be from 0.01 seconds to one day' },
  PJS515: { phase: 'evaluate', message: "'%1' is neither an interval nor the name of a signal", hint: "write `'5s'` or `'SIGHUP'`" },
  PJS516: { phase: 'evaluate', message: 'the namespace cannot be empty' },
  PJS517: { phase: 'evaluate', message: 'variables are given as a plain object' },
  PJS518: { phase: 'evaluate', message: 'the name of a variable cannot be empty' },
  PJS519: { phase: 'evaluate', message: "the namespace of variable '%1' is not a string" },
  PJS520: { phase: 'resolve', message: 'cannot open script at %1' },
  PJS521: {
    phase: 'evaluate',
    message: 'the script was not evaluated to a configuration, but to %1',
    hint: 'a script is one chain that begins with pipy()',
  },
  PJS523: { phase: 'resolve', message: 'module %1 uses itself in a circle' },
  PJS524: { phase: 'resolve', message: "variable name '%1' must begin with '__' to be shared between modules" },
  PJS525: { phase: 'resolve', message: 'duplicated variable name %1' },
  PJS526: { phase: 'resolve', message: 'duplicated variable exporting name %1 from %2' },
  PJS527: { phase: 'resolve', message: "unknown namespace '%1'" },
  PJS528: { phase: 'resolve', message: "cannot import variable %1: namespace '%2' has no such variable" },
  PJS529: { phase: 'resolve', message: "'%1' is given by the runtime: it cannot be declared" },
  PJS530: { phase: 'resolve', message: 'pipeline not found: %1' },
  PJS531: { phase: 'resolve', message: 'recursive pipeline: %1' },
  PJS532: { phase: 'resolve', message: 'pipeline not found in module %1: %2' },
  PJS533: { phase: 'resolve', severity: 'warning', message: "variable '%1' hides the global of that name" },
  PJS535: { phase: 'resolve', message: 'pipelines are nested too deep in [%1]: at most %2' },
  PJS536: { phase: 'evaluate', message: 'pipy() can be called while a module is evaluated only' },
  PJS537: { phase: 'evaluate', message: '%1' },
  PJS539: { phase: 'evaluate', message: 'too many filters in one pipeline: at most %1' },
  PJS550: { phase: 'evaluate', message: "invalid port number '%1'", hint: 'a port is a whole number from 0 to 65535' },
} satisfies Record<string, CodeRow>;

export type Code = keyof typeof table;

export const codes: Readonly<Record<Code, CodeRow>> = table;

/** The wording of a code with its holes filled. */
export function wording(code: Code, ...fill: string[]): string {
  return codes[code].message.replace(/%(\d)/g, (_, n: string) => fill[Number(n) - 1] ?? '');
}
