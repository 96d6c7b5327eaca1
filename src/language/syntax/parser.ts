/**
 * Acorn, held to PipyJS: it counts what it reads against the limits, goes on after mistakes that do not
 * confuse it, and never gives a script's text to the host's RegExp or BigInt.
 *
 * What is overridden here is how acorn's own plug-ins change it; `parse.test.ts` notices where a new
 * acorn behaves differently.
 */
import { Parser, tokTypes, type Options } from 'acorn';
import type { Code } from '../source/codes.js';
import type { Span } from '../source/span.js';
import type { Fault } from './fault.js';
import { LimitCounter, type TokenKind } from './limits.js';
import type { AnyNode } from './walk.js';
import { wordEnd } from './word.js';

/** How acorn is asked to read: the language of ECMAScript 2024, strict; a newer acorn does not widen it. */
const options: Options = { ecmaVersion: 2024, sourceType: 'module', allowHashBang: true, allowReturnOutsideFunction: true };

/** What reading gave: a tree where no mistake made it stop. */
export interface Reading {
  readonly tree: AnyNode | null;
  readonly faults: readonly Fault[];
  /** The mistake that made it stop is a statement's keyword where an expression should be. */
  readonly keyword: string | null;
  /** Where it stopped. */
  readonly reached: number;
}

/** Reads a text that is one expression; the tree is the expression. */
export function readExpression(text: string): Reading {
  return read(text, (parser) => parser.parseWholeExpression());
}

/** Reads a text that is a list of statements; the tree is a Program. */
export function readStatements(text: string): Reading {
  return read(text, (parser) => parser.parse() as AnyNode);
}

/** A token, as acorn has them. */
export interface Token {
  readonly type: TokenKind;
  readonly start: number;
}

/** The tokens of a text; null where it ends inside of one, or has what is none. */
export function readTokens(text: string): Token[] | null {
  const parser = new TextParser(options, text);
  try {
    return parser.allTokens();
  } catch (error) {
    if (error instanceof Stop) return null;
    throw error;
  }
}

function read(text: string, parse: (parser: TextParser) => AnyNode): Reading {
  const parser = new TextParser(options, text);
  try {
    return { tree: parse(parser), faults: parser.faults, keyword: null, reached: text.length };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { fault, keyword } = error;
    return { tree: null, faults: [...parser.faults, fault], keyword, reached: fault.span.start };
  }
}

/** Thrown where reading cannot go on. */
class Stop extends Error {
  constructor(
    readonly fault: Fault,
    readonly keyword: string | null,
  ) {
    super(fault.code);
  }
}

/** As much of acorn's inside as is used here. */
interface Internals {
  readonly input: string;
  pos: number;
  readonly start: number;
  readonly end: number;
  readonly lastTokStart: number;
  readonly lastTokEnd: number;
  readonly type: TokenKind;
  readonly value: unknown;
  parse(): unknown;
  nextToken(): void;
  parseExpression(): AnyNode;
  parseStatement(context?: string | null, topLevel?: boolean, exports?: object): AnyNode;
  finishToken(type: TokenKind, value?: unknown): void;
  readWord1(): string;
  readNumber(startsWithDot: boolean): void;
  readRadixNumber(radix: number): void;
  toAssignable(node: AnyNode | null, isBinding: boolean, errors?: object): AnyNode | null;
  checkLValSimple(node: AnyNode, binding?: number, clashes?: object | null): void;
}

const Acorn = Parser as unknown as new (options: Options, input: string) => Internals;

class TextParser extends Acorn {
  readonly faults: Fault[] = [];
  private readonly limits = new LimitCounter();

  /** One expression and nothing after it. */
  parseWholeExpression(): AnyNode {
    this.nextToken();
    if (this.type === tokTypes.eof) this.stop('PJS105', this.start, this.end);
    const expression = this.parseExpression();
    if (this.type === tokTypes.semi) this.stop('PJS217', this.start, this.end);
    if (this.type !== tokTypes.eof) this.stop('PJS104', this.start, this.end, this.token());
    return expression;
  }

  allTokens(): Token[] {
    const tokens: Token[] = [];
    for (this.nextToken(); this.type !== tokTypes.eof; this.nextToken()) tokens.push({ type: this.type, start: this.start });
    return tokens;
  }

  override finishToken(type: TokenKind, value?: unknown): void {
    super.finishToken(type, value);
    const passed = this.limits.take(type, value);
    if (passed !== null) this.stop(passed, this.start, this.end);
  }

  /** Counts how deep statements nest; `context` is the kind of the statement whose body this is. */
  override parseStatement(context?: string | null, topLevel?: boolean, exports?: object): AnyNode {
    const { limits } = this;
    limits.beginStatement();
    // A block counts as a bracket.
    if (!context || this.type === tokTypes.braceL) return super.parseStatement(context, topLevel, exports);
    const isElseIf = this.type === tokTypes._if && this.input.slice(this.lastTokStart, this.lastTokEnd) === 'else';
    const passed = limits.enterBody(isElseIf);
    if (passed !== null) this.stop(passed, this.start, this.end);
    const statement = super.parseStatement(context, topLevel, exports);
    limits.leaveBody(isElseIf);
    return statement;
  }

  /** Mistakes after which the rest can be read. */
  raiseRecoverable(at: number, message: string): void {
    const fault = this.fault(at, message);
    // Reserved words are told of by a message of their own, `new.target` by the check of the dialect.
    const isTold = fault.code === 'PJS115' && fault.fill[0] !== 'eval' && fault.fill[0] !== 'arguments';
    if (!isTold && fault.code !== 'PJS236') this.faults.push(fault);
  }

  raise(at: number, message: string): never {
    throw new Stop(this.fault(at, message), null);
  }

  unexpected(at = this.start): never {
    const { lastTokStart, lastTokEnd } = this;
    if (this.input.slice(lastTokStart, lastTokEnd) === 'await') return this.stop('PJS232', lastTokStart, lastTokEnd);
    if (at === lastTokStart && this.input.startsWith('**', at)) return this.stop('PJS116', at, at + 2);
    if (at !== this.start) return this.stop('PJS102', at, lastTokEnd, quote(this.input.slice(at, lastTokEnd)));
    if (this.type === tokTypes.eof) return this.stop('PJS103', at, at);
    return this.stop('PJS102', at, this.end, this.token());
  }

  /** An object may have two properties `__proto__`: it is a name like any other. */
  checkPropClash(): void {
    return;
  }

  /** Names are declared by the resolver. */
  declareName(): void {
    return;
  }

  checkLocalExport(): void {
    return;
  }

  /** `f() = 1` and `f() += 1` are errors when they run, as in every engine; `f() ||= 1` is one of the text. */
  override toAssignable(node: AnyNode | null, isBinding: boolean, errors?: object): AnyNode | null {
    if (node?.type === 'CallExpression' && !isBinding && errors !== undefined) return node;
    if (node !== null && isBinding && !bindable.has(node.type)) this.stop('PJS118', node.start, node.end);
    return super.toAssignable(node, isBinding, errors);
  }

  override checkLValSimple(node: AnyNode, binding?: number, clashes?: object | null): void {
    const isLate = node.type === 'CallExpression' && !binding && this.type.isAssign && !logicalAssignments.has(this.value as string);
    if (!isLate) super.checkLValSimple(node, binding, clashes);
  }

  /** No dialect has regular-expression literals: the text is skipped, not compiled. */
  readRegexp(): void {
    const start = this.pos;
    let inClass = false;
    for (let at = start; ; at++) {
      const character = this.input[at];
      if (character === undefined || isLineEnd(character)) return this.raise(this.start, 'Unterminated regular expression');
      if (character === '\\') at++;
      else if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      else if (character === '/' && !inClass) {
        this.pos = at + 1;
        break;
      }
    }
    const pattern = this.input.slice(start, this.pos - 1);
    this.finishToken(tokTypes.regexp as TokenKind, { pattern, flags: this.readWord1(), value: null });
  }

  override readNumber(startsWithDot: boolean): void {
    if (!this.readBigInt(isDecimalDigit, this.pos)) super.readNumber(startsWithDot);
  }

  override readRadixNumber(radix: number): void {
    if (!this.readBigInt(isHexDigit, this.pos + 2)) super.readRadixNumber(radix);
  }

  /** No dialect has BigInt: its digits are skipped, not converted, which would take long. */
  private readBigInt(isDigit: (unit: number) => boolean, from: number): boolean {
    let at = from;
    while (isDigit(this.input.charCodeAt(at)) || this.input[at] === '_') at++;
    if (at === from || this.input[at] !== 'n') return false;
    this.pos = at + 1;
    this.finishToken(tokTypes.num as TokenKind, null);
    return true;
  }

  private stop(code: Code, start: number, end: number, ...fill: string[]): never {
    const keyword = this.start === start ? (this.type.keyword ?? null) : null;
    throw new Stop({ code, fill, span: { start, end } }, keyword);
  }

  /** The current token as messages name it. */
  private token(): string {
    const { type, value } = this;
    if (type === tokTypes.string) return 'string';
    if (type === tokTypes.num) return 'number';
    if (type === tokTypes.template || type === tokTypes.invalidTemplate || type === tokTypes.backQuote) return 'template';
    if (type === tokTypes.name) return `name ${quote(String(value))}`;
    return quote(this.input.slice(this.start, this.end));
  }

  /** What acorn says, as one of our codes. */
  private fault(at: number, message: string): Fault {
    const span = { start: at, end: this.endOf(at) };
    const word = this.input.slice(at, span.end);
    const code = codeOf(message);
    if (code === 'PJS120') return this.breakFault(at, span);
    if (code !== 'PJS101') return { code, fill: [word], span };
    return { code, fill: [message[0].toLowerCase() + message.slice(1)], span };
  }

  /** A `break` from nothing, or to no label. */
  private breakFault(at: number, span: Span): Fault {
    const { lastTokStart, lastTokEnd } = this;
    if (lastTokStart === at || this.input.slice(at, at + 5) !== 'break') return { code: 'PJS120', fill: [], span };
    const label = this.input.slice(lastTokStart, lastTokEnd);
    return { code: 'PJS119', fill: [label], span: { start: lastTokStart, end: lastTokEnd } };
  }

  /** The end of the word, token or character that begins at `at`. */
  private endOf(at: number): number {
    const end = wordEnd(this.input, at);
    if (end > at) return end;
    return at === this.start && this.end > at ? this.end : Math.min(at + 1, this.input.length);
  }
}

/** What the parameters of an arrow function are read as, before the arrow is seen. */
// prettier-ignore
const bindable = new Set([
  'Identifier', 'ObjectPattern', 'ArrayPattern', 'AssignmentPattern', 'RestElement',
  'ObjectExpression', 'ArrayExpression', 'AssignmentExpression', 'SpreadElement', 'Property',
]);

const logicalAssignments = new Set(['&&=', '||=', '??=']);

/** How acorn's messages begin, and what they are here. */
const meanings: readonly (readonly [string, Code])[] = [
  ['Assigning to rvalue', 'PJS108'],
  ['Binding rvalue', 'PJS108'],
  ['Optional chaining cannot appear in left-hand side', 'PJS108'],
  ['Argument name clash', 'PJS107'],
  ['Deleting local variable', 'PJS109'],
  ['Logical expressions and coalesce', 'PJS117'],
  ['Not enough stack space', 'PJS113'],
  ['The keyword ', 'PJS106'],
  ['Cannot use keyword ', 'PJS106'],
  ['Unexpected keyword ', 'PJS106'],
  ['Unterminated template', 'PJS124'],
  ['Unterminated comment', 'PJS124'],
  ['Binding ', 'PJS115'],
  ['Assigning to ', 'PJS115'],
  ['Unsyntactic break', 'PJS120'],
  ['Unsyntactic continue', 'PJS211'],
  ["'import' and 'export' may only", 'PJS121'],
  ['Duplicate export', 'PJS123'],
  ["'super' keyword", 'PJS235'],
  ["'new.target' can only", 'PJS236'],
];

function codeOf(message: string): Code {
  return meanings.find(([beginning]) => message.startsWith(beginning))?.[1] ?? 'PJS101';
}

function quote(text: string): string {
  return `\`${text}\``;
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r' || character === '\u2028' || character === '\u2029';
}

function isDecimalDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function isHexDigit(unit: number): boolean {
  return isDecimalDigit(unit) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);
}
