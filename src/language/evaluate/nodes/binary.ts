/** Binary operators. A chain of one left-associative operator is one step, however long. */
import { mark, type Site } from '../activation.js';
import type { BinaryExpression, Expression } from '../../syntax/node.js';
import { toNumber } from '../convert.js';
import { add, and, compare, divide, isIn, isInstance, longText, looseEquals, multiply, or, remainder, shiftLeft, shiftRight, shiftRightUnsigned, strictEquals, subtract, xor } from '../operators.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';

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
  const steps = operands.map((operand) => operand.step);
  const [left, right] = steps as [Step, Step];
  const step = steps.length > 2 ? chain(operations[operator], steps, site) : (pairs[operator]?.(left, right, site) ?? pair(operator, left, right, site));
  return { step, cost: costOf(operands, steps.length - 1), height: heightOf(operands) };
}

type Pair = (left: Step, right: Step, site: Site) => Step;

/** Fast paths for what is no text, where they pay. */
const pairs: Partial<Record<BinaryOperator, Pair>> = {
  '+': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a + b;
    mark(site);
    return add(a, b);
  },
  '-': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    mark(site);
    return subtract(a, b);
  },
  '*': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a * b;
    mark(site);
    return multiply(a, b);
  },
  '/': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a / b;
    mark(site);
    return divide(a, b);
  },
  '%': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a % b;
    mark(site);
    return remainder(a, b);
  },
  '&': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a & b;
    mark(site);
    return and(a, b);
  },
  '|': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a | b;
    mark(site);
    return or(a, b);
  },
  '<<': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a << b;
    mark(site);
    return shiftLeft(a, b);
  },
  '>>': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a >> b;
    mark(site);
    return shiftRight(a, b);
  },
  '>>>': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a >>> b;
    mark(site);
    return shiftRightUnsigned(a, b);
  },
  '<': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a < b;
    mark(site);
    return compare('<', a, b);
  },
  '>': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a > b;
    mark(site);
    return compare('>', a, b);
  },
  '<=': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a <= b;
    mark(site);
    return compare('<=', a, b);
  },
  '>=': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === 'number' && typeof b === 'number') return a >= b;
    mark(site);
    return compare('>=', a, b);
  },
  '===': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a !== 'string' || typeof b !== 'string') return a === b;
    if (a.length >= longText) mark(site);
    return strictEquals(a, b);
  },
  '!==': (left, right, site) => (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a !== 'string' || typeof b !== 'string') return a !== b;
    if (a.length >= longText) mark(site);
    return !strictEquals(a, b);
  },
};

function pair(operator: BinaryOperator, left: Step, right: Step, site: Site): Step {
  const operation = operations[operator];
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    mark(site);
    return operation(a, b);
  };
}

function chain(operation: Operation, steps: readonly Step[], site: Site): Step {
  const [first, ...others] = steps as [Step, ...Step[]];
  return (frame) => {
    let value = first(frame);
    for (const step of others) {
      const right = step(frame);
      mark(site);
      value = operation(value, right);
    }
    return value;
  };
}

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
