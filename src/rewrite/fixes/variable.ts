/** `let` and `const` as `var`: where it makes no difference that a `var` belongs to the whole function. */
import type { AnyNode } from '../../language/syntax/walk.js';
import { around, declarerOf, functionAround, isAssigned, isFunction, type Placed } from '../placed.js';
import type { Fixer } from './fixer.js';

export const variable: Fixer = ({ nodes, here, dialect }) => {
  const declaration = here.find(({ node }) => node.type === 'VariableDeclaration');
  if (declaration === undefined || dialect !== 'modern') return null;
  const { start, kind } = declaration.node as AnyNode & { kind: string };
  const declared = nodes.filter((name) => name.node.type === 'Identifier' && declarerOf(name)?.parent === declaration);
  const names = new Set(declared.map(nameOf));
  const isPassed = isHead(declaration.parent!);
  if (isPassed || ![...names].every((name) => isSafe(name, declaration, nodes))) return null;
  return { title: 'write `var`', edits: [{ start, end: start + kind.length, text: 'var' }] };

  /** In `for … in` and `for … of`, which are found themselves. */
  function isHead({ node }: Placed): boolean {
    return (node.type === 'ForInStatement' || node.type === 'ForOfStatement') && node['left'] === declaration!.node;
  }
};

const nameOf = ({ node }: Placed): string => node['name'] as string;

function isSafe(name: string, declaration: Placed, nodes: readonly Placed[]): boolean {
  // `var $name` is a context variable.
  if (name.startsWith('$')) return false;
  const scope = functionAround(declaration);
  const within = nodes.filter((each) => each.node.type === 'Identifier' && nameOf(each) === name && isWithin(each, scope));
  const mentions = within.filter((mention) => !isOfInner(mention, scope, within));
  const declarers = mentions.map(declarerOf).filter((declarer) => declarer !== null);
  // Each of them in a block of its own, apart from the others.
  if (!declarers.every((declarer) => isLexical(declarer) && functionAround(declarer) === scope)) return false;
  const blocks = declarers.map((declarer) => blockOf(declarer.parent!));
  if (blocks.some((block, index) => blocks.some((other, at) => at !== index && block.node.start < other.node.end && other.node.start < block.node.end))) return false;
  if (!mentions.every((mention) => blocks.some(({ node }) => node.start <= mention.node.start && mention.node.end <= node.end))) return false;
  if (declarers.some(isAssignedConstant(mentions)) || declarers.some(isReadBefore(mentions, scope))) return false;
  // A variable of its own in each round, or of each block, is seen by functions that keep it, and by reading it before it is set.
  const isRepeated = blocks.length > 1 || around(declaration, scope).some(({ node }) => /^(For|While|DoWhile)/.test(node.type));
  return !isRepeated || (declarers.every(hasValue) && mentions.every((mention) => functionAround(mention) === scope));
}

function isWithin({ node }: Placed, scope: Placed): boolean {
  return scope.node.start <= node.start && node.end <= scope.node.end;
}

/** Whether the name is one that a function within declares for itself. */
function isOfInner(mention: Placed, scope: Placed, namesakes: readonly Placed[]): boolean {
  const inner = around(mention, scope).filter(({ node }) => isFunction(node) && node['id'] !== mention.node);
  return inner.some((each) => namesakes.some((name) => isDeclaredIn(name, each)));
}

function isDeclaredIn(name: Placed, inner: Placed): boolean {
  const declarer = declarerOf(name);
  return declarer !== null && (declarer === inner ? inner.node['id'] !== name.node : functionAround(declarer) === inner);
}

function isLexical({ node, parent }: Placed): boolean {
  return node.type === 'VariableDeclarator' && parent!.node['kind'] !== 'var';
}

/** What the names of a declaration are seen in. */
function blockOf({ parent }: Placed): Placed {
  const { type } = parent!.node;
  return type === 'ExportNamedDeclaration' || type === 'SwitchCase' ? parent!.parent! : parent!;
}

const isAssignedConstant =
  (mentions: readonly Placed[]) =>
  ({ parent }: Placed): boolean =>
    parent!.node['kind'] === 'const' && mentions.some(isAssigned);

/** Whether something before the declaration's end reads it: an error that `var` would not have. */
const isReadBefore =
  (mentions: readonly Placed[], scope: Placed) =>
  (declarer: Placed): boolean => {
    const block = blockOf(declarer.parent!).node;
    return mentions.some((mention) => {
      const { start } = mention.node;
      return block.start <= start && start < declarer.node.end && declarerOf(mention) !== declarer && functionAround(mention) === scope;
    });
  };

function hasValue({ node }: Placed): boolean {
  return node['init'] !== null;
}
