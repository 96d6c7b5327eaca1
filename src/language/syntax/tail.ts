/** The end of a text that somebody is typing: the name that is begun there, and what it would be a member of. */
import { tokTypes, type TokenType } from 'acorn';
import type { Expression } from './node.js';
import { readExpression, readTokens, type Token } from './parser.js';
import { wordStart } from './word.js';

export interface Tail {
  /** What there is of the name, or ''. */
  readonly partial: string;
  /** What stands before the dot; null where there is none, so that it is a plain name. */
  readonly object: Expression | null;
}

/** The tail of a text, or null where no name could stand: in a text or comment, after a number, after a call. */
export function readTail(text: string): Tail | null {
  const start = wordStart(text);
  const partial = text.slice(start);
  if (partial >= '0' && partial < ':') return null;
  const before = text.slice(0, start);
  // With a name put there it shows whether one can stand there.
  const tokens = readTokens(`${before}x`);
  if (tokens === null || tokens.pop()?.start !== start) return null;
  const dot = tokens.at(-1);
  if (dot === undefined || !isDot(dot)) return { partial, object: null };
  const first = operandStart(tokens, tokens.length - 2);
  if (first === null) return null;
  const { tree } = readExpression(before.slice(tokens[first].start, dot.start));
  return tree === null ? null : { partial, object: tree as unknown as Expression };
}

const pairs = new Map<TokenType, TokenType>([
  [tokTypes.bracketR, tokTypes.bracketL],
  [tokTypes.parenR, tokTypes.parenL],
]);
const closers = new Set<TokenType>([tokTypes.bracketR, tokTypes.parenR, tokTypes.braceR]);
const openers = new Set<TokenType>([tokTypes.bracketL, tokTypes.parenL, tokTypes.braceL, tokTypes.dollarBraceL]);

/** The index of the first token of the operand whose last one is at `last`: of `f(a).b[0]` that of `f`. */
function operandStart(tokens: readonly Token[], last: number): number | null {
  for (let at = last; ; ) {
    const token = tokens[at];
    if (token === undefined) return null;
    let start: number;
    if (pairs.has(token.type)) start = openerOf(tokens, at, pairs.get(token.type)!);
    else if (token.type === tokTypes.backQuote) start = templateStart(tokens, at);
    else if (token.type === tokTypes.name || token.type === tokTypes.string || token.type.keyword !== undefined) start = at;
    else return null;
    if (start < 0) return null;
    const previous = tokens[start - 1];
    if (previous === undefined) return start;
    if (isDot(previous)) at = start - 2;
    else if (pairs.has(token.type) && endsOperand(previous)) at = start - 1;
    else return previous.type === tokTypes._new ? start - 1 : start;
  }
}

function isDot({ type }: Token): boolean {
  return type === tokTypes.dot || type === tokTypes.questionDot;
}

/** Whether a bracket after it is an index or a call, not a list or a group. */
function endsOperand({ type }: Token): boolean {
  return type === tokTypes.name || type === tokTypes.string || type === tokTypes.backQuote || pairs.has(type);
}

function openerOf(tokens: readonly Token[], closer: number, opener: TokenType): number {
  let depth = 0;
  for (let at = closer; at >= 0; at--) {
    if (closers.has(tokens[at].type)) depth++;
    else if (openers.has(tokens[at].type) && --depth === 0) return tokens[at].type === opener ? at : -1;
  }
  return -1;
}

function templateStart(tokens: readonly Token[], end: number): number {
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    const { type } = tokens[at];
    if (closers.has(type)) depth++;
    else if (openers.has(type)) depth--;
    else if (type === tokTypes.backQuote && depth === 0) return at;
  }
  return -1;
}
