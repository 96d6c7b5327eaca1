/** Random functions: their parameters, the scopes of their bodies, and what built-ins are given to call. */
import type { Dialect } from '../../language/syntax/dialect.js';
import { keys } from './literals.js';
import type { Random } from './random.js';
import { Scope, type Variable } from './scope.js';
import { arrow, call, identifier, literal, member, property, type Tree } from './tree.js';
import type { Kind } from './vocabulary.js';

/** What a variable can hold for others to use. */
export const holdable = new Set<Kind>(['any', 'number', 'string', 'boolean', 'array', 'object', 'function', 'map', 'set', 'date', 'regexp', 'error', 'promise']);
export const functionKinds = new Set<Kind>(['function', 'mapper', 'test', 'reducer', 'order', 'visitor', 'replacer', 'reviver', 'maker', 'executor', 'reaction', 'loop']);


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

export abstract class FunctionGenerator {
  scope = new Scope(null, true);
  private names = 0;

  constructor(
    readonly random: Random,
    readonly dialect: Dialect,
  ) {}

  /** An expression that gives a value of the kind, of about so many nodes. */
  abstract expression(kind: Kind, size: number): Tree;

  /** The statements of a function, with what it gives; modern only. */
  abstract functionBody(gives: Kind, size: number): Tree;

  /** A new name. */
  name(stem: string): string {
    return `${stem}${++this.names}`;
  }

  /** `size` cut into `count` random parts. */
  parts(size: number, count: number): number[] {
    const cuts = Array.from({ length: count - 1 }, () => this.random.below(Math.max(1, size + 1))).sort((a, b) => a - b);
    return [...cuts, size].map((cut, i) => Math.max(1, cut - (cuts[i - 1] ?? 0)));
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

  /** A function for a built-in to call, or for a variable. */
  protected functionOf(kind: Kind, size: number): Tree {
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
