/** One postfix operator of a chain: from the value on its left to its own. */
import type { Frame } from '../frame.js';
import { costOf, heightOf, type Planned } from '../step.js';
import type { Value } from '../value.js';

export type Link = (value: Value, frame: Frame) => Value;

export interface PlannedLink {
  readonly link: Link;
  /** Steps that run whenever it does, itself included. */
  readonly cost: number;
  readonly height: number;
}

/** A link over children that run whenever it does. */
export function plannedLink(link: Link, children: readonly Planned[]): PlannedLink {
  return { link, cost: costOf(children), height: heightOf(children) };
}
