/**
 * Postfix chains: `a.b`, `a[b]`, `a(b)`, `a.b(c)`, `a?.b` and any number of those in a row.
 *
 * A chain is one step: its base, and a list of *links*, each of which makes the value on its left into
 * its own. So length adds no height, and `a.b.c` needs no step of its own for `a.b`. An optional link whose
 * left side is nullish ends the whole chain.
 */
import { pay, type Site } from '../calls.js';
import type { CallExpression, ChainExpression, Expression, MemberExpression } from '../../syntax/node.js';
import { factory } from '../factory.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import { planCall, planMethodCall } from './call.js';
import { levels } from './by-fours.js';
import { follow, joinLinks, linkLevels, type Link, type PlannedLink } from './link.js';
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
  const first = links.findIndex((link) => link.optional);
  const certain = first < 0 ? links : links.slice(0, first);
  const start = follow(base.step, linksOf(certain), planner);
  const height = heightOf([base, ...links], 1 + linkLevels(certain.length));
  if (first < 0) return { step: start, cost: costOf([base, ...links], 0), height };
  const step = planOptional(start, segmentsOf(links.slice(first)), planner, planner.site(node));
  return { step, cost: costOf([base, ...certain]), height: height + levels(links.length) + mostNested };
}

/** So many optional links nest, which is fast; where there are more they follow each other. */
const mostNested = 4;

function planOptional(start: Step, segments: readonly Segment[], planner: Planner, site: Site): Step {
  const parts = segments.map(({ links }) => joinLinks(links, planner));
  const costs = segments.map(({ cost }) => cost);
  if (segments.length > mostNested) return planner.take(manyOptional)(start, parts, costs, site);
  const rest = parts.reduceRight((inner, part, i) => joinLinks([part, planner.take(optionalLink)(inner, costs[i + 1], site)], planner));
  return planner.take(optional)(start, rest, costs[0], site);
}

/** What lies between two optional links is charged when it is entered. */
interface Segment {
  readonly links: Link[];
  cost: number;
}

function segmentsOf(links: readonly (PlannedLink & { optional: boolean })[]): Segment[] {
  const segments: Segment[] = [];
  for (const { link, cost, optional: opens } of links) {
    if (opens) segments.push({ links: [], cost: 0 });
    const segment = segments.at(-1)!;
    segment.links.push(link);
    segment.cost += cost;
  }
  return segments;
}

const optional = factory(
  [pay],
  (pay) =>
    (start: Step, link: Link, cost: number, site: Site): Step =>
    (frame) => {
      const value = start(frame);
      if (value === undefined || value === null) return undefined;
      pay(cost, site);
      return link(value, frame);
    },
);

const optionalLink = factory(
  [pay],
  (pay) =>
    (link: Link, cost: number, site: Site): Link =>
    (value, frame) => {
      if (value === undefined || value === null) return undefined;
      pay(cost, site);
      return link(value, frame);
    },
);

const manyOptional = factory(
  [pay],
  (pay) =>
    (start: Step, links: readonly Link[], costs: readonly number[], site: Site): Step =>
    (frame) => {
      let value = start(frame);
      for (let i = 0; i < links.length; i++) {
        if (value === undefined || value === null) return undefined;
        pay(costs[i], site);
        value = links[i](value, frame);
      }
      return value;
    },
);

function linksOf(links: readonly PlannedLink[]): Link[] {
  return links.map(({ link }) => link);
}
