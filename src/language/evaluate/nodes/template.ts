import { mark } from '../activation.js';
import type { TemplateLiteral } from '../../syntax/node.js';
import { toText } from '../convert.js';
import { concatenate } from '../operators.js';
import type { Planner } from '../plan.js';
import { planned, type Planned } from '../step.js';

/** `` `a${b}c` `` */
export function planTemplate(node: TemplateLiteral, planner: Planner): Planned {
  const texts = node.quasis.map((quasi) => quasi.value.cooked);
  const parts = planner.planAll(node.expressions);
  const steps = parts.map((part) => part.step);
  const site = planner.site(node);
  const first = texts[0];
  return planned((frame) => {
    let text = first;
    for (let i = 0; i < steps.length; i++) {
      const value = steps[i](frame);
      if (typeof value === 'object') mark(site);
      const part = typeof value === 'string' ? value : toText(value);
      text = concatenate(text, part);
      const after = texts[i + 1];
      if (after !== '') text = concatenate(text, after);
    }
    return text;
  }, ...parts);
}
