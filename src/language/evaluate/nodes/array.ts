import { mark, type Site } from '../calls.js';
import type { ArrayExpression } from '../../syntax/node.js';
import { ArrayObject } from '../array.js';
import { factory } from '../factory.js';
import { listFromIterable } from '../iterate.js';
import { allocate, allocateFixed, sizes } from '../meter.js';
import type { Planner } from '../plan.js';
import { planned, type Planned, type Step } from '../step.js';
import type { Value } from '../value.js';

/** `[a, ...b]` */
export function planArray(node: ArrayExpression, planner: Planner): Planned {
  const elements = node.elements.map((element) => planner.plan(element.type === 'SpreadElement' ? element.argument : element));
  const steps = elements.map((element) => element.step);
  const spreads = node.elements.map((element) => element.type === 'SpreadElement');
  const step = spreads.includes(true) ? planner.take(withSpreads)(steps, spreads, planner.site(node)) : planPlain(steps, planner);
  return planned(step, ...elements);
}

function planPlain(steps: readonly Step[], planner: Planner): Step {
  const bytes = sizes.array + sizes.element * steps.length;
  const [a, b, c, d] = steps as [Step, Step, Step, Step];
  switch (steps.length) {
    case 0:
      return planner.take(none)(bytes);
    case 1:
      return planner.take(one)(bytes, a);
    case 2:
      return planner.take(two)(bytes, a, b);
    case 3:
      return planner.take(three)(bytes, a, b, c);
    case 4:
      return planner.take(four)(bytes, a, b, c, d);
    default:
      return planner.take(many)(bytes, steps);
  }
}


const none = factory([allocateFixed, ArrayObject], (allocate, ArrayObject) => (bytes: number): Step => () => {
  allocate(bytes);
  return new ArrayObject([]);
});
const one = factory([allocateFixed, ArrayObject], (allocate, ArrayObject) => (bytes: number, a: Step): Step => (frame) => {
  allocate(bytes);
  return new ArrayObject([a(frame)]);
});
const two = factory([allocateFixed, ArrayObject], (allocate, ArrayObject) => (bytes: number, a: Step, b: Step): Step => (frame) => {
  allocate(bytes);
  return new ArrayObject([a(frame), b(frame)]);
});
const three = factory([allocateFixed, ArrayObject], (allocate, ArrayObject) => (bytes: number, a: Step, b: Step, c: Step): Step => (frame) => {
  allocate(bytes);
  return new ArrayObject([a(frame), b(frame), c(frame)]);
});
const four = factory([allocateFixed, ArrayObject], (allocate, ArrayObject) => (bytes: number, a: Step, b: Step, c: Step, d: Step): Step => (frame) => {
  allocate(bytes);
  return new ArrayObject([a(frame), b(frame), c(frame), d(frame)]);
});
const many = factory([allocateFixed, ArrayObject], (allocate, ArrayObject) => (bytes: number, steps: readonly Step[]): Step => (frame) => {
  allocate(bytes);
  const values: Value[] = [];
  for (const step of steps) values.push(step(frame));
  return new ArrayObject(values);
});

const withSpreads = factory(
  [mark, allocate, sizes, listFromIterable, ArrayObject],
  (mark, allocate, sizes, listFromIterable, ArrayObject) =>
    (steps: readonly Step[], spreads: readonly boolean[], site: Site): Step =>
    (frame) => {
      const values: Value[] = [];
      for (let i = 0; i < steps.length; i++) {
        const value = steps[i](frame);
        mark(site);
        if (!spreads[i]) {
          allocate(sizes.element);
          values.push(value);
        } else {
          for (const item of listFromIterable(value)) values.push(item);
        }
      }
      allocate(sizes.array);
      return new ArrayObject(values);
    },
);
