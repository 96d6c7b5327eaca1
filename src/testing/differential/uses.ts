/** Built-ins at work: each with a receiver and arguments of the kinds that it takes. */
import type { Dialect } from '../../language/syntax/dialect.js';
import { FunctionGenerator, functionKinds } from './functions.js';
import { leaf } from './literals.js';
import type { Random } from './random.js';
import { arrow, assignment, binary, call, conditional, construct, identifier, literal, member, text, unary, type Tree } from './tree.js';
import { nameOf, receivers, type Kind, type Use } from './vocabulary.js';

export abstract class UseGenerator extends FunctionGenerator {
  /** Built-ins that the program uses. */
  readonly used = new Set<string>();
  protected readonly byKind = new Map<Kind, Use[]>();

  constructor(
    random: Random,
    dialect: Dialect,
    protected readonly uses: readonly Use[],
  ) {
    super(random, dialect);
    for (const use of uses) {
      const [gives] = use.row;
      const list = this.byKind.get(gives);
      if (list === undefined) this.byKind.set(gives, [use]);
      else list.push(use);
    }
  }

  protected abstract leaf(kind: Kind): Tree;

  /** Texts or numbers that are sorted in one way only, whatever the algorithm. */
  protected abstract sortable(): Tree;

  protected pickUse(kind: Kind): Use | null {
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
}
