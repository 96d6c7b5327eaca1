/** Trees of random programs: ESTree's types, made by short functions, and walked and changed as plain data. */
export interface Tree {
  readonly type: string;
  readonly [field: string]: Field;
}

type Field = string | number | boolean | null | Tree | readonly (Tree | null)[];

export const identifier = (name: string): Tree => ({ type: 'Identifier', name });
/** A literal as it is written. */
export const literal = (raw: string): Tree => ({ type: 'Literal', raw });
export const text = (value: string): Tree => literal(quote(value));
export const array = (elements: Tree[]): Tree => ({ type: 'ArrayExpression', elements });
export const object = (properties: Tree[]): Tree => ({ type: 'ObjectExpression', properties });
export const spread = (argument: Tree): Tree => ({ type: 'SpreadElement', argument });
export const unary = (operator: string, argument: Tree): Tree => ({ type: 'UnaryExpression', operator, argument });
export const binary = (left: Tree, operator: string, right: Tree): Tree => ({ type: 'BinaryExpression', operator, left, right });
export const logical = (left: Tree, operator: string, right: Tree): Tree => ({ type: 'LogicalExpression', operator, left, right });
export const assignment = (left: Tree, operator: string, right: Tree): Tree => ({ type: 'AssignmentExpression', operator, left, right });
export const conditional = (test: Tree, consequent: Tree, alternate: Tree): Tree => ({ type: 'ConditionalExpression', test, consequent, alternate });
export const sequence = (expressions: Tree[]): Tree => ({ type: 'SequenceExpression', expressions });
export const call = (callee: Tree, args: Tree[], optional = false): Tree => ({ type: 'CallExpression', callee, arguments: args, optional });
export const construct = (callee: Tree, args: Tree[]): Tree => ({ type: 'NewExpression', callee, arguments: args });
export const member = (object: Tree, name: string, optional = false): Tree => ({ type: 'MemberExpression', object, property: identifier(name), computed: false, optional });
export const element = (object: Tree, property: Tree, optional = false): Tree => ({ type: 'MemberExpression', object, property, computed: true, optional });
export const chain = (expression: Tree): Tree => ({ type: 'ChainExpression', expression });
export const parenthesized = (expression: Tree): Tree => ({ type: 'ParenthesizedExpression', expression });
export const arrow = (params: Tree[], body: Tree): Tree => ({ type: 'ArrowFunctionExpression', params, body });
export const block = (body: Tree[]): Tree => ({ type: 'BlockStatement', body });
export const statement = (expression: Tree): Tree => ({ type: 'ExpressionStatement', expression });
export const declarator = (id: Tree, init: Tree | null): Tree => ({ type: 'VariableDeclarator', id, init });
export const variables = (declarations: Tree[]): Tree => ({ type: 'VariableDeclaration', declarations });

export function property(key: Tree, value: Tree, more: { computed?: boolean; shorthand?: boolean } = {}): Tree {
  return { type: 'Property', key, value, computed: more.computed ?? false, shorthand: more.shorthand ?? false };
}

export function template(quasis: string[], expressions: Tree[]): Tree {
  return { type: 'TemplateLiteral', quasis: quasis.map((raw) => ({ type: 'TemplateElement', raw })), expressions };
}

/** A text as a literal of the language. */
function quote(value: string): string {
  let result = "'";
  for (const unit of value.split('')) result += escapes.get(unit) ?? (unit < ' ' || /[\ud800-\udfff\u2028\u2029]/.test(unit) ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit);
  return `${result}'`;
}

const escapes = new Map([
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\0', '\\0'],
]);

const isTree = (value: Field | undefined): value is Tree => typeof value === 'object' && value !== null && 'type' in value;

export function childrenOf(tree: Tree): Tree[] {
  const children: Tree[] = [];
  for (const field of Object.values(tree)) {
    if (Array.isArray(field)) {
      for (const child of field as readonly (Tree | null)[]) if (child !== null) children.push(child);
    } else if (isTree(field)) children.push(field);
  }
  return children;
}

/** How many nodes ESTree has for it: there, parentheses are none. */
export function sizeOf(tree: Tree): number {
  let size = tree.type === 'ParenthesizedExpression' ? 0 : 1;
  for (const child of childrenOf(tree)) size += sizeOf(child);
  return size;
}

/** The tree with what `change` gives in place of each of its fields, in turn: nodes, and lists of nodes. */
export function* variantsOf(tree: Tree, change: (field: Tree | readonly (Tree | null)[], name: string, parent: Tree) => Iterable<Field>): Generator<Tree> {
  for (const [name, field] of Object.entries(tree)) {
    if (Array.isArray(field)) {
      const list = field as readonly (Tree | null)[];
      for (const other of change(list, name, tree)) yield { ...tree, [name]: other };
      for (let i = 0; i < list.length; i++) {
        const child = list[i];
        if (child === null) continue;
        const put = (other: Field): Tree => ({ ...tree, [name]: list.map((item, at) => (at === i ? (other as Tree) : item)) });
        for (const other of change(child, name, tree)) yield put(other);
        for (const other of variantsOf(child, change)) yield put(other);
      }
    } else if (isTree(field)) {
      for (const other of change(field, name, tree)) yield { ...tree, [name]: other };
      for (const other of variantsOf(field, change)) yield { ...tree, [name]: other };
    }
  }
}
