/** One postfix operator of a chain: from the value on its left to its own. */
import { factory } from '../factory.js';
import type { Frame } from '../frame.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { byFours, levels } from './by-fours.js';

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

/** How much higher a step gets by `count` links. */
export function linkLevels(count: number): number {
  return Math.max(0, levels(count) - 1);
}

/** Runs `links` one after the other on what `base` gives. */
export function follow(base: Step, links: readonly Link[], planner: Planner): Step {
  if (links.length > 4) return planner.take(one)(base, byFours(links, (parts) => joined(parts, planner)));
  const [a, b, c, d] = links as [Link, Link, Link, Link];
  switch (links.length) {
    case 0:
      return base;
    case 1:
      return planner.take(one)(base, a);
    case 2:
      return planner.take(two)(base, a, b);
    case 3:
      return planner.take(three)(base, a, b, c);
    default:
      return planner.take(four)(base, a, b, c, d);
  }
}

const one = factory([], () => (base: Step, a: Link): Step => (frame) => a(base(frame), frame));
const two = factory([], () => (base: Step, a: Link, b: Link): Step => (frame) => b(a(base(frame), frame), frame));
const three = factory([], () => (base: Step, a: Link, b: Link, c: Link): Step => (frame) => c(b(a(base(frame), frame), frame), frame));
const four = factory([], () => (base: Step, a: Link, b: Link, c: Link, d: Link): Step => (frame) => d(c(b(a(base(frame), frame), frame), frame), frame));

/** One link that is several. */
export function joinLinks(links: readonly Link[], planner: Planner): Link {
  return byFours(links, (parts) => joined(parts, planner));
}

function joined(links: readonly Link[], planner: Planner): Link {
  const [a, b, c, d] = links as [Link, Link, Link, Link];
  switch (links.length) {
    case 2:
      return planner.take(pair)(a, b);
    case 3:
      return planner.take(triple)(a, b, c);
    default:
      return planner.take(quadruple)(a, b, c, d);
  }
}

const pair = factory([], () => (a: Link, b: Link): Link => (value, frame) => b(a(value, frame), frame));
const triple = factory([], () => (a: Link, b: Link, c: Link): Link => (value, frame) => c(b(a(value, frame), frame), frame));
const quadruple = factory([], () => (a: Link, b: Link, c: Link, d: Link): Link => (value, frame) => d(c(b(a(value, frame), frame), frame), frame));
