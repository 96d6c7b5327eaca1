/**
 * How a statement ends (ECMA-262 6.2.4): a small number, so that ending normally costs nothing.
 *
 * What is thrown travels as an exception of the host's. `break` ends with the number of its target.
 */
import type { Frame } from './frame.js';
import type { Value } from './value.js';

export type Completion = number;

export const NORMAL = 0;
export const RETURN = 1;
/** The first number of a target of `break`; each function counts its own. */
export const firstTarget = 2;

/** What the `return` that is on its way gives. */
export const returned: { value: Value } = { value: undefined };

/** What `return` gave, at its function. */
export function takeReturned(): Value {
  const { value } = returned;
  returned.value = undefined;
  return value;
}

export type StatementStep = (frame: Frame) => Completion;

export interface PlannedStatement {
  readonly step: StatementStep;
  /** Fuel of what certainly runs when it is entered. */
  readonly cost: number;
  readonly height: number;
  /** Whether it may end by `break` or `return`: what follows is charged when it is reached. */
  readonly abrupt: boolean;
}
