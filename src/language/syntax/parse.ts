/**
 * From a text to a checked tree. Everything that is wrong with the text is found at once: mistakes, limits,
 * and what the dialect lacks.
 */
import { codes, type Code } from '../source/codes.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { maxSourceBytes } from '../source/read-source.js';
import type { SourceFile } from '../source/source-file.js';
import { constructOf } from '../../../grammar/constructs.js';
import type { Dialect, DialectChoice } from './dialect.js';
import { checkDialect } from './dialect-check.js';
import { toDiagnostic, type Fault } from './fault.js';
import type { Expression, Program } from './node.js';
import { readExpression, readStatements, type Reading } from './parser.js';
import type { AnyNode } from './walk.js';

export interface Parsed {
  /** Null when there is a diagnostic. */
  readonly tree: Program | null;
  /** The dialect that was asked for, or found. */
  readonly dialect: Dialect;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a text and checks it against a dialect. */
export function parse(source: SourceFile, choice: DialectChoice): Parsed {
  const { text } = source;
  const size = utf8Length(text);
  const dialect = choice === 'auto' ? 'modern' : choice;
  if (size > maxSourceBytes) return failed(source, dialect, [{ code: 'PJS111', fill: [String(size)], span: { start: 0, end: 1 } }]);
  if (choice === 'modern') return parseModern(source);
  const reading = readExpression(text);
  const faults = reading.tree === null ? reading.faults : [...reading.faults, ...checkDialect(reading.tree, text, 'classic')];
  if (reading.tree !== null && faults.length === 0) return { tree: program(text, reading.tree), dialect: 'classic', diagnostics: [] };
  if (choice === 'auto') return isLimit(faults) ? failed(source, dialect, faults) : parseModern(source);
  return failed(source, 'classic', reading.tree === null ? whatIsWrong(text, reading) : faults);
}

/**
 * Reads a text that was typed at a prompt: statements of the modern dialect, but what begins with a brace and is
 * an expression is an object and no block.
 */
export function parseInput(source: SourceFile): Parsed {
  const { text } = source;
  const asStatements = parse(source, 'modern');
  if (!text.trimStart().startsWith('{')) return asStatements;
  const reading = readExpression(text);
  if (reading.tree === null) return asStatements.tree === null && reading.faults.some(isUnfinished) ? failed(source, 'modern', reading.faults) : asStatements;
  const faults = [...reading.faults, ...checkDialect(reading.tree, text, 'modern')];
  return faults.length === 0 ? { tree: program(text, reading.tree), dialect: 'modern', diagnostics: [] } : asStatements;
}

/** Whether more text could make this right: it ends too early. */
export function isUnfinished({ code }: { readonly code: Code }): boolean {
  return code === 'PJS103' || code === 'PJS124';
}

function parseModern(source: SourceFile): Parsed {
  const { text } = source;
  const reading = readStatements(text);
  const faults = reading.tree === null ? reading.faults : [...reading.faults, ...checkDialect(reading.tree, text, 'modern')];
  if (reading.tree === null || faults.length > 0) return failed(source, 'modern', faults);
  return { tree: reading.tree as unknown as Program, dialect: 'modern', diagnostics: [] };
}

/** A text that is no expression may be statements: then those are what the classic dialect lacks. */
function whatIsWrong(text: string, expression: Reading): Fault[] {
  if (isLimit(expression.faults)) return [...expression.faults];
  const statements = readStatements(text);
  const found = statements.tree === null ? [] : [...statements.faults, ...checkDialect(statements.tree, text, 'classic')];
  if (found.length > 0) return found;
  const isFurther = statements.tree === null && statements.reached > expression.reached && !isLimit(statements.faults);
  const { faults, keyword } = isFurther ? statements : expression;
  const code = keyword === null ? undefined : keywordCodes.get(keyword);
  return code === undefined ? [...faults] : [...faults.slice(0, -1), { code, fill: [keyword!], span: faults.at(-1)!.span }];
}

function isLimit(faults: readonly Fault[]): boolean {
  return faults.some(({ code }) => codes[code].limit !== undefined);
}

/** What a statement's keyword in the place of an expression is found to be. */
const keywordCodes = new Map(
  Object.entries({
    var: 'VariableDeclaration',
    const: 'VariableDeclaration const',
    if: 'IfStatement',
    switch: 'SwitchStatement',
    for: 'ForStatement',
    while: 'WhileStatement',
    do: 'DoWhileStatement',
    break: 'BreakStatement',
    continue: 'ContinueStatement',
    return: 'ReturnStatement',
    throw: 'ThrowStatement',
    try: 'TryStatement',
    with: 'WithStatement',
    debugger: 'DebuggerStatement',
    export: 'ExportNamedDeclaration',
  }).map(([keyword, construct]) => [keyword, constructOf(construct).code as Code] as const),
);

/** More are not read by anyone, and are not kept. */
const maxFindings = 1000;

function failed(source: SourceFile, dialect: Dialect, faults: readonly Fault[]): Parsed {
  const places = new Map<string, Fault>();
  for (const fault of faults) places.set(`${fault.code} ${fault.span.start}`, fault);
  const once = [...places.values()].sort((a, b) => a.span.start - b.span.start);
  return { tree: null, dialect, diagnostics: once.slice(0, maxFindings).map((fault) => toDiagnostic(fault, source, dialect)) };
}

function program(text: string, expression: AnyNode): Program {
  const { start, end } = expression;
  return {
    type: 'Program',
    start: 0,
    end: text.length,
    body: [{ type: 'ExpressionStatement', start, end, expression: expression as unknown as Expression }],
  };
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) length += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2;
  }
  return length;
}
