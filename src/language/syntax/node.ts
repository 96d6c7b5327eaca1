/**
 * The nodes of a checked tree: ESTree's types, narrowed to what PipyJS has. Whoever handles each of these
 * has handled every program; nothing else passes the check. `start` and `end` are offsets in the text.
 */
interface Node {
  readonly start: number;
  readonly end: number;
}

/** A file of the classic dialect is one expression statement. */
export interface Program extends Node {
  readonly type: 'Program';
  readonly body: readonly (Statement | ModuleDeclaration)[];
}

export type Statement =
  | BlockStatement
  | BreakStatement
  | EmptyStatement
  | ExpressionStatement
  | ForStatement
  | FunctionDeclaration
  | IfStatement
  | LabeledStatement
  | ReturnStatement
  | SwitchStatement
  | ThrowStatement
  | TryStatement
  | VariableDeclaration;

export interface BlockStatement extends Node {
  readonly type: 'BlockStatement';
  readonly body: readonly Statement[];
}

export interface BreakStatement extends Node {
  readonly type: 'BreakStatement';
  readonly label: Identifier | null;
}

export interface EmptyStatement extends Node {
  readonly type: 'EmptyStatement';
}

export interface ExpressionStatement extends Node {
  readonly type: 'ExpressionStatement';
  readonly expression: Expression;
}

/** All three clauses are there. */
export interface ForStatement extends Node {
  readonly type: 'ForStatement';
  readonly init: VariableDeclaration | Expression;
  readonly test: Expression;
  readonly update: Expression;
  readonly body: Statement;
}

export interface IfStatement extends Node {
  readonly type: 'IfStatement';
  readonly test: Expression;
  readonly consequent: Statement;
  readonly alternate: Statement | null;
}

export interface LabeledStatement extends Node {
  readonly type: 'LabeledStatement';
  readonly label: Identifier;
  readonly body: Statement;
}

export interface ReturnStatement extends Node {
  readonly type: 'ReturnStatement';
  readonly argument: Expression | null;
}

export interface SwitchStatement extends Node {
  readonly type: 'SwitchStatement';
  readonly discriminant: Expression;
  readonly cases: readonly SwitchCase[];
}

/** `default` where there is no test. */
export interface SwitchCase extends Node {
  readonly type: 'SwitchCase';
  readonly test: Expression | null;
  readonly consequent: readonly Statement[];
}

export interface ThrowStatement extends Node {
  readonly type: 'ThrowStatement';
  readonly argument: Expression;
}

export interface TryStatement extends Node {
  readonly type: 'TryStatement';
  readonly block: BlockStatement;
  readonly handler: CatchClause | null;
  readonly finalizer: BlockStatement | null;
}

export interface CatchClause extends Node {
  readonly type: 'CatchClause';
  readonly param: Pattern | null;
  readonly body: BlockStatement;
}

export interface VariableDeclaration extends Node {
  readonly type: 'VariableDeclaration';
  readonly declarations: readonly VariableDeclarator[];
}

export interface VariableDeclarator extends Node {
  readonly type: 'VariableDeclarator';
  readonly id: Pattern;
  readonly init: Expression | null;
}

/** `import` and `export`: at the top of a module only. */
export type ModuleDeclaration = ImportDeclaration | ExportNamedDeclaration | ExportDefaultDeclaration | ExportAllDeclaration;

export interface ImportDeclaration extends Node {
  readonly type: 'ImportDeclaration';
  readonly specifiers: readonly (ImportSpecifier | ImportDefaultSpecifier | ImportNamespaceSpecifier)[];
  readonly source: Literal;
}

export interface ImportSpecifier extends Node {
  readonly type: 'ImportSpecifier';
  readonly imported: Identifier | Literal;
  readonly local: Identifier;
}

export interface ImportDefaultSpecifier extends Node {
  readonly type: 'ImportDefaultSpecifier';
  readonly local: Identifier;
}

export interface ImportNamespaceSpecifier extends Node {
  readonly type: 'ImportNamespaceSpecifier';
  readonly local: Identifier;
}

export interface ExportNamedDeclaration extends Node {
  readonly type: 'ExportNamedDeclaration';
  readonly declaration: VariableDeclaration | FunctionDeclaration | null;
  readonly specifiers: readonly ExportSpecifier[];
  /** The module that the names are from; null where they are this one's. */
  readonly source: Literal | null;
}

export interface ExportSpecifier extends Node {
  readonly type: 'ExportSpecifier';
  readonly local: Identifier | Literal;
  readonly exported: Identifier | Literal;
}

export interface ExportDefaultDeclaration extends Node {
  readonly type: 'ExportDefaultDeclaration';
  /** A function without a name has null as its `id`. */
  readonly declaration: FunctionDeclaration | Expression;
}

/** `export * from 'x'`, or `export * as name from 'x'`. */
export interface ExportAllDeclaration extends Node {
  readonly type: 'ExportAllDeclaration';
  readonly exported: Identifier | Literal | null;
  readonly source: Literal;
}

export type Expression =
  | ArrayExpression
  | ArrowFunctionExpression
  | AssignmentExpression
  | BinaryExpression
  | CallExpression
  | ChainExpression
  | ConditionalExpression
  | FunctionExpression
  | Identifier
  | Literal
  | LogicalExpression
  | MemberExpression
  | NewExpression
  | ObjectExpression
  | SequenceExpression
  | TemplateLiteral
  | UnaryExpression
  | UpdateExpression;

/** What a value can be given to: a parameter, or the left side of `=`. */
export type Pattern = Identifier | MemberExpression | ObjectPattern | ArrayPattern | AssignmentPattern;

export interface Identifier extends Node {
  readonly type: 'Identifier';
  readonly name: string;
}

export interface Literal extends Node {
  readonly type: 'Literal';
  readonly value: string | number | boolean | null;
  readonly raw: string;
}

/** There is one more text than there are expressions. */
export interface TemplateLiteral extends Node {
  readonly type: 'TemplateLiteral';
  readonly quasis: readonly TemplateElement[];
  readonly expressions: readonly Expression[];
}

export interface TemplateElement extends Node {
  readonly type: 'TemplateElement';
  readonly value: { readonly raw: string; readonly cooked: string };
  readonly tail: boolean;
}

export interface ArrayExpression extends Node {
  readonly type: 'ArrayExpression';
  readonly elements: readonly (Expression | SpreadElement)[];
}

export interface SpreadElement extends Node {
  readonly type: 'SpreadElement';
  readonly argument: Expression;
}

export interface ObjectExpression extends Node {
  readonly type: 'ObjectExpression';
  readonly properties: readonly (Property | SpreadElement)[];
}

/** `name: value`, `'name': value`, `1: value`, `[key]: value`, or `name` alone. */
export interface Property extends Node {
  readonly type: 'Property';
  /** Where it is not computed, an Identifier or a Literal that is the key itself. */
  readonly key: Expression;
  readonly computed: boolean;
  readonly shorthand: boolean;
  readonly value: Expression;
}

/** What makes a function. */
export type FunctionNode = ArrowFunctionExpression | FunctionExpression | FunctionDeclaration;

export interface ArrowFunctionExpression extends Node {
  readonly type: 'ArrowFunctionExpression';
  readonly params: readonly Pattern[];
  readonly body: Expression | BlockStatement;
}

export interface FunctionExpression extends Node {
  readonly type: 'FunctionExpression';
  readonly id: Identifier | null;
  readonly params: readonly Pattern[];
  readonly body: BlockStatement;
}

export interface FunctionDeclaration extends Node {
  readonly type: 'FunctionDeclaration';
  /** Null only in `export default function () {}`. */
  readonly id: Identifier | null;
  readonly params: readonly Pattern[];
  readonly body: BlockStatement;
}

export interface UnaryExpression extends Node {
  readonly type: 'UnaryExpression';
  readonly operator: '!' | '~' | '+' | '-' | 'typeof' | 'void' | 'delete';
  readonly argument: Expression;
}

export interface UpdateExpression extends Node {
  readonly type: 'UpdateExpression';
  readonly operator: '++' | '--';
  readonly prefix: boolean;
  readonly argument: Identifier | MemberExpression;
}

export interface BinaryExpression extends Node {
  readonly type: 'BinaryExpression';
  // prettier-ignore
  readonly operator:
    | '**' | '*' | '/' | '%' | '+' | '-' | '<<' | '>>' | '>>>' | '<' | '<=' | '>' | '>=' | 'in' | 'instanceof'
    | '==' | '!=' | '===' | '!==' | '&' | '^' | '|';
  readonly left: Expression;
  readonly right: Expression;
}

export interface LogicalExpression extends Node {
  readonly type: 'LogicalExpression';
  readonly operator: '&&' | '||' | '??';
  readonly left: Expression;
  readonly right: Expression;
}

export interface ConditionalExpression extends Node {
  readonly type: 'ConditionalExpression';
  readonly test: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
}

export interface AssignmentExpression extends Node {
  readonly type: 'AssignmentExpression';
  // prettier-ignore
  readonly operator: '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '**=' | '<<=' | '>>=' | '>>>=' | '&=' | '^=' | '|=' | '&&=' | '||=' | '??=';
  /** A call runs, and then it is an error that nothing can be assigned to it. */
  readonly left: Identifier | MemberExpression | CallExpression | ObjectPattern | ArrayPattern;
  readonly right: Expression;
}

export interface SequenceExpression extends Node {
  readonly type: 'SequenceExpression';
  readonly expressions: readonly Expression[];
}

/** `object.name`, or `object[key]` where it is computed. */
export interface MemberExpression extends Node {
  readonly type: 'MemberExpression';
  readonly object: Expression;
  /** Where it is not computed, an Identifier that is the name. */
  readonly property: Expression;
  readonly computed: boolean;
  readonly optional: boolean;
}

export interface CallExpression extends Node {
  readonly type: 'CallExpression';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  readonly optional: boolean;
}

/** How far an optional link that finds nothing cuts short: the whole chain. */
export interface ChainExpression extends Node {
  readonly type: 'ChainExpression';
  readonly expression: MemberExpression | CallExpression;
}

export interface NewExpression extends Node {
  readonly type: 'NewExpression';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
}

export interface ObjectPattern extends Node {
  readonly type: 'ObjectPattern';
  readonly properties: readonly AssignmentProperty[];
}

export interface AssignmentProperty extends Node {
  readonly type: 'Property';
  readonly key: Expression;
  readonly computed: false;
  readonly shorthand: boolean;
  readonly value: Pattern;
}

export interface ArrayPattern extends Node {
  readonly type: 'ArrayPattern';
  readonly elements: readonly Pattern[];
}

/** `target = value`: a parameter's default. */
export interface AssignmentPattern extends Node {
  readonly type: 'AssignmentPattern';
  readonly left: Identifier | ObjectPattern | ArrayPattern;
  readonly right: Expression;
}
