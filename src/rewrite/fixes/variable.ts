/** `let` and `const` as `var`: where it makes no difference that a `var` belongs to the whole function. */
import type { AnyNode } from '../../language/syntax/walk.js';
import { around, declarerOf, functionAround, isAssigned, isFunction, type Placed, type PlacedTree } from '../placed.js';
import type { Fixer } from './fixer.js';

export const variable: Fixer = ({ tree, here, dialect }) => {
  const declaration = here.find(({ node }) => node.type === 'VariableDeclaration');
  if (declaration === undefined || dialect !== 'modern' || isHead(declaration)) return null;
  const { start, kind } = declaration.node as AnyNode & { kind: string };
  if (!namesOf(tree).declared(declaration).every((name) => isSafe(name, declaration, tree))) return null;
  return { title: 'write `var`', edits: [{ start, end: start + kind.length, text: 'var' }] };
};

/** In `for … in` and `for … of`, which are found themselves. */
function isHead({ node, parent }: Placed): boolean {
  const around = parent!.node;
  return (around.type === 'ForInStatement' || around.type === 'ForOfStatement') && around['left'] === node;
}

/** What names mean in a text: found out once, for all of its declarations. */
class Names {
  private readonly byDeclaration = new Map<Placed, string[]>();
  /** Name → the functions that have a variable of that name. */
  private readonly owners = new Map<string, Set<Placed>>();
  private readonly variables = new Map<Placed, Map<string, Variables>>();

  constructor(private readonly tree: PlacedTree) {
    for (const name of tree.allNames) {
      const owners = new Set<Placed>();
      for (const mention of tree.named(name)) {
        const declarer = declarerOf(mention);
        if (declarer === null) continue;
        owners.add(isFunction(declarer.node) && declarer.node['id'] !== mention.node ? declarer : functionAround(declarer));
        const declaration = declarer.parent;
        if (declaration?.node.type !== 'VariableDeclaration') continue;
        const declared = this.byDeclaration.get(declaration);
        if (declared === undefined) this.byDeclaration.set(declaration, [name]);
        else declared.push(name);
      }
      this.owners.set(name, owners);
    }
  }

  declared(declaration: Placed): readonly string[] {
    return this.byDeclaration.get(declaration) ?? [];
  }

  /** The variables of a name that belong to a function, directly or in its blocks. */
  of(name: string, scope: Placed): Variables {
    let known = this.variables.get(scope);
    if (known === undefined) this.variables.set(scope, (known = new Map<string, Variables>()));
    let variables = known.get(name);
    if (variables === undefined) {
      const mentions = this.tree.named(name).filter((mention) => isWithin(mention, scope) && !this.isOfInner(mention, scope, name));
      known.set(name, (variables = variablesOf(mentions, scope)));
    }
    return variables;
  }

  /** Whether the name is one that a function within declares for itself. */
  private isOfInner(mention: Placed, scope: Placed, name: string): boolean {
    const owners = this.owners.get(name)!;
    return around(mention, scope).some((each) => isFunction(each.node) && each.node['id'] !== mention.node && owners.has(each));
  }
}

const known = new WeakMap<PlacedTree, Names>();

function namesOf(tree: PlacedTree): Names {
  let names = known.get(tree);
  if (names === undefined) known.set(tree, (names = new Names(tree)));
  return names;
}

interface Variables {
  /** Whether each of them could be the function's own, if no block or loop made it anew. */
  readonly areApart: boolean;
  readonly areSeveral: boolean;
  /** Whether each is set where it is declared, and no function within keeps one. */
  readonly areBrief: boolean;
}

function isSafe(name: string, declaration: Placed, tree: PlacedTree): boolean {
  // `var $name` is a context variable.
  if (name.startsWith('$')) return false;
  const scope = functionAround(declaration);
  const { areApart, areSeveral, areBrief } = namesOf(tree).of(name, scope);
  // A variable of its own in each round, or of each block, is seen by functions that keep it, and by reading it before it is set.
  const isRepeated = areSeveral || around(declaration, scope).some(({ node }) => /^(For|While|DoWhile)/.test(node.type));
  return areApart && (!isRepeated || areBrief);
}

function variablesOf(mentions: readonly Placed[], scope: Placed): Variables {
  const declarers = mentions.map(declarerOf).filter((declarer) => declarer !== null);
  const areBrief = declarers.every(({ node }) => node['init'] !== null) && mentions.every((mention) => functionAround(mention) === scope);
  return { areApart: areApart(declarers, mentions, scope), areSeveral: declarers.length > 1, areBrief };
}

/** Each declared in a block of its own, apart from the others; mentioned there alone, not before it is declared, and not set where it is a constant. */
function areApart(declarers: readonly Placed[], mentions: readonly Placed[], scope: Placed): boolean {
  if (!declarers.every((declarer) => declarer.node.type === 'VariableDeclarator' && functionAround(declarer) === scope)) return false;
  const homes = declarers.map((declarer) => ({ declarer, block: blockOf(declarer.parent!).node })).sort((a, b) => a.block.start - b.block.start);
  if (homes.some(({ block }, index) => index > 0 && block.start < homes[index - 1].block.end)) return false;
  const ordered = [...mentions].sort((a, b) => a.node.start - b.node.start);
  let at = 0;
  return ordered.every((mention) => {
    const { start, end } = mention.node;
    while (at < homes.length && homes[at].block.end < end) at++;
    const home = homes[at] as (typeof homes)[number] | undefined;
    if (home === undefined || start < home.block.start) return false;
    const { declarer } = home;
    if (declarer.parent!.node['kind'] === 'const' && isAssigned(mention)) return false;
    // Reading it before is an error that `var` would not have.
    return start >= declarer.node.end || declarerOf(mention) === declarer || functionAround(mention) !== scope;
  });
}

function isWithin({ node }: Placed, scope: Placed): boolean {
  return scope.node.start <= node.start && node.end <= scope.node.end;
}

/** What the names of a declaration are seen in. */
function blockOf({ parent }: Placed): Placed {
  const { type } = parent!.node;
  return type === 'ExportNamedDeclaration' || type === 'SwitchCase' ? parent!.parent! : parent!;
}
