/** `.link('a', condition, 'b')` as `.branch(condition, 'a', 'b')`: names and commas change their places, conditions stay. */
import type { AnyNode } from '../language/syntax/walk.js';
import type { EditList } from './edit-list.js';

/** A name, and the condition behind it. */
interface Pair {
  readonly name: AnyNode;
  readonly condition: AnyNode;
}

/** Does nothing where `link` says what `branch` cannot: no condition, or `''`, which leads past all pipelines. */
export function linkToBranch(call: AnyNode, list: EditList): void {
  const { callee } = call as AnyNode & { callee: AnyNode };
  const property = callee['property'] as AnyNode | undefined;
  if (callee.type !== 'MemberExpression' || callee['computed'] === true || property?.['name'] !== 'link') return;
  const pairs = pairsOf(call['arguments'] as AnyNode[], list.text);
  if (pairs === null) return;
  list.replace(property.start, 'link'.length, 'branch');
  for (const { name, condition } of pairs) {
    list.replace(name.start, condition.start - name.start, '');
    list.insert(condition.end, `, ${list.text.slice(name.start, name.end)}`);
  }
}

/** Null where the arguments are anything but pairs and perhaps a name at the end, or a comment or parentheses stand between a name and its condition. */
function pairsOf(args: readonly AnyNode[], text: string): Pair[] | null {
  if (args.length < 2) return null;
  const pairs: Pair[] = [];
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at];
    if (name.type !== 'Literal' || typeof name['value'] !== 'string' || name['value'] === '') return null;
    const condition = args[at + 1] as AnyNode | undefined;
    if (condition === undefined) break;
    if (condition.type !== 'ArrowFunctionExpression') return null;
    if (!/^\s*,\s*$/.test(text.slice(name.end, condition.start))) return null;
    pairs.push({ name, condition });
  }
  return pairs;
}
