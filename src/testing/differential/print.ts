/**
 * Writes a tree as text, with the parentheses that it needs.
 *
 * For V8 it is written otherwise where DESIGN's closed list says that the meaning differs; what is put in stands
 * between marks, so that the text of a function can be told without it.
 */
import type { Tree } from './tree.js';

export type Reader = 'own' | 'native';

export function print(program: Tree, reader: Reader): string {
  return new Printer(reader).program(program);
}

/** Around what only V8 reads. */
export const mark = { open: '/*<*/', close: '/*>*/' } as const;

const only = (written: string): string => `${mark.open}${written}${mark.close}`;

const binaryLevels = new Map<string, number>(
  [['??', '||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!=', '===', '!=='], ['<', '<=', '>', '>=', 'in', 'instanceof'], ['<<', '>>', '>>>'], ['+', '-'], ['*', '/', '%'], ['**']].flatMap(
    (operators, index) => operators.map((operator) => [operator, index + 3] as const),
  ),
);

const level = { sequence: 0, assignment: 1, conditional: 2, power: 13, unary: 14, postfix: 15, call: 17, primary: 18 } as const;

class Printer {
  constructor(private readonly reader: Reader) {}

  program(tree: Tree): string {
    const body = list(tree, 'body');
    // In classic a file is an expression without a semicolon.
    if (tree['dialect'] === 'classic') {
      const written = this.expression(sub(body[0], 'expression'), 0);
      return this.reader === 'own' ? written : `(${written})`;
    }
    const text = body.map((item) => this.statement(item)).join('\n');
    // Deviations, globals: in modern a file is a module, which may begin with `#!` and return.
    return tree['hashbang'] === true && this.reader === 'own' ? `#!/usr/bin/env pipyjs\n${text}` : text;
  }

  statement(tree: Tree): string {
    switch (tree.type) {
      case 'ExpressionStatement': {
        const written = this.expression(sub(tree, 'expression'), 0);
        return /^(\/\*<\*\/\(\/\*>\*\/)?(\{|function\b|let\b)/.test(written) ? `(${written});` : `${written};`;
      }
      case 'EmptyStatement':
        return ';';
      case 'BlockStatement':
        return this.block(tree);
      case 'VariableDeclaration':
        return `${this.variables(tree)};`;
      case 'FunctionDeclaration':
        return this.functionText(tree);
      case 'IfStatement': {
        const alternate = maybe(tree, 'alternate');
        const consequent = sub(tree, 'consequent');
        // An `if` at its end would take the `else`.
        const first = alternate !== null && /^(If|For|Labeled)/.test(consequent.type) ? `{ ${this.statement(consequent)} }` : this.statement(consequent);
        const head = `if (${this.expression(sub(tree, 'test'), 0)}) ${first}`;
        return alternate === null ? head : `${head} else ${this.statement(alternate)}`;
      }
      case 'ForStatement': {
        const init = sub(tree, 'init');
        const first = init.type === 'VariableDeclaration' ? this.variables(init, true) : this.initial(init);
        return `for (${first}; ${this.expression(sub(tree, 'test'), 0)}; ${this.expression(sub(tree, 'update'), 0)}) ${this.statement(sub(tree, 'body'))}`;
      }
      case 'SwitchStatement':
        return `switch (${this.expression(sub(tree, 'discriminant'), 0)}) {\n${list(tree, 'cases').map((item) => this.switchCase(item)).join('\n')}\n}`;
      case 'BreakStatement': {
        const label = maybe(tree, 'label');
        return label === null ? 'break;' : `break ${String(label['name'])};`;
      }
      case 'ReturnStatement': {
        const argument = maybe(tree, 'argument');
        return argument === null ? 'return;' : `return ${this.expression(argument, 0)};`;
      }
      case 'ThrowStatement':
        return `throw ${this.expression(sub(tree, 'argument'), 0)};`;
      case 'TryStatement':
        return this.tryStatement(tree);
      case 'LabeledStatement':
        return `${String(sub(tree, 'label')['name'])}: ${this.statement(sub(tree, 'body'))}`;
      default:
        return this.exported(tree);
    }
  }

  /** Exports are what a module has for others: the value of the file does not depend on them. */
  private exported(tree: Tree): string {
    const isOwn = this.reader === 'own';
    const declaration = maybe(tree, 'declaration');
    switch (tree.type) {
      case 'ExportNamedDeclaration': {
        if (declaration !== null) return `${isOwn ? 'export ' : ''}${this.statement(declaration)}`;
        if (!isOwn) return '';
        return `export { ${list(tree, 'specifiers').map((item) => `${this.key(sub(item, 'local'))} as ${this.key(sub(item, 'exported'))}`).join(', ')} };`;
      }
      case 'ExportDefaultDeclaration': {
        if (declaration!.type !== 'FunctionDeclaration') {
          const written = this.expression(declaration!, level.assignment);
          return isOwn ? `${'export default'} ${/^function\b/.test(written) ? `(${written})` : written};` : `var default$ = ${written};`;
        }
        if (isOwn) return `${'export default'} ${this.functionText(declaration!)}`;
        return maybe(declaration!, 'id') === null ? '' : this.functionText(declaration!);
      }
      default:
        throw new Error(`no ${tree.type} is ever made`);
    }
  }

  private block(tree: Tree): string {
    const body = list(tree, 'body');
    return body.length === 0 ? '{}' : `{\n${body.map((item) => this.statement(item)).join('\n')}\n}`;
  }

  /** Deviations, errors: the messages of our own errors are not V8's. Here V8's lose theirs before a script sees them. */
  private tryStatement(tree: Tree): string {
    const handler = maybe(tree, 'handler');
    const finalizer = maybe(tree, 'finalizer');
    const end = finalizer === null ? '' : ` finally ${this.block(finalizer)}`;
    const body = this.block(sub(tree, 'block'));
    if (handler === null) return `try ${body}${end}`;
    const param = maybe(handler, 'param');
    const block = this.block(sub(handler, 'body'));
    // V8 takes what a `finally` that throws came after for the value of a `catch` that has none (ECMA-262 14.15.3: undefined).
    const kept = this.reader === 'own' ? block : `{${only('void 0;')}${block.slice(1)}`;
    const caught = `catch ${param === null ? '' : `(${this.pattern(param)}) `}${kept}`;
    if (this.reader === 'own') return `try ${body} ${caught}${end}`;
    return `try ${only('{ try ')}${body}${only(' catch (error$) { throw silent$(error$); } }')} ${caught}${end}`;
  }

  private switchCase(tree: Tree): string {
    const test = maybe(tree, 'test');
    const head = test === null ? 'default:' : `case ${this.expression(test, 0)}:`;
    return [head, ...list(tree, 'consequent').map((item) => this.statement(item))].join('\n');
  }

  private variables(tree: Tree, inFor = false): string {
    const written = list(tree, 'declarations').map((item) => {
      const init = maybe(item, 'init');
      const id = this.pattern(sub(item, 'id'));
      return init === null ? id : `${id} = ${inFor ? this.initial(init) : this.expression(init, level.assignment)}`;
    });
    return `var ${written.join(', ')}`;
  }

  /** Where an `in` would be that of `for … in`. */
  private initial(tree: Tree): string {
    const written = this.expression(tree, level.assignment);
    return /\bin\b/.test(written) ? `(${written})` : written;
  }

  private functionText(tree: Tree): string {
    const id = maybe(tree, 'id');
    return `function${id === null ? '' : ` ${String(id['name'])}`}(${this.params(tree)}) ${this.block(sub(tree, 'body'))}`;
  }

  private params(tree: Tree): string {
    return list(tree, 'params').map((item) => this.pattern(item)).join(', ');
  }

  /** What binds names, or is assigned to. */
  private pattern(tree: Tree): string {
    switch (tree.type) {
      case 'ArrayPattern':
        return `[${list(tree, 'elements').map((item) => this.pattern(item)).join(', ')}]`;
      case 'ObjectPattern':
        return `{ ${list(tree, 'properties').map((item) => (item['shorthand'] === true ? this.pattern(sub(item, 'value')) : `${this.key(sub(item, 'key'))}: ${this.pattern(sub(item, 'value'))}`)).join(', ')} }`;
      case 'AssignmentPattern':
        return `${this.pattern(sub(tree, 'left'))} = ${this.expression(sub(tree, 'right'), level.assignment)}`;
      default:
        return this.expression(tree, level.call);
    }
  }

  private key(tree: Tree): string {
    return tree.type === 'Identifier' ? String(tree['name']) : String(tree['raw']);
  }

  /** An expression; in parentheses where it binds less tightly than `least`. */
  expression(tree: Tree, least: number): string {
    const [written, own] = this.write(tree);
    return own < least ? `(${written})` : written;
  }

  private write(tree: Tree): [written: string, own: number] {
    switch (tree.type) {
      case 'Identifier':
        return [String(tree['name']), level.primary];
      case 'Literal':
        return [String(tree['raw']), level.primary];
      case 'ParenthesizedExpression':
        return [`(${this.expression(sub(tree, 'expression'), 0)})`, level.primary];
      case 'TemplateLiteral':
        return [this.templateText(tree), level.primary];
      case 'ArrayExpression':
        return [`[${this.items(tree, 'elements')}]`, level.primary];
      case 'ObjectExpression':
        return [`{ ${list(tree, 'properties').map((item) => this.property(item)).join(', ')} }`, level.primary];
      case 'FunctionExpression':
        return [this.functionText(tree), level.primary];
      case 'ArrowFunctionExpression': {
        const body = sub(tree, 'body');
        if (body.type === 'BlockStatement') return [`(${this.params(tree)}) => ${this.block(body)}`, level.assignment];
        const written = this.expression(body, level.assignment);
        const beginsWithBrace = written.startsWith('{') || written.startsWith(`${only('(')}{`);
        return [`(${this.params(tree)}) => ${beginsWithBrace ? `(${written})` : written}`, level.assignment];
      }
      case 'UnaryExpression': {
        const operator = String(tree['operator']);
        const argument = this.expression(sub(tree, 'argument'), level.unary);
        const space = /\w$/.test(operator) || argument.startsWith(operator) ? ' ' : '';
        return [operator + space + argument, level.unary];
      }
      case 'UpdateExpression': {
        const operator = String(tree['operator']);
        const argument = this.expression(sub(tree, 'argument'), level.call);
        return tree['prefix'] === true ? [operator + argument, level.unary] : [argument + operator, level.postfix];
      }
      case 'BinaryExpression':
        return this.operation(tree, binaryLevels.get(String(tree['operator']))!);
      case 'LogicalExpression':
        return this.logical(tree, binaryLevels.get(String(tree['operator']))!);
      case 'ConditionalExpression':
        return [
          `${this.expression(sub(tree, 'test'), level.conditional + 1)} ? ${this.expression(sub(tree, 'consequent'), level.assignment)} : ${this.expression(sub(tree, 'alternate'), level.assignment)}`,
          level.conditional,
        ];
      case 'AssignmentExpression':
        return [this.assignment(tree), level.assignment];
      case 'SequenceExpression':
        return [list(tree, 'expressions').map((item) => this.expression(item, level.assignment)).join(', '), level.sequence];
      case 'ChainExpression':
        // As an object or a callee it needs parentheses, which end it.
        return [this.write(sub(tree, 'expression'))[0], level.postfix];
      case 'MemberExpression': {
        const written = this.owner(sub(tree, 'object'));
        const property = sub(tree, 'property');
        const owner = this.isOfFunctions(tree, written) ? `${only('memberless$(')}${written}${only(')')}` : written;
        if (tree['computed'] === true) return [`${owner}${tree['optional'] === true ? '?.' : ''}[${this.expression(property, 0)}]`, level.call];
        return [`${owner}${tree['optional'] === true ? '?.' : '.'}${String(property['name'])}`, level.call];
      }
      case 'CallExpression':
        return [`${this.owner(sub(tree, 'callee'))}${tree['optional'] === true ? '?.' : ''}(${this.items(tree, 'arguments')})`, level.call];
      case 'NewExpression': {
        const callee = sub(tree, 'callee');
        return [`new ${callee.type === 'Identifier' ? String(callee['name']) : `(${this.expression(callee, 0)})`}(${this.items(tree, 'arguments')})`, level.call];
      }
      default:
        throw new Error(`no ${tree.type} is ever made`);
    }
  }

  private assignment(tree: Tree): string {
    const left = sub(tree, 'left');
    const written = `${this.pattern(left)} ${String(tree['operator'])} ${this.expression(sub(tree, 'right'), level.assignment)}`;
    // V8 refuses `f({ a: 0 }, { b } = c)`, which is one; ECMA-262 does not.
    return this.reader === 'native' && left.type.endsWith('Pattern') ? only('(') + written + only(')') : written;
  }

  private owner(tree: Tree): string {
    const written = this.expression(tree, level.call);
    // `1.a` would be a number and a name, `function () {}` at the beginning a declaration.
    return /^[\d.]/.test(written) && tree.type === 'Literal' ? `(${written})` : tree.type === 'FunctionExpression' ? `(${written})` : written;
  }

  private operation(tree: Tree, own: number): [string, number] {
    const operator = String(tree['operator']);
    const isPower = own === level.power;
    const left = this.expression(sub(tree, 'left'), isPower ? level.postfix : own);
    const right = this.expression(sub(tree, 'right'), isPower ? own : own + 1);
    return [`${left} ${operator} ${right}`, own];
  }

  private logical(tree: Tree, own: number): [string, number] {
    const operator = String(tree['operator']);
    const side = (item: Tree, least: number): string => {
      const isMixed = item.type === 'LogicalExpression' && (item['operator'] === '??') !== (operator === '??');
      const written = this.expression(item, isMixed ? 0 : least);
      return isMixed ? `(${written})` : written;
    };
    return [`${side(sub(tree, 'left'), own)} ${operator} ${side(sub(tree, 'right'), own + 1)}`, own];
  }

  private items(tree: Tree, field: string): string {
    return list(tree, field).map((item) => (item.type === 'SpreadElement' ? `...${this.expression(sub(item, 'argument'), level.assignment)}` : this.expression(item, level.assignment))).join(', ');
  }

  /** Deviations, members: V8's functions have a `name` and a `length`. (Within `?.` nothing can be put around what it ends.) */
  private isOfFunctions(member: Tree, owner: string): boolean {
    const name = String(sub(member, 'property')['name']);
    return this.reader === 'native' && member['computed'] !== true && (name === 'name' || name === 'length') && !owner.includes('?.');
  }

  private property(tree: Tree): string {
    if (tree.type === 'SpreadElement') return `...${this.expression(sub(tree, 'argument'), level.assignment)}`;
    const value = this.expression(sub(tree, 'value'), level.assignment);
    if (tree['shorthand'] === true) return value;
    const key = sub(tree, 'key');
    return `${tree['computed'] === true ? `[${this.expression(key, level.assignment)}]` : this.key(key)}: ${value}`;
  }

  private templateText(tree: Tree): string {
    const expressions = list(tree, 'expressions');
    const parts = list(tree, 'quasis').map((item, index) => String(item['raw']) + (index < expressions.length ? `\${${this.expression(expressions[index], 0)}}` : ''));
    return `\`${parts.join('')}\``;
  }
}

function sub(tree: Tree, field: string): Tree {
  return tree[field] as Tree;
}

function maybe(tree: Tree, field: string): Tree | null {
  return (tree[field] ?? null) as Tree | null;
}

function list(tree: Tree, field: string): readonly Tree[] {
  return tree[field] as readonly Tree[];
}
