/** Random statements, and whole programs of both dialects. */
import type { Dialect } from '../../language/syntax/dialect.js';
import { ExpressionGenerator } from './expressions.js';
import { Random } from './random.js';
import type { Scope } from './scope.js';
import { array, binary, block, call, declarator, identifier, literal, logical, object, property, sequence, statement, text, variables, arrow, assignment, type Tree } from './tree.js';
import type { Kind, Vocabulary } from './vocabulary.js';

export interface Program {
  readonly tree: Tree;
  /** The names of the built-ins that it uses. */
  readonly used: ReadonlySet<string>;
}

/** The program of a seed: the same whenever it is asked for. */
export function generate(seed: number, dialect: Dialect, { uses }: Vocabulary): Program {
  const generator = new StatementGenerator(new Random(seed), dialect, uses);
  const tree = generator.program();
  return { tree, used: generator.used };
}

class StatementGenerator extends ExpressionGenerator {
  private inFunction = false;
  /** Whether a `break` without a label has something to leave. */
  private breakable = false;
  private labels: string[] = [];
  private depth = 0;
  /** Whether the program may use `return` at its top: then it always ends with one. */
  private returnsAtTop = false;

  program(): Tree {
    // Sizes spread around their median as those of real programs do.
    const size = Math.max(4, Math.round(20 * Math.exp(1.0 * this.normal())));
    const body = this.dialect === 'classic' ? [statement(this.classicExpression(Math.min(size, 500)))] : this.modernStatements(Math.min(size, 500));
    return { type: 'Program', body, dialect: this.dialect, hashbang: this.dialect === 'modern' && this.random.chance(0.02), returns: this.returnsAtTop };
  }

  private normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.random.next();
    return sum;
  }

  /** In classic, variables are parameters. */
  private classicExpression(size: number): Tree {
    const { random } = this;
    if (size < 10 || random.chance(0.15)) return this.expression('any', size);
    const kinds = Array.from({ length: 1 + random.below(4) }, () => (random.chance(0.2) ? 'any' : random.chance(0.1) ? 'function' : this.anyKind()));
    const shares = this.parts(size, kinds.length + 3);
    const args = kinds.map((kind, i) => this.expression(kind, Math.ceil(shares[i] / 2)));
    return this.within(true, (scope) => {
      const params = kinds.map((kind) => this.parameter(scope, kind));
      const steps = shares.slice(kinds.length, -1).map((share) => this.expression('any', share));
      const seen = scope.variables.map(({ name }) => identifier(name));
      return call(arrow(params, sequence([...steps, array([this.expression('any', shares.at(-1)!), ...seen])])), args);
    });
  }

  private modernStatements(size: number): Tree[] {
    const { random } = this;
    this.returnsAtTop = random.chance(0.15);
    this.inFunction = this.returnsAtTop;
    const body = this.statements(size, true);
    if (this.returnsAtTop) return [...body, { type: 'ReturnStatement', argument: this.summary() }];
    if (random.chance(0.6)) body.push(statement(this.summary()));
    if (random.chance(0.1)) body.push(this.exportNames());
    return body;
  }

  /** What the variables hold in the end. */
  private summary(): Tree {
    const seen = this.scope.variables.slice(0, 6).map(({ name }) => identifier(name));
    return seen.length === 0 ? this.expression('any', 3) : array(seen);
  }

  private exportNames(): Tree {
    const names = new Set(this.scope.variables.map(({ name }) => name));
    const specifiers = [...names].slice(0, 2).map((name, i) => ({
      type: 'ExportSpecifier',
      local: identifier(name),
      exported: this.random.chance(0.3) ? text(`as ${i}`) : identifier(`out${i}`),
    }));
    return { type: 'ExportNamedDeclaration', declaration: null, specifiers, source: null };
  }

  override functionBody(gives: Kind, size: number): Tree {
    const { inFunction, breakable, labels } = this;
    this.inFunction = true;
    this.breakable = false;
    this.labels = [];
    this.depth++;
    const [a, b] = this.parts(size - 2, 2);
    const body = a > 2 && this.depth < 6 ? this.statements(a, false) : [];
    if (this.random.chance(0.95)) body.push({ type: 'ReturnStatement', argument: this.expression(gives, b) });
    this.depth--;
    this.inFunction = inFunction;
    this.breakable = breakable;
    this.labels = labels;
    return block(body);
  }

  private statements(size: number, isTop: boolean): Tree[] {
    const count = 1 + this.random.below(Math.min(8, Math.ceil(size / 5)));
    const made: Tree[] = [];
    for (const part of this.parts(size, count)) made.push(this.statement(part, isTop));
    return made;
  }

  private statement(size: number, isTop: boolean): Tree {
    const { random } = this;
    if (isTop && random.chance(0.06)) return this.exported(size);
    const nested = this.depth < 5 && size >= 5 ? 1 : 0;
    return random.weighted<() => Tree>([
      [5, () => statement(this.expression('any', size - 1))],
      [4, () => this.declaration(size)],
      [1.5 * nested, () => this.ifStatement(size)],
      [1.3 * nested, () => this.forStatement(size)],
      [1 * nested, () => this.switchStatement(size)],
      [1.8 * nested, () => this.tryStatement(size)],
      [1 * nested, () => this.labeled(size)],
      [0.8 * nested, () => this.nestedBlock(size)],
      [1.6 * nested, () => this.functionDeclaration(size)],
      [0.15, () => ({ type: 'EmptyStatement' })],
      [this.breakable || this.labels.length > 0 ? 0.6 : 0, () => this.maybe(this.breakStatement(), size)],
      [this.inFunction ? 0.4 : 0, () => this.maybe(this.returnStatement(size - 3), size)],
      [0.12, () => this.maybe(this.throwStatement(size - 3), size)],
    ])();
  }

  /** Leaving is mostly conditional: what follows should run now and then. */
  private maybe(leaving: Tree, size: number): Tree {
    return this.random.chance(0.75) ? { type: 'IfStatement', test: this.expression('boolean', Math.min(3, size)), consequent: leaving, alternate: null } : leaving;
  }

  private breakStatement(): Tree {
    const label = this.labels.length > 0 && (!this.breakable || this.random.chance(0.5)) ? identifier(this.random.pick(this.labels)) : null;
    return { type: 'BreakStatement', label };
  }

  private returnStatement(size: number): Tree {
    return { type: 'ReturnStatement', argument: this.random.chance(0.1) ? null : this.expression('any', size) };
  }

  private throwStatement(size: number): Tree {
    return { type: 'ThrowStatement', argument: this.expression(this.random.chance(0.4) ? 'error' : 'any', size) };
  }

  private declaration(size: number): Tree {
    const { random } = this;
    const shares = this.parts(size - 1, 1 + random.below(2));
    return variables(
      shares.map((share) => {
        if (random.chance(0.06)) {
          const name = this.name('v');
          this.scope.declare(name, 'any');
          return declarator(identifier(name), null);
        }
        const kind = random.chance(0.2) ? 'any' : random.chance(0.12) ? 'function' : this.anyKind();
        const init = this.expression(kind, share - 2);
        return declarator(this.pattern(this.scope, kind, 1), init);
      }),
    );
  }

  /** Statements whose variables are those of the function, but may not have been set. */
  private inner(make: () => Tree[]): Tree[] {
    const { home } = this.scope;
    this.depth++;
    const body = this.within(false, (scope) => {
      const made = make();
      for (const { name, kind } of scope.variables) if (!name.startsWith('g')) home.declare(name, kind === 'function' ? 'function' : 'any', kind === 'function');
      return made;
    });
    this.depth--;
    return body;
  }

  private innerBlock(size: number): Tree {
    return block(this.inner(() => this.statements(size, false)));
  }

  /** The body of another statement: a block, or one statement that is not a declaration. */
  private bodyOf(size: number): Tree {
    if (this.random.chance(0.7) || size < 3) return this.innerBlock(size);
    const { random } = this;
    return this.inner(() => [random.chance(0.85) ? statement(this.expression('any', size - 1)) : (this.breakable && random.chance(0.5) ? this.breakStatement() : { type: 'EmptyStatement' })])[0];
  }

  private ifStatement(size: number): Tree {
    const [a, b, c] = this.parts(size - 1, 3);
    const alternate = this.random.chance(0.5) ? (this.random.chance(0.2) && c > 5 ? this.ifStatement(c) : this.bodyOf(c)) : null;
    return { type: 'IfStatement', test: this.expression(this.random.chance(0.5) ? 'boolean' : 'any', a), consequent: this.bodyOf(b), alternate };
  }

  private forStatement(size: number): Tree {
    const { random } = this;
    const [a, b, c] = this.parts(size - 6, 3);
    const name = this.name('i');
    this.scope.home.declare(name, 'number', true);
    const end = literal(String(1 + random.below(4)));
    const initial = literal(String(random.below(2)));
    const isDeclared = random.chance(0.8);
    const more = isDeclared && random.chance(0.3) ? [declarator(this.pattern(this.scope, 'any', 0), random.chance(0.8) ? this.expression('any', a) : null)] : [];
    const init = isDeclared ? variables([declarator(identifier(name), initial), ...more]) : assignment(identifier(name), '=', initial);
    const test = random.chance(0.8) ? binary(identifier(name), '<', end) : logical(binary(identifier(name), '<', end), '&&', this.expression('boolean', b));
    const update = random.chance(0.8)
      ? { type: 'UpdateExpression', operator: '++', prefix: random.chance(0.3), argument: identifier(name) }
      : assignment(identifier(name), '+=', literal(random.pick(['1', '2'])));
    const { breakable } = this;
    this.breakable = true;
    const body = this.bodyOf(c);
    this.breakable = breakable;
    const loop = { type: 'ForStatement', init, test, update, body };
    if (isDeclared) return loop;
    return block([variables([declarator(identifier(name), null)]), loop]);
  }

  private switchStatement(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 1, 2);
    const kind = random.pick<Kind>(['number', 'string', 'any']);
    const count = 1 + random.below(4);
    const withDefault = random.chance(0.7) ? random.below(count) : -1;
    const { breakable } = this;
    const discriminant = this.expression(kind, Math.min(a, 4));
    this.breakable = true;
    const cases: Tree[] = [];
    const shares = this.parts(b, count);
    this.inner(() => {
      for (let i = 0; i < count; i++) {
        const test = i === withDefault ? null : this.expression(kind, random.chance(0.8) ? 1 : 3);
        const consequent = random.chance(0.15) ? [] : this.statements(shares[i], false);
        if (random.chance(0.5)) consequent.push(this.breakStatement());
        cases.push({ type: 'SwitchCase', test, consequent });
      }
      return [];
    });
    this.breakable = breakable;
    return { type: 'SwitchStatement', discriminant, cases };
  }

  private tryStatement(size: number): Tree {
    const { random } = this;
    const [a, b, c] = this.parts(size - 2, 3);
    const hasCatch = random.chance(0.85);
    const hasFinally = !hasCatch || random.chance(0.4);
    const body = this.inner(() => {
      const made = this.statements(a, false);
      if (hasCatch && random.chance(0.4)) made.push(random.chance(0.4) ? statement(this.failing()) : this.throwStatement(3));
      return made;
    });
    const handler = hasCatch ? this.handler(b) : null;
    const finalizer = hasFinally ? block(this.inner(() => {
      const made = this.statements(c, false);
      if (random.chance(0.2)) {
        if (this.breakable || this.labels.length > 0) made.push(this.maybe(this.breakStatement(), 2));
        else if (this.inFunction) made.push(this.maybe(this.returnStatement(2), 2));
      }
      return made;
    })) : null;
    return { type: 'TryStatement', block: block(body), handler, finalizer };
  }

  /** What ECMA-262 says is an error, and of which class. */
  private failing(): Tree {
    const { random } = this;
    return random.pick<() => Tree>([
      () => ({ type: 'MemberExpression', object: random.pick([literal('null'), identifier('undefined')]), property: identifier('a'), computed: false, optional: false }),
      () => call(literal('1'), []),
      () => array([{ type: 'SpreadElement', argument: literal('1') }]),
      () => binary(text('a'), 'in', literal('1')),
      () => call({ type: 'MemberExpression', object: text('a'), property: identifier('repeat'), computed: false, optional: false }, [{ type: 'UnaryExpression', operator: '-', argument: literal('1') }]),
      () => ({ type: 'NewExpression', callee: identifier('Array'), arguments: [{ type: 'UnaryExpression', operator: '-', argument: literal('1') }] }),
      () => call(identifier('decodeURIComponent'), [text('%')]),
      () => ({ type: 'NewExpression', callee: identifier('RegExp'), arguments: [text('(')] }),
      () => binary(object([property(identifier('valueOf'), arrow([], object([]))), property(identifier('toString'), arrow([], object([])))]), '+', literal('1')),
    ])();
  }

  private handler(size: number): Tree {
    const { random } = this;
    return this.within(false, (scope) => {
      let param: Tree | null = null;
      if (random.chance(0.85)) {
        if (random.chance(0.15)) param = { type: 'ObjectPattern', properties: [property(identifier(random.pick(['name', 'message', 'a'])), this.caught(scope))] };
        else param = this.caught(scope);
      }
      const body = block(this.inner(() => {
        const made = this.statements(size, false);
        if (param?.type === 'Identifier' && random.chance(0.5)) made.unshift(statement(call(identifier('log'), [identifier(String(param['name']))])));
        return made;
      }));
      return { type: 'CatchClause', param, body };
    });
  }

  private caught(scope: Scope): Tree {
    const name = this.name('g');
    scope.declare(name, 'any');
    return identifier(name);
  }

  private labeled(size: number): Tree {
    const { random } = this;
    const label = this.name('l');
    this.labels = [...this.labels, label];
    const body = random.chance(0.4) ? this.forStatement(size - 2) : random.chance(0.3) ? this.switchStatement(size - 2) : this.nestedBlock(size - 2);
    this.labels = this.labels.slice(0, -1);
    return { type: 'LabeledStatement', label: identifier(label), body };
  }

  /** A block, whose functions are its own. */
  private nestedBlock(size: number): Tree {
    return block(
      this.inner(() => {
        const made = this.statements(size - 1, false);
        if (this.labels.length > 0 && this.random.chance(0.3)) made.push(this.maybe(this.breakStatement(), 2));
        return made;
      }),
    );
  }

  private functionDeclaration(size: number): Tree {
    const name = this.name(this.scope.isFunction ? 'f' : 'g');
    const made = this.random.chance(0.1) ? this.recursive(name, size) : this.makeDeclaration(name, size);
    this.scope.declare(name, 'function');
    return made;
  }

  /** A function that calls itself a few times: its parameter, whatever it is given, comes down to 0. */
  private recursive(name: string, size: number): Tree {
    const { random } = this;
    return this.within(true, (scope) => {
      const depth = this.name('n');
      scope.declare(depth, 'number', true);
      const [a, b] = this.parts(size - 8, 2);
      const lower = binary({ type: 'ConditionalExpression', test: binary(identifier(depth), '<', literal('4')), consequent: identifier(depth), alternate: literal('4') }, '-', literal('1'));
      const again = call(identifier(name), [lower]);
      const more = random.pick([binary(again, '+', this.expression('any', b)), array([this.expression('any', b), again]), call(identifier('log'), [again])]);
      const test = binary(identifier(depth), '>', literal('0'));
      const body = block([{ type: 'IfStatement', test, consequent: { type: 'ReturnStatement', argument: more }, alternate: null }, { type: 'ReturnStatement', argument: this.expression('any', a) }]);
      return { type: 'FunctionDeclaration', id: identifier(name), params: [identifier(depth)], body };
    });
  }

  private makeDeclaration(name: string, size: number): Tree {
    const { random } = this;
    const count = random.below(4);
    return this.within(true, (scope) => {
      scope.declare(name, 'function', true);
      const params = Array.from({ length: count }, () => this.parameter(scope, 'any'));
      return { type: 'FunctionDeclaration', id: identifier(name), params, body: this.functionBody('any', size - params.length - 1) };
    });
  }

  private exported(size: number): Tree {
    const { random } = this;
    const export$ = (declaration: Tree): Tree => ({ type: 'ExportNamedDeclaration', declaration, specifiers: [], source: null });
    if (random.chance(0.5) || this.hasDefault) return export$(random.chance(0.5) ? this.declaration(size - 1) : this.functionDeclaration(size - 1));
    this.hasDefault = true;
    const declaration = random.chance(0.5) ? this.expression('any', size - 1) : { ...this.makeDeclaration(this.name('f'), size - 1), ...(random.chance(0.5) && { id: null }) };
    return { type: 'ExportDefaultDeclaration', declaration };
  }

  private hasDefault = false;
}
