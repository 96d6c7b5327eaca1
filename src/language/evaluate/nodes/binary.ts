/** Binary operators. A chain of one left-associative operator is one step, however long. */
import { mark, type Site } from '../calls.js';
import type { BinaryExpression, Expression } from '../../syntax/node.js';
import { toNumber } from '../convert.js';
import { factory, type Factory } from '../factory.js';
import { add, and, compare, divide, isIn, isInstance, looseEquals, multiply, or, remainder, shiftLeft, shiftRight, shiftRightUnsigned, strictEquals, subtract, xor } from '../operators.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { follow, linkLevels, type Link } from './link.js';

export type BinaryOperator = BinaryExpression['operator'];
type Operation = (a: Value, b: Value) => Value;

/** What each operator does with values of any kind. */
export const operations: Readonly<Record<BinaryOperator, Operation>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '**': (a, b) => toNumber(a) ** toNumber(b),
  '<<': shiftLeft,
  '>>': shiftRight,
  '>>>': shiftRightUnsigned,
  '&': and,
  '|': or,
  '^': xor,
  '<': (a, b) => compare('<', a, b),
  '>': (a, b) => compare('>', a, b),
  '<=': (a, b) => compare('<=', a, b),
  '>=': (a, b) => compare('>=', a, b),
  '==': looseEquals,
  '!=': (a, b) => !looseEquals(a, b),
  '===': strictEquals,
  '!==': (a, b) => !strictEquals(a, b),
  in: isIn,
  instanceof: isInstance,
};

export function planBinary(node: BinaryExpression, planner: Planner): Planned {
  const { operator } = node;
  const operands = planner.planAll(operandsOf(node));
  const site = planner.site(node);
  const [first, ...others] = operands.map((operand) => operand.step) as [Step, ...Step[]];
  let step = first;
  for (const other of others.slice(0, nested)) step = planPair(operator, step, other, planner, site);
  const links = others.slice(nested).map((other) => planner.take(operator === '+' ? addition : operation)(other, marking[operator], site));
  const height = heightOf(operands, Math.min(others.length, nested) + (links.length === 0 ? 0 : 1 + linkLevels(links.length)));
  return { step: follow(step, links, planner), cost: costOf(operands, others.length), height };
}

/** So many operators of a chain nest, which is fast; the others follow each other. */
const nested = 3;

function planPair(operator: BinaryOperator, left: Step, right: Step, planner: Planner, site: Site): Step {
  const make = pairs[operator];
  return make !== undefined ? planner.take(make)(left, right, site) : planner.take(pair)(left, right, marking[operator], site);
}

type Pair = (left: Step, right: Step, site: Site) => Step;
type Marking = (a: Value, b: Value, site: Site) => Value;

/** What each does after it has said where. */
export const marking = Object.fromEntries(
  Object.entries(operations).map(([operator, operation]): [string, Marking] => [operator, (a, b, site) => (mark(site), operation(a, b))]),
) as Readonly<Record<BinaryOperator, Marking>>;

/** Fast paths for what is no text, where they pay. */
const pairs: Partial<Record<BinaryOperator, Factory<Pair>>> = {
  '+': factory([marking['+']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a + b : otherwise(a, b, site);
  }),
  '-': factory([marking['-']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a - b : otherwise(a, b, site);
  }),
  '*': factory([marking['*']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a * b : otherwise(a, b, site);
  }),
  '/': factory([marking['/']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a / b : otherwise(a, b, site);
  }),
  '%': factory([marking['%']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a % b : otherwise(a, b, site);
  }),
  '&': factory([marking['&']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a & b : otherwise(a, b, site);
  }),
  '|': factory([marking['|']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a | b : otherwise(a, b, site);
  }),
  '^': factory([marking['^']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a ^ b : otherwise(a, b, site);
  }),
  '<<': factory([marking['<<']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a << b : otherwise(a, b, site);
  }),
  '>>': factory([marking['>>']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a >> b : otherwise(a, b, site);
  }),
  '>>>': factory([marking['>>>']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a >>> b : otherwise(a, b, site);
  }),
  '<': factory([marking['<']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a < b : otherwise(a, b, site);
  }),
  '>': factory([marking['>']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a > b : otherwise(a, b, site);
  }),
  '<=': factory([marking['<=']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a <= b : otherwise(a, b, site);
  }),
  '>=': factory([marking['>=']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a >= b : otherwise(a, b, site);
  }),
  '==': factory([marking['==']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a === b : otherwise(a, b, site);
  }),
  '!=': factory([marking['!=']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'number' && typeof b === 'number' ? a !== b : otherwise(a, b, site);
  }),
  '===': factory([marking['===']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'string' && typeof b === 'string' ? otherwise(a, b, site) : a === b;
  }),
  '!==': factory([marking['!==']], (otherwise) => (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    return typeof a === 'string' && typeof b === 'string' ? otherwise(a, b, site) : a !== b;
  }),
};

const pair = factory([], () => (left: Step, right: Step, operation: Marking, site: Site): Step => (frame) => operation(left(frame), right(frame), site));

/** One more operand of a chain. */
const operation = factory([], () => (right: Step, operation: Marking, site: Site): Link => (value, frame) => operation(value, right(frame), site));

const addition = factory([], () => (right: Step, add: Marking, site: Site): Link => (value, frame) => {
  const b = right(frame);
  return typeof value === 'number' && typeof b === 'number' ? value + b : add(value, b, site);
});

/** The operands of a chain of one operator, from left to right; `**` is right-associative and makes none. */
function operandsOf(node: BinaryExpression): Expression[] {
  if (node.operator === '**') return [node.left, node.right];
  const operands: Expression[] = [];
  let at: Expression = node;
  while (at.type === 'BinaryExpression' && at.operator === node.operator) {
    operands.push(at.right);
    at = at.left;
  }
  operands.push(at);
  return operands.reverse();
}
