/**
 * What a text may have at most, counted token by token while it is read: so the parser, which recurses,
 * never goes deeper than what is counted here, whatever the text.
 *
 * *Open* are brackets, templates, arrow functions, prefix operators and arms of conditions, from where they
 * begin to where their last operand ends, and statements that are the body of another without braces.
 * *Operators* arethe binary, conditional and assignment
 * operators of an expression and of those around it. A member's dot and a closing bracket are no tokens of their own,
 * so that a chain of 100,000 members or calls has room.
 */
import { tokTypes, type TokenType } from 'acorn';
import type { Code } from '../source/codes.js';

export const maxTokens = 200_000;
export const maxOpen = 256;
export const maxOperators = 1_000;
export const maxElseIfs = 1_000;

/** Of a kind of token, what acorn itself goes by. */
export interface TokenKind extends TokenType {
  readonly binop: number | null;
  readonly isAssign: boolean;
  readonly prefix: boolean;
  readonly beforeExpr: boolean;
}

type Open = 'bracket' | 'template' | 'substitution' | 'arrow' | 'prefix' | 'consequent' | 'alternate';

const openers = new Set<TokenType>([tokTypes.parenL, tokTypes.bracketL, tokTypes.braceL]);
const closers = new Set<TokenType>([tokTypes.parenR, tokTypes.bracketR, tokTypes.braceR]);
const uncounted = new Set<TokenType>([...closers, tokTypes.dot, tokTypes.questionDot, tokTypes.template, tokTypes.eof]);

export class LimitCounter {
  private tokens = 0;
  private readonly stack: Open[] = [];
  /** Of each bracket, template and substitution that is open: how many operators were open around it. */
  private readonly around: number[] = [];
  private substitutions = 0;
  private operators = 0;
  private operandExpected = true;
  private afterDot = false;
  /** Statements without braces of their own that are open around the current one. */
  private bodies = 0;
  private elseIfs = 0;
  private last: { readonly type: TokenKind; readonly value: unknown } | null = null;
  private lengthBeforeLast = 0;

  /** Takes the next token; gives the code of the limit that it passes. */
  take(type: TokenKind, value: unknown): Code | null {
    if (!uncounted.has(type) && ++this.tokens > maxTokens) return 'PJS112';
    this.last = { type, value };
    this.lengthBeforeLast = this.stack.length;
    const isName = this.afterDot;
    this.afterDot = type === tokTypes.dot || type === tokTypes.questionDot;
    if (isName && type.keyword !== undefined) this.operandExpected = false;
    else this.place(type, value);
    if (this.stack.length - this.substitutions + this.bodies > maxOpen) return 'PJS113';
    return this.operators > maxOperators ? 'PJS114' : null;
  }

  /** A statement begins with the last token: what the one before left open, where no `;` ended it, is over. */
  beginStatement(): void {
    const { type, value } = this.last!;
    if (this.stack.length > this.lengthBeforeLast && isBracket(this.stack.pop()!)) this.around.pop();
    this.separate();
    this.place(type, value);
  }

  /** A statement that is the body of another begins; gives the code of the limit that it passes. */
  enterBody(isElseIf: boolean): Code | null {
    if (isElseIf) return ++this.elseIfs > maxElseIfs ? 'PJS122' : null;
    return ++this.bodies + this.stack.length - this.substitutions > maxOpen ? 'PJS113' : null;
  }

  leaveBody(isElseIf: boolean): void {
    if (isElseIf) this.elseIfs--;
    else this.bodies--;
  }

  private place(type: TokenKind, value: unknown): void {
    if (openers.has(type)) this.open('bracket');
    else if (closers.has(type)) this.close();
    else if (type === tokTypes.dollarBraceL) this.open('substitution');
    else if (type === tokTypes.backQuote) this.backQuote();
    else if (type === tokTypes.comma || type === tokTypes.semi) this.separate();
    else if (type === tokTypes.arrow) this.push('arrow');
    else if (type === tokTypes.question) this.question();
    else if (type === tokTypes.colon) this.colon();
    else if (type === tokTypes._extends || (this.operandExpected && isPrefix(type, value))) this.push('prefix');
    else if (type.binop !== null || type.isAssign || type === tokTypes.starstar) this.operator();
    else if (type !== tokTypes.incDec) this.operandExpected = type.beforeExpr;
  }

  private push(kind: Open): void {
    this.stack.push(kind);
    this.operandExpected = true;
  }

  private open(kind: 'bracket' | 'template' | 'substitution'): void {
    this.around.push(this.operators);
    if (kind === 'substitution') this.substitutions++;
    this.push(kind);
  }

  private close(): void {
    this.popToBracket();
    if (this.stack.pop() === 'substitution') this.substitutions--;
    this.operators = this.around.pop() ?? 0;
    this.operandExpected = false;
  }

  private backQuote(): void {
    if (this.stack.at(-1) === 'template') this.close();
    else this.open('template');
  }

  /** The next element, argument or expression begins. */
  private separate(): void {
    this.popToBracket();
    this.operators = this.around.at(-1) ?? 0;
    this.operandExpected = true;
  }

  private operator(): void {
    this.popPrefixes();
    this.operators++;
    this.operandExpected = true;
  }

  private question(): void {
    this.operator();
    this.push('consequent');
  }

  /** Ends the first arm of a condition, or a key of an object. */
  private colon(): void {
    const { stack } = this;
    let at = stack.length;
    while (at > 0 && !isBracket(stack[at - 1]) && stack[at - 1] !== 'consequent') at--;
    const condition = at > 0 && stack[at - 1] === 'consequent';
    stack.length = condition ? at - 1 : at;
    if (condition) stack.push('alternate');
    this.operandExpected = true;
  }

  private popPrefixes(): void {
    while (this.stack.at(-1) === 'prefix') this.stack.pop();
  }

  private popToBracket(): void {
    while (this.stack.length > 0 && !isBracket(this.stack.at(-1)!)) this.stack.pop();
  }
}

function isBracket(kind: Open): boolean {
  return kind === 'bracket' || kind === 'template' || kind === 'substitution';
}

function isPrefix(type: TokenKind, value: unknown): boolean {
  return type.prefix || type === tokTypes._new || (type === tokTypes.name && (value === 'await' || value === 'yield'));
}
