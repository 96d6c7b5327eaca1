import { mark, type Site } from '../calls.js';
import type { TemplateLiteral } from '../../syntax/node.js';
import { toText } from '../convert.js';
import { factory } from '../factory.js';
import { concatenate } from '../operators.js';
import type { Planner } from '../plan.js';
import { costOf, heightOf, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';
import { follow, linkLevels, type Link } from './link.js';

/** `` `a${b}c` `` */
export function planTemplate(node: TemplateLiteral, planner: Planner): Planned {
  const [first, ...texts] = node.quasis.map((quasi) => quasi.value.cooked);
  const parts = planner.planAll(node.expressions);
  const site = planner.site(node);
  const links = parts.map(({ step }, i) => planner.take(part)(step, texts[i], site));
  return { step: follow(planner.take(start)(first), links, planner), cost: costOf(parts), height: heightOf(parts, 1 + linkLevels(links.length)) };
}

const start = factory([], () => (text: string): Step => () => text);

/** Adds what a value is as a text, and the text after it. */
const part = factory([concatenate, textOf], (concatenate, textOf) => (step: Step, after: string, site: Site): Link => (text, frame) => {
  const value = step(frame);
  const longer = concatenate(text as string, typeof value === 'string' ? value : textOf(value, site));
  return after === '' ? longer : concatenate(longer, after);
});

function textOf(value: Value, site: Site): string {
  if (typeof value === 'object') mark(site);
  return toText(value);
}
