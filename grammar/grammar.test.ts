import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codes, type Code } from '../src/language/source/codes.js';
import { SourceFile } from '../src/language/source/source-file.js';
import { parse } from '../src/language/syntax/parse.js';
import type { ExpressionStatement } from '../src/language/syntax/node.js';
import { constructs, type Dialect } from './constructs.js';

const dialects: readonly Dialect[] = ['classic', 'modern'];
const read = (...path: string[]) => readFileSync(join(__dirname, ...path), 'utf8');
const types = Object.keys(constructs).filter((name) => !name.includes(' '));

/** The operators that the table has for a type; its other variants are words of ours. */
function operatorsOf(type: string): string[] {
  const names = Object.keys(constructs).filter((name) => name.startsWith(`${type} `));
  return names.map((name) => name.split(' ')[1]).filter((name) => name !== 'pattern');
}

interface Line {
  readonly production: string;
  readonly text: string;
  readonly types: readonly string[];
  readonly dialects: readonly Dialect[];
}

/** The alternatives of the grammar, one a line. */
const lines: Line[] = [];
for (const part of read('pipyjs.ebnf').replace(/^\/\*[^]*?\*\/$/gm, '').split(/\n(?=\w+ ::=)/)) {
  const [head, ...alternatives] = part.trim().split('\n');
  for (const alternative of alternatives) {
    const [, text, comment = ''] = /^(.*?)(?:\/\*(.*)\*\/)?$/.exec(alternative.trim())!;
    const marks = dialects.filter((dialect) => text.includes(`[${dialect}]`));
    lines.push({ production: head.split(' ')[0], text, types: comment.trim().split(/\s+/).filter(Boolean), dialects: marks.length > 0 ? marks : dialects });
  }
}

test('the table has a row for every type that the parser can make', () => {
  const declared = [...read('..', 'node_modules', 'acorn', 'dist', 'acorn.d.ts').matchAll(/^ {2}type: "(\w+)"/gm)].map((match) => match[1]);
  expect(declared.length).toBeGreaterThan(60);
  // A line comment is no node.
  expect([...new Set(declared)].filter((type) => type !== 'Line').sort()).toEqual([...types].sort());
});

test('what a dialect lacks has a code with a wording', () => {
  for (const [name, { code, dialects: having }] of Object.entries(constructs)) {
    if (code !== null) expect([name, codes[code as Code]?.phase]).toEqual([name, 'check']);
    if (having.length === 2) expect([name, code]).toEqual([name, null]);
  }
});

test('grammar and table give each type to the same dialects', () => {
  const inGrammar = new Map<string, Set<Dialect>>();
  for (const line of lines) {
    for (const type of line.types) inGrammar.set(type, new Set([...(inGrammar.get(type) ?? []), ...line.dialects]));
  }
  const accepted = types.filter((type) => constructs[type].dialects.length > 0 && type !== 'ParenthesizedExpression');
  expect(Object.fromEntries([...inGrammar].map(([type, set]) => [type, dialects.filter((dialect) => set.has(dialect))]).sort())).toEqual(
    Object.fromEntries(accepted.map((type) => [type, dialects.filter((dialect) => constructs[type].dialects.includes(dialect))]).sort()),
  );
});

test('grammar and table have the same operators', () => {
  const terminals = (production: string) =>
    lines.filter((line) => line.production === production).flatMap(({ text }) => [...text.matchAll(/'([^']+)'/g)].map((match) => match[1]));
  expect(terminals('BinaryOperator').sort()).toEqual(operatorsOf('BinaryExpression').sort());
  expect(terminals('LogicalOperator').sort()).toEqual(operatorsOf('LogicalExpression').sort());
  expect(terminals('AssignmentOperator').sort()).toEqual(operatorsOf('AssignmentExpression').sort());
  expect(terminals('UnaryOperator').sort()).toEqual(operatorsOf('UnaryExpression').sort());
  expect(terminals('UpdateOperator').sort()).toEqual(operatorsOf('UpdateExpression').sort());
});

test('every production that the grammar uses is there, and is used', () => {
  const tokens = ['Name', 'Identifier', 'String', 'Number', 'TemplateText', 'Hashbang'];
  const defined = new Set(lines.map(({ production }) => production));
  const used = new Set(lines.flatMap(({ text }) => text.replace(/'[^']*'|\[(classic|modern)\]/g, ' ').match(/\w+/g) ?? []));
  expect([...used].filter((name) => !defined.has(name) && !tokens.includes(name))).toEqual([]);
  expect([...defined].filter((name) => !used.has(name))).toEqual(['File']);
});

test('the node types are those of the table', () => {
  const declared = new Set([...read('..', 'src', 'language', 'syntax', 'node.ts').matchAll(/readonly type: '(\w+)'/g)].map((match) => match[1]));
  const accepted = types.filter((type) => constructs[type].dialects.length > 0 && type !== 'ParenthesizedExpression');
  expect([...declared].sort()).toEqual(accepted.sort());
});

/** A text for each row, which has its construct; what dialects lack around it is left out. */
const examples: Readonly<Record<string, string>> = {
  Identifier: 'a',
  'Identifier arguments': '() => arguments',
  Literal: "'a'",
  'Literal regexp': '/a/g',
  'Literal bigint': '1n',
  TemplateLiteral: '`a${1}b`',
  TemplateElement: '`a`',
  ArrayExpression: '[1]',
  'ArrayExpression hole': '[1, , 2]',
  ObjectExpression: '({})',
  Property: '({ a: 1, b, [c]: 2 })',
  'Property get': '({ get a() { return 1 } })',
  'Property set': '({ set a(b) {} })',
  'Property method': '({ a() {} })',
  'Property computed-pattern': '({ [a]: b }) => b',
  SpreadElement: '[...a]',
  'SpreadElement argument': 'f(...a)',
  ArrowFunctionExpression: 'a => a',
  'ArrowFunctionExpression block': 'a => { return a }',
  'ArrowFunctionExpression async': 'async a => a',
  UnaryExpression: '!a',
  UpdateExpression: 'a => a++',
  BinaryExpression: 'a + b',
  LogicalExpression: 'a && b',
  ConditionalExpression: 'a ? b : c',
  AssignmentExpression: 'a => a = 1',
  'AssignmentExpression pattern': 'a => [a] = [1]',
  SequenceExpression: '(a, b)',
  MemberExpression: 'a.b[c]',
  CallExpression: 'f(1)',
  ChainExpression: 'a?.b',
  NewExpression: 'new A(1)',
  FunctionExpression: '(function () {})',
  'FunctionExpression async': '(async function () {})',
  'FunctionExpression generator': '(function* () {})',
  ThisExpression: 'this',
  Super: '({ a() { super.b } })',
  MetaProperty: 'import.meta',
  ImportExpression: "import('a')",
  TaggedTemplateExpression: 'f`a`',
  AwaitExpression: 'await a',
  YieldExpression: '(function* () { yield 1 })',
  ClassExpression: '(class {})',
  ParenthesizedExpression: '(a)',
  ObjectPattern: '({ a }) => a',
  ArrayPattern: '([a]) => a',
  'ArrayPattern hole': '([, a]) => a',
  AssignmentPattern: '(a = 1) => a',
  'AssignmentPattern nested': '({ a = 1 }) => a',
  RestElement: '(...a) => a',
  Program: '1',
  'Program hashbang': '#!/usr/bin/env pipyjs\n1',
  ExpressionStatement: '1',
  'ExpressionStatement further': '1\n2',
  EmptyStatement: ';',
  BlockStatement: '{ 1 }',
  VariableDeclaration: 'var a = 1',
  'VariableDeclaration let': 'let a = 1',
  'VariableDeclaration const': 'const a = 1',
  VariableDeclarator: 'var a',
  FunctionDeclaration: 'function f() {}',
  'FunctionDeclaration async': 'async function f() {}',
  'FunctionDeclaration generator': 'function* f() {}',
  ClassDeclaration: 'class A {}',
  IfStatement: 'if (a) b; else c',
  SwitchStatement: 'switch (a) {}',
  SwitchCase: 'switch (a) { case 1: b; default: c }',
  ForStatement: 'for (var i = 0; i < 2; i++) f(i)',
  'ForStatement open': 'for (;;) f()',
  'ForStatement pattern': 'for (var [a] = [1]; a < 2; a++) f(a)',
  ForInStatement: 'for (var a in b) f(a)',
  ForOfStatement: 'for (var a of b) f(a)',
  WhileStatement: 'while (a) f()',
  DoWhileStatement: 'do f(); while (a)',
  BreakStatement: 'for (a; b; c) break',
  ContinueStatement: 'for (a; b; c) continue',
  ReturnStatement: 'return 1',
  ThrowStatement: 'throw a',
  TryStatement: 'try { a } finally { b }',
  CatchClause: 'try { a } catch (b) { c }',
  LabeledStatement: 'a: { break a }',
  WithStatement: 'with (a) b',
  DebuggerStatement: 'debugger',
  ImportDeclaration: "import './a.js'",
  ImportSpecifier: "import { a as b, 'c d' as e } from './a.js'",
  ImportDefaultSpecifier: "import a from './a.js'",
  ImportNamespaceSpecifier: "import * as a from './a.js'",
  ImportAttribute: "import './a.js' with { type: 'json' }",
  ExportNamedDeclaration: 'export var a = 1',
  ExportDefaultDeclaration: 'export default 1',
  ExportAllDeclaration: "export * as a from './a.js'",
  ExportSpecifier: 'var a; export { a as b }',
  ClassBody: 'class A { a() {} }',
  MethodDefinition: 'class A { a() {} }',
  PropertyDefinition: 'class A { a = 1 }',
  StaticBlock: 'class A { static { a } }',
  PrivateIdentifier: 'class A { #a = 1 }',
};

/** Operators have one text for all of a type. */
function exampleOf(name: string): string {
  const [type, operator] = name.split(' ');
  if (operator === undefined || examples[name] !== undefined) return examples[name];
  if (type === 'UnaryExpression') return `${operator} a.b`;
  if (type === 'UpdateExpression') return `a => ${operator}a`;
  return type === 'AssignmentExpression' ? `a => a ${operator} b` : `a ${operator} b`;
}

/** What strict mode, or this edition of the language, has no words for: a mistake of the text. */
const mistakes = new Set(['WithStatement', 'ImportAttribute']);

test.each(Object.keys(constructs).flatMap((name) => dialects.map((dialect) => [name, dialect] as const)))('%s in a %s text', (name, dialect) => {
  const { code, dialects: having } = constructs[name];
  const { tree, diagnostics } = parse(new SourceFile('/main.js', exampleOf(name)), dialect);
  const found = diagnostics.map((diagnostic) => diagnostic.code);
  if (having.includes(dialect)) expect([tree === null, found]).toEqual([false, []]);
  else if (code === null || mistakes.has(name)) expect(found).not.toEqual([]);
  // Where a dialect lacks the whole type, that is what it says.
  else expect(found.some((each) => each === code || each === constructs[name.split(' ')[0]].code)).toBe(true);
});

describe('precedence', () => {
  const levels = read('precedence.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));
  const ranks = levels.slice(levels.findIndex(([name]) => name === 'power'), levels.findIndex(([name]) => name === 'condition'));

  function operatorAtTop(text: string): string {
    const { tree, diagnostics } = parse(new SourceFile('/main.js', text), 'classic');
    if (tree === null) throw new Error(`${text}: ${diagnostics[0].message}`);
    const { expression } = tree.body[0] as ExpressionStatement;
    if (expression.type !== 'BinaryExpression' && expression.type !== 'LogicalExpression') throw new Error(expression.type);
    // Where the left operand is not a name, the top is the operator on the right.
    return `${expression.operator} ${expression.left.type === 'Identifier' ? 'left' : 'right'}`;
  }

  test('every binary operator has its level', () => {
    expect(ranks.flatMap(([, , ...names]) => names).sort()).toEqual([...operatorsOf('BinaryExpression'), ...operatorsOf('LogicalExpression')].sort());
  });

  test.each(ranks.slice(1).map((looser, i) => [ranks[i], looser] as const))('%j binds tighter than %j', (tighter, looser) => {
    if (looser[0] === 'coalesce') return;
    for (const tight of tighter.slice(2)) {
      for (const loose of looser.slice(2)) {
        expect(operatorAtTop(`a ${loose} b ${tight} c`)).toBe(`${loose} left`);
        expect(operatorAtTop(`a ${tight} b ${loose} c`)).toBe(`${loose} right`);
      }
    }
  });

  test.each(ranks)('%s groups to the %s', (_, side, ...names) => {
    for (const first of names) {
      for (const second of names) expect(operatorAtTop(`a ${first} b ${second} c`)).toBe(side === 'left' ? `${second} right` : `${first} left`);
    }
  });
});
