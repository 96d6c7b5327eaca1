/**
 * The construct table: a row for every ESTree type of ECMAScript 2024, for every operator, and for what
 * a dialect tells apart within a type. Parser, check, documentation and tests read it; a dialect is
 * nothing but its marks here.
 *
 * A row's name is the type, or the type and, after a space, an operator or a word for the variant.
 * Wording and hint of a code are in `src/language/source/codes.ts`.
 */

/** The grammar of one file. */
export type Dialect = 'classic' | 'modern';

/** A diagnostic's code; `grammar.test.ts` sees that there is one. */
type Code = `PJS${number}`;

export interface Construct {
  readonly dialects: readonly Dialect[];
  /** What is found where a dialect lacks it; null where it stands only inside what has a code of its own. */
  readonly code: Code | null;
  /** Under these it is a part of its parent, and not found again where the parent was. */
  readonly partOf: readonly string[];
  /** The fields that hold what is evaluated or declared, in source order; of rows that name a whole type. */
  readonly children: readonly string[];
}

const both = (...children: string[]): Construct => ({ dialects: ['classic', 'modern'], code: null, partOf: [], children });
const modern = (code: Code, ...children: string[]): Construct => ({ dialects: ['modern'], code, partOf: [], children });
const neither = (code: Code, ...children: string[]): Construct => ({ dialects: [], code, partOf: [], children });
/** Inside constructs of the modern dialect, and of no dialect. */
const modernPart = (...children: string[]): Construct => ({ dialects: ['modern'], code: null, partOf: [], children });
const part = (...children: string[]): Construct => ({ dialects: [], code: null, partOf: [], children });
const under = (partOf: readonly string[], construct: Construct): Construct => ({ ...construct, partOf });

const withBlock = [
  'ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration', 'IfStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement',
  'WhileStatement', 'DoWhileStatement', 'TryStatement', 'CatchClause', 'LabeledStatement', 'WithStatement',
] as const;

const operators = (type: string, ...names: string[]): Record<string, Construct> =>
  Object.fromEntries(names.map((name) => [`${type} ${name}`, both()]));

export const constructs: Readonly<Record<string, Construct>> = {
  // Expressions
  Identifier: both(),
  'Identifier arguments': neither('PJS250'),
  Literal: both(),
  'Literal regexp': neither('PJS239'),
  'Literal bigint': neither('PJS240'),
  TemplateLiteral: both('quasis', 'expressions'),
  TemplateElement: both(),
  ArrayExpression: both('elements'),
  'ArrayExpression hole': neither('PJS246'),
  ObjectExpression: both('properties'),
  Property: both('key', 'value'),
  'Property get': neither('PJS247'),
  'Property set': neither('PJS247'),
  'Property method': neither('PJS248'),
  'Property computed-pattern': neither('PJS249'),
  SpreadElement: both('argument'),
  'SpreadElement argument': neither('PJS241'),
  ArrowFunctionExpression: both('params', 'body'),
  'ArrowFunctionExpression block': modern('PJS230'),
  'ArrowFunctionExpression async': neither('PJS231'),
  UnaryExpression: both('argument'),
  ...operators('UnaryExpression', '!', '~', '+', '-', 'typeof', 'void', 'delete'),
  UpdateExpression: both('argument'),
  ...operators('UpdateExpression', '++', '--'),
  BinaryExpression: both('left', 'right'),
  ...operators('BinaryExpression', '**', '*', '/', '%', '+', '-', '<<', '>>', '>>>', '<', '<=', '>', '>=', 'in', 'instanceof'),
  ...operators('BinaryExpression', '==', '!=', '===', '!==', '&', '^', '|'),
  LogicalExpression: both('left', 'right'),
  ...operators('LogicalExpression', '&&', '||', '??'),
  ConditionalExpression: both('test', 'consequent', 'alternate'),
  AssignmentExpression: both('left', 'right'),
  ...operators('AssignmentExpression', '=', '+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '>>>=', '&=', '^=', '|=', '&&=', '||=', '??='),
  'AssignmentExpression pattern': modern('PJS245'),
  SequenceExpression: both('expressions'),
  MemberExpression: both('object', 'property'),
  CallExpression: both('callee', 'arguments'),
  ChainExpression: both('expression'),
  NewExpression: both('callee', 'arguments'),
  FunctionExpression: under(['Property', 'MethodDefinition'], modern('PJS203', 'id', 'params', 'body')),
  'FunctionExpression async': neither('PJS231'),
  'FunctionExpression generator': neither('PJS233'),
  ThisExpression: neither('PJS234'),
  Super: neither('PJS235'),
  MetaProperty: neither('PJS236'),
  ImportExpression: neither('PJS237', 'source'),
  TaggedTemplateExpression: neither('PJS238', 'tag', 'quasi'),
  AwaitExpression: neither('PJS232', 'argument'),
  YieldExpression: neither('PJS233', 'argument'),
  ClassExpression: neither('PJS222', 'id', 'superClass', 'body'),
  ParenthesizedExpression: both('expression'),

  // Patterns
  ObjectPattern: both('properties'),
  ArrayPattern: both('elements'),
  'ArrayPattern hole': neither('PJS246'),
  AssignmentPattern: modern('PJS243', 'left', 'right'),
  'AssignmentPattern nested': neither('PJS244'),
  RestElement: neither('PJS242', 'argument'),

  // Statements
  Program: both('body'),
  'Program hashbang': modern('PJS224'),
  ExpressionStatement: both('expression'),
  'ExpressionStatement further': modern('PJS223'),
  EmptyStatement: modern('PJS217'),
  BlockStatement: under(withBlock, modern('PJS216', 'body')),
  VariableDeclaration: under(['ForStatement', 'ForInStatement', 'ForOfStatement', 'ExportNamedDeclaration'], modern('PJS201', 'declarations')),
  'VariableDeclaration let': neither('PJS202'),
  'VariableDeclaration const': neither('PJS202'),
  VariableDeclarator: modernPart('id', 'init'),
  FunctionDeclaration: under(['ExportNamedDeclaration', 'ExportDefaultDeclaration'], modern('PJS203', 'id', 'params', 'body')),
  'FunctionDeclaration async': neither('PJS231'),
  'FunctionDeclaration generator': neither('PJS233'),
  ClassDeclaration: neither('PJS222', 'id', 'superClass', 'body'),
  IfStatement: modern('PJS204', 'test', 'consequent', 'alternate'),
  SwitchStatement: modern('PJS205', 'discriminant', 'cases'),
  SwitchCase: modernPart('test', 'consequent'),
  ForStatement: modern('PJS206', 'init', 'test', 'update', 'body'),
  'ForStatement open': neither('PJS209'),
  'ForStatement pattern': neither('PJS251'),
  ForInStatement: neither('PJS208', 'left', 'right', 'body'),
  ForOfStatement: neither('PJS208', 'left', 'right', 'body'),
  WhileStatement: neither('PJS207', 'test', 'body'),
  DoWhileStatement: neither('PJS207', 'body', 'test'),
  BreakStatement: modern('PJS210'),
  ContinueStatement: neither('PJS211'),
  ReturnStatement: modern('PJS212', 'argument'),
  ThrowStatement: modern('PJS213', 'argument'),
  TryStatement: modern('PJS214', 'block', 'handler', 'finalizer'),
  CatchClause: modernPart('param', 'body'),
  LabeledStatement: modern('PJS215', 'body'),
  WithStatement: neither('PJS218', 'object', 'body'),
  DebuggerStatement: neither('PJS219'),
  ImportDeclaration: modern('PJS220', 'specifiers'),
  ImportSpecifier: modernPart('local'),
  ImportDefaultSpecifier: modernPart('local'),
  ImportNamespaceSpecifier: modernPart('local'),
  ImportAttribute: part(),
  ExportNamedDeclaration: modern('PJS221', 'declaration', 'specifiers'),
  ExportDefaultDeclaration: modern('PJS221', 'declaration'),
  ExportAllDeclaration: modern('PJS221'),
  ExportSpecifier: modernPart('local'),

  // Classes
  ClassBody: part('body'),
  MethodDefinition: part('key', 'value'),
  PropertyDefinition: part('key', 'value'),
  StaticBlock: part('body'),
  PrivateIdentifier: part(),
};

/** The row of a type, or of a variant of one. A type without a row is not part of any dialect. */
export function constructOf(name: string): Construct {
  return Object.hasOwn(constructs, name) ? constructs[name] : neither('PJS200');
}
