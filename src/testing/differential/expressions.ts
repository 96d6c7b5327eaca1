/**
 * Random expressions of a kind, over the variables in scope. `size` is about how many nodes one may have; what is
 * too small for anything else is a variable or a literal.
 */
import { keys, leaf } from './literals.js';
import type { Random } from './random.js';
import { Scope, type Variable } from './scope.js';
import {
  array, arrow, assignment, binary, call, chain, conditional, construct, element, identifier, literal, logical, member, object, parenthesized, property, sequence, spread, template, text, unary,
  type Tree,
} from './tree.js';
import { nameOf, receivers, type Kind, type Use } from './vocabulary.js';

export type Dialect = 'classic' | 'modern';

const plainKinds: readonly Kind[] = ['number', 'number', 'string', 'string', 'boolean', 'array', 'array', 'object', 'object'];
const richKinds: readonly Kind[] = ['map', 'set', 'date', 'regexp'];
/** What a variable can hold for others to use. */
const holdable = new Set<Kind>(['any', 'number', 'string', 'boolean', 'array', 'object', 'function', 'map', 'set', 'date', 'regexp', 'error', 'promise']);
/** What else serves where one of a purpose is asked for. */
const serves = new Map<Kind, Kind>([
  ['index', 'number'], ['code', 'number'], ['digits', 'number'], ['radix', 'number'], ['time', 'number'], ['small', 'number'],
  ['key', 'string'], ['pattern', 'string'], ['flags', 'string'], ['json', 'string'], ['uri', 'string'], ['day', 'string'],
]);
const functionKinds = new Set<Kind>(['function', 'mapper', 'test', 'reducer', 'order', 'visitor', 'replacer', 'reviver', 'maker', 'executor', 'reaction', 'loop']);

/** Of the functions that built-ins call: what they are given, and what they should give. */
const signatures: Readonly<Partial<Record<Kind, readonly [gives: Kind, ...takes: Kind[]]>>> = {
  function: ['any', 'any', 'any'],
  mapper: ['any', 'any', 'number', 'array'],
  test: ['boolean', 'any', 'number', 'array'],
  reducer: ['any', 'any', 'any', 'number', 'array'],
  visitor: ['any', 'any', 'any', 'any'],
  replacer: ['string', 'string', 'any', 'any'],
  reviver: ['any', 'string', 'any'],
  maker: ['any'],
  reaction: ['any', 'any'],
  loop: ['boolean', 'number'],
};

export abstract class ExpressionGenerator {
  scope = new Scope(null, true);
  /** Built-ins that the program uses. */
  readonly used = new Set<string>();
  private names = 0;
  private readonly byKind = new Map<Kind, Use[]>();
  private readonly classes: readonly string[];

  constructor(
    readonly random: Random,
    readonly dialect: Dialect,
    private readonly uses: readonly Use[],
  ) {
    for (const use of uses) {
      const [gives] = use.row;
      const list = this.byKind.get(gives);
      if (list === undefined) this.byKind.set(gives, [use]);
      else list.push(use);
    }
    this.classes = uses.flatMap((use) => (use.how === 'new' && use.name !== 'Int' ? [use.name] : []));
  }

  /** The statements of a function, with what it gives; modern only. */
  abstract functionBody(gives: Kind, size: number): Tree;

  expression(kind: Kind, size: number): Tree {
    const { random } = this;
    if (random.chance(0.006)) return this.expression(random.pick(plainKinds), size);
    if (functionKinds.has(kind)) return this.functionOf(kind, size);
    if (size <= 1) return this.leaf(kind);
    if (random.chance(0.3)) return this.general(kind, size);
    return this.special(kind, size) ?? this.general(kind, size);
  }

  /** A new name. */
  name(stem: string): string {
    return `${stem}${++this.names}`;
  }

  /** `size` cut into `count` random parts. */
  parts(size: number, count: number): number[] {
    const cuts = Array.from({ length: count - 1 }, () => this.random.below(Math.max(1, size + 1))).sort((a, b) => a - b);
    return [...cuts, size].map((cut, i) => Math.max(1, cut - (cuts[i - 1] ?? 0)));
  }

  anyKind(): Kind {
    return this.random.chance(0.1) ? this.random.pick(richKinds) : this.random.pick(plainKinds);
  }

  /** Runs `make` in a scope inside the current one. */
  within<T>(isFunction: boolean, make: (scope: Scope) => T): T {
    const { scope } = this;
    this.scope = new Scope(scope, isFunction);
    try {
      return make(this.scope);
    } finally {
      this.scope = scope;
    }
  }

  variable(kinds: readonly Kind[], toAssign = false): Variable | null {
    const found = this.scope.visible().filter((variable) => kinds.includes(variable.kind) && !(toAssign && variable.locked) && !(variable.kind === 'function' && variable.locked));
    return found.length === 0 ? null : this.random.pick(found.length > 4 && this.random.chance(0.5) ? found.slice(0, 4) : found);
  }

  private leaf(kind: Kind): Tree {
    const { random } = this;
    const variable = this.variable([serves.get(kind) ?? kind]);
    if (variable !== null && random.chance(kind === 'any' ? 0.6 : holdable.has(kind) ? 0.55 : 0.1)) return identifier(variable.name);
    if (kind === 'any' && random.chance(0.2)) return this.leaf(random.pick(plainKinds));
    if (kind === 'sortable') return this.sortable();
    if (kind === 'promises') return array([leaf(random, 'any')]);
    if (kind === 'error' || kind === 'promise') {
      const use = this.byKind.get(kind)?.filter(({ how }) => how !== 'method');
      if (use !== undefined) return this.use(random.pick(use), 2);
    }
    return leaf(random, kind);
  }

  /** What serves for every kind. */
  private general(kind: Kind, size: number): Tree {
    const { random } = this;
    const [a, b, c] = this.parts(size - 1, 3);
    switch (random.below(12)) {
      case 0:
        return conditional(this.expression('boolean', a), this.expression(kind, b), this.expression(kind, c));
      case 1:
        return logical(this.expression(random.chance(0.5) ? kind : 'any', a), '||', this.expression(kind, b + c));
      case 2:
        return kind === 'any' || kind === 'boolean' || random.chance(0.1) ? logical(this.expression(kind, a), '&&', this.expression(kind, b + c)) : logical(this.expression(kind, a), '??', this.expression(kind, b + c));
      case 3:
        return logical(random.chance(0.3) ? this.nullish() : this.expression(kind, a), '??', this.expression(kind, b + c));
      case 4:
        return sequence([this.expression('any', a + b), this.expression(kind, c)]);
      case 5:
      case 6:
        return this.assign(kind, size) ?? this.log(kind, size);
      case 7:
        return this.log(kind, size);
      case 8:
        return this.immediate(kind, size);
      case 9:
        return random.chance(0.2) ? parenthesized(this.expression(kind, size - 1)) : this.log(kind, size);
      default: {
        const use = this.pickUse(kind);
        return use === null ? this.leaf(kind) : this.use(use, size);
      }
    }
  }

  private nullish(): Tree {
    return this.random.pick([literal('null'), identifier('undefined'), unary('void', literal('0'))]);
  }

  /** Evaluation order can be seen: what is logged is compared. */
  private log(kind: Kind, size: number): Tree {
    return call(identifier('log'), [this.expression(kind, size - 2)]);
  }

  private assign(kind: Kind, size: number): Tree | null {
    const target = this.variable([kind], true);
    if (target === null || !holdable.has(kind)) return null;
    const wasLocked = target.locked;
    // A function that may call itself might never end.
    target.locked = true;
    const value = this.expression(kind, size - 2);
    target.locked = wasLocked;
    const operator = this.random.weighted<string>([
      [5, '='],
      [1, '??='],
      [1, '||='],
      [kind === 'any' ? 1 : 0.5, '&&='],
    ]);
    return assignment(identifier(target.name), operator, value);
  }

  /** A function that is called where it stands. */
  private immediate(kind: Kind, size: number): Tree {
    const [a, b] = this.parts(size - 3, 2);
    const kinds = Array.from({ length: this.random.below(3) }, () => this.anyKind());
    const shares = this.parts(a, kinds.length + 1);
    const args = kinds.map((argument, i) => this.expression(argument, shares[i]));
    return call(this.makeFunction(kind, kinds, b), args);
  }

  private special(kind: Kind, size: number): Tree | null {
    const { random } = this;
    if (random.chance(0.4)) {
      const use = this.pickUse(serves.get(kind) ?? kind);
      if (use !== null) return this.use(use, size);
    }
    switch (kind) {
      case 'number':
        return this.arithmetic(size);
      case 'index':
      case 'small':
      case 'time':
      case 'code':
      case 'digits':
      case 'radix':
        return random.chance(0.2) ? this.arithmetic(size) : this.leaf(kind);
      case 'string':
        return this.textual(size);
      case 'key':
        return random.chance(0.3) ? binary(text(random.pick(keys)), '+', this.expression('any', size - 2)) : this.leaf(kind);
      case 'boolean':
        return this.comparison(size);
      case 'array':
        return this.arrayLiteral(size);
      case 'pairs':
        return random.chance(0.2) ? this.expression('map', size) : array(this.parts(size - 1, 1 + random.below(3)).map((part) => array([this.expression(random.pick(['key', 'any']), 1), this.expression('any', part - 2)])));
      case 'iterable':
        return this.expression(random.pick(['array', 'array', 'string', 'map', 'set']), size);
      case 'sortable':
        return this.sortable();
      case 'promises':
        return array(this.parts(size - 1, 1 + random.below(3)).map((part) => this.expression(random.chance(0.7) && this.byKind.has('promise') ? 'promise' : 'any', part)));
      case 'object':
        return this.objectLiteral(size);
      case 'any':
        return this.anything(size);
      case 'form':
        return this.expression(random.pick(['string', 'regexp']), size);
      case 'replacement':
        return random.chance(0.5) ? this.functionOf('replacer', size) : leaf(random, 'replacement');
      default:
        return null;
    }
  }

  private anything(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 1, 2);
    switch (random.below(9)) {
      case 0:
        return this.member(size);
      case 1:
        return this.chain(size);
      case 2:
        return this.callVariable(size) ?? this.member(size);
      case 3:
        return random.chance(0.3) ? unary('void', this.expression('any', size - 1)) : this.assignMember(size);
      case 4:
        return this.assignMember(size);
      case 5:
        return binary(this.expression('any', a), '+', this.expression('any', b));
      case 6:
        return this.compound('any', size) ?? this.expression(this.anyKind(), size);
      case 7:
        return this.dialect === 'modern' ? this.destructure(size) : this.expression(this.anyKind(), size);
      default:
        return this.expression(random.chance(0.08) ? 'function' : this.anyKind(), size);
    }
  }

  private arithmetic(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 1, 2);
    const operand = (part: number): Tree => this.expression(random.chance(0.12) ? 'any' : 'number', part);
    switch (random.below(6)) {
      case 0:
        return unary(random.pick(['+', '-', '~']), this.expression(random.chance(0.5) ? 'any' : 'number', size - 1));
      case 1:
        return this.update(size) ?? this.compound('number', size) ?? binary(operand(a), '-', operand(b));
      case 2:
        return this.compound('number', size) ?? binary(operand(a), '*', operand(b));
      case 3:
        return binary(this.expression('number', a), '+', this.expression('number', b));
      default:
        return binary(operand(a), random.pick(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>']), operand(b));
    }
  }

  private textual(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 1, 2);
    switch (random.below(5)) {
      case 0:
        return unary('typeof', this.expression(random.chance(0.2) ? 'function' : 'any', size - 1));
      case 1:
        return this.compound('string', size) ?? binary(this.expression('string', a), '+', this.expression('any', b));
      case 2:
        return binary(this.expression('any', a), '+', this.expression('string', b));
      case 3:
        return binary(this.expression('string', a), '+', this.expression('any', b));
      default: {
        const shares = this.parts(size - 2, random.below(3) + 1);
        const expressions = shares.map((part) => this.expression('any', part));
        return template([...expressions, null].map(() => random.pick(['', '', 'a', '-', '\\n', '\\u0041', '$', "'"])), expressions);
      }
    }
  }

  private comparison(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 1, 2);
    switch (random.below(8)) {
      case 0:
        return unary('!', this.expression('any', size - 1));
      case 1: {
        const kind = random.pick<Kind>(['number', 'number', 'string', 'any']);
        return binary(this.expression(kind, a), random.pick(['<', '<=', '>', '>=']), this.expression(kind, b));
      }
      case 2:
        return binary(this.expression('key', a), 'in', this.expression(random.pick(['object', 'object', 'array', 'map']), b));
      case 3:
        // Deviations, classes: of functions of scripts there are no instances.
        return binary(this.expression(random.chance(0.3) ? this.anyKind() : 'any', size - 2), 'instanceof', identifier(random.pick(this.classes)));
      case 4:
        return this.remove(size);
      default: {
        const kind = random.chance(0.4) ? this.anyKind() : 'any';
        return binary(this.expression(kind, a), random.pick(['==', '!=', '===', '!==']), this.expression(random.chance(0.7) ? kind : 'any', b));
      }
    }
  }

  private remove(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 2, 2);
    switch (random.below(5)) {
      case 0:
        return unary('delete', element(this.expression('array', a), this.expression('index', b)));
      case 1:
        return unary('delete', element(this.expression('object', a), this.expression('key', b)));
      case 2:
        return unary('delete', chain(element(this.expression('any', a), this.expression('key', b), true)));
      case 3:
        return unary('delete', this.expression(this.anyKind(), size - 1).type === 'Identifier' ? literal('0') : call(identifier('log'), [this.expression('any', size - 3)]));
      default:
        return unary('delete', member(this.expression('object', size - 3), random.pick(keys)));
    }
  }

  private arrayLiteral(size: number): Tree {
    const { random } = this;
    const kind = random.chance(0.4) ? this.anyKind() : 'any';
    return array(
      this.parts(size - 1, 1 + random.below(4)).map((part) =>
        random.chance(0.12) ? spread(this.expression('iterable', part - 1)) : this.expression(kind, part),
      ),
    );
  }

  /** Texts or numbers that are sorted in one way only, whatever the algorithm. */
  private sortable(): Tree {
    const { random } = this;
    if (random.chance(0.2)) return call(member(this.leaf('array'), 'map'), [identifier('String')]);
    const isText = random.chance(0.4);
    return array(Array.from({ length: random.below(8) }, () => (isText ? leaf(random, 'string') : literal(String(random.below(20) / 2)))));
  }

  private objectLiteral(size: number): Tree {
    const { random } = this;
    const seen = new Set<string>();
    const properties: Tree[] = [];
    for (const part of this.parts(size - 1, 1 + random.below(4))) {
      const made = this.property(part);
      // V8 puts a key that is written twice where it stands last; ECMA-262 where it stands first.
      const name = made.type === 'Property' && made['computed'] !== true ? String((made['key'] as Tree)['name'] ?? (made['key'] as Tree)['raw']).replaceAll("'", '') : null;
      if (name !== null && seen.has(name)) continue;
      if (name !== null) seen.add(name);
      properties.push(made);
    }
    return object(properties);
  }

  private property(size: number): Tree {
    const { random } = this;
    switch (random.below(10)) {
      case 0:
        return property(this.expression('key', 2), this.expression('any', size - 3), { computed: true });
      case 1:
        return spread(this.expression(random.pick(['object', 'object', 'any', 'array', 'string']), size - 1));
      case 2: {
        const variable = this.variable([...holdable].filter((kind) => kind !== 'function'));
        if (variable === null) break;
        return property(identifier(variable.name), identifier(variable.name), { shorthand: true });
      }
      case 3:
        return property(literal(random.pick(["'a'", "'key'", '0', '1', "'01'", '0x2', "'a b'", '1.5'])), this.expression('any', size - 2));
      case 4:
        // Objects that are converted in ways of their own.
        return random.chance(0.6) ? property(identifier(random.pick(['toString', 'valueOf'])), this.functionOf('maker', size - 2)) : property(identifier(random.pick(keys)), this.expression('function', size - 2));
    }
    return property(identifier(random.pick(keys)), this.expression(random.chance(0.5) ? 'any' : this.anyKind(), size - 2));
  }

  private member(size: number): Tree {
    const { random } = this;
    const [a, b] = this.parts(size - 1, 2);
    switch (random.below(5)) {
      case 0:
        return element(this.expression('array', a), this.expression('index', b));
      case 1:
        return element(this.expression('object', a), this.expression('key', b));
      case 2:
        return element(this.expression('string', a), this.expression('index', b));
      case 3:
        // Deviations, members: a function has no length.
        return member(this.expression(random.pick(['array', 'string']), size - 2), 'length');
      default:
        return member(this.expression('object', size - 2), random.pick(keys));
    }
  }

  private chain(size: number): Tree {
    const { random } = this;
    let made = random.chance(0.2) ? this.nullish() : this.expression(random.pick(['any', 'any', 'object', 'array']), Math.max(1, size - 4));
    made = this.link(made, true);
    for (let i = random.below(3); i > 0; i--) made = this.link(made, random.chance(0.4));
    return random.chance(0.1) ? member(chain(made), random.pick(keys), false) : chain(made);
  }

  private link(owner: Tree, optional: boolean): Tree {
    const { random } = this;
    switch (random.below(8)) {
      case 0:
        return element(owner, this.expression('key', 2), optional);
      case 1:
        return optional && random.chance(0.5) ? call(owner, [this.leaf('any')], true) : element(owner, this.leaf('index'), optional);
      default:
        return member(owner, random.pick(keys), optional);
    }
  }

  private callVariable(size: number): Tree | null {
    const variable = this.variable(['function']);
    if (variable === null) return null;
    const shares = this.parts(size - 2, this.random.below(4) + 1);
    const args = shares.slice(1).map((part) => this.expression('any', part));
    return this.random.chance(0.05) ? chain(call(identifier(variable.name), args, true)) : call(identifier(variable.name), args);
  }

  private assignMember(size: number): Tree {
    const { random } = this;
    const [a, b, c] = this.parts(size - 2, 3);
    if (random.chance(0.03)) return assignment(call(identifier('log'), [this.expression('any', a)]), random.pick(['=', '+=']), this.expression('any', b));
    const target = random.weighted<() => Tree>([
      [4, () => member(this.expression('object', a), random.pick(keys))],
      [2, () => element(this.expression('object', a), this.expression('key', b))],
      [3, () => element(this.expression('array', a), random.chance(0.9) ? this.expression('index', b) : text(random.pick(keys)))],
      [0.3, () => member(this.expression('array', a), 'length')],
    ])();
    if (target['computed'] === false && (target['property'] as Tree)['name'] === 'length') return assignment(target, '=', random.chance(0.9) ? this.leaf('index') : this.leaf('any'));
    if (random.chance(0.2)) return { type: 'UpdateExpression', operator: random.pick(['++', '--']), prefix: random.chance(0.5), argument: target };
    return assignment(target, this.assignmentOperator(), this.expression(random.chance(0.5) ? 'any' : this.anyKind(), c));
  }

  private assignmentOperator(): string {
    return this.random.chance(0.5) ? '=' : this.random.pick(['+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '>>>=', '&=', '^=', '|=', '&&=', '||=', '??=']);
  }

  /** `+=` and the like, on a variable that stays of its kind. */
  private compound(kind: 'number' | 'string' | 'any', size: number): Tree | null {
    const target = this.variable([kind], true);
    if (target === null) return null;
    const operators = kind === 'string' ? ['+='] : ['-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '>>>=', '&=', '^=', '|=', ...(kind === 'any' ? ['+='] : [])];
    const value = this.expression(kind === 'string' ? 'any' : kind === 'any' ? this.random.pick<Kind>(['any', 'number', 'string']) : 'number', Math.min(size - 2, 12));
    if (kind === 'number' && this.random.chance(0.2)) return assignment(identifier(target.name), '+=', this.expression('number', size - 2));
    return assignment(identifier(target.name), this.random.pick(operators), value);
  }

  private update(size: number): Tree | null {
    const variable = this.variable(size > 6 ? ['number', 'any'] : ['number'], true);
    if (variable === null) return null;
    return { type: 'UpdateExpression', operator: this.random.pick(['++', '--']), prefix: this.random.chance(0.5), argument: identifier(variable.name) };
  }

  private destructure(size: number): Tree {
    const { random } = this;
    const targets = this.scope.visible().filter(({ kind, locked }) => kind === 'any' && !locked);
    const target = (): Tree => (targets.length > 0 && random.chance(0.7) ? identifier(random.pick(targets).name) : random.chance(0.5) ? member(this.leaf('object'), random.pick(keys)) : element(this.leaf('array'), this.leaf('index')));
    const isArray = random.chance(0.5);
    const count = random.below(3) + (isArray ? 0 : 1);
    const pattern = isArray
      ? { type: 'ArrayPattern', elements: Array.from({ length: count }, target) }
      : { type: 'ObjectPattern', properties: Array.from({ length: count }, () => property(identifier(random.pick(keys)), target())) };
    return assignment(pattern, '=', this.expression(isArray ? 'iterable' : 'object', size - 2 * count - 1));
  }

  private pickUse(kind: Kind): Use | null {
    const list = kind === 'any' ? this.uses : this.byKind.get(kind);
    return list === undefined ? null : this.random.pick(list);
  }

  /** A built-in at work. */
  use(use: Use, size: number): Tree {
    this.used.add(nameOf(use));
    switch (use.how) {
      case 'constant':
        return member(identifier(use.owner), use.name);
      case 'property':
        return this.readProperty(use.owner, use.name, size);
      case 'static':
        return call(member(identifier(use.owner), use.name), this.args(use, size - 2));
      case 'function':
      case 'call':
        return call(identifier(use.name), this.args(use, size - 1));
      case 'new':
        return construct(identifier(use.name), this.args(use, size - 1));
      case 'method': {
        if (use.name === 'sort' || use.name === 'toSorted') return this.sort(use.name);
        const [a, b] = this.parts(size - 2, 2);
        const receiver = this.receiver(use.owner, a);
        return call(member(receiver, use.name, false), this.args(use, b));
      }
    }
  }

  private receiver(owner: string, size: number): Tree {
    if (owner.endsWith('Error') && owner !== 'Error') return construct(identifier(owner), owner === 'AggregateError' ? [this.leaf('array')] : [this.leaf('string')]);
    return this.expression(receivers[owner], size);
  }

  private readProperty(owner: string, name: string, size: number): Tree {
    const receiver = this.receiver(owner, size - 2);
    const read = member(receiver, name);
    if (name === 'lastIndex' && this.random.chance(0.4)) return assignment(read, '=', this.leaf(this.random.chance(0.8) ? 'index' : 'any'));
    return read;
  }

  private sort(name: string): Tree {
    const { random } = this;
    const byText = ['<', '>'].map((operator) => binary(identifier('a'), operator, identifier('b')));
    const orders: Tree[][] = [
      [],
      [identifier('undefined')],
      [arrow([identifier('a'), identifier('b')], conditional(byText[0], unary('-', literal('1')), conditional(byText[1], literal('1'), literal('0'))))],
      [arrow([identifier('a'), identifier('b')], literal('0'))],
    ];
    const receiver = this.sortable();
    const isNumbers = receiver.type === 'ArrayExpression' && (receiver['elements'] as Tree[]).every((item) => item.type === 'Literal' && !String(item['raw']).startsWith("'"));
    if (isNumbers) {
      orders.push([arrow([identifier('a'), identifier('b')], binary(identifier('a'), '-', identifier('b')))]);
      orders.push([arrow([identifier('a'), identifier('b')], binary(identifier('b'), '-', identifier('a')))]);
    }
    if (random.chance(0.03)) orders.splice(0, orders.length, [this.leaf('string')], [arrow([], member(literal('null'), 'a'))]);
    return call(member(receiver, name), random.pick(orders));
  }

  private args(use: Use, size: number): Tree[] {
    const { random } = this;
    const [, ...takes] = use.row;
    let count = takes.length;
    // Pipy's own take what they name, and all of it.
    const isOwn = ['repeat', 'branch', 'invoke', 'select'].includes(use.name);
    const needs = takes.reduce((most, kind, i) => (functionKinds.has(kind) && kind !== 'mapper' && kind !== 'reviver' ? i + 1 : most), 0);
    if (!isOwn) while (count > 0 && count > needs && random.chance(needs > 0 || count > 1 ? 0.35 : 0.1)) count--;
    const kinds = takes.slice(0, count);
    if (!isOwn && random.chance(0.05)) kinds.push('any');
    if ((use.name === 'replaceAll' || use.name === 'matchAll') && kinds[0] === 'form' && random.chance(0.9)) {
      const shares = this.parts(size, kinds.length);
      const form = random.chance(0.4) ? leaf(random, 'string') : construct(identifier('RegExp'), [leaf(random, 'pattern'), text(random.pick(['g', 'g', 'gi', 'gy']))]);
      return kinds.map((kind, i) => (i === 0 ? form : this.expression(kind, shares[i])));
    }
    if (kinds.length === 0) return [];
    const shares = this.parts(size, kinds.length);
    return kinds.map((kind, i) => this.expression(!isOwn && random.chance(0.03) ? this.wildKind(use) : kind, shares[i]));
  }

  /** What is converted, or refused. A time given as a text of no certain form is each engine's own. */
  private wildKind(use: Use): Kind {
    return use.name === 'Date' || use.name === 'parse' ? 'number' : 'any';
  }

  /** A function for a built-in to call, or for a variable. */
  private functionOf(kind: Kind, size: number): Tree {
    const { random } = this;
    if (kind === 'executor') return this.executor(size);
    if (random.chance(0.25)) {
      const variable = this.variable(['function']);
      if (variable !== null && kind !== 'loop') return identifier(variable.name);
    }
    // Functions of namespaces need no receiver.
    if ((kind === 'mapper' || kind === 'test') && random.chance(0.12)) return random.pick([identifier('String'), identifier('Number'), identifier('Boolean'), member(identifier('Math'), 'abs'), member(identifier('Number'), 'isInteger'), identifier('parseInt')]);
    const [gives, ...takes] = signatures[kind] ?? signatures.function!;
    const count = Math.min(takes.length, random.pick([0, 1, 1, 1, 2, 2, 3, 4]));
    return this.makeFunction(gives, takes.slice(0, count), size - 1);
  }

  private executor(size: number): Tree {
    const { random } = this;
    const settle = identifier(random.pick(['resolve', 'resolve', 'reject']));
    const body = call(settle, [this.expression(random.chance(0.3) ? 'promise' : 'any', size - 4)]);
    return arrow([identifier('resolve'), identifier('reject')], random.chance(0.1) ? member(literal('null'), 'a') : body);
  }

  /** A function of the dialect with parameters of these kinds. */
  makeFunction(gives: Kind, takes: readonly Kind[], size: number): Tree {
    const { random, dialect } = this;
    return this.within(true, (scope) => {
      const params = takes.map((kind) => this.parameter(scope, kind));
      if (dialect === 'classic' || random.chance(0.6)) return arrow(params, this.expression(gives, size - params.length));
      if (random.chance(0.5)) return arrow(params, this.functionBody(gives, size - params.length));
      const name = random.chance(0.5) ? this.name('f') : null;
      if (name !== null) scope.declare(name, 'function', true);
      const body = this.functionBody(gives, size - params.length);
      return { type: 'FunctionExpression', id: name === null ? null : identifier(name), params, body };
    });
  }

  parameter(scope: Scope, kind: Kind): Tree {
    const { random } = this;
    if (this.dialect === 'classic' || random.chance(0.85)) return this.pattern(scope, kind, 1);
    // A default mostly goes by what stands before it.
    const early = random.chance(0.9) ? this.expression(kind, 2) : null;
    const left = this.pattern(scope, kind, 1);
    return { type: 'AssignmentPattern', left, right: early ?? this.expression(kind, 2) };
  }

  /** A name, or what takes a value of the kind apart. */
  pattern(scope: Scope, kind: Kind, depth: number): Tree {
    const { random } = this;
    const isObject = kind === 'object' || (kind === 'any' && random.chance(0.03));
    const isList = kind === 'array' || kind === 'string';
    if (depth > 0 && random.chance(isObject || isList ? 0.3 : 0)) {
      if (isList) return { type: 'ArrayPattern', elements: Array.from({ length: 1 + random.below(2) }, () => this.pattern(scope, 'any', depth - 1)) };
      return {
        type: 'ObjectPattern',
        properties: Array.from({ length: 1 + random.below(2) }, () => {
          const key = random.pick(keys);
          const isTaken = scope.variables.some(({ name }) => name === key);
          if (!isTaken && random.chance(0.5)) {
            scope.declare(key, 'any');
            return property(identifier(key), identifier(key), { shorthand: true });
          }
          return property(random.chance(0.2) ? literal(random.pick(["'a'", '0'])) : identifier(key), this.pattern(scope, 'any', depth - 1));
        }),
      };
    }
    const name = this.name(stems[kind] ?? 'v');
    scope.declare(name, holdable.has(kind) ? kind : 'any');
    return identifier(name);
  }
}

const stems: Readonly<Partial<Record<Kind, string>>> = { number: 'n', string: 's', boolean: 'b', array: 'a', object: 'o', function: 'f', map: 'm', set: 'u', date: 'd', regexp: 'r', error: 'e' };
