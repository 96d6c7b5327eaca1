/**
 * The nodes of a checked tree: ESTree's types, narrowed to what PipyJS has. Whoever handles each of these
 * has handled every program; nothing else passes the check. `start` and `end` are offsets in the text.
 */
interface Node {
  readonly start: number;
  readonly end: number;
}

/** A file of the classic dialect is one expression. */
export interface Program extends Node {
  readonly type: 'Program';
  readonly body: readonly [ExpressionStatement];
}

export interface ExpressionStatement extends Node {
  readonly type: 'ExpressionStatement';
  readonly expression: Expression;
}

export type Expression =
  | ArrayExpression
  | ArrowFunctionExpression
  | AssignmentExpression
  | BinaryExpression
  | CallExpression
  | ChainExpression
  | ConditionalExpression
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

export interface ArrowFunctionExpression extends Node {
  readonly type: 'ArrowFunctionExpression';
  readonly params: readonly Pattern[];
  readonly body: Expression;
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
