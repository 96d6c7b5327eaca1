/**
 * Expressions that are evaluated for what they do, as the statements that say so: `a && b` as `if (a) b`.
 * Only tokens are changed, so that comments, lines and indentation stay.
 */
import type { AnyNode } from '../language/syntax/walk.js';
import type { EditList } from './edit-list.js';
import { findToken, skipTrivia, tokensBetween } from './gap.js';

/** A node with the parentheses around it, which it does not know of. */
interface Region {
  readonly node: AnyNode;
  readonly start: number;
  readonly end: number;
}

/** Where a statement stands: in a list, as what an `if` does, or after `else`. */
type Place = 'list' | 'branch' | 'else';

/** The comma-separated expressions of a sequence become statements; the last may be what the function returns. */
export function sequenceToStatements(sequence: AnyNode, list: EditList, returnsLast: boolean): void {
  const regions = regionsOf(sequence, list.text);
  regions.forEach((region, index) => {
    const isLast = index === regions.length - 1;
    if (isLast && returnsLast) return list.insert(region.start, 'return ');
    const endsInBlock = toStatement(region, list, 'list');
    if (isLast) return;
    const comma = findToken(list.text, region.end, ',');
    if (endsInBlock) list.cut(comma, 1);
    else list.replace(comma, 1, /\s/.test(list.text[comma + 1]) ? ';' : '; ');
  });
}

function regionsOf(sequence: AnyNode, text: string): Region[] {
  const expressions = sequence['expressions'] as AnyNode[];
  let { start } = sequence;
  return expressions.map((node, index) => {
    if (index === expressions.length - 1) return { node, start, end: sequence.end };
    const comma = findToken(text, node.end, ',');
    const region = { node, start, end: endBefore(text, node, comma) };
    start = skipTrivia(text, comma + 1);
    return region;
  });
}

/** Where a node and its parentheses end, before a token that follows. */
function endBefore(text: string, node: AnyNode, token: number): number {
  const last = tokensBetween(text, node.end, token).at(-1);
  return last === undefined ? node.end : last + 1;
}

/** Whether the statement ends with a brace, so that no semicolon has to follow. */
function toStatement(region: Region, list: EditList, place: Place): boolean {
  const { text } = list;
  const { node } = region;
  const opens = tokensBetween(text, region.start, node.start);
  const closes = tokensBetween(text, node.end, region.end);
  const isChoice = isConditional(node) || isShortCircuit(node);
  const isSequence = node.type === 'SequenceExpression';
  const inner: Region = { node, start: node.start, end: node.end };
  if (opens.length > 0) {
    const isSpread = text.slice(opens[0], node.start).includes('\n');
    if (isSequence || (place === 'list' ? isChoice && isSpread : isChoice || isSpread)) {
      list.toBraces(opens[0], closes.at(-1)!);
      for (const paren of [...opens.slice(1), ...closes.slice(0, -1)]) list.replace(paren, 1, '');
      if (isSequence) sequenceToStatements(node, list, false);
      else toStatement(inner, list, 'list');
      return true;
    }
    if (!isChoice && (place === 'list' || needsParentheses(node, text))) return false;
    for (const paren of [...opens, ...closes]) list.replace(paren, 1, '');
    return toStatement(inner, list, place);
  }
  if (!isChoice) {
    if (needsParentheses(node, text)) wrap(list, inner, '(', ')', () => {});
    return false;
  }
  // An `else` after it would be taken for its own.
  if (place === 'branch' || (place === 'else' && !isConditional(node))) {
    wrap(list, inner, '{ ', ' }', () => toStatement(inner, list, 'list'));
    return true;
  }
  return isConditional(node) ? conditionalToIf(node, list) : shortCircuitToIf(node, list);
}

function wrap(list: EditList, { start, end }: Region, before: string, after: string, within: () => void): void {
  list.insert(start, before);
  within();
  list.insert(end, after);
}

function isConditional({ type }: AnyNode): boolean {
  return type === 'ConditionalExpression';
}

function isShortCircuit(node: AnyNode): boolean {
  return node.type === 'LogicalExpression' && node['operator'] !== '??';
}

/** Whether a statement that begins so would be a block, or a directive. */
function needsParentheses({ start, type }: AnyNode, text: string): boolean {
  return text[start] === '{' || (type === 'Literal' && /['"]/.test(text[start]));
}

/** `a && b`, `a || b`. */
function shortCircuitToIf(node: AnyNode, list: EditList): boolean {
  const { text } = list;
  const { left, right, operator } = node as AnyNode & { left: AnyNode; right: AnyNode; operator: string };
  const at = findToken(text, left.end, operator);
  toCondition({ node: left, start: node.start, end: endBefore(text, left, at) }, list, operator === '||');
  list.cut(at, operator.length);
  return toStatement({ node: right, start: skipTrivia(text, at + operator.length), end: node.end }, list, 'branch');
}

/** `a ? b : c`. */
function conditionalToIf(node: AnyNode, list: EditList): boolean {
  const { text } = list;
  const { test, consequent, alternate } = node as AnyNode & Record<'test' | 'consequent' | 'alternate', AnyNode>;
  const question = findToken(text, test.end, '?');
  const colon = findToken(text, consequent.end, ':');
  toCondition({ node: test, start: node.start, end: endBefore(text, test, question) }, list, false);
  list.cut(question, 1);
  const then = { node: consequent, start: skipTrivia(text, question + 1), end: endBefore(text, consequent, colon) };
  if (!toStatement(then, list, 'branch')) list.insert(then.end, ';');
  list.replaceApart(colon, 1, 'else');
  return toStatement({ node: alternate, start: skipTrivia(text, colon + 1), end: node.end }, list, 'else');
}

/** What `!` can stand before without parentheses. */
const operands = new Set(['Identifier', 'CallExpression', 'MemberExpression', 'ChainExpression', 'NewExpression', 'UnaryExpression', 'Literal']);

function toCondition(region: Region, list: EditList, isNegated: boolean): void {
  const { node, start, end } = region;
  const isEnclosed = node.start > start;
  if (!isNegated) return isEnclosed ? list.insert(start, 'if ') : wrap(list, region, 'if (', ')', () => {});
  if (!isEnclosed && node['operator'] === '!') {
    // `!a || b`: what was asked is whether `a`.
    const argument = node['argument'] as AnyNode;
    const operand = skipTrivia(list.text, start + 1);
    list.replace(start, 1, operand < argument.start && argument.end < end ? 'if ' : 'if (');
    if (!(operand < argument.start && argument.end < end)) list.insert(end, ')');
    return;
  }
  const isOperand = isEnclosed || operands.has(node.type);
  wrap(list, region, isOperand ? 'if (!' : 'if (!(', isOperand ? ')' : '))', () => {});
}
