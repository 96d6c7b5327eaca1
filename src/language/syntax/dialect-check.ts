/**
 * Finds what a dialect lacks in a tree: all of it, by the construct table. Walks with a stack of its own,
 * and counts on the way how many operators nest, for the passes that follow and do recurse.
 */
import { constructOf, type Construct } from '../../../grammar/constructs.js';
import type { Dialect } from './dialect.js';
import type { Code } from '../source/codes.js';
import type { Span } from '../source/span.js';
import type { Fault } from './fault.js';
import { maxOperators } from './limits.js';
import { childrenOf, type AnyNode } from './walk.js';
import { wordEnd } from './word.js';

interface Visit {
  readonly node: AnyNode;
  readonly parent: AnyNode | null;
  /** Whether the parent was found to be outside the dialect. */
  readonly inFault: boolean;
  /** Operators around the node whose operand it is, directly or not. */
  readonly operators: number;
}

export function checkDialect(tree: AnyNode, text: string, dialect: Dialect): Fault[] {
  const faults: Fault[] = [];
  /** What stands only in constructs that are found themselves; told of should one not be. */
  const parts: Fault[] = [];
  if (text.startsWith('#!')) findHashbang(text, dialect, faults);
  let tooDeep: AnyNode | null = null;
  const stack: Visit[] = [{ node: tree, parent: null, inFault: false, operators: 0 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, parent } = visit;
    const isOutside = findConstruct(visit, text, dialect, faults, parts);
    const operators = visit.operators + (operatorTypes.has(node.type) ? 1 : 0);
    tooDeep ??= operators > maxOperators ? node : null;
    const inFault = isOutside || (visit.inFault && constructOf(node.type).partOf.includes(parent?.type ?? ''));
    for (const child of childrenOf(node)) stack.push({ node: child, parent: node, inFault, operators });
  }
  if (tooDeep !== null) faults.push({ code: 'PJS114', fill: [], span: tooDeep });
  return faults.length > 0 ? faults : parts;
}

const operatorTypes = new Set(['BinaryExpression', 'LogicalExpression', 'ConditionalExpression', 'AssignmentExpression']);

function findHashbang(text: string, dialect: Dialect, faults: Fault[]): void {
  const { dialects, code } = constructOf('Program hashbang');
  const lineEnd = text.indexOf('\n');
  if (!dialects.includes(dialect)) faults.push({ code: code as Code, fill: [], span: { start: 0, end: lineEnd < 0 ? text.length : lineEnd } });
}

/** Reports a node that the dialect lacks, once: as its most special construct. */
function findConstruct({ node, parent, inFault }: Visit, text: string, dialect: Dialect, faults: Fault[], parts: Fault[]): boolean {
  const isPlain = variants[node.type] === undefined && node['operator'] === undefined;
  if (isPlain && constructOf(node.type).dialects.includes(dialect)) return false;
  const lacking = constructsOf(node, parent).filter((construct) => !construct.dialects.includes(dialect));
  const construct = lacking.at(-1);
  if (construct === undefined) return false;
  const { partOf } = construct;
  const code = construct.code as Code | null;
  const isToldByParent = inFault && partOf.includes(parent!.type);
  if (code === null) parts.push({ code: 'PJS200', fill: [node.type], span: node });
  else if (!isToldByParent) faults.push({ code, fill: [firstWord(node, text)], span: placeOf(node, text) });
  return true;
}

/** The rows that a node falls under: its type, its operator, its variant. */
function constructsOf(node: AnyNode, parent: AnyNode | null): Construct[] {
  const found = [constructOf(node.type)];
  if (typeof node['operator'] === 'string') found.push(constructOf(`${node.type} ${node['operator']}`));
  for (const variant of variants[node.type]?.(node, parent) ?? []) found.push(constructOf(`${node.type} ${variant}`));
  // That there is no `for` comes before what it lacks.
  return node.type === 'ForStatement' ? found.reverse() : found;
}

type Variants = (node: AnyNode, parent: AnyNode | null) => string[];

const ofFunction: Variants = (node) => [...(node['async'] === true ? ['async'] : []), ...(node['generator'] === true ? ['generator'] : [])];
const withHoles: Variants = (node) => ((node['elements'] as unknown[]).includes(null) ? ['hole'] : []);

/** What is told apart within a type. */
const variants: Readonly<Record<string, Variants>> = {
  Identifier: (node) => (node['name'] === 'arguments' ? ['arguments'] : []),
  Literal: (node) => (node['regex'] !== undefined ? ['regexp'] : node['bigint'] !== undefined ? ['bigint'] : []),
  ArrayExpression: withHoles,
  ArrayPattern: withHoles,
  Property: (node, parent) => [
    ...(node['kind'] === 'init' ? [] : [node['kind'] as string]),
    ...(node['method'] === true ? ['method'] : []),
    ...(node['computed'] === true && parent?.type === 'ObjectPattern' ? ['computed-pattern'] : []),
  ],
  SpreadElement: (_, parent) => (parent?.type === 'CallExpression' || parent?.type === 'NewExpression' ? ['argument'] : []),
  ArrowFunctionExpression: (node, parent) => [
    ...(node['expression'] === true ? [] : ['block']),
    ...ofFunction(node, parent),
  ],
  FunctionExpression: ofFunction,
  FunctionDeclaration: ofFunction,
  AssignmentExpression: (node) => ((node['left'] as AnyNode).type.endsWith('Pattern') ? ['pattern'] : []),
  AssignmentPattern: (_, parent) => (isFunction(parent) ? [] : ['nested']),
  ExpressionStatement: (node, parent) => (parent?.type === 'Program' && (parent['body'] as AnyNode[])[0] !== node ? ['further'] : []),
  VariableDeclaration: (node) => (node['kind'] === 'var' ? [] : [node['kind'] as string]),
  ForStatement: (node) => [
    ...(node['init'] && node['test'] && node['update'] ? [] : ['open']),
    ...(declaresPattern(node['init'] as AnyNode | null) ? ['pattern'] : []),
  ],
};

function declaresPattern(init: AnyNode | null): boolean {
  return init?.type === 'VariableDeclaration' && (init['declarations'] as AnyNode[]).some(({ id }) => (id as AnyNode).type !== 'Identifier');
}

function isFunction(node: AnyNode | null): boolean {
  return node !== null && (node.type.endsWith('FunctionExpression') || node.type === 'FunctionDeclaration');
}

/** The word that a construct begins with, for messages. */
function firstWord(node: AnyNode, text: string): string {
  if (node.type === 'MetaProperty') return text.slice(node.start, node.end);
  return text.slice(node.start, Math.min(node.end, wordEnd(text, node.start))) || node.type;
}

/** Where the caret goes: to the word that says what it is, not under all that stands in it. */
function placeOf(node: AnyNode, text: string): Span {
  const { type, start } = node;
  const body = node['body'] as AnyNode | undefined;
  if (type === 'ArrowFunctionExpression' && node['async'] !== true && body !== undefined) return { start: body.start, end: body.start + 1 };
  const isCalledByWord = type.endsWith('Statement') || type.endsWith('Declaration') || wordTypes.has(type);
  const end = wordEnd(text, start);
  return isCalledByWord && type !== 'ExpressionStatement' && end > start ? { start, end } : { start, end: node.end };
}

const wordTypes = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression', 'AwaitExpression', 'YieldExpression']);
