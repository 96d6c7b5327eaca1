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
  const classic = types.filter((type) => constructs[type].dialects.includes('classic') && type !== 'ParenthesizedExpression');
  expect(classic.filter((type) => !declared.has(type))).toEqual([]);
  expect([...declared].filter((type) => constructs[type].dialects.length === 0)).toEqual([]);
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
