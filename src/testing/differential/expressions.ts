/**
 * Random expressions of a kind, over the variables in scope. `size` is about how many nodes one may have; what is
 * too small for anything else is a variable or a literal.
 */
import type { Dialect } from '../../language/syntax/dialect.js';
import { functionKinds, holdable } from './functions.js';
import { keys, leaf } from './literals.js';
import type { Random } from './random.js';
import {
  array, assignment, binary, call, chain, conditional, element, identifier, literal, logical, member, object, parenthesized, property, sequence, spread, template, text, unary,
  type Tree,
} from './tree.js';
import { UseGenerator } from './uses.js';
import type { Kind, Use } from './vocabulary.js';

const plainKinds: readonly Kind[] = ['number', 'number', 'string', 'string', 'boolean', 'array', 'array', 'object', 'object'];
const richKinds: readonly Kind[] = ['map', 'set', 'date', 'regexp'];
/** What else serves where one of a purpose is asked for. */
const serves = new Map<Kind, Kind>([
  ['index', 'number'], ['code', 'number'], ['digits', 'number'], ['radix', 'number'], ['time', 'number'], ['small', 'number'],
  ['key', 'string'], ['pattern', 'string'], ['flags', 'string'], ['json', 'string'], ['uri', 'string'], ['day', 'string'],
]);

export abstract class ExpressionGenerator extends UseGenerator {
  private readonly classes: readonly string[];

  constructor(random: Random, dialect: Dialect, uses: readonly Use[]) {
    super(random, dialect, uses);
    this.classes = uses.flatMap((use) => (use.how === 'new' ? [use.name] : []));
  }

  override expression(kind: Kind, size: number): Tree {
    const { random } = this;
    if (random.chance(0.006)) return this.expression(random.pick(plainKinds), size);
    if (functionKinds.has(kind)) return this.functionOf(kind, size);
    if (size <= 1) return this.leaf(kind);
    if (random.chance(0.3)) return this.general(kind, size);
    return this.special(kind, size) ?? this.general(kind, size);
  }

  anyKind(): Kind {
    return this.random.chance(0.1) ? this.random.pick(richKinds) : this.random.pick(plainKinds);
  }

  protected override leaf(kind: Kind): Tree {
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

  protected override sortable(): Tree {
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
}
