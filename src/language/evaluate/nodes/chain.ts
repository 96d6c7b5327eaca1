/**
 * Postfix chains: `a.b`, `a[b]`, `a(b)`, `a.b(c)`, `a?.b` and any number of those in a row.
 *
 * A chain is one step: its base, and a list of *links*, each of which makes the value on its left into
 * its own. So length adds no height, and `a.b.c` needs no step of its own for `a.b`. An optional link whose
 * left side is nullish ends the whole chain.
 */
import { refuel, type Site } from '../activation.js';
import type { CallExpression, ChainExpression, Expression, MemberExpression } from '../../syntax/node.js';
import { FUEL, tank } from '../meter.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import { planCall, planMethodCall } from './call.js';
import type { Link, PlannedLink } from './link.js';
import { planMember } from './member.js';

/** Makes the link of the last member of a chain, when it is not read: `delete a.b`. */
export type LastLink = (member: MemberExpression, planner: Planner) => PlannedLink;

export function planChain(node: CallExpression | MemberExpression | ChainExpression, planner: Planner, last?: LastLink): Planned {
  const links: (PlannedLink & { optional: boolean })[] = [];
  let at: Expression = node.type === 'ChainExpression' ? node.expression : node;
  if (last !== undefined && at.type === 'MemberExpression') {
    links.push({ ...last(at, planner), optional: at.optional });
    at = at.object;
  }
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') {
    if (at.type === 'MemberExpression') {
      links.push({ ...planMember(at, planner), optional: at.optional });
      at = at.object;
    } else if (at.callee.type === 'MemberExpression' && !at.optional) {
      links.push({ ...planMethodCall(at, at.callee, planner), optional: at.callee.optional });
      at = at.callee.object;
    } else {
      links.push({ ...planCall(at, planner), optional: at.optional });
      at = at.callee;
    }
  }
  links.reverse();
  const base = planner.plan(at);
  const height = heightOf([base, ...links]);
  const first = links.findIndex((link) => link.optional);
  if (first < 0) return { step: straight(base.step, links.map(({ link }) => link)), cost: costOf([base, ...links], 0), height };
  const certain = links.slice(0, first);
  const start = certain.length === 0 ? base.step : straight(base.step, certain.map(({ link }) => link));
  return { step: optional(start, links.slice(first), planner.site(node)), cost: costOf([base, ...certain]), height: height + 1 };
}

/** Runs `links` one after the other. */
function straight(base: Step, links: readonly Link[]): Step {
  const [a, b, c, d] = links as [Link, Link, Link, Link];
  switch (links.length) {
    case 0:
      return base;
    case 1:
      return (frame) => a(base(frame), frame);
    case 2:
      return (frame) => b(a(base(frame), frame), frame);
    case 3:
      return (frame) => c(b(a(base(frame), frame), frame), frame);
    case 4:
      return (frame) => d(c(b(a(base(frame), frame), frame), frame), frame);
    default:
      return (frame) => {
        let value = base(frame);
        for (const link of links) value = link(value, frame);
        return value;
      };
  }
}

/** `links` begins with an optional one. What lies between two optional links is charged when it is entered. */
function optional(start: Step, links: readonly (PlannedLink & { optional: boolean })[], site: Site): Step {
  const segments: { links: Link[]; cost: number }[] = [];
  for (const { link, cost, optional: opens } of links) {
    if (opens) segments.push({ links: [], cost: 0 });
    const segment = segments.at(-1)!;
    segment.links.push(link);
    segment.cost += cost;
  }
  if (links.length === 1) {
    const { link, cost } = links[0];
    return (frame) => {
      const value = start(frame);
      if (value === undefined || value === null) return undefined;
      if ((tank[FUEL] -= cost) < 0) refuel(site);
      return link(value, frame);
    };
  }
  return (frame) => {
    let value = start(frame);
    for (const segment of segments) {
      if (value === undefined || value === null) return undefined;
      if ((tank[FUEL] -= segment.cost) < 0) refuel(site);
      for (const link of segment.links) value = link(value, frame);
    }
    return value;
  };
}
