import { mark } from '../activation.js';
import type { ArrayExpression } from '../../syntax/node.js';
import { ArrayObject } from '../array.js';
import { listFromIterable } from '../iterate.js';
import { allocate, sizes } from '../meter.js';
import type { Planner } from '../plan.js';
import { planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';

/** `[a, ...b]` */
export function planArray(node: ArrayExpression, planner: Planner): Planned {
  const elements = node.elements.map((element) => planner.plan(element.type === 'SpreadElement' ? element.argument : element));
  const steps = elements.map((element) => element.step);
  const spreads = node.elements.map((element) => element.type === 'SpreadElement');
  const bytes = sizes.array + sizes.element * steps.length;
  if (spreads.includes(true)) return planned(withSpreads(steps, spreads, planner, node), ...elements);
  return planned(plain(steps, bytes), ...elements);
}

function plain(steps: readonly Step[], bytes: number): Step {
  const [a, b] = steps as [Step, Step];
  switch (steps.length) {
    case 0:
      return () => (allocate(bytes), new ArrayObject([]));
    case 1:
      return (frame) => (allocate(bytes), new ArrayObject([a(frame)]));
    case 2:
      return (frame) => (allocate(bytes), new ArrayObject([a(frame), b(frame)]));
    default:
      return (frame) => {
        allocate(bytes);
        const values: Value[] = [];
        for (const step of steps) values.push(step(frame));
        return new ArrayObject(values);
      };
  }
}

function withSpreads(steps: readonly Step[], spreads: readonly boolean[], planner: Planner, node: ArrayExpression): Step {
  const site = planner.site(node);
  return (frame) => {
    const values: Value[] = [];
    steps.forEach((step, i) => {
      const value = step(frame);
      mark(site);
      if (!spreads[i]) {
        allocate(sizes.element);
        values.push(value);
      } else {
        for (const item of listFromIterable(value)) values.push(item);
      }
    });
    allocate(sizes.array);
    return new ArrayObject(values);
  };
}
